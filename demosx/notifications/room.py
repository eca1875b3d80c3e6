"""The room in the application: it hears what others announce, and reminds when the calendar has moved on."""

from typing import Any

from flask import Flask, g
from flask_babel import lazy_gettext as _l

from ..consent.models import NEWS as AGREEMENT
from ..consent.signals import answered as agreed
from ..core import ticks
from ..core.db import transaction
from ..core.mail import add_maker, add_way
from ..core.pending import name_act
from ..core.permissions import Actor, book_of, can, current_actor
from ..duties.reminders import remind
from ..journey.queries import Standing
from ..people.holdings import add_holding
from ..people.me import AccountPage, MeSection, add_account_page, add_me_section
from ..people.retention import add_retention
from ..proposals.cards import cards
from ..proposals.parts import Section, add_section
from . import letters, listening, queries, services
from .audiences import Audience, add_audience
from .code_letters import make_code
from .holdings import HOLDINGS, RETENTION
from .kinds import FOLLOWED, MINE, PUSH, TEXT
from .push import ByPush, installed
from .services.telephone import forget_unconfirmed
from .texting import ByText
from .views import bp

ON_MY_PAGE = 10


def init_app(app: Flask) -> None:
    """Give an application this room. Reminders come after the calendar has acted on the proposals, which may have
    closed a duty; digests after that."""
    book_of(app).declare("proposal:follow", _l("Follow proposals"), political=True)
    app.register_blueprint(bp)
    name_act(
        app,
        "notifications.follow",
        _l("Follow a proposal"),
        _l("Once you sign in or join, you follow this proposal."),
        pressed=(
            _l("Follow"),
            _l("You do not follow this proposal yet. Please press “Follow” once more."),
        ),
    )
    app.extensions["csrf"].exempt(app.view_functions["notifications.unsubscribe_now"])
    app.jinja_env.globals["unread_notices"] = _unread
    add_audience(app, Audience("mine", MINE, queries.proposers, 10))
    add_audience(app, Audience("followed", FOLLOWED, queries.followers, 20))
    add_maker(app, "notice", letters.make_notice)
    add_maker(app, "digest", letters.make_digest)
    add_maker(app, "telephone_code", make_code)
    add_way(app, TEXT, ByText)
    if installed():
        add_way(app, PUSH, ByPush)
    plugins = app.extensions["demosx_registry"].plugins
    app.extensions["demosx_text_senders"] = {one.name: one for plugin in plugins for one in plugin.senders}
    listening.listen()
    agreed.connect(_agreed)
    ticks.register(app, "reminders", remind)
    ticks.register(app, "digests", services.write_digests)
    ticks.register(app, "telephone_numbers", _tidy)
    add_section(app, Section("follow", "notifications/follow.html", _follow, order=5))
    add_me_section(app, MeSection("notices", "notifications/mine.html", _mine, order=5))
    add_me_section(app, MeSection("following", "notifications/mine_following.html", _following, order=25))
    add_account_page(app, AccountPage("notifications.settings", _l("What I am told"), 30))
    for holding in HOLDINGS:
        add_holding(app, holding)
    add_retention(app, RETENTION)


def _agreed(account_id: int, what: str, given: bool) -> None:
    if what == AGREEMENT:
        services.agreed(account_id, given)


def _tidy() -> int:
    with transaction():
        return forget_unconfirmed()


def _unread() -> int:
    """How many notices are new to the person who asks: for the head of every page."""
    asking = current_actor()
    if asking.id is None:
        return 0
    if "unread_notices" not in g:
        g.unread_notices = queries.unread(asking.id)
    return int(g.unread_notices)


def _follow(here: Standing, actor: Actor) -> dict[str, Any] | None:
    """The button on a proposal's page, for its proposer too: who has left the proposal to others may still want to."""
    if here.state.ended and actor.id is None:
        return None
    if actor.signed_in and not can("proposal:follow"):
        return None
    follows = False
    if actor.id is not None:
        g.unread_notices, follows = queries.unread_and_follows(actor.id, here.proposal.id)
    if here.state.ended and not follows:
        return None
    return {"proposal": here.proposal, "follows": follows}


def _mine(account_id: int) -> dict[str, Any]:
    return {"unread": _unread()}


def _following(account_id: int) -> dict[str, Any]:
    page = queries.following(account_id, size=ON_MY_PAGE)
    return {"my_following": cards(one.proposal for one in page.items), "more": page.next is not None}
