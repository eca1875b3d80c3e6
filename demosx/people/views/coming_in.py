"""Signing in and out, and choosing a new password by mail."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError
from ...core.permissions import current_actor, public
from ...core.security import local_path
from .. import known_browsers, login, services, throttles
from ..demo import open_here
from ..errors import LinkExpired, SignInRefused
from ..forms import EmailForm, ResetForm, SignInForm, blame
from . import bp


def home_of_person() -> str:
    """Where somebody who has just come in goes: staff to their desk, others to the first page."""
    return url_for("desk.index" if current_actor().is_staff else "home.index")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """E-mail and password; keeps the address that was typed."""
    form = SignInForm()
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next"), "")
        if current_actor().signed_in:
            return redirect(form.next.data or home_of_person())
    if not form.validate_on_submit():
        page = render_template("people/sign_in.html", form=form, demo=open_here())
        return page, 422 if form.errors else 200
    email = form.text("email")
    throttles.before_sign_in(email, known_browsers.known_as(email))
    try:
        secret = services.sign_in(email, form.text("password"))
    except SignInRefused as refused:
        throttles.after_failed_sign_in()
        page = render_template("people/sign_in.html", form=form, demo=open_here(), refused=str(refused))
        return page, 422
    login.come_in(secret)
    arrival = make_response(redirect(local_path(form.next.data, home_of_person())))
    return known_browsers.remember(arrival, email)


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


@bp.route("/reset/<secret>", methods=["GET", "POST"])
@public
def reset(secret: str) -> ResponseReturnValue:
    """Choose a new password. Opening the page uses nothing up."""
    throttles.before_secret()
    form = ResetForm()
    try:
        holder = services.token_holder(secret, "reset")
        if form.validate_on_submit():
            services.reset(secret, form.text("new_password"))
            login.go_out()
            flash(_("Your new password is set. Please sign in with it."), "success")
            return redirect(url_for("people.sign_in"))
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        return render_template("people/link_expired.html", message=str(expired), again="forgot"), 404
    except DomainError as error:
        blame(form, error)
    return render_template("people/reset.html", form=form, holder=holder), 422 if form.errors else 200
