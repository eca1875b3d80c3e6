"""The kinds of data that go after a while and have no room of their own to say so."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ..core import clock
from ..core.db import db
from ..core.i18n import local_day
from ..core.mail import Letter
from ..core.settings import site
from ..people.looks import AccessLog
from ..people.retention import Retention, add_retention
from ..people.services import forget_expired
from ..people.sessions import LIFETIME
from . import mail_files
from .models import RetentionRun

RUNS_DAYS = 730


def init_app(app: Flask) -> None:
    """Let an application delete what has had its time."""
    for rule in RULES:
        add_retention(app, rule)


def _old_sessions(days: int, most: int) -> int:
    forget_expired()
    return 0


def _old_letters(days: int, most: int) -> int:
    until = clock.wall() - timedelta(days=days)
    over = select(Letter.id).where(
        Letter.state.in_(("sent", "failed", "dropped")), Letter.created_at <= until
    )
    gone = delete(Letter).where(Letter.id.in_(over.order_by(Letter.id).limit(most)))
    return len(db.session.scalars(gone.returning(Letter.id)).all())


def _old_mail_files(days: int, most: int) -> int:
    until = (clock.wall() - timedelta(days=days)).timestamp()
    old = [file for file in mail_files.files() if file.stat().st_mtime <= until][:most]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _old_looks(days: int, most: int) -> int:
    until = clock.wall() - timedelta(days=days)
    over = select(AccessLog.id).where(AccessLog.at <= until).order_by(AccessLog.id).limit(most)
    gone = delete(AccessLog).where(AccessLog.id.in_(over))
    return len(db.session.scalars(gone.returning(AccessLog.id)).all())


def _old_runs(days: int, most: int) -> int:
    until = local_day(clock.wall()) - timedelta(days=days)
    gone = delete(RetentionRun).where(RetentionRun.day <= until).returning(RetentionRun.kind)
    db.session.execute(gone)
    return 0


RULES = (
    Retention(
        name="sessions",
        what=_l("Sessions, mailed links and forms of joining, once they do not work any more"),
        days=lambda: LIFETIME.days,
        delete=_old_sessions,
        order=10,
    ),
    Retention(
        name="letters",
        what=_l("Letters that have left or were given up"),
        days=lambda: site().privacy.keep.letters,
        delete=_old_letters,
        order=20,
    ),
    Retention(
        name="mail_files",
        what=_l("Letters in the folder data/mail, where the site writes them into files"),
        days=lambda: site().privacy.keep.letters if site().mail.transport == "file" else 0,
        delete=_old_mail_files,
        order=21,
    ),
    Retention(
        name="looks",
        what=_l("The log of looks at personal data"),
        days=lambda: site().privacy.keep.access_log,
        delete=_old_looks,
        order=30,
    ),
    Retention(
        name="runs",
        what=_l("This list of what was deleted"),
        days=lambda: RUNS_DAYS,
        delete=_old_runs,
        order=90,
    ),
)
