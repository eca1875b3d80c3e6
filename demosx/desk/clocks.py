"""The clock of something owed, or of the present stage: what the file lets people do to it, and who may."""

from dataclasses import dataclass
from typing import Any

from ..core.permissions import Actor, book
from ..duties.models import Duty
from ..journey.people import people_for, people_of
from ..journey.rules import calendar
from ..journey.travel import extension_of
from ..process.clocks import Pauses, open_reasons
from ..process.definition import Extension, Process
from ..process.outlook import over_at, period_of
from ..process.state import DutyState, State
from ..proposals.access import acting_as

PAUSE, PAUSE_ALL, EXTEND, HAND_OVER = "duty:pause", "duty:pause_all", "duty:extend", "duty:hand_over"


@dataclass(frozen=True)
class Clock:
    """A clock by its name: a duty's, or the key of the present stage for its period and its own duty together. `row` is
    the duty that is owed, None where only the period is meant."""

    proposal: Any
    process: Process
    state: State
    name: str
    row: Duty | None = None

    @property
    def duty(self) -> DutyState | None:
        """The duty, if a length of time was given to it."""
        owed = self.state.open_duty(self.name)
        return owed if owed and owed.within else None

    @property
    def period(self) -> bool:
        """Whether the period of the present stage is meant."""
        here = self.name == self.state.visit.stage and not self.state.ended
        return here and self.process.stages[self.name].period is not None

    @property
    def there(self) -> bool:
        """Whether there is anything that could be stopped."""
        return self.duty is not None or self.period

    @property
    def pauses(self) -> Pauses:
        """What has stopped it so far."""
        own = self.duty.pauses if self.duty else ()
        return own + (self.state.visit.pauses if self.period else ())

    @property
    def standing(self) -> tuple[str, ...]:
        """Why it stands still now; empty where it runs."""
        return tuple(dict.fromkeys(open_reasons(self.pauses)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the file lets it be stopped, as far as it does not stand still for that already."""
        duty = self.process.duty(self.name, self.state.visit.stage)
        stage = self.process.stages.get(self.name)
        named = duty.pause if duty else stage.pause if stage else ()
        return tuple(reason for reason in named if reason not in self.standing)

    @property
    def extension(self) -> Extension | None:
        """How far the file lets it be extended."""
        return extension_of(self.process, self.name, self.state.visit.stage)

    @property
    def extended(self) -> int:
        """How often that has been done."""
        return len(self.duty.extended if self.duty else self.state.visit.extended)

    @property
    def department_id(self) -> int | None:
        """On which department's desk it is."""
        return self.row.department_id if self.row is not None else None

    @property
    def owners(self) -> tuple[str, ...]:
        """Who owes it, or whose stage it is."""
        return tuple(self.row.owners) if self.row is not None else self.process.stages[self.name].owner

    @property
    def seen(self) -> str:
        """What somebody has seen who acts on it: another text as soon as anybody has done anything to it."""
        parts: list[object] = []
        if self.duty is not None and self.row is not None:
            parts += [
                self.duty.number,
                self.row.department_id,
                *_count(self.duty.pauses),
                len(self.duty.extended),
            ]
        if self.period:
            visit = self.state.visit
            parts += ["stage", visit.number, *_count(visit.pauses), len(visit.extended)]
        return ".".join(map(str, parts))

    def over(self, now: Any) -> bool:
        """Whether its last day has passed at this moment."""
        days = calendar()
        if self.duty is not None:
            return self.duty.due_on is not None and now >= days.after(self.duty.due_on)
        end = over_at(self.process, self.state.visit, days)
        return end is not None and now >= end

    def roles(self, actor: Actor) -> frozenset[str]:
        """Who somebody is for it."""
        return people_for(actor, self.row) if self.row is not None else people_of(actor, self.proposal)


def _count(pauses: Pauses) -> tuple[int, int]:
    return len(pauses), len(open_reasons(pauses))


def clock_of(there: Any, name: str, row: Duty | None = None) -> Clock:
    """A clock of the proposal of a `Standing` or of a `Journey`."""
    return Clock(there.proposal, there.process, there.state, name, row)


def stage_clock(here: Any) -> Clock:
    """The clock of the present stage of a `Standing`: its period, and what the stage itself owes."""
    stage = here.visit.stage
    own = next((duty for duty in here.duties if duty.name == stage and duty.closed_at is None), None)
    return clock_of(here, stage, own)


def last_day(process: Process, state: State, name: str) -> Any:
    """The last day of a duty or of the present period, as it is then; None while nobody knows it."""
    owed = state.open_duty(name)
    if owed is not None and owed.within:
        return owed.due_on
    span = period_of(process, state.visit, calendar()) if state.visit.stage == name else None
    return span[1] if span else None


def may_pause(actor: Actor, clock: Clock) -> bool:
    """Whoever runs the site, and whoever owes it."""
    return book().can(actor, PAUSE_ALL, clock.proposal) or bool(set(clock.owners) & clock.roles(actor))


def may_extend(actor: Actor, clock: Clock) -> bool:
    """Exactly the people whom the file names for it."""
    allowed = clock.extension
    return allowed is not None and bool(set(allowed.by) & clock.roles(actor))


def pausing_as(actor: Actor, clock: Clock) -> str:
    """In which role somebody stops a clock, or lets it run on, for the history."""
    mine = clock.roles(actor)
    own = next((role for role in clock.owners if role in mine), "")
    return own or acting_as(actor, PAUSE_ALL, clock.proposal)
