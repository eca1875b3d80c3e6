"""From the cookie to the person. The cookie holds a session's secret; the session itself is a row that can end."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Response, g, has_request_context, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from ..core import clock, i18n
from ..core.permissions import Actor
from ..core.settings import site
from ..core.web import SAFE
from . import queries
from .services import seen, sign_out
from .services.sign_in import LIFETIME

AGE_OF_CHOICE = 365 * 24 * 3600
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login keeps for a request: who it is, and the secret that proved it."""

    actor: Actor
    secret: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.secret


def load_actor() -> Actor:
    """Who makes this request; a visitor where there is none."""
    if has_request_context() and current_user.is_authenticated:
        found: Actor = current_user.actor
        return found
    return Actor()


def present_secret() -> str | None:
    """The secret of the session of this request."""
    return str(current_user.secret) if current_user.is_authenticated else None


def come_in(secret: str) -> None:
    """Begin the session of `secret` in this browser. Whatever the browser held before is dropped."""
    session.clear()
    session.permanent = True
    actor = queries.actor_of_secret(secret)
    if actor is not None:
        login_user(SignedIn(actor, secret))
    _forget_who()


def go_out() -> None:
    """End the session of this browser, here and in the database."""
    secret = present_secret()
    if secret is not None:
        sign_out(secret)
    logout_user()
    session.clear()
    _forget_who()


def remember_language(response: Response, language: str) -> Response:
    """Keep the reader's choice of language in this browser."""
    response.set_cookie(
        i18n.COOKIE,
        language,
        max_age=AGE_OF_CHOICE,
        secure=site().address.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


def init_app(app: Flask) -> None:
    """Let the application know its people."""
    app.config["PERMANENT_SESSION_LIFETIME"] = LIFETIME
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager()
    manager.session_protection = None  # it would look at addresses, which change in a moving train
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    app.extensions["demosx_permissions"].load_actor = load_actor


def _load(secret: str) -> SignedIn | None:
    found = queries.session_of(secret)
    if found is None:
        return None
    actor, last_seen = found
    if request.method not in SAFE and last_seen < clock.wall() - NOTED_EVERY:
        seen(secret)
    return SignedIn(actor, secret)


def _forget_who() -> None:
    g.pop("actor", None)
