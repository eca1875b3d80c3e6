"""Reminding of what is due, and of what is late: each reminder of a process file once."""

from datetime import date

from sqlalchemy import select

from ..core import clock
from ..core.db import db, transaction
from ..core.settings import site
from .models import Duty
from .queries import to_remind
from .services import reminded
from .signals import reminder_due


def remind() -> int:
    """Announce every reminder that has come by now, each in a transaction of its own; gives how many.

    When several days of one duty have passed unobserved, one reminder stands for them. Runs at once in two processes
    announce nothing twice, since each looks again once it holds the row.
    """
    today = clock.today(site().zone)
    sent = after = 0
    while ids := to_remind(today, after):
        db.session.rollback()
        for duty_id in ids:
            with transaction():
                sent += _remind_of(duty_id, today)
        after = ids[-1]
    db.session.rollback()
    return sent


def _remind_of(duty_id: int, today: date) -> bool:
    waiting = select(Duty).where(Duty.id == duty_id, Duty.closed_at.is_(None), Duty.remind_next <= today)
    duty = db.session.scalars(
        waiting.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if duty is None:
        return False
    day = reminded(duty, today)
    reminder_due.send(duty, day=day, today=today)
    return True
