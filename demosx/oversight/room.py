"""The room in the application: who looks at personal data, and who may do what."""

from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..core.permissions import book_of
from ..desk.reminders import Reminder, add_reminder
from ..people.holdings import add_holding
from . import queries
from .holdings import HOLDING
from .services import INSPECT
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application this room."""
    book_of(app).declare(
        INSPECT, _l("Read who looked at personal data, and inspect it every month"), everywhere=True
    )
    add_reminder(app, Reminder(INSPECT, _to_inspect))
    add_holding(app, HOLDING)
    app.register_blueprint(bp)


def _to_inspect() -> dict[str, Any] | None:
    """That looks wait for their monthly inspection."""
    waiting = queries.waiting_months()
    if not waiting:
        return None
    late = waiting[0].late
    title = ngettext(
        "The looks at personal data of %(num)d month wait for their inspection.",
        "The looks at personal data of %(num)d months wait for their inspection.",
        len(waiting),
    )
    return {
        "title": title,
        "late": late,
        "text": _("It is overdue.") if late else "",
        "url": url_for("oversight.month", month=waiting[0]),
        "label": _("Inspect %(month)s", month=waiting[0]),
    }
