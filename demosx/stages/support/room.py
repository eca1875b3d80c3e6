"""What the stage kind `support` brings beside itself: a permission, and a part of “my page”."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ...core.paging import Page
from ...core.pending import name_act
from ...notifications.audiences import Audience, add_audience
from ...notifications.kinds import SUPPORTED
from ...people.holdings import add_holding
from ...people.me import MeSection, add_me_section
from ...people.retention import add_retention
from ...plugins import Permission
from ...proposals.cards import cards
from .holdings import HOLDINGS
from .models import Support
from .origins import RETENTION
from .queries import supporters, supports_of

PERMISSIONS = (Permission(name="proposal:support", sentence=_l("Support proposals"), political=True),)


def setup(app: Flask) -> None:
    """Show people what they support."""
    for holding in HOLDINGS:
        add_holding(app, holding)
    add_retention(app, RETENTION)
    add_audience(app, Audience("supported", SUPPORTED, supporters, 30))
    name_act(
        app,
        "support.give",
        _l("Support a proposal"),
        _l("Once you sign in or join, your support counts."),
        pressed=(
            _l("I support this"),
            _l("Your support does not count yet. Please press “I support this” once more."),
        ),
    )
    add_me_section(app, MeSection("supports", "stages/support/mine.html", pages=_mine, order=20))


def _mine(account_id: int, cursor: str | None, size: int) -> tuple[dict[str, Any], Page[Support]]:
    page = supports_of(account_id, cursor, size)
    return {"my_supports": cards(support.proposal for support in page.items)}, page
