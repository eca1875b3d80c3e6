"""The desk's pages: forgetting somebody who has asked for it, and what was deleted when its time was over."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import DomainError, NotFound
from ...core.permissions import current_actor, needs
from ...core.settings import site
from ...core.web import writes
from ...people import queries
from ...people.looks import look
from ...people.models import Account
from ...people.reasons import looking
from .. import leaving
from ..forms import ForgetForm
from ..retention import overview
from . import bp


def _person(account_id: int) -> Account:
    account = queries.account(account_id)
    if account is None or account.left_at is not None:
        raise NotFound()
    return account


@bp.get("/desk/people/<int:account_id>/forget")
@needs("people:forget")
@writes
def forget(account_id: int) -> ResponseReturnValue:
    """What forgetting this person would do."""
    account = _person(account_id)
    looking("person", person_id=account.id)
    return _forget_page(account, ForgetForm(formdata=None))


@bp.post("/desk/people/<int:account_id>/forget")
@needs("people:forget")
def forget_now(account_id: int) -> ResponseReturnValue:
    """Forget somebody at their own request."""
    account, form = _person(account_id), ForgetForm()
    if not form.validate_on_submit():
        return _forget_page(account, form)
    try:
        leaving.leave(account, remove_texts=leaving.removes_texts(form.removes()), by=current_actor())
    except DomainError as error:
        return _forget_page(account, form, str(error))
    look("person", person_id=account_id, reason="request", detail=form.text("reason"))
    flash(_("The account has ended, and what was kept of the person is deleted."), "success")
    return redirect(url_for("people.desk_people"))


@bp.get("/desk/retention")
@needs("privacy:see")
def retention() -> str:
    """What is kept how long, and what was deleted lately."""
    return render_template(
        "privacy/retention.html", kept=overview(), inactive_days=site().privacy.inactive_days
    )


def _forget_page(account: Account, form: ForgetForm, wrong: str = "") -> ResponseReturnValue:
    page = render_template(
        "privacy/forget.html",
        account=account,
        form=form,
        foretold=leaving.foretold(account.id),
        contributions=site().privacy.contributions,
        wrong=wrong,
    )
    return page, 422 if form.errors or wrong else 200
