"""The permissions of deliberations, and how the history tells of them."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.paging import Page
from ...journey.access import here
from ...people.me import MeSection, add_me_section
from ...plugins import Permission
from ...proposals.history import tell
from .queries import Found, voted_in

PERMISSIONS = (
    Permission(
        name="deliberation:prepare",
        sentence=_l("Prepare a deliberation"),
        check=here("deliberation:prepare"),
    ),
)


def init_app(app: Flask) -> None:
    """Give the verbs of deliberations their sentences, and show people in which they have voted."""
    add_me_section(app, MeSection("votes", "stages/deliberation/mine.html", pages=_mine, order=35))
    tell(app, "question_written", lambda tale: _("The question of the deliberation was written"))


def _mine(account_id: int, cursor: str | None, size: int) -> tuple[dict[str, Any], Page[Found]]:
    page = voted_in(account_id, cursor, size)
    return {"my_votes": page.items}, page
