"""What happens in the city, in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select

from ..core import clock
from ..core.db import db, transaction
from ..core.settings import site
from ..journey.rules import calendar
from ..proposals.models import Proposal
from ..proposals.ticking import settle_due


@dataclass(frozen=True)
class Act:
    """Something that somebody does at a moment."""

    at: datetime
    do: Callable[[], None]


def live(acts: Iterable[Act], until: datetime) -> None:
    """Let everything happen that has happened by `until`: each act at its moment, the acts of a day in one transaction,
    and what the calendar makes due before them, at its own moments. Acts of one moment keep their order."""
    past = sorted((act for act in acts if act.at <= until), key=lambda act: act.at)
    for day, todays in groupby(past, key=_day):
        _settle(calendar().midnight(day))
        with transaction():
            for act in todays:
                with clock.pinned(act.at):
                    act.do()
        db.session.expunge_all()
    _settle(until)


def _day(act: Act) -> date:
    return act.at.astimezone(site().zone).date()


def _settle(until: datetime) -> None:
    """Let the calendar act as often as it has something to do by `until`."""
    while (due := db.session.scalar(select(func.min(Proposal.next_due_at)))) is not None and due <= until:
        with clock.pinned(due):
            settle_due()
