"""From the cookie to the person. The cookie holds a session's secret; the session itself is a row that can end."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Response, g, has_request_context, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from ..core import clock, i18n, pending
from ..core.errors import NotSignedIn
from ..core.permissions import Actor
from ..core.settings import site
from ..core.web import SAFE
from . import bearer, queries
from .browsers import called
from .services import note_browser, renew, seen, sign_out
from .sessions import LIFETIME, Session
from .signals import came_in

AGE_OF_CHOICE = 365 * 24 * 3600
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login keeps for a request: the session, and the secret that proved it."""

    session: Session
    secret: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.secret

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return self.session.actor


def load_actor() -> Actor:
    """Who makes this request; a visitor where there is none."""
    if has_request_context() and current_user.is_authenticated:
        found: Actor = current_user.actor
        return found
    return Actor()


def present_secret() -> str | None:
    """The secret of the session of this request."""
    return str(current_user.secret) if current_user.is_authenticated else None


def present() -> Session | None:
    """The session of this request."""
    return current_user.session if current_user.is_authenticated else None


def come_in(secret: str) -> None:
    """Begin the session of `secret` in this browser. Whatever the browser held before is dropped."""
    session.clear()
    session.permanent = True
    note_browser(secret, called(request.user_agent.string))
    found = queries.session_of(secret)
    if found is not None:
        login_user(SignedIn(found, secret))
    _forget_who()
    if found is not None:
        came_in.send(found.actor)


def stay_in(*, factor: bool = False) -> None:
    """Go on in this browser with a new secret: after every change of what its owner may do here, so that whoever knew
    the old one does not rise with them. `factor` says that a second factor was shown just now.

    Raises NotSignedIn where the session has ended.
    """
    secret = present_secret()
    if secret is None:
        raise NotSignedIn()
    come_in(renew(secret, factor=factor))


def go_out() -> None:
    """End the session of this browser, here and in the database."""
    secret = present_secret()
    if secret is not None:
        sign_out(secret)
        pending.drop()  # whoever signs out leaves nothing to the next person at this device
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
    manager.request_loader(bearer.load)
    bearer.init_app(app)
    app.extensions["demosx_permissions"].load_actor = load_actor


def _load(secret: str) -> SignedIn | None:
    found = queries.session_of(secret)
    if found is None:
        return None
    if request.method not in SAFE and found.last_seen_at < clock.wall() - NOTED_EVERY:
        seen(secret)
    return SignedIn(found, secret)


def _forget_who() -> None:
    g.pop("actor", None)
