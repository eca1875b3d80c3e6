"""Tell a rehearsal as a story: every step with its day, what was counted and done, and what came of it by which
rule."""

from collections.abc import Iterator, Mapping

from .. import events as happened
from ..definition import Rule
from ..events import Event
from ..wording import describe
from ..words import pick
from .happening import told_event
from .running import Rehearsal, Result
from .scenario import Act
from .story_words import (
    BUTTON,
    DONE,
    EXPECTED_REFUSAL,
    FILED,
    LINE,
    ON_ENTRY,
    RULES,
    STEP,
    WAITING,
)
from .telling import Teller, shown, told


def story(rehearsal: Rehearsal, lang: str) -> Iterator[str]:
    """The lines of the story. Where a step goes otherwise than expected, that is said below it."""
    scenario = rehearsal.scenario
    teller = Teller(scenario.process, lang)
    yield f"# {_text(scenario.name, lang) or scenario.file}"
    yield RULES[lang].format(file=scenario.rules)
    if note := _text(scenario.note, lang):
        yield note
    yield f"{shown(scenario.filed_at, scenario.calendar)}  {FILED[lang]}"
    yield from _events(rehearsal, teller, rehearsal.filed)
    for result in rehearsal.results:
        yield from _step(rehearsal, result, lang)


def _text(text: Mapping[str, str], lang: str) -> str:
    """A text in a language; one without a language stands for each."""
    return text.get("") or pick(text, (lang,))


def _step(rehearsal: Rehearsal, result: Result, lang: str) -> Iterator[str]:
    step, teller = result.step, Teller(result.outcome.process, lang)
    on = shown(step.at, rehearsal.scenario.calendar)
    counted = [f"{teller.fact(name)} {teller.plain(value)}" for name, value in step.facts.items()]
    what = ", ".join([*counted, *(_act(act, teller) for act in step.acts)]) or WAITING[lang]
    yield f"{on}  {STEP[lang].format(number=step.number)}  {what}"
    if note := _text(step.note, lang):
        yield f"    {note}"
    yield from _events(rehearsal, teller, result.outcome.events)
    refusal = result.outcome.refusal
    if refusal and not result.stopped:
        yield f"    {EXPECTED_REFUSAL[lang].format(why=teller.why(refusal))}"
    yield from told(rehearsal, result, lang)


def _act(act: Act, teller: Teller) -> str:
    """Who does what."""
    who = ", ".join(teller.word(one) for one in act.by)
    verb = act.what if act.verb == "merge" else act.verb
    words = act.what if act.verb in ("press", "apply_version") else teller.word(str(act.what))
    did = DONE[verb][teller.lang].format(what=words)
    did += f": {act.to}" if act.to else ""
    why = f" ({act.reason})" if act.reason and act.verb not in ("pause", "resume") else ""
    return f"{who}: {did}{why}" if who else f"{did}{why}"


def _events(rehearsal: Rehearsal, teller: Teller, events: tuple[Event, ...]) -> Iterator[str]:
    for event in events:
        if not isinstance(event, happened.Fired):
            yield f"    {shown(event.at, rehearsal.scenario.calendar)}  {_because(event, teller)}"


def _because(event: Event, teller: Teller) -> str:
    """What happened, and by which rule."""
    what = told_event(event, teller)
    rule = teller.process.rule(event.rule) if event.rule else None
    if rule is None:
        return what
    return f"{what} ({_rule(rule, teller)}, {LINE[teller.lang].format(line=rule.line)})"


def _rule(rule: Rule, teller: Teller) -> str:
    """Why a rule fires, in words."""
    if rule.by:
        return BUTTON[teller.lang].format(label=teller.process.label(rule, teller.lang))
    if rule.when is None:
        return ON_ENTRY[teller.lang]
    return describe(rule.when, teller.lang, teller.process.words)
