"""Looking through new supports every few minutes; what looks odd is kept for people to look at."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ..core import clock
from ..core.db import db, insert, transaction
from ..core.i18n import local_day
from ..core.settings import site
from ..people.retention import Retention
from . import queries
from .models import Finding, Watch
from .patterns import Group, groups, many_by_one

PAUSE = timedelta(minutes=5)
GROWN = 1.5  # what was set aside comes back when it is half as many again


def look_through() -> int:
    """Look through supports that are new since the last look; how many findings are new or have grown.

    Each proposal in a transaction of its own; twice, late or from two processes the findings are the same.
    """
    last = queries.last_look()
    if last is not None and clock.wall() - last < PAUSE:
        return 0
    return look_now()


def look_now() -> int:
    """The same without waiting."""
    today = local_day(clock.wall())
    since, told = queries.a_week_before(today), 0
    for number, newest in queries.to_look_at(today - timedelta(days=1)):
        with transaction():
            found = groups(queries.given(number, since), queries.usual_elsewhere(number))
            told += sum(_keep(group, proposal_id=number) for group in found)
            _seen(number, newest)
    for account in queries.busy_accounts(today - timedelta(days=1)):
        with transaction():
            found = list(many_by_one(queries.given_by(account, since)))
            told += sum(_keep(group, account_id=account) for group in found)
    return told


def _delete(days: int, most: int) -> int:
    first = clock.wall() - timedelta(days=days)
    old = select(Finding.id).where(Finding.found_at <= first).limit(most)
    return len(db.session.execute(delete(Finding).where(Finding.id.in_(old)).returning(Finding.id)).all())


RETENTION = Retention(
    name="support_findings",
    what=_l("Groups of supports that looked unusual"),
    days=lambda: site().privacy.keep.support_origins,
    delete=_delete,
)


def _keep(group: Group, *, proposal_id: int | None = None, account_id: int | None = None) -> bool:
    """Keep a group; whether it is new, or has grown since somebody looked at it."""
    first, last = group.members[0], group.members[-1]
    key = f"{proposal_id or account_id}:{first.id}:{group.block[:16]}"
    numbers = [support.id for support in group.members]
    values = {
        "proposal_id": proposal_id, "account_id": account_id, "kind": group.kind, "key": key, "block": group.block,
        "first_id": min(numbers), "last_id": max(numbers), "first_at": first.at, "last_at": last.at,
        "count": group.count, "expected": group.expected, "found_at": clock.wall(), "note": "",
    }  # fmt: skip
    known = db.session.scalars(
        db.select(Finding).where(Finding.kind == group.kind, Finding.key == key).with_for_update()
    ).one_or_none()
    if known is None:
        db.session.execute(insert(Finding).values(**values).on_conflict_do_nothing())
        return True
    if known.looked_at is not None and group.count < known.count * GROWN:
        return False
    grown = group.count > known.count
    if grown:
        for name in ("last_id", "last_at", "count", "expected"):
            setattr(known, name, values[name])
        known.looked_at = known.looked_by_id = None
    return grown


def _seen(proposal_id: int, newest: int) -> None:
    row = insert(Watch).values(proposal_id=proposal_id, last_id=newest, looked_at=clock.wall())
    new = row.excluded
    set_ = {"last_id": new.last_id, "looked_at": new.looked_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["proposal_id"], set_=set_))
