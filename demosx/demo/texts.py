"""The texts of the demonstration city: what its people propose, say, decide, answer and promise."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "texts"
CITY = Path(__file__).parent / "city.toml"
SATURDAY = 5
FIRST_HOUR, OFFICE_HOURS = 9, 9
Words = Mapping[str, str]


class Story:
    """One proposal of the files, with its days as moments. `raw` is the table as it is written there."""

    def __init__(self, raw: dict[str, Any], today: date, zone: ZoneInfo, first_forum_day: int) -> None:
        self.raw = raw
        self.key: str = raw["key"]
        self.reach: str = raw["reach"]
        self.today = today
        self.zone = zone
        self.first_forum_day = first_forum_day

    def day(self, value: int | date) -> date:
        """A day of the file: a date, or so many days from today."""
        return value if isinstance(value, date) else self.today + timedelta(days=value)

    @cached_property
    def filed_on(self) -> date:
        """The day on which it is filed."""
        return self.day(self.raw["filed_on"] if "filed_on" in self.raw else self.raw["filed"])

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day in the city."""
        return datetime.combine(day, time(hour, minute), self.zone)

    def office(self, moment: datetime) -> datetime:
        """A moment at which the city's staff are at work: on the same day, or on the Monday after a weekend."""
        there = moment.astimezone(self.zone)
        monday = timedelta(days=7 - there.weekday() if there.weekday() >= SATURDAY else 0)
        return there.replace(hour=FIRST_HOUR + there.hour % OFFICE_HOURS) + monday

    @property
    def filed_at(self) -> datetime:
        """The moment of filing."""
        return self.at(self.filed_on, self.raw.get("hour", 10), len(self.key) * 7 % 60)

    @property
    def agency(self) -> bool:
        """Whether the city proposes."""
        return bool(self.raw.get("origin") == "agency")

    @property
    def opinions(self) -> list[dict[str, Any]]:
        """What people say about it, in the order of the file."""
        return list(self.raw.get("opinions", []))

    @property
    def forum(self) -> dict[str, Any]:
        """Votes, and for a documented case the first and last day."""
        return dict(self.raw.get("forum", {}))

    @property
    def forum_on(self) -> date:
        """The first day of its deliberation."""
        first: date | None = self.forum.get("first")
        return first or self.filed_on + timedelta(days=self.first_forum_day)


def stories(today: date, zone: ZoneInfo) -> list[Story]:
    """Every proposal of the city, the first filed first."""
    found = [
        Story(raw, today, zone, _forum_day(file, raw))
        for file in sorted(FOLDER.glob("*.toml"))
        for raw in tomllib.loads(file.read_text(encoding="utf-8"))["proposals"]
    ]
    return sorted(found, key=lambda story: story.filed_at)


def city() -> dict[str, Any]:
    """The invented city: its districts, areas, departments and people."""
    return tomllib.loads(CITY.read_text(encoding="utf-8"))


def stories_in(folder: Path) -> int:
    """How many proposals there are in a folder of texts."""
    return sum(
        len(tomllib.loads(file.read_text(encoding="utf-8"))["proposals"]) for file in folder.glob("*.toml")
    )


def _forum_day(file: Path, raw: Mapping[str, Any]) -> int:
    if raw.get("origin") == "agency":
        return 20
    return 110 if file.name.startswith("a") else 70
