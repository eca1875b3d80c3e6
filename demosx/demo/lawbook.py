"""The rules of the demonstration city in all their versions, and the scenarios that rehearse those of today."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..journey.rules import apply_version

HERE = Path(__file__).parent
FOUNDED = date(2018, 1, 1)
NOTICE = timedelta(days=14)
"""So long before they hold the city announces its rules."""
OFFICE_HOUR = time(10)
WEDNESDAY, FRIDAY = 2, 4


@dataclass(frozen=True)
class Edition:
    """A process file as it was applied: on which day, and why."""

    on: date
    filename: str
    source: str
    reason: str

    def at(self, zone: ZoneInfo) -> datetime:
        """The moment at which it was applied."""
        return datetime.combine(self.on, OFFICE_HOUR, zone)

    def apply(self) -> None:
        """Put it in force, or announce it."""
        apply_version(self.source, self.filename, reason=self.reason)


def _days(today: date) -> dict[str, date]:
    """The days that stand in the city's own rules: from when its last two versions hold, and when it rests.

    The election is the first Wednesday after three weeks; fourteen days of campaign end with it.
    """
    three_weeks = today + timedelta(days=21)
    election = three_weeks + timedelta(days=(WEDNESDAY - three_weeks.weekday()) % 7)
    return {
        "lowered_on": date(today.year - 2, 3, 1),
        "longer_on": today - timedelta(days=10),
        "rest_from": election - timedelta(days=13),
        "rest_to": election,
    }


def written(name: str, today: date) -> str:
    """A file of rules or a scenario with its days, such as "rules/citizen.toml"."""
    loader = FileSystemLoader(HERE)
    environment = Environment(loader=loader, undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701 — this is not HTML
    return environment.get_template(name).render(_days(today), days=lambda count: timedelta(days=count))


def scenarios(today: date) -> dict[str, str]:
    """The rehearsals of today's rules, by their paths in a site's folder."""
    names = sorted(f"scenarios/{file.name}" for file in (HERE / "scenarios").glob("*.toml"))
    return {name: written(name, today) for name in names}


def editions(usual: Callable[[str], str], today: date, language: str) -> list[Edition]:
    """Every version of the city's rules, in the order in which they were applied. `usual` gives the text of rules that
    come with the package."""
    reasons = _reasons(language)
    own = [written(f"rules/{name}.toml", today) for name in ("citizen-before", "citizen")]
    first = [("agency.toml", usual("agency")), ("citizen.toml", usual("seoul-2018"))]
    later = [("thresholds", usual("seoul-2019")), ("lowered", own[0]), ("longer", own[1])]
    return [
        *(Edition(FOUNDED, name, source, reasons["founded"]) for name, source in first),
        *(Edition(_announced(text), "citizen.toml", text, reasons[why]) for why, text in later),
    ]


def _announced(source: str) -> date:
    """When rules are applied that hold from a later day."""
    effective: date = tomllib.loads(source)["effective"]
    return weekday(effective - NOTICE)


def weekday(day: date) -> date:
    """The same day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _reasons(language: str) -> Mapping[str, str]:
    told: dict[str, Any] = tomllib.loads((HERE / "reasons.toml").read_text(encoding="utf-8"))
    return {key: words[language] for key, words in told["rules"].items()}
