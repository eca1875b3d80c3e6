"""From where supports come, kept apart and briefly: only what it takes to notice sudden or scripted support."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ...core import clock
from ...core.db import db
from ...core.i18n import local_day
from ...core.security import keyed
from ...core.settings import site
from ...people.models import Account
from ...people.retention import Retention
from .models import SupportOrigin

PURPOSE = "support-origin"
WEEK = 7 * 24


def note(support_id: int, account_id: int, block: str) -> None:
    """Note from which address block a new support comes, as a hash, and how old the account is."""
    made = db.session.get_one(Account, account_id).created_at
    hours = int((clock.wall() - made) / timedelta(hours=1))
    db.session.add(
        SupportOrigin(
            support_id=support_id,
            block=keyed(PURPOSE, block),
            account_hours=min(max(hours, 0), WEEK),
            noted_on=local_day(clock.wall()),
        )
    )


def _delete(days: int, most: int) -> int:
    first = local_day(clock.wall()) - timedelta(days=days)
    old = select(SupportOrigin.support_id).where(SupportOrigin.noted_on <= first).limit(most)
    gone = delete(SupportOrigin).where(SupportOrigin.support_id.in_(old)).returning(SupportOrigin.support_id)
    return len(db.session.execute(gone).all())


RETENTION = Retention(
    name="support_origins",
    what=_l("From where a support came, as a code that cannot be read back"),
    days=lambda: site().privacy.keep.support_origins,
    delete=_delete,
)
