"""Correcting a birth date, which people say once and cannot change themselves."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import InvalidInput, NotFound
from ...core.permissions import current_actor, needs
from ...core.text import clean
from .. import queries, services
from ..errors import BirthDateInvalid
from ..forms import BirthDateForm
from . import bp


@bp.post("/desk/people/<int:account_id>/birth-date")
@needs("people:grant")
def desk_birth_date(account_id: int) -> ResponseReturnValue:
    """Note another birth date for somebody who has shown the office that theirs is wrong."""
    account = queries.account(account_id)
    if account is None or account.left_at is not None or account.born_on is None:
        raise NotFound()
    form, reason = BirthDateForm(), clean(request.form.get("reason", ""))[:1000]
    if not form.validate_on_submit() or form.born_on.data is None:
        raise BirthDateInvalid()
    if not reason:
        raise InvalidInput(_("Please say by what it was shown."))
    services.correct_birth_date(account, form.born_on.data, by=current_actor(), reason=reason)
    flash(_("The date of birth is corrected."), "success")
    return redirect(url_for("people.desk_person", account_id=account.id))
