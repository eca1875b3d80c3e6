"""Signing in by a link that is mailed, without a password."""

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...core.elsewhere import along
from ...core.errors import NotFound
from ...core.pending import onward
from ...core.permissions import current_actor, public
from ...core.security import digest, local_path, new_secret
from ...core.settings import site
from .. import known_browsers, login, services, throttles
from ..errors import LinkExpired
from ..forms import LinkForm
from ..models import Token
from ..services.arriving import LONGEST_PATH
from ..services.tokens import token_of, use
from ..ways import home_of_person
from . import bp
from .sign_in_page import sign_in_page

ASKED = "asked_link"


@bp.post("/sign-in/link")
@public
def ask_link() -> ResponseReturnValue:
    """Ask for a link. What is shown afterwards says nothing about who has an account."""
    _require_on()
    form = LinkForm()
    if not form.validate_on_submit():
        return sign_in_page(form), 422
    mark, onto = session.get(ASKED) or new_secret(), local_path(form.next.data, "")
    onto = onto if len(onto) <= LONGEST_PATH else ""
    if throttles.may_ask_letter("link", form.text("email")):
        services.request_link(form.text("email"), mark, along(onto))
    session[ASKED] = mark
    return redirect(url_for("people.link_sent", next=onto or None))


@bp.get("/sign-in/link/sent")
@public
def link_sent() -> ResponseReturnValue:
    """What happens next."""
    return render_template("people/link_sent.html", next=local_path(request.args.get("next"), ""))


@bp.route("/sign-in/link/<secret>", methods=["GET", "POST"])
@public
def sign_in_link(secret: str) -> ResponseReturnValue:
    """The link shows a button, since programs that scan mail open links; the button signs in, once.

    In another browser than the one that has asked the page says what the button does there: whoever was sent the link
    of a stranger would go on in the stranger's account.
    """
    _require_on()
    throttles.before_secret()
    try:
        token = token_of(secret, "link")
        if request.method == "POST":
            return _come_in(secret)
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        page = render_template("people/link_expired.html", message=str(expired), again="sign_in")
        return page, expired.status
    return render_template("people/sign_in_link.html", holder=token.account, here=_asked_here(token),
                           another=current_actor().signed_in and current_actor().id != token.account_id)  # fmt: skip


def _come_in(secret: str) -> ResponseReturnValue:
    account, _mark = use(secret, "link")
    login.come_in(services.admit(account, way="link"))
    onto = local_path(request.args.get("next"), "") or home_of_person()
    return known_browsers.remember(make_response(redirect(onward(onto))), account.email or "")


def _asked_here(token: Token) -> bool:
    mark = session.get(ASKED)
    return mark is not None and digest(mark) == token.data


def _require_on() -> None:
    if not site().sign_in.link:
        raise NotFound()
