"""The log of a day: what was notable, written by the machine when the day is over, then edited by people.

Facts are numbers and numbers of proposals; the words are in the site's first language, since its readers are its staff.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core import clock
from ..core.db import db, insert, lock, transaction
from ..core.errors import ChangedMeanwhile, InvalidInput, NotFound
from ..core.i18n import local_day, number
from ..core.permissions import Actor
from ..core.settings import site
from ..core.text import clean
from ..journey.rules import calendar
from ..ledger.services import record
from ..proposals.models import Proposal
from . import queries
from .models import DayLog

EDIT = "daylog:edit"
LONGEST = 20_000
BACK = 7
"""So many days back the log is written where nobody has looked, such as after the server was off."""
NAMED = 20
"""So many proposals are named behind each heading; of the others the log says how many there are."""
VERBS = ("moved", "ended", "answered", "merged", "proposal_hidden")


def write_due() -> int:
    """Write the logs of the days that are over and have none, since anything has happened here; how many.

    For the rounds of the calendar."""
    begun, today = queries.first_entry(), clock.today(site().zone)
    days = [today - timedelta(days=back) for back in range(BACK, 0, -1)]
    return sum(write(day) for day in days if begun is not None and day >= local_day(begun))


def write(day: date) -> bool:
    """Write the log of a day that is over, once, however many write it at the same time."""
    if queries.log_of(day) is not None:
        db.session.rollback()
        return False
    with transaction():
        facts = facts_of(day)
        row = insert(DayLog).values(day=day, facts=facts, text=words(day, facts), written_at=clock.now())
        return (
            db.session.scalar(row.on_conflict_do_nothing(index_elements=["day"]).returning(DayLog.day))
            is not None
        )


def facts_of(day: date) -> dict[str, Any]:
    """What happened on a day, as numbers: how many were filed by channel, how they were sorted, which were supported
    most, and which proposals moved on, ended, were answered, merged, hidden, or looked unusual. Four queries."""
    since, until = calendar().midnight(day), calendar().midnight(day + timedelta(days=1))
    filed, found = queries.counts_between(since, until)
    return {
        "filed": filed,
        "sorted": found,
        "supported": [[proposal.id, count] for proposal, count in queries.supported_most(day)],
        "unusual": queries.findings_between(since, until),
        **queries.happened_between(since, until, VERBS),
    }


def edit(day: date, text: str, revision: int, actor: Actor) -> DayLog:
    """Change the words of a log. Raises NotFound, ChangedMeanwhile where somebody else was faster, InvalidInput."""
    text = clean(text)
    if not 0 < len(text) <= LONGEST:
        raise InvalidInput()
    log = queries.log_of(day)
    if log is None:
        raise NotFound()
    lock(log)
    if log.revision != revision:
        raise ChangedMeanwhile()
    log.text, log.edited_at, log.edited_by = text, clock.now(), actor.id
    log.revision += 1
    record("day_log_edited", actor=actor, data={"day": day.isoformat()}, public=False)
    db.session.flush()
    return log


def words(day: date, facts: Mapping[str, Any]) -> str:
    """The log in words, as Markdown, in the site's first language."""
    named = queries.titles(_mentioned(facts))
    with force_locale(site().languages[0]):
        lines = [_filed(facts), *_listed(facts, named)]
        return "\n".join(line for line in lines if line) or _("A quiet day: nothing to tell.")


def _filed(facts: Mapping[str, Any]) -> str:
    total = sum(facts["filed"].values())
    return "- " + _("New proposals: %(count)s", count=number(total)) if total else ""


def _listed(facts: Mapping[str, Any], named: Mapping[int, Proposal]) -> list[str]:
    headings = {
        "moved": _("Went on to another stage"), "answered": _("Answered"), "ended": _("Ended"), "merged": _("Merged"),
        "proposal_hidden": _("Hidden"), "unusual": _("Unusual support, to be looked at"),
    }  # fmt: skip
    most = [
        f"{_called(named, number_)} (+{number(count)})"
        for number_, count in facts["supported"]
        if number_ in named
    ]
    lines = ["- " + _("Most supported today") + ": " + ", ".join(most)] if most else []
    for key, heading in headings.items():
        found = [one for one in facts[key] if one in named]
        if found:
            lines.append(f"- {heading}: {_first(found, named)}")
    return lines


def _first(found: list[int], named: Mapping[int, Proposal]) -> str:
    """The first of them by name, and how many more there are."""
    links = ", ".join(_called(named, one) for one in found[:NAMED])
    more = len(found) - NAMED
    return _("%(some)s and %(count)s more", some=links, count=number(more)) if more > 0 else links


def _called(named: Mapping[int, Proposal], number_: int) -> str:
    """A proposal as a link in Markdown, with what could end the link taken out of its title. One that not everybody may
    see by its receipt number: the log is read by more people than may see it, and is kept."""
    if not named[number_].listed:
        return f"[{named[number_].number}](/proposals/{number_})"
    title = named[number_].title.translate(str.maketrans("[]()<>`*_", "         "))
    return f"[{' '.join(title.split())}](/proposals/{number_})"


def _mentioned(facts: Mapping[str, Any]) -> set[int]:
    lists = (facts[key] for key in ("unusual", *VERBS))
    return {one for numbers in lists for one in numbers} | {one for one, _count in facts["supported"]}
