"""Joining, and the links that prove an address."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError
from ...core.i18n import language
from ...core.permissions import current_actor, public
from ...core.security import keyed, local_path
from .. import login, queries, services, throttles
from ..errors import LinkExpired
from ..forms import EmailForm, JoinForm, blame
from ..models import Account
from ..names import email_key
from . import bp
from .coming_in import home_of_person

JOINED, NEXT = "joined", "after_joining"


@bp.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """A new account. Ends on the same page whether or not the address has one already."""
    form = JoinForm()
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next"), "")
        if current_actor().signed_in:
            return redirect(form.next.data or home_of_person())
    if not form.validate_on_submit():
        return render_template("people/join.html", form=form), 422 if form.errors else 200
    throttles.before_joining(form.text("email"))
    district = form.district.data if "district" in form else None
    try:
        services.join(form.text("email"), form.text("password"), form.text("nickname"), language(), district)
    except DomainError as error:
        blame(form, error)
        return render_template("people/join.html", form=form), 422
    session[JOINED] = keyed("joined", email_key(form.text("email")))
    session[NEXT] = local_path(form.next.data, "")
    return redirect(url_for("people.join_sent"))


@bp.get("/join/sent")
@public
def join_sent() -> ResponseReturnValue:
    """What happens next, and a way to get the letter again."""
    return render_template("people/join_sent.html", form=EmailForm())


@bp.post("/confirm/again")
@public
def confirm_again() -> ResponseReturnValue:
    """Mail the link once more, if there is an account that waits for it."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("people/join_sent.html", form=form), 422
    throttles.before_letter(form.text("email"))
    account = queries.account_by_email(form.text("email"))
    if account is not None:
        services.send_confirmation_again(account)
    flash(_("If an account waits for this address, a new letter is on its way."))
    return redirect(url_for("people.join_sent"))


@bp.route("/confirm/<secret>", methods=["GET", "POST"])
@public
def confirm(secret: str) -> ResponseReturnValue:
    """The link of the letter shows a button, since programs that scan mail open links; the button confirms."""
    throttles.before_secret()
    try:
        holder = services.token_holder(secret, "confirm")
        if request.method != "POST":
            return render_template("people/confirm.html", holder=holder)
        account = services.confirm(secret)
    except LinkExpired as expired:
        return render_template("people/link_expired.html", message=str(expired), again="join_sent"), 404
    return _welcome(account)


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
        return render_template("people/link_expired.html", message=str(expired), again="account"), 404
    flash(_("Your new address is confirmed."), "success")
    return redirect(url_for("people.account"))


def _welcome(account: Account) -> ResponseReturnValue:
    """Let in whoever joined in this very browser. Anybody else signs in, and so shows that the password is theirs."""
    onward = local_path(session.get(NEXT))
    joined_here = session.get(JOINED) == keyed("joined", account.email_key)
    if joined_here:
        login.come_in(services.admit(account))
    if joined_here or current_actor().id == account.id:
        flash(_("Welcome! Your address is confirmed."), "success")
        return redirect(onward)
    flash(_("Your address is confirmed. Please sign in."), "success")
    return redirect(url_for("people.sign_in", next=onward if onward != "/" else None))
