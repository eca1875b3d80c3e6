"""Filling a demonstration: the city first, then everything that has happened in it, in the order of time."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..core import clock
from ..core.db import transaction
from ..core.settings import site
from ..merging.candidates import compare_waiting
from ..notifications.quiet import quiet
from .city import settle_city
from .lawbook import Edition
from .meetings import meetings
from .oddity import odd_supports
from .stories import tell_agency, tell_citizen, tell_documented
from .telling import Telling
from .texts import Story, city, stories
from .timeline import Act, live
from .turns import take_turns

FOUNDED = datetime(2018, 1, 1, 0, 0, tzinfo=UTC)
REASONS = Path(__file__).parent / "reasons.toml"


def fill(editions: Sequence[Edition], progress: Callable[[int], Any] = lambda done: None) -> int:
    """Let everything happen up to now: the rules that were applied, and every story; gives how many stories there are.
    `progress` hears of each that begins. Nobody is written to about the past."""
    here, now = site(), clock.now()
    with quiet():
        with transaction():
            settled = settle_city(city(), here.languages[0], FOUNDED)
        told = {
            story.key: Telling(story, settled, now, progress)
            for story in stories(now.astimezone(here.zone).date(), here.zone)
        }
        _plan(told, tomllib.loads(REASONS.read_text(encoding="utf-8")), here.languages[0])
        applied = [Act(edition.at(here.zone), edition.apply) for edition in editions]
        live([*applied, *_acts(told.values()), *meetings(settled, now)], now)
        odd_supports(settled)
        compare_waiting()
    return len(told)


def _acts(told: Iterable[Telling]) -> Iterator[Act]:
    for telling in told:
        yield from telling.acts


def _plan(told: Mapping[str, Telling], reasons: dict[str, Any], language: str) -> None:
    """Collect what happens in every story."""
    for telling in told.values():
        if "alike" in telling.story.raw:
            telling.share_people(told[telling.story.raw["alike"]["to"]])
        _plan_story(telling, telling.story, reasons, language)
    take_turns(told)


def _plan_story(telling: Telling, story: Story, reasons: dict[str, Any], language: str) -> None:
    documented = reasons["documented"].get(story.key)
    if documented:
        tell_documented(telling, {key: words[language] for key, words in documented.items()})
    elif story.agency:
        tell_agency(telling, reasons["fact_check"].get(story.key, {}).get(language, ""))
    else:
        tell_citizen(telling, reasons["method"].get(story.key, {}).get(language, ""))
