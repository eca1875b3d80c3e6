"""Put a process into words: its stages, and of each what it is, how long it takes and what its rules do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..definition import Duty, Freeze, Process, Rule, Stage
from ..nodes import Compare, Every, Node, walk
from ..plain import affirmed, constant, word_of
from ..words import Names, pick
from .phrases_en import EnglishPhrases
from .phrases_ko import KoreanPhrases
from .story import Stop, Story, Then, Told


def tell(process: Process, lang: str) -> Story:
    """A process in the words of one language; English stands in for those that have no phrases of their own."""
    return _Teller(process, lang).story()


class _Teller:
    """Puts one process into words. A duty is described in full where it is told of first."""

    def __init__(self, process: Process, lang: str) -> None:
        self.process = process
        self.lang = lang
        words = process.words
        self.say = KoreanPhrases(words) if lang == "ko" else EnglishPhrases(words, lang)
        self.order = sorted(process.stages, key=lambda key: key != process.first)
        self.described: set[str] = set()

    def story(self) -> Story:
        process = self.process
        stops = tuple(self.stop(process.stages[key]) for key in self.order)
        anywhere = tuple(self.rules(process.rules))
        rests = tuple(self.rest(freeze) for freeze in process.pauses)
        return Story(
            lang=self.lang,
            name=self.named(process.name) or process.key,
            holds=self.say.holds(process.effective, process.applies_to) if process.effective else "",
            about=tuple(self.say.allowed(process.who, process.minimum_age)),
            begins=self.say.begins(process.opened_by),
            stops=stops,
            anywhere=Stop("", self.say.anywhere, rules=anywhere) if anywhere else None,
            rests=Stop("", self.say.rests, facts=rests) if rests else None,
            now=self.say.now("{}"),
        )

    def named(self, names: Names) -> str:
        return pick(names, (self.lang, *self.process.words.languages))

    def stage_name(self, key: str) -> str:
        stage = self.process.stages.get(key)
        return (self.named(stage.name) if stage else "") or self.process.words.text(key, self.lang)

    def rest(self, freeze: Freeze) -> str:
        stages = [self.stage_name(key) for key in freeze.stages]
        return self.say.rest(freeze.first, freeze.last, self.named(freeze.reason), stages)

    def stop(self, stage: Stage) -> Stop:
        name = self.stage_name(stage.key)
        return Stop(
            key=stage.key,
            name=name,
            number=self.order.index(stage.key) + 1,
            notes=tuple(note for note in self.say.notes(stage) if note != name),
            facts=tuple(self.facts(stage)),
            rules=tuple(self.rules(stage.rules)),
            listed=stage.shown_to == "everyone",
        )

    def facts(self, stage: Stage) -> Iterator[str]:
        say, options = self.say, stage.options
        if stage.period:
            yield say.period(stage.period)
        if stage.opened_by:
            yield say.first_day(stage.opened_by)
        if stage.owner:
            yield from say.owes(stage)
        yield from self.form(getattr(options, "form", "vote"))
        yield from say.votes(getattr(options, "quorum", None), getattr(options, "majority", None))
        if unread := self.unread(stage):
            yield say.to_choose(unread) if stage.decides else say.outcomes(unread)
        if stage.choices:
            yield say.ballot(self.texts(stage.choices))
        if getattr(options, "offline", False):
            yield say.offline
        if minimum := getattr(options, "region_minimum", None):
            yield say.region_minimum(minimum)
        if fixed := getattr(options, "text_fixed_at", None):
            yield say.text_fixed_at(fixed)
        yield from say.allowed(stage.who, stage.minimum_age)
        yield from say.clock(stage, self.texts(stage.pause))

    def form(self, form: str) -> Iterator[str]:
        """How a deliberation goes, where it is not simply a vote."""
        group, _dot, stage = form.partition(".")
        if stage:
            yield self.say.form("", self.stage_name(stage))
        elif group != "vote":
            yield self.say.form(self.process.words.text(form, self.lang), "")

    def unread(self, stage: Stage) -> list[str]:
        """The names of what can be decided or answered here, unless rules name each of them."""
        rules = [*self.process.rules, *stage.rules]
        read = {word for rule in rules if rule.when for word in _words_in(rule.when.node)}
        words = stage.decides or stage.outcomes
        return [] if read.issuperset(words) else self.texts(words)

    def texts(self, keys: Sequence[str]) -> list[str]:
        return [self.process.words.text(key, self.lang) for key in keys]

    def rules(self, rules: Sequence[Rule]) -> Iterator[Told]:
        for place, rule in enumerate(rules):
            clause = self.clause(rule, _otherwise(rule, rules[:place]))
            yield Told(clause, self.say.also(clause), self.then(rule))

    def clause(self, rule: Rule, otherwise: bool) -> str:
        """When a rule acts, or who may press it."""
        node, here = affirmed(rule.when.node) if rule.when else None, rule.scope or ""
        if rule.by:
            return self.say.pressed(rule.by, self.process.label(rule, self.lang), rule.needs, node, here)
        if node is None:
            return self.say.on_entry if rule.scope else self.say.at_the_start
        return self.say.when(node, otherwise, here)

    def then(self, rule: Rule) -> Then:
        say, words = self.say, self.process.words
        title, lines = words.text(rule.target, self.lang), list(self.beside(rule))
        if rule.action == "move":
            title = self.stage_name(rule.target)
        elif rule.action == "open":
            title, lines = self.duty(rule.target, lines)
        elif rule.action == "notify":
            title = say.told(rule.notified)
            lines = [*([self.named(rule.label)] if rule.label else []), *lines]
        stage = rule.target if rule.action == "move" else ""
        return Then(rule.action, say.tags[rule.action], title, tuple(lines), stage)

    def beside(self, rule: Rule) -> Iterator[str]:
        """What a rule does beside its action."""
        if rule.drop:
            everything = len(rule.drop) > 1 and set(rule.drop) >= set(self.process.duties)
            yield self.say.dropped([] if everything else self.texts(rule.drop))
        for key, value in rule.set.items():
            shown = self.process.words.text(value, self.lang) if isinstance(value, str) else value
            yield self.say.noted(self.process.words.text(key, self.lang), shown)

    def duty(self, key: str, lines: list[str]) -> tuple[str, list[str]]:
        """A duty's name, and who owes it by when; more of it where it is told of first."""
        duty = self.process.duty(key)
        if duty is None:
            return self.process.words.text(key, self.lang), lines
        title = self.named(duty.name) or self.process.words.text(key, self.lang)
        said = [self.say.owed(duty.owner, duty.within)]
        if key not in self.described:
            self.described.add(key)
            said += self.more(duty)
        return title, [*said, *lines]

    def more(self, duty: Duty) -> Iterator[str]:
        if duty.outcomes:
            yield self.say.outcomes(self.texts(duty.outcomes))
        yield from self.say.clock(duty, self.texts(duty.pause))


