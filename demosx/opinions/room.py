"""What the room of opinions brings to an application."""

from typing import Any

from flask import Flask, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.permissions import Actor, book_of
from ..journey.access import here as holds_here
from ..journey.queries import Standing
from ..journey.rules import rules_of
from ..people.me import MeSection, add_me_section
from ..plugins import Stop
from ..proposals.access import may_see_stage
from ..proposals.history import tell
from ..proposals.parts import Section, add_section
from . import queries
from .moderation import MODERATE
from .talk import talk, thread_of
from .views import bp

ON_MY_PAGE = 10


def init_app(app: Flask) -> None:
    """Give an application its opinions."""
    book = book_of(app)
    book.declare("opinion:create", _l("Write, change and delete one's own opinions"))
    book.declare("opinion:agree", _l("Agree with opinions"))
    book.declare("opinion:report", _l("Report opinions"))
    book.declare(MODERATE, _l("Hide opinions and show them again"), holds_here(MODERATE))
    app.register_blueprint(bp)
    add_section(app, Section("opinions", "opinions/section.html", _section, order=60))
    add_me_section(app, MeSection("opinions", "opinions/mine.html", _mine, order=30))
    tell(app, "opinion_hidden", lambda tale: _("An opinion was hidden"))
    tell(app, "opinion_shown", lambda tale: _("A hidden opinion is shown again"))
    tell(app, "opinion_kept", lambda tale: _("A reported opinion was kept"))


def _section(here: Standing, actor: Actor) -> dict[str, Any] | None:
    """The thread of the present stage on the proposal's page, or else the last one; `?thread=` reads another."""
    threads = _threads(here, actor)
    if not threads:
        return None
    asked = request.args.get("thread", type=int)
    present = thread_of(here.visit)
    chosen = next((thread for thread in (asked, present) if thread in threads), max(threads))
    return {
        "talk": talk(threads[chosen], actor, here.allowed()),
        "threads": [
            {"number": thread, "name": _thread_name(thread), "current": thread == chosen}
            for thread in threads
        ],
        "total": here.proposal.opinions,
        "proposal": here.proposal,
    }


def _threads(here: Standing, actor: Actor) -> dict[int, Stop]:
    """The threads that this person may read, each with the latest visit it belongs to: where something was said, or may
    be said now."""
    found = {}
    for visit in here.visits:
        rules = rules_of(visit, here.proposal)
        stage = rules.stages.get(visit.stage)
        current = visit.number == here.visit.number and not here.state.ended
        speaking = current and "opine" in here.allowed()
        if stage is not None and (visit.opinions or speaking) and may_see_stage(actor, here.proposal, stage):
            found[thread_of(visit)] = Stop(here.proposal, visit, stage, rules, here.now, current)
    return found


def _thread_name(thread: int) -> str:
    return _("On the deliberation") if thread else _("On the proposal")


def _mine(account_id: int) -> dict[str, Any]:
    return {"my_opinions": queries.said_by(account_id, size=ON_MY_PAGE).items}
