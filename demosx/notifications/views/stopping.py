"""One click that ends a kind of letters (RFC 8058): from the mail program, years later, without signing in."""

from flask import Response, make_response, render_template
from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.permissions import public
from ...people import queries as people
from ...people.throttles import after_unknown_secret, before_secret
from .. import queries, services, tokens
from ..kinds import LABELS, PACE_LABELS
from . import bp


@bp.get("/unsubscribe/<secret>")
@public
def unsubscribe(secret: str) -> Response:
    """A page with a button; looking at it changes nothing, since mail programs look at every address."""
    account, what = _known(secret)
    if not _lives(account):
        return _page(secret, what, "already")
    return _page(secret, what, "asked" if queries.told(queries.choices_of(account), what) else "already")


@bp.post("/unsubscribe/<secret>")
@public
def unsubscribe_now(secret: str) -> Response:
    """End it. There is no session and no token of a form: mail programs post this, and the secret in the address is
    what allows it. Whoever has it can do nothing else with it, and to nobody else; so this route asks for none."""
    account, what = _known(secret)
    if _lives(account):
        services.stop(account, what)
    return _page(secret, what, "done")


def _lives(account_id: int) -> bool:
    """Whether there is somebody yet who could get letters: nothing is written of whoever has left."""
    found = people.account(account_id)
    return found is not None and found.left_at is None


def _known(secret: str) -> tuple[int, str]:
    before_secret()
    found = tokens.read(secret)
    if found is None:
        after_unknown_secret()
        raise NotFound()
    return found


def _page(secret: str, what: str, how: str) -> Response:
    name = LABELS[what] if what in LABELS else _("What comes: %(pace)s", pace=PACE_LABELS[what])
    page = make_response(render_template("notifications/unsubscribe.html", secret=secret, what=name, how=how))
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
