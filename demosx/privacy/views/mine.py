"""One's own data: what is kept, all of it as a file, and leaving."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError, InvalidInput, NotSignedIn
from ...core.i18n import language
from ...core.limits import throttle
from ...core.permissions import current_actor, signed_in
from ...core.settings import site
from ...people import login, queries
from ...people.errors import LastAdmin
from ...people.freshness import fresh, require_factor
from ...people.holdings import holdings
from ...people.models import Account
from .. import gathering, leaving, proof
from ..downloads import FORMATS, attachment
from ..errors import ProofNeeded
from ..forms import LeaveForm, ProofForm
from ..retention import overview
from . import bp

DOWNLOADS = "10 per hour"


def _mine() -> Account:
    number = current_actor().id
    account = queries.account(number) if number is not None else None
    if account is None or account.left_at is not None:
        raise NotSignedIn()
    return account


@bp.get("/account/data")
@signed_in
def data() -> ResponseReturnValue:
    """What is kept of me, why and how long, and the ways to have it or to end it."""
    return _data_page(_mine(), ProofForm(formdata=None, proved=fresh()))


@bp.post("/account/data/download")
@signed_in
def download() -> ResponseReturnValue:
    """Everything that is kept of me, as a file."""
    require_factor()
    account = _mine()
    kind = request.form.get("format", "")
    if kind not in FORMATS:
        raise InvalidInput()
    form = ProofForm(proved=fresh())
    if not form.validate_on_submit():
        return _data_page(account, form)
    try:
        proof.prove(account, form.text("password") if "password" in form else "")
    except ProofNeeded as error:
        form["password"].errors = [str(error)]
        return _data_page(account, form)
    throttle("own_data", DOWNLOADS, str(account.id))
    return attachment(gathering.everything(account.id, language(), own=True), kind)


@bp.get("/account/leave")
@signed_in
def leave() -> ResponseReturnValue:
    """What leaving would do, before anybody does it."""
    require_factor()
    return _leave_page(_mine(), LeaveForm(formdata=None, proved=fresh()))


@bp.post("/account/leave")
@signed_in
def leave_now() -> ResponseReturnValue:
    """Leave."""
    require_factor()
    account = _mine()
    form = LeaveForm(proved=fresh())
    if not form.validate_on_submit():
        return _leave_page(account, form)
    try:
        proof.prove(account, form.text("password") if "password" in form else "")
        leaving.leave(account, remove_texts=leaving.removes_texts(form.removes()))
    except ProofNeeded as error:
        form["password"].errors = [str(error)]
        return _leave_page(account, form)
    except LastAdmin as error:
        return _leave_page(account, form, error)
    login.go_out()
    flash(_("You have left, and what we kept of you is deleted. Thank you for having taken part."), "success")
    return redirect(url_for("home.index"))


def _data_page(account: Account, form: ProofForm) -> ResponseReturnValue:
    counted = gathering.counts(account.id)
    parts = [(one, counted.get(one.name)) for one in holdings()]
    parts = [(one, number) for one, number in parts if number is None or number]
    page = render_template(
        "privacy/data.html",
        account=account,
        form=form,
        mine=[part for part in parts if not part[0].staff],
        others=[part for part in parts if part[0].staff] if _works_here() else [],
        kept=overview(),
        inactive_days=site().privacy.inactive_days,
    )
    return page, 422 if form.errors else 200


def _works_here() -> bool:
    return current_actor().is_staff or bool(current_actor().held_back)


def _leave_page(account: Account, form: LeaveForm, wrong: DomainError | None = None) -> ResponseReturnValue:
    page = render_template(
        "privacy/leave.html",
        account=account,
        form=form,
        foretold=leaving.foretold(account.id),
        contributions=site().privacy.contributions,
        wrong=str(wrong) if wrong else "",
        works_here=_works_here(),
    )
    return page, 422 if form.errors or wrong else 200
