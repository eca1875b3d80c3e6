"""What the stage kind `support` brings beside itself: a permission, and a part of “my page”."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ...people.me import MeSection, add_me_section
from ...plugins import Permission
from ...proposals.cards import cards
from .queries import supports_of

ON_MY_PAGE = 10
PERMISSIONS = (Permission(name="proposal:support", sentence=_l("Support proposals")),)


def setup(app: Flask) -> None:
    """Show people what they support."""
    add_me_section(app, MeSection("supports", "stages/support/mine.html", _mine, order=20))


def _mine(account_id: int) -> dict[str, Any]:
    page = supports_of(account_id, size=ON_MY_PAGE)
    return {"my_supports": cards(support.proposal for support in page.items)}
