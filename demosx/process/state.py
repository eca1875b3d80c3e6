"""What the engine knows of one proposal. Values only: every change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from .clocks import Pauses, running
from .kinds import Value
from .lengths import Length

Closed = Literal["done", "withdrawn", "dropped", "left"]


@dataclass(frozen=True)
class VisitState:
    """One stay in a stage.

    `by_deadline`: a passed deadline began it, so the day it began on counts. `starts_on` is its first day,
    None while that has not been set for a stage that somebody opens. `pauses` and `extended` have changed its
    period; `measured_at` is the instant at which other rules began to measure it, before which it cannot be over.
    """

    number: int
    stage: str
    entered_at: datetime
    by_deadline: bool = False
    starts_on: date | None = None
    pauses: Pauses = ()
    extended: tuple[Length, ...] = ()
    measured_at: datetime | None = None


@dataclass(frozen=True)
class DutyState:
    """The latest opening of a duty; `number` counts its openings.

    `due_on` is the last day in the site's calendar, `last_day` the same before it was rolled off days off;
    both None where nothing says by when, and while its clock stands still. `visit` is the number of the visit
    whose own duty it is, None for the proposal's. `within` is the length it was given when it opened, so that
    rules which change later do not move it; `by_deadline`: the day it was opened on counts.
    """

    name: str
    number: int
    opened_at: datetime
    due_on: date | None = None
    last_day: date | None = None
    outcome: str | None = None
    closed_at: datetime | None = None
    closed_as: Closed | None = None
    visit: int | None = None
    within: Length | None = None
    by_deadline: bool = False
    pauses: Pauses = ()
    extended: tuple[Length, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether its clock stands still."""
        return self.is_open and not running(self.pauses)

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.closed_as is None


@dataclass(frozen=True)
class Decision:
    """The latest decision of a stage; `number` counts the proposal's decisions, `visit` is where it was
    taken."""

    stage: str
    value: str
    number: int
    visit: int


@dataclass(frozen=True)
class Ended:
    """That and when the journey ended, and with which word."""

    key: str
    at: datetime


Fired = tuple[int, str, str]
"""A rule that has fired: the visit's number (0 for rules outside a stage), its key, and the numbers of the
decisions and openings that it read."""


@dataclass(frozen=True)
class State:
    """Where a proposal is, what is owed on it and what has happened.

    `duties` by name and `decisions` by stage hold the latest only. `settled_until` is the instant up to which
    the calendar has been looked at; store it with the rest, or the past would be judged by later facts.
    """

    filed_at: datetime
    visit: VisitState
    settled_until: datetime
    duties: Mapping[str, DutyState] = field(default_factory=dict)
    fired: frozenset[Fired] = frozenset()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    given: Mapping[str, Value] = field(default_factory=dict)
    ended: Ended | None = None

    def open_duties(self) -> tuple[DutyState, ...]:
        """What is owed now."""
        return tuple(duty for duty in self.duties.values() if duty.is_open)

    def open_duty(self, name: str) -> DutyState | None:
        """The duty of this name, if it is owed now."""
        duty = self.duties.get(name)
        return duty if duty and duty.is_open else None

    def decision(self) -> Decision | None:
        """This visit's latest decision."""
        latest = self.decisions.get(self.visit.stage)
        return latest if latest and latest.visit == self.visit.number else None
