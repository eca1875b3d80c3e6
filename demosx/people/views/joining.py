"""Joining, and the links that prove an address."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...consent.wording import AGREED_TO
from ...core.elsewhere import along
from ...core.errors import DomainError
from ...core.i18n import language
from ...core.pending import onward
from ...core.permissions import current_actor, public
from ...core.security import local_path
from .. import known_browsers, login, services, throttles
from ..errors import LinkExpired, NicknameTaken, WrongPassword
from ..forms import ConfirmForm, EmailForm, JoinForm, blame
from ..models import Account, Joining
from ..ways import home_of_person
from . import bp

JOINED = "joined"


@bp.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """A new account. Ends on the same page whether or not the address has one already.

    Nothing is kept of somebody who may not join.
    """
    form = JoinForm()
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next"), "")
        if current_actor().signed_in:
            return redirect(form.next.data or home_of_person())
    if not form.validate_on_submit():
        return render_template("people/join.html", form=form), 422 if form.errors else 200
    throttles.before_joining(form.text("email"))
    district = form.district.data if "district" in form else None
    password = form.text("password") if "password" in form else ""
    onto = local_path(form.next.data, "")
    try:
        mark = services.join(
            form.text("email"), password, form.text("nickname"), language(), district,
            agreed=form.answers(), child=form.child(), onward=along(onto),
        )  # fmt: skip
    except DomainError as error:
        blame(form, error)
        return render_template("people/join.html", form=form), 422
    session[JOINED] = mark
    return redirect(url_for("people.join_sent"))


@bp.get("/join/sent")
@public
def join_sent() -> ResponseReturnValue:
    """What happens next, and a way to get the letter again."""
    return render_template("people/join_sent.html", form=EmailForm())


@bp.post("/confirm/again")
@public
def confirm_again() -> ResponseReturnValue:
    """Mail the link once more, if somebody with this address waits for it."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("people/join_sent.html", form=form), 422
    if throttles.may_ask_letter("confirm", form.text("email")):
        services.request_confirmation(form.text("email"), session.get(JOINED))
    flash(_("If an account waits for this address, a new letter is on its way."))
    return redirect(url_for("people.join_sent"))


@bp.route("/confirm/<secret>", methods=["GET", "POST"])
@public
def confirm(secret: str) -> ResponseReturnValue:
    """The link of the letter shows a button, since programs that scan mail open links; the button confirms.

    In another browser than the one that has joined the page also asks for the password, if one was chosen.
    """
    throttles.before_secret()
    try:
        joining = services.joining_of(secret)
        form = ConfirmForm()
        if services.proved_by_link(joining, session.get(JOINED)):
            del form.password
        if form.validate_on_submit():
            return _finish(secret, joining, form)
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        return render_template("people/link_expired.html", message=str(expired), again="join_sent"), 404
    return _confirm_page(joining, form)


@bp.route("/confirm-email/<secret>", methods=["GET", "POST"])
@public
def confirm_email(secret: str) -> ResponseReturnValue:
    """The same for a new address of an account."""
    throttles.before_secret()
    try:
        holder = services.token_holder(secret, "email")
        if request.method != "POST":
            return render_template("people/confirm_email.html", holder=holder)
        services.confirm_email(secret)
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        return render_template("people/link_expired.html", message=str(expired), again="account"), 404
    flash(_("Your new address is confirmed."), "success")
    return redirect(url_for("people.account"))


def _finish(secret: str, joining: Joining, form: ConfirmForm) -> ResponseReturnValue:
    """Let in whoever joined in this very browser or knows the password; the form again where that is wrong."""
    password = form.text("password") if "password" in form else ""
    if "password" in form:
        throttles.before_confirming(joining.mark)
    try:
        account = services.confirm(secret, mark=session.get(JOINED), password=password)
    except NicknameTaken as taken:
        anew = JoinForm(formdata=None, data={"email": joining.email, "nickname": joining.nickname})
        blame(anew, taken)
        return render_template("people/join.html", form=anew), 422
    except WrongPassword as wrong:
        throttles.after_failed_sign_in()
        blame(form, wrong)
        return _confirm_page(joining, form)
    return _welcome(account, joining.onward)


def _confirm_page(joining: Joining, form: ConfirmForm) -> ResponseReturnValue:
    agreed = [str(AGREED_TO[what]) for what, version in joining.agreed.items() if version is not None]
    page = render_template("people/confirm.html", joining=joining, form=form, agreed=agreed)
    return page, 422 if form.errors else 200


def _welcome(account: Account, path: str) -> ResponseReturnValue:
    """Let a new person in, and lead them to where they were; a child first to what it waits for."""
    login.come_in(services.admit(account))
    flash(_("Welcome! Your address is confirmed."), "success")
    goes_on = url_for("people.awaiting_guardian") if account.awaits_guardian else onward(local_path(path))
    return known_browsers.remember(make_response(redirect(goes_on)), account.email or "")
