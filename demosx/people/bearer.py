"""From `Authorization: Bearer …` to whom a script acts for.

Only a request without any cookie is taken so: no browser sends the header by itself, so such a request needs no CSRF
token, and one with a session is never let off. Whether a request is let off is asked of that request alone.
"""

from dataclasses import dataclass

from flask import Flask, Request, current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect
from sqlalchemy import update

from ..core import clock, limits
from ..core.db import db, writing_apart
from ..core.errors import DomainError, NotAllowed
from ..core.i18n import local_day
from ..core.permissions import PUBLIC, SIGNED_IN, Actor, current_actor
from ..core.web import SAFE
from .api_tokens import ApiToken, actor_of_token

EACH = "1200 per hour"
UNKNOWN = "60 per hour"
# The rooms that are for a person at a browser: signing in, one's own account, agreeing, proving who one is.
PERSONAL = frozenset({"people", "identity", "consent", "verification", "privacy", "notifications"})


class TokenRefused(DomainError):
    """The token is unknown, has run out, or was taken back."""

    status = 401
    message = _l("This token does not work, or does not work any more.")


@dataclass(frozen=True)
class Bearer:
    """What Flask-Login keeps for the request of a script. There is no session."""

    actor: Actor
    session: None = None
    secret: str = ""
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Nothing is kept in a cookie."""
        return ""


def offered(asking: Request) -> str | None:
    """The token that a request offers; None where there is none, or a cookie beside it."""
    scheme, _space, secret = asking.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" and not asking.cookies else None


def load(asking: Request) -> Bearer | None:
    """Who a script acts for. Raises TokenRefused, or TooMany, once; the page that says so is for a visitor."""
    secret = offered(asking)
    if secret is None or "bearer_refused" in g:
        return None
    g.bearer_refused = True
    limits.check("bearer", UNKNOWN, limits.address())
    found = actor_of_token(secret)
    if found is None:
        limits.count("bearer", UNKNOWN, limits.address())
        raise TokenRefused()
    actor, token = found
    limits.throttle("bearer_token", EACH, str(token.id))
    _note(token)
    g.pop("bearer_refused")
    return Bearer(actor)


def check_reach() -> None:
    """Raise NotAllowed where a script has come to what is for people: their accounts, forms that anybody may send."""
    if offered(request) is None or request.endpoint is None or current_actor().scope is None:
        return
    access = getattr(current_app.view_functions.get(request.endpoint), "access", None)
    personal = request.blueprint in PERSONAL or access == SIGNED_IN
    if personal or (access == PUBLIC and request.method not in SAFE):
        raise NotAllowed()


def init_app(app: Flask) -> None:
    """Hold scripts to what is theirs."""
    app.before_request(check_reach)


class Forms(CSRFProtect):  # type: ignore[misc]
    """Forms carry a token of their page, unless the request itself is that of a script with a token of its own."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check one request. Nothing of the answer outlives it."""
        if offered(request) is not None and current_actor().scope is not None:
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)


def _note(token: ApiToken) -> None:
    """Keep the day of the last use: in the transaction of a request that writes, in one of its own for others."""
    today = local_day(clock.wall())
    if token.last_used_on == today:
        return
    change = update(ApiToken).where(ApiToken.id == token.id).values(last_used_on=today)
    if request.method not in SAFE:
        db.session.execute(change)
        return
    db.session.rollback()
    with writing_apart(), db.engine.begin() as connection:
        connection.execute(change)
