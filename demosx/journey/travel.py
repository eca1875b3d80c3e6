"""One change of a journey: lock the proposal, settle what the calendar made due, change, read the rules, write."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Literal

from flask_babel import lazy_gettext as _l

from ..core import clock
from ..core.db import db, lock
from ..core.errors import Conflict, InvalidInput
from ..core.i18n import language
from ..core.permissions import Actor
from ..core.text import clean
from ..plugins import Stop
from ..process import acts, clock_acts, engine
from ..process.changing import apply_version, obstacles
from ..process.definition import Extension, Process, Rule
from ..process.events import Moved
from ..process.kinds import Value
from ..process.lengths import Length
from ..process.merging import MERGED, going_over, merge_away, take_over
from ..process.outlook import allowed
from ..process.outlook import buttons as engine_buttons
from ..process.state import DutyState, State
from ..process.words import BUILT_IN, pick
from . import facts, people, store
from .changing import keep_rules, take_rules
from .chronicle import RULES, By, Given
from .merged import OnlyByMerging
from .models import Visit
from .refusals import in_words
from .resting import rest_on, why_closed
from .rules import Change, calendar, process_of
from .taking_part import barrier
from .versions import hold, next_change
from .writing import write

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

    def require_allowed(self, action: str) -> None:
        """Raise StageClosed unless the stage allows `action` now, whoever wants to do it: to take something back."""
        if not self.allows(action):
            raise StageClosed(why_closed(self.process, self.state, self.now) or None)

    def require_open(self, action: str) -> None:
        """Raise StageClosed unless the stage allows `action` now. Where the rules limit who may do it, or from which
        age on, raise what `taking_part.barrier` finds: a step that has to come first, NotAllowed or TooYoung."""
        self.require_allowed(action)
        found = barrier(self.actor, self.stop, action) if self.actor is not None else None
        if found is not None:
            raise found

    def require_awake(self) -> None:
        """Raise StageClosed on days on which the file lets the present stage rest."""
        rest = rest_on(self.process, self.visit.stage, calendar().day_of(self.now))
        if rest:
            raise StageClosed(rest.sentence)

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

    def complete(self, duty: str, outcome: str | None, given: Given, role: str = "") -> None:
        """Complete an open duty, with one of its outcomes, or None for one without."""
        spec = self.process.duty(duty, self.visit.stage)
        needs = spec.needs if spec else ()
        require_given(needs, given)
        self._act(acts.complete, duty, outcome, given=given, role=role, gives=needs)

    def open_stage(self, first_day: date) -> None:
        """Set the first day of a stage that somebody opens; until it has come, another day may be set."""
        self._act(acts.open_stage, first_day, self._roles(), given={})

    def withdraw_duty(self, duty: str, reason: str, role: str = "") -> None:
        """Take back an open duty, with a public reason."""
        require_given(("reason",), {"reason": reason})
        self._act(acts.withdraw_duty, duty, given={"reason": reason}, role=role)

    def pause(self, name: str, reason: str, note: str = "", role: str = "") -> None:
        """Stop the clock of a duty or of the present stage, for one of the reasons that the file gives; `note` says
        more of it in public. `role`: in which this person does so."""
        self._act(clock_acts.pause, name, reason, given={"reason": note}, role=role)

    def resume(self, name: str, reason: str | None = None, role: str = "") -> None:
        """Let a clock run on that people have stopped."""
        self._act(clock_acts.resume, name, given={}, role=role, reason=reason)

    def hold(self, reason: str, last: date, note: str = "", role: str = "") -> bool:
        """Let everything stand still up to a day that the file lets stop for this reason; whether anything does."""
        before = _standing_still(self.state)
        self._act(clock_acts.hold, reason, last, given={"reason": note}, role=role)
        return _standing_still(self.state) != before

    def release(self, reason: str, role: str = "") -> None:
        """Let everything run on that is held for this reason."""
        self._act(clock_acts.release, reason, given={}, role=role)

    def extend(
        self, name: str, length: Length | None, given: Given, roles: frozenset[str] | None = None
    ) -> None:
        """Lengthen a duty or the present stage, as the file allows: by so much, or by all that it allows. `roles` are
        those that this person has in it, where that is more than in the proposal."""
        allowed = extension_of(self.process, name, self.visit.stage)
        needs, by = (allowed.needs, allowed.by) if allowed else ((), ())
        mine = self._roles() if roles is None else roles
        require_given(needs if set(by) & mine else (), given)
        role = next((role for role in by if role in mine), "")
        self._act(clock_acts.extend, name, mine, given=given, role=role, length=length, gives=needs)

    def hand_over(self, duty: str, beside: Mapping[str, Any], reason: str = "", role: str = "") -> None:
        """Note that another department owes a duty now; its clock stands still where the file says so."""
        self._act(clock_acts.hand_over, duty, given={"reason": reason}, beside=beside, role=role)

    def merge_away(self, into: int, reason: str, role: str = "") -> Sequence[DutyState]:
        """End because the proposal goes on in another; gives what is owed there from now on."""
        require_given(("reason",), {"reason": reason})
        over = going_over(self.state)
        self._act(merge_away, given={"reason": reason}, beside={"into": into}, role=role)
        return over

    def come_back(self, into: int, reason: str, role: str = "") -> None:
        """Go on alone after having been merged, with a new stay in the same stage."""
        require_given(("reason",), {"reason": reason})
        self._look_ahead()
        stage = self.state.visit.stage
        self._act(acts.reopen, stage, given={"reason": reason}, beside={"into": into}, role=role)

    def take_over(self, duties: Sequence[DutyState]) -> None:
        """Owe what a proposal owed that was merged into this one."""
        self._act(take_over, duties, given={})

    def force(self, what: Literal["move", "end", "reopen"], target: str, reason: str) -> None:
        """Move, end or reopen outside the rules: the lead's right, with a public reason."""
        require_given(("reason",), {"reason": reason})
        if self.proposal.merged_into_id is not None or (what == "end" and target == MERGED):
            raise OnlyByMerging()
        if what == "reopen":
            self._look_ahead()
        act = {"move": acts.force_move, "end": acts.force_end, "reopen": acts.reopen}[what]
        self._act(act, target, given={"reason": reason})

    def file(self) -> None:
        """Enter the first stage, and read its rules."""
        self._look_ahead()

        def measure(state: State) -> Mapping[str, Value]:
            return facts.measure(self.proposal, None, state, self.process, self.now)

        self.state, happened = engine.begin(self.process, self.proposal.filed_at, measure, calendar())
        self.visit = write(self, None, (self.state, happened), {}, By(self.actor))

    def advance(self) -> None:
        """Settle, midnight by midnight, what the calendar made due until now, with the facts as they are; and let other
        rules hold from the instant on which they do."""
        while change := self._change_due():
            self._settle(change.at)
            if not self.state.ended:
                self._change(change)
        self._settle(self.now)

    def _settle(self, until: datetime) -> None:
        step = engine.advance(self.process, self.state, until, self._facts, calendar())
        self._write(step, by=RULES)

    def _change_due(self) -> Change | None:
        due = self.proposal.rules_due_at
        if due is None or due > self.now or self.state.ended:
            return None
        return next_change(self.proposal.process_key, self.proposal.version.number, since=due)

    def _look_ahead(self, number: int | None = None) -> None:
        """Note from when on other rules than its own hold, or than those of this number. What is being applied just
        now is waited for: it would not see this proposal."""
        hold(self.proposal.process_key)
        change = next_change(self.proposal.process_key, number or self.proposal.version.number)
        self.proposal.rules_due_at = change.at if change else None

    def _change(self, change: Change) -> None:
        """Travel by other rules from now on. Where they have no place for this proposal it keeps the ones it has."""
        old, new = self.process, process_of(change.version.id)
        at = max(change.at, self.state.settled_until)
        self._look_ahead(change.version.number)
        lost = obstacles(old, new, self.state)
        if lost:
            keep_rules(self.proposal, self.visit, change, lost, at)
            return
        self.process = new
        step = apply_version(old, new, self.state, at, self._facts, calendar(), change.by_deadline)
        beside = take_rules(self.proposal, self.visit, change, step[0])
        self._write(step, by=By(beside=beside))

    def react(self) -> None:
        """Read the rules until nothing fires. A stage just entered may measure what only its own rows can tell."""
        while True:
            step = engine.react(self.process, self.state, self.now, self._facts, calendar())
            self._write(step, by=RULES)
            if not any(isinstance(event, Moved) for event in step[1]):
                return

    def _act(
        self, act: Any, *arguments: Any, given: Given, pressed: str | None = None,
        beside: Mapping[str, Any] | None = None, role: str = "", **more: Any,
    ) -> None:  # fmt: skip
        given = {name: clean(value)[:LONGEST_GIVEN] for name, value in given.items()}
        db.session.flush()
        try:
            step = act(self.process, self.state, *arguments, self.now, self._facts, calendar(), **more)
        except acts.NotPossible as refusal:
            raise refused(self.process, refusal) from refusal
        self._write(step, by=By(self.actor, given, pressed, beside or {}, role))

    def _facts(self, state: State) -> Mapping[str, Value]:
        return facts.measure(self.proposal, self.visit, state, self.process, self.now)

    def _roles(self) -> frozenset[str]:
        return people.people_of(self.actor, self.proposal) if self.actor else frozenset()

    def _write(self, step: engine.Step, by: By) -> None:
        """Store what the engine has done, with the facts as they still are: nothing was written since it read them."""
        state, events = step
        if not events and state.settled_until == self.state.settled_until:
            return
        known = self.state.visit.stage in self.process.stages
        because = self._facts(self.state if known else state) if events else {}
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


def _standing_still(state: State) -> list[object]:
    """Everything that has stopped any clock of a state."""
    return [state.visit.pauses, *(duty.pauses for duty in state.open_duties())]


def refused(process: Process, refusal: acts.NotPossible) -> NotPossibleNow:
    """What people are told where the rules do not allow an act."""
    sentence, facts = in_words(process, refusal)
    return NotPossibleNow(sentence, code=refusal.code, **facts)


def extension_of(process: Process, name: str, stage: str) -> Extension | None:
    """How far the file lets a duty be extended, or a stage by its key."""
    duty = process.duty(name, stage)
    if duty is not None:
        return duty.extend
    return process.stages[name].extend if name in process.stages else None


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
