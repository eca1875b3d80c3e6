"""What the room of opinions brings to an application."""

from typing import Any

from flask import Flask, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.paging import Page
from ..core.pending import name_act
from ..core.permissions import Actor, book_of
from ..journey.access import here as holds_here
from ..journey.queries import Standing
from ..journey.rules import rules_of
from ..people.holdings import add_holding
from ..people.me import MeSection, add_me_section
from ..plugins import Stop
from ..proposals.access import may_see_stage
from ..proposals.history import Tale, tell
from ..proposals.parts import Section, add_section
from ..proposals.search_index import add_source
from . import holdings, queries, version_views  # noqa: F401 — pages that are always there
from .models import Opinion
from .moderation import MODERATE
from .searched import SOURCE
from .talk import talk, thread_of
from .views import bp
from .words import REASON_NAMES


def init_app(app: Flask) -> None:
    """Give an application its opinions."""
    book = book_of(app)
    book.declare("opinion:create", _l("Write, change and delete one's own opinions"), political=True)
    book.declare("opinion:agree", _l("Agree with opinions"), political=True)
    book.declare("opinion:report", _l("Report opinions"))
    book.declare(MODERATE, _l("Hide opinions and show them again"), holds_here(MODERATE))
    app.register_blueprint(bp)
    name_act(
        app,
        "opinions.agree",
        _l("Agree with an opinion"),
        _l("Once you sign in or join, you agree with this opinion."),
        pressed=(
            _l("I agree"),
            _l("You do not agree with this opinion yet. Please press “I agree” once more."),
        ),
    )
    name_act(
        app,
        "opinions.say",
        _l("Publish your opinion"),
        _l("Your opinion is kept. Once you sign in or join, it is published."),
        written=True,
    )
    add_section(app, Section("opinions", "opinions/section.html", _section, order=60))
    add_me_section(app, MeSection("opinions", "opinions/mine.html", pages=_mine, order=30))
    add_source(app, SOURCE)
    for holding in holdings.HOLDINGS:
        add_holding(app, holding)
    tell(app, "opinion_hidden", _hidden)
    tell(app, "opinion_shown", lambda tale: _("A hidden opinion is shown again"))
    tell(app, "opinion_kept", lambda tale: _("A reported opinion was kept"))
    tell(app, "opinion_version_removed", lambda tale: _("A former text of an opinion was taken away"))
    tell(app, "opinion_objected", lambda tale: _("The author of a hidden opinion objects"))
    tell(app, "objection_kept", lambda tale: _("A hidden opinion stays hidden although its author objects"))


def _hidden(tale: Tale) -> str:
    rule = REASON_NAMES.get(tale.get("rule"))
    return _("An opinion was hidden (rule: %(rule)s)", rule=rule) if rule else _("An opinion was hidden")


def _section(here: Standing, actor: Actor) -> dict[str, Any] | None:
    """The thread of the present stage on the proposal's page, or else the last one; `?thread=` reads another."""
    threads = _threads(here, actor)
    if not threads:
        return None
    asked = request.args.get("thread", "")
    present = thread_of(here.visit)
    chosen = next(
        (one for one in threads if str(one) == asked), present if present in threads else max(threads)
    )
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


def _mine(account_id: int, cursor: str | None, size: int) -> tuple[dict[str, Any], Page[Opinion]]:
    page = queries.said_by(account_id, cursor, size)
    return {"my_opinions": page.items}, page
