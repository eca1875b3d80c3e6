"""The birth date of an account: said once, where a rule asks for it."""

from datetime import date

from ...core.db import db
from ...core.permissions import Actor
from ...ledger.services import record
from ..age import likely_birth_date
from ..errors import BirthDateInvalid, BirthDateKnown
from ..models import Account


def say_birth_date(account: Account, born_on: date) -> None:
    """Note when somebody was born. Once: whoever could say another day would be as old as each rule asks for.

    The office corrects it, or a check that gives it. Raises BirthDateKnown, or BirthDateInvalid.
    """
    if not likely_birth_date(born_on):
        raise BirthDateInvalid()
    db.session.refresh(account, with_for_update={"of": Account})
    if account.born_on is not None:
        raise BirthDateKnown()
    account.born_on = born_on
    db.session.flush()


def correct_birth_date(
    account: Account, born_on: date | None, *, by: Actor | None = None, reason: str = ""
) -> None:
    """Note another birth date, or none: for the office, and for checks of who somebody is.

    The history says that it was corrected, by whom and why, and not to what. Raises BirthDateInvalid.
    """
    if born_on is not None and not likely_birth_date(born_on):
        raise BirthDateInvalid()
    account.born_on = born_on
    record("birth_date_corrected", subject=("account", account.id), actor=by, role="admin", reason=reason,
           public=False)  # fmt: skip
