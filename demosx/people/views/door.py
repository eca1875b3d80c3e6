"""What a child's guardian answers, what a child waits for, and the birth date where a rule asks for it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError, NotSignedIn
from ...core.pending import onward
from ...core.permissions import current_actor, public, signed_in
from ...core.security import local_path
from ...core.settings import site
from .. import queries, services, throttles
from ..errors import LinkExpired
from ..forms import BirthDateForm, GuardianForm, blame
from ..models import Account
from ..services import guardians
from . import bp


@bp.route("/guardian/<secret>", methods=["GET", "POST"])
@public
def guardian(secret: str) -> ResponseReturnValue:
    """What a parent or guardian is asked. Opening the page answers nothing: programs that scan mail open links too."""
    throttles.before_secret()
    try:
        child = guardians.child_of(secret)
        if request.method != "POST":
            age = site().joining.minimum_age
            return render_template("people/guardian.html", child=child, age=age, secret=secret)
        agreed = request.form.get("answer") == "agree"
        if agreed:
            guardians.agree_as_guardian(secret)
        elif request.form.get("answer") == "refuse":
            guardians.refuse_as_guardian(secret)
        else:
            return redirect(url_for(".guardian", secret=secret))
    except LinkExpired as expired:
        throttles.after_unknown_secret()
        return render_template("people/guardian_over.html", message=str(expired)), 404
    return redirect(url_for(".guardian_answered", agreed="1" if agreed else None))


@bp.get("/guardian/answered")
@public
def guardian_answered() -> str:
    """Thanks, and what follows from the answer."""
    return render_template("people/guardian_answered.html", agreed=request.args.get("agreed") == "1")


@bp.route("/account/guardian", methods=["GET", "POST"])
@signed_in
def awaiting_guardian() -> ResponseReturnValue:
    """What a child's account waits for; the letter once more, also to another address."""
    account = _my_account()
    ask = guardians.ask_of(account.id)
    if not account.awaits_guardian or ask is None:
        return redirect(onward(local_path(request.args.get("next"))))
    form = GuardianForm(
        formdata=request.form if request.method == "POST" else None, data={"email": ask.email}
    )
    if form.validate_on_submit():
        throttles.before_letter(form.text("email"))
        try:
            guardians.ask_guardian(account, form.text("email"))
            flash(_("We have sent the question again."), "success")
            return redirect(url_for(".awaiting_guardian"))
        except DomainError as error:
            blame(form, error)
    page = render_template("people/awaiting_guardian.html", form=form, until=ask.expires_at)
    return page, 422 if form.errors else 200


@bp.route("/account/birth-date", methods=["GET", "POST"])
@signed_in
def birth_date() -> ResponseReturnValue:
    """Say when one was born, once; then go on with what asked for it."""
    account = _my_account()
    onto = local_path(request.values.get("next"))
    if account.born_on is not None:
        return redirect(onward(onto))
    form = BirthDateForm()
    if form.validate_on_submit() and form.born_on.data is not None:
        services.say_birth_date(account, form.born_on.data)
        return redirect(onward(onto))
    return render_template("people/birth_date.html", form=form, next=onto), 422 if form.errors else 200


def _my_account() -> Account:
    number = current_actor().id
    account = queries.account(number) if number is not None else None
    if account is None:
        raise NotSignedIn()
    return account
