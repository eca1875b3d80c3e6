"""Whom did we reach, whom not: people and entries by target group and by district, against what events wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ..core import terms
from ..core.i18n import local_name
from ..core.settings import site
from ..events.models import Event
from . import queries

OF = 10_000  # who live somewhere: of so many it is said how many were reached
FEW = 5  # fewer people than these are not counted in public


@dataclass(frozen=True)
class Reached:
    """One group or district. `wanted`: events were for them. `share` of those who said something, 0 to 1. `rate`: how
    many were reached of 10,000 who live there, None where that is not known; `low` where that is little."""

    key: str
    name: str
    entries: int
    people: int
    registered: int
    came: int
    wanted: bool
    share: float
    rate: float | None = None
    low: bool = False

    @property
    def reached(self) -> int:
        """How many people were met at least: who came may be who said something."""
        return max(self.people, self.came)

    @property
    def missed(self) -> bool:
        """Whether nobody of them was reached."""
        return not self.reached


@dataclass(frozen=True)
class Reach:
    """All of it. `goal` is how many people the events wanted to reach, 0 where they did not say; `average` how many
    were reached of 10,000 who live in the districts of which that is known, None where it is of none."""

    entries: int
    people: int
    registered: int
    came: int
    goal: int
    groups: Sequence[Reached]
    districts: Sequence[Reached]
    average: float | None


def reach(event: Event | None, since: datetime, until: datetime) -> Reach:
    """At one event, or at everything between two moments. Three queries at most."""
    number = event.id if event is not None else None
    said = queries.reached(number, since, until)
    came = queries.registered(number, since, until)
    events = [event] if event is not None else queries.goals(since, until)
    wanted = {key for one in events for key in one.groups}
    where = {one.district for one in events if one.district}
    counted = sum(one.came for one in events)
    districts, average = compared(
        _rows("district", _names(terms.districts()), said, came, where), terms.known("district").populations
    )
    return Reach(
        entries=sum(row.entries for row in said), people=sum(row.people for row in said),
        registered=_total(came, "people"), came=max(counted, _total(came, "came")),
        goal=sum(one.goal for one in events),
        groups=_rows("group", _names(site().groups), said, came, wanted),
        districts=districts, average=average,
    )  # fmt: skip


def compared(rows: Sequence[Reached], populations: Mapping[str, int]) -> tuple[list[Reached], float | None]:
    """Districts measured by how many live there, and the average of all of which that is known. Of these, one that was
    reached, but less than half of the average, is `low`."""
    known = [row for row in rows if row.key in populations]
    if not known:
        return list(rows), None
    average = OF * sum(row.reached for row in known) / sum(populations[row.key] for row in known)

    def measured(row: Reached) -> Reached:
        rate = OF * row.reached / populations[row.key]
        return replace(row, rate=rate, low=0 < rate < average / 2)

    return [measured(row) if row.key in populations else row for row in rows], average


def in_public(count: int) -> str:
    """A number of people as everybody may read it: of few it is not said how few."""
    return _("fewer than %(few)d", few=FEW) if 0 < count < FEW else str(count)


def _rows(
    by: str, names: Mapping[str, str], said: Sequence[Any], came: Sequence[Any], wanted: set[str]
) -> list[Reached]:
    """One row for each that the site knows, in its order, then those who did not say."""
    keys: list[str | None] = [*names, *_others(by, names, (*said, *came)), None]
    everybody = sum(row.people for row in said) or 1
    rows = []
    for key in keys:
        of = [row for row in said if getattr(row, by) == key]
        here = [row for row in came if getattr(row, by) == key]
        people = _total(of, "people")
        if key is None and not of and not here:
            continue
        rows.append(Reached(
            key=key or "", name=names.get(key, key) if key else _("Not said"), entries=_total(of, "entries"),
            people=people, registered=_total(here, "people"), came=_total(here, "came"), wanted=key in wanted,
            share=people / everybody,
        ))  # fmt: skip
    return rows


def _others(by: str, names: Mapping[str, str], rows: Iterable[Any]) -> list[str]:
    """Keys that the site offers no more."""
    return sorted({getattr(row, by) for row in rows} - set(names) - {None})


def _names(choices: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {key: local_name(dict(names), key) for key, names in choices.items()}


def _total(rows: Iterable[Any], name: str) -> int:
    return sum(int(getattr(row, name) or 0) for row in rows)
