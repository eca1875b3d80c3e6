"""What is written down while a proposal travels: history entries, with who has caused them and what rules have read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..core.permissions import Actor
from ..ledger.models import Entry
from ..ledger.services import record
from ..plugins import Stop
from ..process.definition import Process
from ..process.kinds import Value
from ..process.outlook import calendar_facts
from .models import Visit
from .rules import calendar, rules_of

if TYPE_CHECKING:
    from .travel import Journey

Given = Mapping[str, str]
ALWAYS_PUBLIC = ("filed", "rules_changed")
LONGEST_NUMBER = 19  # digits of a row's number


@dataclass(frozen=True)
class By:
    """Who did the first of the changes: a person, perhaps by a button, with what they gave; or the rules alone.

    `beside`: what else the history should know of it, such as the department that a duty was handed to. `role`: in
    which the person does it, where the rules do not tell.
    """

    actor: Actor | None = None
    given: Given = field(default_factory=dict)
    pressed: str | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)
    role: str = ""


RULES = By()


class Chronicle:
    """What is needed to write events down one after the other."""

    visit: Visit

    def __init__(self, journey: "Journey", visit: Visit | None, because: Mapping[str, Value], by: By) -> None:
        self.proposal = journey.proposal
        self.process = journey.process
        if visit is not None:
            self.visit = visit
        self.now = journey.now
        self.before = journey.state
        self.because = because
        self.by = by
        self.entries: list[Entry] = []
        self.told = False
        self.changed: int | None = None

    @property
    def rules(self) -> Process:
        """The rules of the present stay: the old ones where it is left since the new ones do not know its stage."""
        return rules_of(self.visit, self.proposal)

    def stop(self) -> Stop:
        """Where the proposal stands at this point of the story."""
        stage = self.rules.stages[self.visit.stage]
        return Stop(self.proposal, self.visit, stage, self.rules, self.now)

    def note(self, verb: str, event: Any, *, public: bool = True, **data: Any) -> None:
        """Write one history entry, with the numbers that its rule read.

        What was given stands with the first of them that is more than a duty left behind, up to the first that is
        public. What happens in a stage that is kept to staff is for staff, but for the filing itself and for other
        rules. `rules` is the number of the version that has brought it about.
        """
        by_person = event.rule is None or event.rule == self.by.pressed
        given = self.by.given if by_person and not self.told and data.get("how") != "left" else {}
        public = public and (self.in_public() or verb in ALWAYS_PUBLIC)
        self.told = self.told or (bool(given) and public)
        data = {key: value for key, value in data.items() if value is not None}
        if event.rule:
            data |= {"rule": event.rule, "because": self._read_by(event.rule, event.at)}
        if self.changed is not None:
            data["rules"] = self.changed
        document = given.get("document", "")
        if document.isdecimal() and len(document) < LONGEST_NUMBER:
            data["document"] = int(document)
        self.entries.append(record(
            verb, proposal_id=self.proposal.id, subject=("visit", self.visit.id), at=event.at,
            actor=self.by.actor if by_person else None, role=self.by.role if by_person else "", data=data,
            reason=given.get("reason", ""), public=public,
        ))  # fmt: skip

    def in_public(self) -> bool:
        """Whether what happens in the present stage is for everybody."""
        stage = self.rules.stages.get(self.visit.stage)
        return stage is None or stage.shown_to != "staff"

    def _read_by(self, rule_key: str, at: datetime) -> dict[str, Any]:
        rule = self.process.rule(rule_key)
        if rule is None or rule.when is None:
            return {}
        known = dict(self.because)
        here = self.before.visit.stage
        if here in self.process.stages and rule in self.process.rules_in(here):
            known.update(calendar_facts(self.process, self.before, at, calendar()))
        return {name: plain(known[name]) for name in sorted(rule.when.reads) if name in known}


def plain(value: Value) -> Any:
    """A value as the history keeps it."""
    return value if isinstance(value, (bool, int, str)) else str(value)
