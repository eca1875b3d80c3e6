"""What the picture of a process says in English, which also stands in for languages without phrases of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from ..definition import Action, Duty, Extension, Stage, Who
from ..kinds import Value
from ..lengths import Length
from ..nodes import Node
from ..wording_en import English
from ..words import Words

KINDS = {
    "support": "Support",
    "review": "Review",
    "deliberation": "Deliberation",
    "answer": "Answer",
    "execution": "Carrying out",
}
DOING = {"edit": "change the text", "opine": "give opinions", "merge": "merge"}
SEEN = {"staff": "Proposer and staff only", "link": "By link only"}


@dataclass(frozen=True)
class EnglishPhrases:
    """Says the parts of a process in English, with the names that the process gives its keys."""

    words: Words
    lang: str
    tags: ClassVar[Mapping[Action, str]] = {
        "move": "Next",
        "open": "Task",
        "end": "End",
        "mark": "Mark",
        "notify": "Notice",
    }
    anywhere: ClassVar[str] = "At any stage"
    rests: ClassVar[str] = "Days of rest"
    on_entry: ClassVar[str] = "On entering this stage"
    at_the_start: ClassVar[str] = "At the start"
    offline: ClassVar[str] = "Sessions in the city count too"

    def people(self, keys: Sequence[str]) -> str:
        """Any of these people."""
        return " or ".join(self.words.text(key, self.lang) for key in keys)

    def told(self, keys: Sequence[str]) -> str:
        """All of these people."""
        return " and ".join(self.words.text(key, self.lang) for key in keys)

    def begins(self, people: Sequence[str]) -> str:
        return f"Who may begin: {self.people(people)}"

    def holds(self, day: date, applies_to: str) -> str:
        """For what the rules hold."""
        if applies_to == "all":
            return f"From {_day(day)}, also for what is under way"
        return f"For what is filed from {_day(day)} on"

    def allowed(self, who: Who, age: int | None) -> Iterator[str]:
        """Who may take part, where not everybody may."""
        if isinstance(who, Mapping):
            for action, people in who.items():
                yield f"Who may {DOING.get(action, action)}: {self.people(people)}"
        elif who:
            yield f"Who may take part: {self.people(who)}"
        if age:
            yield f"Aged {age} or over"

    def notes(self, stage: Stage) -> Iterator[str]:
        """A stage's kind, where it has a name of its own, and who sees it, where not everybody does."""
        if kind := KINDS.get(stage.kind):
            yield kind
        if seen := SEEN.get(stage.shown_to):
            yield seen

    def period(self, length: Length) -> str:
        return f"Open for {length.describe(self.lang)}"

    def first_day(self, people: Sequence[str]) -> str:
        return f"{self.people(people)} sets the first day"

    def owes(self, stage: Stage) -> Iterator[str]:
        """What a stage's owner has to do."""
        owner = self.people(stage.owner)
        if stage.duty:
            verb = "decides" if stage.decides else "answers" if stage.outcomes else "handles it"
            within = f" {self.by(stage.within)}" if stage.within else ""
            yield f"{owner} {verb}{within}"
        if stage.report_every:
            yield f"{owner} reports every {_every(stage.report_every)}"

    def votes(self, quorum: Fraction | None, majority: Fraction | None) -> Iterator[str]:
        """How those who decide together do so."""
        if quorum:
            yield f"At least {_share(quorum)} of the members vote"
        if majority:
            yield f"{_share(majority)} of the votes decide"

    def to_choose(self, names: Sequence[str]) -> str:
        return f"Choices: {', '.join(names)}"

    def ballot(self, names: Sequence[str]) -> str:
        return f"Ballot: {', '.join(names)}"

    def form(self, name: str, stage: str) -> str:
        """How a deliberation goes: in one form, or as an earlier stage decides."""
        return f"Form: {name}" if name else f"Form: as decided in “{stage}”"

    def region_minimum(self, minimum: int | Mapping[str, int]) -> str:
        if isinstance(minimum, int):
            return f"Minimum for a region: {minimum:,}"
        return "Each region has a minimum of its own"

    def text_fixed_at(self, supports: int) -> str:
        return f"From {supports:,} supporters on the text stays; only additions"

    def clock(self, owed: Stage | Duty, pauses: Sequence[str]) -> Iterator[str]:
        """What stops a clock, and how it may be extended."""
        if pauses:
            yield f"Days do not count during: {', '.join(pauses)}"
        if owed.extend:
            yield self.extension(owed.extend)

    def extension(self, extend: Extension) -> str:
        length, people = extend.up_to.describe(self.lang), self.people(extend.by)
        times = "once" if extend.times == 1 else f"{extend.times} times"
        each = "" if extend.times == 1 else " each time"
        return f"{people} may extend it {times} by up to {length}{each}{self.needs(extend.needs)}"

    def needs(self, needs: Sequence[str]) -> str:
        """What a person must give."""
        given = " and ".join(f"a {self.words.text(need, self.lang).lower()}" for need in needs)
        return f" (with {given})" if given else ""

    def pressed(
        self, people: Sequence[str], label: str, needs: Sequence[str], node: Node | None, here: str
    ) -> str:
        """A button of a stage's rule, and while what holds it is there."""
        pressed = f"{self.people(people)} chooses “{label}”{self.needs(needs)}"
        return f"{pressed}, if {English(self.words, self.lang, here).clause(node)}" if node else pressed

    def when(self, node: Node, otherwise: bool, here: str) -> str:
        """What a stage's rule waits for."""
        clause = English(self.words, self.lang, here).clause(node)
        return f"Otherwise, if {clause}" if otherwise else f"If {clause}"

    def also(self, clause: str) -> str:
        """A clause as another way to the same place."""
        begins = clause.startswith(("If ", "Otherwise, ", "On ", "At "))
        return f"or {clause[0].lower() + clause[1:] if begins else clause}"

    def owed(self, people: Sequence[str], within: Length | None) -> str:
        """Who owes something, and by when."""
        who = self.people(people)
        return f"{who}, {self.by(within)}" if within else f"{who}, no fixed day"

    def by(self, within: Length) -> str:
        """Within a length of time, or until its last day."""
        described = within.describe(self.lang)
        return f"by {described.removeprefix('until ')}" if within.until else f"within {described}"

    def outcomes(self, names: Sequence[str]) -> str:
        return f"Outcome: {', '.join(names)}"

    def dropped(self, names: Sequence[str]) -> str:
        """What is no longer owed; without names, everything."""
        return f"No longer owed: {', '.join(names) or 'anything'}"

    def noted(self, name: str, value: Value) -> str:
        """A fact that is set, for rules that read it later."""
        if isinstance(value, bool):
            return f"{'Noted' if value else 'Cleared'}: {name}"
        return f"Noted: {name} {value}"

    def rest(self, first: date, last: date, reason: str, stages: Sequence[str]) -> str:
        where = ", ".join(f"“{stage}”" for stage in stages) or "all stages"
        return f"{_day(first)} to {_day(last)}: {reason} ({where})"

    def now(self, count: str) -> str:
        """How many proposals are in a stage now."""
        return f"{count} now"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _every(length: Length) -> str:
    described = length.describe("en")
    return described.removeprefix("1 ")


def _share(share: Fraction) -> str:
    return f"{share.numerator}%" if share.denominator == 100 else str(share)
