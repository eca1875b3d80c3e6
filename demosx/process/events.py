"""What the engine reports. Each event has the instant at which it took effect (UTC; for what the calendar
caused, the midnight that caused it) and the key of the rule behind it, if there was one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .kinds import Value
from .lengths import Length
from .state import Closed, Decision, DutyState, VisitState


@dataclass(frozen=True, kw_only=True)
class _Happened:
    at: datetime
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fired(_Happened):
    """A rule has fired: by itself, or because somebody pressed its button. What it did follows."""


@dataclass(frozen=True, kw_only=True)
class Moved(_Happened):
    """A stage was entered; `from_stage` is None for the first."""

    from_stage: str | None
    visit: VisitState


@dataclass(frozen=True, kw_only=True)
class Scheduled(_Happened):
    """Somebody has set the first day of a stage that is opened by people."""

    visit: VisitState


@dataclass(frozen=True, kw_only=True)
class Started(_Happened):
    """A stage that is opened by people has begun: its first day has come."""

    visit: VisitState


@dataclass(frozen=True, kw_only=True)
class DutyOpened(_Happened):
    """Something is owed from now on."""

    duty: DutyState


@dataclass(frozen=True, kw_only=True)
class DutyClosed(_Happened):
    """It is owed no longer: `done`, `withdrawn`, `dropped` by a rule, or `left` with its stage, or with the proposal
    that was merged into another."""

    name: str
    number: int
    how: Closed
    outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paused(_Happened):
    """A clock stands still from now on, a duty's or that of the visit (`name` is then its stage)."""

    name: str
    reason: str
    duty: DutyState | None = None
    visit: VisitState | None = None


@dataclass(frozen=True, kw_only=True)
class Resumed(_Happened):
    """It runs on; the day on which this happens is the last that does not count."""

    name: str
    reason: str
    duty: DutyState | None = None
    visit: VisitState | None = None


@dataclass(frozen=True, kw_only=True)
class Extended(_Happened):
    """A duty or a period is longer from now on."""

    name: str
    length: Length
    duty: DutyState | None = None
    visit: VisitState | None = None


@dataclass(frozen=True, kw_only=True)
class HandedOver(_Happened):
    """Another department owes it now."""

    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class DutyMoved(_Happened):
    """A duty has got the due day of the same one on a proposal that was merged into this."""

    duty: DutyState


@dataclass(frozen=True, kw_only=True)
class RulesChanged(_Happened):
    """Other rules hold from now on. `to_stage` is another than `from_stage` where these have no such stage; that it
    is entered follows."""

    from_stage: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class Marked(_Happened):
    """The proposal carries a mark from now on."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Given(_Happened):
    """A rule has set facts for later rules."""

    facts: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Notified(_Happened):
    """These people are to be told; `key` is the rule's, whose label is what they are told."""

    to: tuple[str, ...]
    key: str


@dataclass(frozen=True, kw_only=True)
class Decided(_Happened):
    """A decision stands."""

    decision: Decision


@dataclass(frozen=True, kw_only=True)
class Ended(_Happened):
    """The journey is over."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Reopened(_Happened):
    """What had ended goes on; `key` is what it had ended with."""

    key: str


Event = (
    Fired
    | Moved
    | Scheduled
    | Started
    | DutyOpened
    | DutyClosed
    | Paused
    | Resumed
    | Extended
    | HandedOver
    | DutyMoved
    | RulesChanged
    | Marked
    | Given
    | Notified
    | Decided
    | Ended
    | Reopened
)
