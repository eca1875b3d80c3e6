"""One change of a journey: lock the proposal, settle what the calendar made due, change, read the rules, write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Literal

from flask_babel import lazy_gettext as _l

from ..core import clock
from ..core.db import db, lock
from ..core.errors import Conflict, InvalidInput, NotAllowed
from ..core.i18n import language
from ..core.permissions import Actor
from ..core.text import clean
from ..plugins import Stop
from ..process import acts, engine
from ..process.definition import Process, Rule
from ..process.events import Moved
from ..process.kinds import Value
from ..process.outlook import allowed
from ..process.outlook import buttons as engine_buttons
from ..process.state import State
from ..process.words import BUILT_IN, pick
from . import facts, people, store
from .models import Visit
from .rules import calendar, process_of
from .writing import RULES, By, Given, write

LONGEST_GIVEN = 5_000  # characters of a reason, which stays in the history


class StageClosed(Conflict):
    """The stage does not allow this, or not any more, or not yet."""

    message = _l("This is not open at this stage, or not any more.")


class NotPossibleNow(Conflict):
    """The rules do not allow this act in the present state; `code` says which of them."""


class Missing(InvalidInput):
    """A rule asks for something that was not given."""

    message = _l("Please fill in: %(missing)s")


class Journey:
    """A proposal under lock, settled until now. Made by `moment()`; the rules are read when its block ends."""

    visit: Visit
    state: State

    def __init__(self, proposal: Any, now: datetime, actor: Actor | None) -> None:
        self.proposal = proposal
        self.now = now
        self.actor = actor
        self.process: Process = process_of(proposal.version_id)

    @property
    def stop(self) -> Stop:
        """Where the proposal stands, as stage kinds are told."""
        return Stop(self.proposal, self.visit, self.process.stages[self.visit.stage], self.process, self.now)

    def allows(self, action: str) -> bool:
        """Whether the present stage allows `action` now."""
        return action in allowed(self.process, self.state, self.now, calendar())

    def require_open(self, action: str) -> None:
        """Raise StageClosed unless the stage allows `action` now, NotAllowed where it limits who."""
        if not self.allows(action):
            raise StageClosed()
        if self.actor is not None and not people.may_take_part(self.actor, self.stop):
            raise NotAllowed()

    def press(self, rule_key: str, given: Given) -> Rule:
        """Press a button of the process. `given` holds what the rule needs: reason, note, document."""
        roles = self._roles()
        offered = engine_buttons(self.process, self.state, roles, self._facts, self.now, calendar())
        rule = next((rule for rule in offered if rule.key == rule_key), None)
        if rule is None:
            raise Conflict()
        require_given(rule.needs, given)
        self._act(acts.press, rule_key, roles, given=given, gives=rule.needs, pressed=rule_key)
        return rule

    def decide(self, value: str, given: Given) -> None:
        """Record the decision of a review stage."""
        self._act(acts.decide, value, given=given)

    def complete(self, duty: str, outcome: str | None, given: Given) -> None:
        """Complete an open duty, with one of its outcomes, or None for one without."""
        spec = self.process.duty(duty, self.visit.stage)
        needs = spec.needs if spec else ()
        require_given(needs, given)
        self._act(acts.complete, duty, outcome, given=given, gives=needs)

    def open_stage(self, first_day: date) -> None:
        """Set the first day of a stage that somebody opens; until it has come, another day may be set."""
        self._act(acts.open_stage, first_day, self._roles(), given={})

    def withdraw_duty(self, duty: str, reason: str) -> None:
        """Take back an open duty, with a public reason."""
        require_given(("reason",), {"reason": reason})
        self._act(acts.withdraw_duty, duty, given={"reason": reason})

    def force(self, what: Literal["move", "end", "reopen"], target: str, reason: str) -> None:
        """Move, end or reopen outside the rules: the lead's right, with a public reason."""
        require_given(("reason",), {"reason": reason})
        act = {"move": acts.force_move, "end": acts.force_end, "reopen": acts.reopen}[what]
        self._act(act, target, given={"reason": reason})

    def file(self) -> None:
        """Enter the first stage, and read its rules."""

        def measure(state: State) -> Mapping[str, Value]:
            return facts.measure(self.proposal, None, state, self.process, self.now)

        self.state, happened = engine.begin(self.process, self.proposal.filed_at, measure, calendar())
        self.visit = write(self, None, (self.state, happened), {}, By(self.actor))

    def advance(self) -> None:
        """Settle, midnight by midnight, what the calendar made due until now, with the facts as they are."""
        step = engine.advance(self.process, self.state, self.now, self._facts, calendar())
        self._write(step, by=RULES)

    def react(self) -> None:
        """Read the rules until nothing fires. A stage just entered may measure what only its own rows can tell."""
        while True:
            step = engine.react(self.process, self.state, self.now, self._facts, calendar())
            self._write(step, by=RULES)
            if not any(isinstance(event, Moved) for event in step[1]):
                return

    def _act(self, act: Any, *arguments: Any, given: Given, pressed: str | None = None, **more: Any) -> None:
        given = {name: clean(value)[:LONGEST_GIVEN] for name, value in given.items()}
        db.session.flush()
        try:
            step = act(self.process, self.state, *arguments, self.now, self._facts, calendar(), **more)
        except acts.NotPossible as refusal:
            raise NotPossibleNow(code=refusal.code) from refusal
        self._write(step, by=By(self.actor, given, pressed))

    def _facts(self, state: State) -> Mapping[str, Value]:
        return facts.measure(self.proposal, self.visit, state, self.process, self.now)

    def _roles(self) -> frozenset[str]:
        return people.people_of(self.actor, self.proposal) if self.actor else frozenset()

    def _write(self, step: engine.Step, by: By) -> None:
        """Store what the engine has done, with the facts as they still are: nothing was written since it read them."""
        state, events = step
        if not events and state.settled_until == self.state.settled_until:
            return
        because = self._facts(self.state) if events else {}
        self.visit = write(self, self.visit, step, because, by)
        self.state = state


@contextmanager
def moment(proposal: Any, actor: Actor | None = None, at: datetime | None = None) -> Iterator[Journey]:
    """Change a proposal: everything of one moment is one change.

    The row is locked and read anew; what the calendar made due is settled with the facts as they were; then the block
    runs; then the rules are read with the facts as they are. The caller's transaction commits all of it or nothing.
    """
    lock(proposal)
    visit = store.load_visit(proposal)
    now = max(at or clock.now(), proposal.settled_at)
    journey = Journey(proposal, now, actor)
    journey.visit, journey.state = visit, store.load_state(proposal, visit)
    journey.advance()
    yield journey
    db.session.flush()
    journey.react()
    db.session.flush()


def require_given(needs: tuple[str, ...] | list[str], given: Mapping[str, str]) -> None:
    """Raise InvalidInput unless everything that a rule or duty needs was given."""
    missing = [name for name in needs if not clean(given.get(name, ""))]
    if missing:
        raise Missing(missing=", ".join(pick(BUILT_IN[name], (language(),)) for name in missing))


def begin(proposal: Any, actor: Actor | None = None) -> None:
    """Start the journey of a proposal that has just been added: its first visit, and what its rules do on filing.

    It must be flushed, with `version_id`, `process_key`, and `filed_at` equal to `settled_at`. For one filed in the
    past the calendar is settled until now as well.
    """
    journey = Journey(proposal, proposal.filed_at, actor)
    journey.file()
    journey.now = max(clock.now(), proposal.settled_at)
    journey.advance()
    journey.react()
