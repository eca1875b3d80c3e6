"""Signing in and out, and choosing a new password by mail."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError, NotFound
from ...core.pending import onward
from ...core.permissions import current_actor, public
from ...core.security import local_path
from ...core.settings import site
from .. import known_browsers, letters, login, queries, roles, services, throttles
from ..errors import LinkExpired, SignInRefused
from ..forms import EmailForm, ResetForm, SignInForm, blame
from ..models import Account
from ..services.accounts import waits_for_owner
from ..ways import home_of_person, other_ways
from . import bp
from .mailed_link import ask_link
from .sign_in_page import sign_in_page


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Every way of signing in, and of joining; keeps the address that was typed.

    `again` is for somebody who is signed in and is to show once more who they are.
    """
    form = SignInForm()
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next"), "")
        if current_actor().signed_in:
            if "again" not in request.args:
                return redirect(form.next.data or home_of_person())
            form.email.data = _own_address()
    elif "password" not in form:
        raise NotFound()
    elif site().sign_in.link and not form.password.data:
        return ask_link()  # the key of a keyboard that sends the form presses its first button
    if not form.validate_on_submit():
        return sign_in_page(form), 422 if form.errors else 200
    email = form.text("email")
    throttles.before_sign_in(email, known_browsers.known_as(email))
    try:
        secret = services.sign_in(email, form.text("password"))
    except SignInRefused as refused:
        throttles.after_failed_sign_in()
        return sign_in_page(form, str(refused)), 422
    login.come_in(secret)
    arrival = make_response(redirect(onward(local_path(form.next.data, home_of_person()))))
    return known_browsers.remember(arrival, email)


def _own_address() -> str | None:
    number = current_actor().id
    account = queries.account(number) if number is not None else None
    return account.email if account else None


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session. Also answers somebody whose session was over already."""
    login.go_out()
    flash(_("You are signed out."))
    return redirect(url_for("home.index"))


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    """Ask for a link. What is shown afterwards says nothing about who has an account."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("people/forgot.html", form=form), 422 if form.errors else 200
    if throttles.may_ask_letter("reset", form.text("email")):
        services.request_reset(form.text("email"))
    return redirect(url_for("people.forgot_sent"))


@bp.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    """What happens next."""
    return render_template("people/forgot_sent.html")


def _after_reset(account: Account) -> str:
    """The page of signing in; where the account has other ways, it leads to them, so that strange ones can be ended."""
    others = other_ways(account)
    if not others:
        return url_for("people.sign_in")
    flash(
        _("Your account can be signed in to in other ways, too: %(ways)s. If one of them is not yours, you can end it "
          "right after signing in.", ways=", ".join(others)), "warning",
    )  # fmt: skip
    return url_for("people.sign_in", next=url_for("identity.ways"))


@bp.route("/reset/<secret>", methods=["GET", "POST"])
@public
def reset(secret: str) -> ResponseReturnValue:
    """Choose a new password. Opening the page uses nothing up. Whoever accepts an invitation is signed in at once."""
    throttles.before_secret()
    form = ResetForm()
    try:
        holder = services.token_holder(secret, "reset")
        if form.validate_on_submit():
            invited = waits_for_owner(holder)
            account = services.reset(secret, form.text("new_password"))
            login.go_out()
            if invited:
                login.come_in(services.admit(account, way="link"))
                return redirect(home_of_person())
            flash(_("Your new password is set. Please sign in with it."), "success")
            return redirect(_after_reset(account))
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        page = render_template(
            "people/link_expired.html", message=str(expired), again="forgot", office=letters.office()
        )
        return page, 404
    except DomainError as error:
        blame(form, error)
    invitation = queries.grants_of(holder.id) if waits_for_owner(holder) else None
    page = render_template(
        "people/reset.html", form=form, holder=holder, invitation=invitation, name_of=roles.name_of
    )
    return page, 422 if form.errors else 200
