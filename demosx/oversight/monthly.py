"""The summary of a month: how much each member of staff has looked at what, and what may be worth a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

EVENING, MORNING = 20, 7
MANY = 50
"""So many people at once, or so many pages of single people in a day, are worth a question."""


@dataclass(frozen=True)
class Look:
    """What the summary reads of a look."""

    at: datetime
    account_id: int | None
    person_id: int | None
    what: str
    many: int


@dataclass
class Tally:
    """The looks of one member of staff; `account_id` is None for the command line."""

    account_id: int | None
    kinds: dict[str, int] = field(default_factory=dict)
    looks: int = 0
    people: int = 0
    unusual: int = 0
    many: int = 0
    colleagues: int = 0
    own: int = 0

    @property
    def striking(self) -> bool:
        """Whether there is anything that may be worth a question."""
        return bool(self.unusual or self.many or self.colleagues or self.own)


def unusual(moment: datetime) -> bool:
    """Whether a local time is one at which offices rest: in the evening, at night, on a weekend."""
    return moment.hour >= EVENING or moment.hour < MORNING or moment.weekday() >= 5


def summary(looks: Iterable[Look], offices: Mapping[int, frozenset[int]], zone: ZoneInfo) -> list[Tally]:
    """The tallies of a month's looks, who looked most first. `offices` are the departments of people by their numbers:
    whose look is at somebody of their own department, looks at a colleague."""
    found: dict[int | None, Tally] = {}
    days: dict[tuple[int | None, object], int] = {}
    for look in looks:
        tally = found.setdefault(look.account_id, Tally(look.account_id))
        there = look.at.astimezone(zone)
        tally.kinds[look.what] = tally.kinds.get(look.what, 0) + 1
        tally.looks += 1
        tally.people += look.many
        tally.unusual += unusual(there)
        day = (look.account_id, there.date())
        days[day] = days.get(day, 0) + (look.person_id is not None)
        tally.many += look.many >= MANY or days[day] == MANY
        if look.person_id is not None and look.account_id is not None:
            together = offices.get(look.person_id, frozenset()) & offices.get(look.account_id, frozenset())
            tally.colleagues += bool(together) and look.person_id != look.account_id
            tally.own += look.person_id == look.account_id
    return sorted(found.values(), key=lambda tally: (-tally.looks, tally.account_id or 0))
