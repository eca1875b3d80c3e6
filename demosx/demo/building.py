"""Filling a demonstration: the city first, then every story of its texts."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..core import clock
from ..core.db import db, transaction
from ..core.settings import site
from ..journey.rules import apply_version
from ..notifications.quiet import quiet
from ..proposals.ticking import settle_due
from .city import settle_city
from .stories import tell_agency, tell_citizen, tell_documented
from .telling import Telling
from .texts import Story, city, stories

FOUNDED = datetime(2018, 1, 1, 0, 0, tzinfo=UTC)
RULES_OF_2019 = datetime(2019, 1, 1, 0, 0, tzinfo=UTC)
REASONS = Path(__file__).parent / "reasons.toml"


def apply_rules(rules_of_2018: str, citizen: str, agency: str) -> None:
    """Put the city's rules in force: those of 2018 first, since January 2019 its own."""
    with clock.pinned(FOUNDED):
        apply_version(rules_of_2018, "seoul-2018.toml")
        apply_version(agency, "agency.toml")
    with clock.pinned(RULES_OF_2019):
        apply_version(citizen, "citizen.toml")


def fill(progress: Callable[[int], Any] = lambda done: None) -> int:
    """Tell every story, up to now; gives how many. `progress` hears after each. Nobody is written to about the past."""
    here, now = site(), clock.now()
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    language = here.languages[0]
    with transaction():
        settled = settle_city(city(), language, FOUNDED)
    told = 0
    for story in stories(now.astimezone(here.zone).date(), here.zone):
        with quiet(), transaction():
            telling = Telling(story, settled, now)
            _plan(telling, story, reasons, language)
            telling.tell()
        db.session.expunge_all()
        told += 1
        progress(1)
    with quiet():
        settle_due()
    return told


def _plan(telling: Telling, story: Story, reasons: dict[str, Any], language: str) -> None:
    documented = reasons["documented"].get(story.key)
    if documented:
        tell_documented(telling, {key: words[language] for key, words in documented.items()})
    elif story.agency:
        tell_agency(telling, reasons["fact_check"].get(story.key, {}).get(language, ""))
    else:
        tell_citizen(telling, reasons["method"].get(story.key, {}).get(language, ""))
