"""Where people of the demonstration city meet, what is written down there for those without an account, and what staff
have ready at their desk: labels, templates of replies, and how many live in each district."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..events import services
from ..events.models import Event
from ..events.services import Said
from ..intake.entering import Said as Entered
from ..intake.entering import enter
from ..triage import labels, replies, terms
from . import texts
from .city import City
from .timeline import Act

FILE = Path(__file__).parent / "meetings.toml"
KEYS = UUID("6f0d1d6e-6c0f-4c8e-9a52-6c3d9a4b7c11")
"""From this the keys of entries follow, so that a city filled again has the same."""


def meetings(city: City, now: datetime) -> Iterator[Act]:
    """What is planned and held, and what was said there, each at its moment; and what staff have prepared by
    now."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    events: dict[str, int] = {}
    for one in told["events"]:
        yield from _hold(one, city, events, now)
    for number, one in enumerate(told["said"]):
        starts = _starts(next(event for event in told["events"] if event["key"] == one["event"]))
        at = starts + timedelta(minutes=30 + 20 * number)
        yield Act(at, lambda one=one, number=number: _write_down(one, number, events[one["event"]], city))  # type: ignore[misc]
    yield Act(now, lambda: _prepare_desk(told, city))


def _prepare_desk(told: Mapping[str, Any], city: City) -> None:
    operator = city.actor("operator")
    for one in told["labels"]:
        labels.add(one["key"], one["name"], one["public"], operator)
    for one in told["replies"]:
        replies.add(_in(city, one["name"]), one["used_for"], _in(city, one["text"]), operator)
    facts = texts.city()
    for district, living in facts["inhabitants"].items():
        terms.change("district", district, facts["districts"][district], True, operator, population=living)


def _starts(one: Mapping[str, Any]) -> datetime:
    day = clock.today(site().zone) + timedelta(days=one["in_days"])
    return datetime.combine(day, time(one["at"]), site().zone)


def _hold(one: Mapping[str, Any], city: City, events: dict[str, int], now: datetime) -> Iterator[Act]:
    starts, key = _starts(one), one["key"]
    said = Said(
        kind=one["kind"], title=_in(city, one["title"]), starts_at=starts,
        ends_at=starts + timedelta(hours=one["hours"]), text=_in(city, one["text"]),
        invited=_in(city, one.get("invited", {})), place=_in(city, one["place"]), goal=one["goal"],
        groups=tuple(one["groups"]), district=one.get("district", ""), capacity=one.get("capacity", 0),
        registration="capacity" in one,
    )  # fmt: skip

    def plan() -> None:
        event = services.create(said, city.actor("operator"))
        services.publish(event, city.actor("operator"))
        events[key] = event.id

    def report() -> None:
        event = db.session.get_one(Event, events[key])
        services.write_notes(
            event, _in(city, one["notes"]), one["came"], event.revision, city.actor("operator")
        )
        services.write_result(event, _in(city, one["result"]), True, event.revision, city.actor("operator"))

    yield Act(min(now, starts) - timedelta(days=14), plan)
    if "came" in one:
        yield Act(starts + timedelta(days=2), report)


def _write_down(one: Mapping[str, Any], number: int, event_id: int, city: City) -> None:
    event = db.session.get_one(Event, event_id)
    said = Entered(
        key=str(uuid5(KEYS, str(number))), kind="proposal", channel=event.kind, event_id=event.id, consent=True,
        title=_in(city, one["title"]), text=_in(city, one["text"]), person=one["person"],
        group=one["group"], district=one.get("district", ""),
        written_at=clock.now(),
    )  # fmt: skip
    enter(said, actor=city.actor("operator"))


def _in(city: City, words: Mapping[str, str]) -> str:
    return words.get(city.language, "")
