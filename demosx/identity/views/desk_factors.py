"""The desk's page about how somebody signs in: what they have set up, and taking it away when it is lost."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.permissions import current_actor, needs
from ...core.web import SAFE, writes
from ...people import queries
from ...people.models import Account
from ...people.reasons import looking
from ..factor_forms import ReasonForm
from ..factor_queries import factors_of
from ..factor_services import reset_factors
from . import bp


@bp.get("/desk/people/<int:account_id>/sign-in")
@needs("people:see")
@writes
def desk_factors(account_id: int) -> ResponseReturnValue:
    """What somebody can show a second factor with."""
    account = _person(account_id)
    looking("person", person_id=account.id)
    return _page(account, ReasonForm(formdata=None))


@bp.post("/desk/people/<int:account_id>/sign-in")
@needs("people:grant")
def desk_reset_factors(account_id: int) -> ResponseReturnValue:
    """Take away somebody's second factors, so that they set up new ones."""
    account, form = _person(account_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(account, form), 422
    reset_factors(account, current_actor(), form.text("reason"))
    flash(_("The second factor is reset, and the account is signed out everywhere."), "success")
    return redirect(url_for("identity.desk_factors", account_id=account.id))


def _page(account: Account, form: ReasonForm) -> str:
    """What they have set up stands on it where the look is logged, which a refusal is not."""
    shown = request.method in SAFE
    return render_template(
        "identity/desk_factors.html",
        account=account,
        factors=factors_of(account.id) if shown else None,
        form=form,
    )


def _person(account_id: int) -> Account:
    account = queries.account(account_id)
    if account is None or account.left_at is not None:
        raise NotFound()
    return account