def _words_in(node: Node) -> Iterator[str]:
    """The words that a condition compares something with."""
    for part in walk(node):
        if isinstance(part, Compare):
            yield from filter(None, (word_of(part.left), word_of(part.right)))


def _otherwise(rule: Rule, above: Sequence[Rule]) -> bool:
    """Whether a rule comes to its turn only because one above, which asks for more, has not fired."""
    if not rule.automatic or not rule.leaves or rule.when is None:
        return False
    asked = _asked(rule.when.node)
    stricter = (
        _asked(earlier.when.node)
        for earlier in above
        if earlier.when and earlier.automatic and earlier.leaves
    )
    return any(
        asked != more and all(any(_follows(part, of) for of in more) for part in asked) for more in stricter
    )


def _asked(node: Node) -> frozenset[Node]:
    """The parts of a condition that must all hold."""
    plain = affirmed(node)
    return frozenset(plain.parts) if isinstance(plain, Every) else frozenset({plain})


def _follows(part: Node, of: Node) -> bool:
    """Whether a part holds wherever another does: it is the same, or the same with a smaller number, or only asks for
    some word."""
    if part == of:
        return True
    if not isinstance(part, Compare) or not isinstance(of, Compare) or part.left != of.left:
        return False
    if word_of(part.right) == "" and part.sign == "!=":
        return of.sign == "==" and bool(word_of(of.right))
    if (
        part.sign != of.sign
        or part.sign not in (">=", ">")
        or None in (constant(part.right), constant(of.right))
    ):
        return False
    less, more = part.right.value({}), of.right.value({})
    return isinstance(less, int | Fraction) and isinstance(more, int | Fraction) and less < more
