"""What writing a proposal brings to an application: drafts, the place of their files, what is said after filing."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, request, url_for

from ..core.permissions import Actor, current_actor
from ..core.web import row_number
from ..files.along import take_along
from ..files.places import Place, add_place
from ..journey.queries import Standing
from ..people.holdings import add_holding
from ..people.me import MeSection, add_me_section
from ..people.retention import add_retention
from . import draft_holdings, draft_views, drafts, received, site_map, writing_views  # noqa: F401 — pages always there
from .parts import Section, add_section
from .writing_page import map_shown


def init_app(app: Flask) -> None:
    """Let an application's people write proposals."""
    drafts.init_app(app)
    add_holding(app, draft_holdings.HOLDING)
    add_retention(app, draft_holdings.RETENTION)
    add_place(app, "draft", may_see=_theirs, may_change=_theirs, page=_page)
    for form in ("file", "preview", "keep_draft"):
        take_along(app, f"proposals.{form}", _place)
    add_section(app, Section("received", received.TEMPLATE, received.section, order=-40))
    add_section(app, Section("place", "proposals/_place.html", _on_the_map, order=1))
    add_me_section(app, MeSection("drafts", "proposals/_mine_drafts.html", _mine, order=9))


def _theirs(actor: Actor, number: int) -> bool:
    return drafts.is_there(number, actor)


def _place() -> Place | None:
    """Where a file lies that was chosen in the form of a proposal: at its draft."""
    number = request.form.get("draft", type=row_number)
    return Place("draft", number) if number is not None and _theirs(current_actor(), number) else None


def _page(number: int) -> str:
    return url_for("proposals.new", draft=number)


def _on_the_map(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """Where a proposal is, on the site's map."""
    proposal = here.proposal
    if site_map.marker(proposal.latitude, proposal.longitude) is None or site_map.picture() is None:
        return None
    return {"proposal": proposal, "map": map_shown(proposal.latitude, proposal.longitude)}


def _mine(account_id: int) -> dict[str, Any]:
    return {"kept": drafts.mine(current_actor())}
