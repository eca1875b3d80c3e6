"""What is kept of whoever has shown who they are, and of staff who have issued codes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..core.db import db
from ..people.holdings import Holding, rows
from .checks import label_of
from .models import IssuedCode, Verification


def export(account_id: int) -> list[dict[str, Any]]:
    """That an account is verified, by which check and since when. The hash tells nobody anything, so it stays here."""
    return rows(
        select(Verification.method, Verification.verified_at).where(Verification.account_id == account_id)
    )


def forget(account_id: int, remove_texts: bool) -> None:
    """Delete the hash, so that nothing is left of who it was; the person may be verified with another account."""
    db.session.execute(delete(Verification).where(Verification.account_id == account_id))
    db.session.execute(update(Verification).where(Verification.by_id == account_id).values(by_id=None))


def issued(account_id: int) -> list[dict[str, Any]]:
    """When somebody of the staff has issued codes; for whom is not known."""
    return rows(select(IssuedCode.issued_at).where(IssuedCode.by_id == account_id).order_by(IssuedCode.id))


def forget_issued(account_id: int, remove_texts: bool) -> None:
    """Take whoever has issued them out of the codes."""
    db.session.execute(update(IssuedCode).where(IssuedCode.by_id == account_id).values(by_id=None))


VERIFICATION = Holding(
    name="verification",
    tables=frozenset({"verification"}),
    what=_l(
        "That a check has shown who you are, by which check and since when, and a hash of what identifies you."
    ),
    why=_l("So that one person has one verified account. From the hash nobody can read who it is."),
    how_long=_l("Until you leave, or the office undoes the check."),
    counted=lambda number: (
        select(func.count(Verification.id)).where(Verification.account_id == number).scalar_subquery()
    ),
    export=export,
    forget=forget,
    words={"method": label_of},
    order=30,
)
CODES = Holding(
    name="issued_codes",
    tables=frozenset({"issued_code"}),
    what=_l("Which codes you have issued for the office, without for whom."),
    why=_l("So that it can be told who has issued a code."),
    how_long=_l("30 days longer than the code works."),
    export=issued,
    forget=forget_issued,
    staff=True,
    order=90,
)
HOLDINGS = (VERIFICATION, CODES)
