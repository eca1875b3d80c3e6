"""Everything that a scenario names must be there, and every fact must be one that can be set, of the right type."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..kinds import FactType, Value
from ..scope import COUNTED, Known
from ..source import Path
from ..vocabulary import NEEDS
from .buttons import matching, spellings
from .dictionary import AT_THE_TOP, Dictionary
from .messages import FACT_TYPES
from .notes import Notes
from .refusals import REFUSALS, UNKNOWN
from .scenario import Act

NAMED = {
    "decide": ("unknown_decision_word", "decisions", "word"),
    "move": ("unknown_stage", "stages", "stage"),
    "reopen": ("unknown_stage", "stages", "stage"),
    "end": ("unknown_end_word", "ends", "word"),
    "complete": ("unknown_duty", "duties", "key"),
    "withdraw": ("unknown_duty", "duties", "key"),
    "hand_over": ("unknown_duty", "duties", "key"),
    "pause": ("unknown_duty", "clocks", "key"),
    "resume": ("unknown_duty", "clocks", "key"),
    "extend": ("unknown_duty", "clocks", "key"),
}
"""What each verb names: the code of the error, which words there are, and what the sentence calls it."""
EXPECTED = {
    "stage": ("unknown_stage", "stages", "stage"),
    "duties": ("unknown_duty", "duties", "key"),
    "overdue": ("unknown_duty", "duties", "key"),
    "due": ("unknown_duty", "duties", "key"),
    "paused": ("unknown_duty", "clocks", "key"),
    "ended": ("unknown_end_word", "ends", "word"),
    "marks": ("unknown_mark", "marks", "key"),
    "allows": ("unknown_offer", "offers", "action"),
    "notified": ("unknown_role", "people", "role"),
}


class Check:
    """The check of the steps of one file."""

    def __init__(self, notes: Notes, words: Dictionary) -> None:
        self.notes = notes
        self.words = words

    def _known(self, code: str, place: Path, given: Iterable[str], known: Collection[str], name: str) -> None:
        for word in given:
            if word not in known:
                at = (*place, word) if (*place, word) in self.notes.lines.lines else place
                self.notes.unknown(code, at, known, **{name: word})

    # Facts

    def steady(self, given: Mapping[str, Value]) -> None:
        """Note what a proposal cannot be filed with."""
        for name, value in given.items():
            self._value((name,), name, value, self.words.facts[name])

    def settable(self, path: Path, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The facts of a table that may be set, of those that it says."""
        kept = {}
        for name, value in facts.items():
            place = self.notes.place(path, name)
            known = self.words.facts.get(name)
            if name in AT_THE_TOP:
                self.notes.error("fact_at_the_top", place, fact=name)
            elif self.words.computes(name):
                self.notes.error("computed_fact", place, fact=name)
            elif known is None:
                self.notes.unknown("unknown_fact", place, self.words.settable, fact=name)
            else:
                self._value(place, name, value, known)
                kept[name] = value
        return kept

    def _value(self, place: Path, name: str, value: Value, known: Known) -> None:
        counted = name.partition(".")[0] in COUNTED
        sort = "count" if counted else str(known.type)
        if not _fits(value, known.type) or (counted and not isinstance(value, int)):
            self.notes.error("fact_type", place, expected=FACT_TYPES[sort], fact=name)
        elif isinstance(value, int | Decimal) and value < 0:
            self.notes.error("fact_below_nothing", place, fact=name)
        elif known.words is not None and value not in known.words:
            self.notes.unknown("unknown_word", place, known.words, fact=name, word=str(value))

    # What people do

    def act(self, path: Path, act: Act, refused: object) -> None:
        """Note every name in an act that leads nowhere. `refused` is why it is expected to be refused."""
        self._known("unknown_role", (*path, "by"), act.by, self.words.people, "role")
        self._known("unknown_need", (*path, "gives"), act.gives or (), NEEDS, "need")
        self._known("unknown_duty", (*path, "duties"), act.duties, self.words.duties, "key")
        if isinstance(refused, str) and act.verb in UNKNOWN.get(refused, ()):
            return
        if act.verb == "press":
            self._button((*path, "press"), act.what)
        if act.verb in NAMED:
            code, known, name = NAMED[act.verb]
            self._known(code, (*path, act.verb), [act.what], getattr(self.words, known), name)
        if act.verb == "complete" and act.what in self.words.duties:
            self._outcome(path, act.what, act.outcome)
        if act.verb == "pause" and act.reason is not None:
            self._known("unknown_pause", (*path, "reason"), [act.reason], self.words.reasons, "reason")

    def _outcome(self, path: Path, duty: str, outcome: str | None) -> None:
        known = self.words.outcomes(duty)
        if outcome is None and known and "done" not in known:
            example = f'outcome = "{known[0]}"'
            self.notes.error(
                "missing_beside", (*path, "complete"), key="outcome", verb="complete", example=example
            )
        elif outcome is not None and outcome not in known:
            self.notes.unknown("unknown_outcome_word", (*path, "outcome"), known, duty=duty, word=outcome)

    def _button(self, place: Path, spelling: str) -> None:
        if not any(matching(spelling, [rule], process) for process, rule in self.words.buttons):
            known = list(dict.fromkeys(spellings([rule for _, rule in self.words.buttons])))
            self.notes.unknown("unknown_button", place, known, button=spelling)

    # What is expected

    def expect(self, path: Path, expect: Mapping[str, Any]) -> None:
        """Note every name in what is expected that leads nowhere."""
        for key, (code, known, name) in EXPECTED.items():
            if given := expect.get(key):
                listed = [given] if isinstance(given, str) else sorted(given)
                self._known(code, (*path, key), listed, getattr(self.words, known), name)
        if isinstance(expect.get("refused"), str):
            self._known("unknown_refusal", (*path, "refused"), [expect["refused"]], REFUSALS, "code")
        for role, shown in expect.get("buttons", {}).items():
            self._known("unknown_role", (*path, "buttons"), [role], self.words.people, "role")
            for spelling in shown:
                self._button((*path, "buttons", role), spelling)
        for name, value in expect.get("facts", {}).items():
            self._expected_fact(self.notes.place((*path, "facts"), name), name, value)

    def _expected_fact(self, place: Path, name: str, value: Value) -> None:
        known = self.words.facts.get(name)
        if known is None:
            self.notes.unknown("unknown_fact", place, self.words.facts, fact=name)
        elif value is not False and value != "":
            self._value(place, name, value, known)


def _fits(value: Value, type: FactType) -> bool:
    match type:
        case FactType.FLAG:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case FactType.DAY:
            return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
