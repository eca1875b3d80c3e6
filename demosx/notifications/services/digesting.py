"""The letters of a day and of a week: what waited, once, for everybody for whom there is something."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select, update

from ...core import clock
from ...core.db import db, insert, transaction
from ...core.mail import post_later
from ...core.settings import site
from ..kinds import DIGESTS, MINE, WAYS, WEEKLY
from ..models import Digest, Notice
from ..queries import recipients
from .telling import letters_for

BATCH = 200


def write_digests() -> int:
    """Write the digests whose hour has come; how many. For the calendar's rounds.

    Each batch of people is a transaction of its own. Who was done before an interruption is not done again, and who was
    not is still waiting. What comes after somebody's digest was written waits for the next one.
    """
    return sum(_write_all(pace, latest_hour(pace, clock.now())) for pace in DIGESTS)


def latest_hour(pace: str, now: datetime) -> datetime:
    """The last moment at which the digests of a pace were due, by the site's clock and zone."""
    chosen, zone = site().notifications, site().zone
    local = now.astimezone(zone)
    day = local.date()
    if local.time() < time(chosen.digest_hour):
        day -= timedelta(days=1)
    if pace == WEEKLY:
        day -= timedelta(days=(day.isoweekday() - chosen.digest_weekday) % 7)
    return datetime.combine(day, time(chosen.digest_hour), zone)


def _write_all(pace: str, hour: datetime) -> int:
    name = f"{pace}:{hour.date().isoformat()}"
    written = after = 0
    while True:
        with transaction():
            waiting = _waiting(pace, hour, after)
            written += _write(name, hour, pace, waiting)
        if len(waiting) < BATCH:
            return written
        after = max(waiting)


def _waiting(pace: str, hour: datetime, after: int) -> dict[int, set[str]]:
    """Who has something waiting, and by which ways it is to come: the next people after an account's number."""
    any_of = [func.max(db.case((getattr(Notice, way), 1), else_=0)) for way in WAYS]
    query = (
        select(Notice.account_id, *any_of)
        .where(Notice.digest == "", Notice.pace == pace, Notice.created_at <= hour, Notice.account_id > after)
        .group_by(Notice.account_id)
        .order_by(Notice.account_id)
        .limit(BATCH)
    )
    return {
        account_id: {way for way, wanted in zip(WAYS, ways, strict=True) if wanted}
        for account_id, *ways in db.session.execute(query)
    }


def _write(name: str, hour: datetime, pace: str, waiting: dict[int, set[str]]) -> int:
    """Let each of these people have their digest, unless they have it already."""
    if not waiting:
        return 0
    rows = [{"account_id": number, "name": name, "at": clock.now()} for number in waiting]
    new = insert(Digest).on_conflict_do_nothing(index_elements=["account_id", "name"])
    fresh = [row.account_id for row in db.session.execute(new.returning(Digest.account_id), rows)]
    if not fresh:
        return 0
    taken = update(Notice).where(
        Notice.account_id.in_(fresh), Notice.digest == "", Notice.pace == pace, Notice.created_at <= hour
    )
    db.session.execute(taken.values(digest=name).execution_options(synchronize_session=False))
    letters = [
        letter
        for person in recipients(fresh, MINE)  # only how they can be reached: what they chose is in the notices
        for letter in letters_for(
            person, f"digest:{name}:{person.account_id}", {"digest": name, "account": person.account_id},
            [way for way in WAYS if way in waiting[person.account_id]],
        )
    ]  # fmt: skip
    post_later("digest", letters)
    return len(fresh)
