"""By which rules a proposal travels, and which are newer: what its page says of that."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from ..core import clock
from ..core.i18n import local_day
from ..journey.models import ProcessVersion
from ..journey.queries import Standing
from ..journey.rules import begins


@dataclass(frozen=True)
class Rules:
    """One version as a proposal's page names it."""

    number: int
    day: date
    url: str


@dataclass(frozen=True)
class ByRules:
    """The rules by which a proposal travels; `newer` ones that do not hold for it, and `coming` ones that will."""

    own: Rules
    newer: Rules | None
    coming: Rules | None


def by_rules(here: Standing) -> ByRules:
    """By which rules a proposal travels. Costs no query."""
    proposal = here.proposal
    own = next(version for version in here.versions if version.id == proposal.version_id)
    later = [version for version in here.versions if version.number > own.number and not proposal.ended]
    due = proposal.rules_due_at
    coming = next((one for one in later if due is not None and _holds_from(one) == due), None)
    now = clock.now()
    newer = next((one for one in reversed(later) if one is not coming and begins(one).at <= now), None)
    return ByRules(_rules(own), _rules(newer) if newer else None, _rules(coming) if coming else None)


def _holds_from(version: ProcessVersion) -> datetime | None:
    """From when a version holds for what is under way too, if it does."""
    return begins(version).at if version.applies_to == "all" else None


def _rules(version: ProcessVersion) -> Rules:
    url = url_for("rules.version", key=version.key, number=version.number)
    return Rules(version.number, local_day(begins(version).at), url)
