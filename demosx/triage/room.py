"""What triage brings to an application: its permissions, pages, part of the tick, and sentences of the history."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.i18n import local_name
from ..core.permissions import Actor, book_of
from ..journey.access import here
from ..journey.queries import Standing, add_beside
from ..people.holdings import add_holding
from ..proposals.history import tell
from ..proposals.listing import Menu, add_menu
from ..proposals.parts import Section, add_section
from . import day_log, following, labels, log_views, queries, replies, settings_views, sorting, terms, words  # noqa: F401
from .holdings import HOLDING
from .views import bp


def init_app(app: Flask) -> None:
    """Let an application sort what comes in."""
    book = book_of(app)
    book.declare(sorting.SORT, _l("Sort what came in"), here(sorting.SORT))
    book.declare(labels.PUT, _l("Put labels on proposals"), here(labels.PUT))
    book.declare(labels.EDIT, _l("Change the labels that there are"), everywhere=True)
    book.declare(terms.EDIT, _l("Change areas and districts"), everywhere=True)
    book.declare(replies.EDIT, _l("Change templates of replies"), everywhere=True)
    book.declare(day_log.EDIT, _l("Edit the log of a day"), everywhere=True)
    app.register_blueprint(bp)
    app.jinja_env.globals["reply_templates"] = replies.offered
    following.listen()
    ticks.register(app, "days_logged", day_log.write_due)
    add_holding(app, HOLDING)
    add_beside(app, queries.PUBLIC_LABELS)
    add_menu(app, Menu("label", _l("Label"), labels.public_names, queries.has_label))
    add_section(app, Section("labels", "triage/_labels.html", _labels, order=-5))
    tell(app, "sorted", words.was_sorted)
    tell(app, "labelled", words.labelled)
    tell(app, "unlabelled", words.unlabelled)


def _labels(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The public labels of a proposal, which were read together with where it stands."""
    found = sorted(here.shared["Label"], key=lambda label: label.key)
    return {"labels": [(label.key, local_name(label.names, label.key)) for label in found]} if found else None
