"""Codes that the city issues, by post or at the counter."""

import secrets
import unicodedata
from datetime import timedelta

from sqlalchemy import delete, select, update

from ...core import clock
from ...core.db import db, raising
from ...core.errors import Conflict, InvalidInput
from ...core.permissions import Actor
from ...core.security import keyed
from ...core.settings import site
from ...ledger.services import record
from ...plugins import Verified
from .. import queries
from ..errors import CodesWait, CodeWrong, ReferenceVerified
from ..identity import REFERENCE, folded, identity_key
from ..models import IssuedCode

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another: no 0 and O, no 1, I and L
GROUPS, EACH = 3, 4
KEPT = timedelta(days=30)  # how long a list shows a code that cannot be used any more


def issue(references: list[str], by: Actor | None = None, *, replace: bool = True) -> list[tuple[str, str]]:
    """A code for each of the references: what was given, with its code, which is told this once.

    Raises CodesWait where one of them has a code that can be used and nobody has said `replace`,
    ReferenceVerified where one of them is a verified person's, ResidentNumberRefused, InvalidInput for an empty one,
    and Conflict where somebody else issues one for the same at this moment; then nobody gets one.
    """
    waiting = [] if replace else _waiting(references)
    if waiting:
        raise CodesWait(references=", ".join(waiting))
    made = [(reference, _issue(reference, by)) for reference in references]
    record("codes_issued", actor=by, role="official" if by else "", data={"count": len(made)}, public=False)
    db.session.flush()
    return made


def _waiting(references: list[str]) -> list[str]:
    """Those of the references that have a code which can be used."""
    keys = {one: identity_key(folded(one), REFERENCE) for one in references}
    usable = queries.with_usable_code(keys.values())
    return [one for one, key in keys.items() if key in usable]


def _issue(reference: str, by: Actor | None) -> str:
    named = folded(reference)
    if not named:
        raise InvalidInput()
    key, now, code = identity_key(named, REFERENCE), clock.wall(), new_code()
    if queries.identity_verified(key):
        raise ReferenceVerified()
    db.session.execute(
        update(IssuedCode)
        .where(IssuedCode.reference_key == key, IssuedCode.used_at.is_(None), IssuedCode.voided_at.is_(None))
        .values(voided_at=now)
    )
    with raising(Conflict()):
        db.session.add(
            IssuedCode(
                digest=code_digest(code),
                reference_key=key,
                issued_at=now,
                expires_at=now + lifetime(),
                by_id=by.id if by else None,
            )
        )
    return code


def lifetime() -> timedelta:
    """How long a code issued now works."""
    return timedelta(days=site().verification.code_days)


def redeem(typed: str) -> Verified:
    """Use up a code: whom it was for. Raises CodeWrong. Of two at once one gets it."""
    now = clock.wall()
    used = db.session.execute(
        update(IssuedCode)
        .where(
            IssuedCode.digest == code_digest(typed), IssuedCode.used_at.is_(None),
            IssuedCode.voided_at.is_(None), IssuedCode.expires_at > now,
        )
        .values(used_at=now)
        .returning(IssuedCode.reference_key, IssuedCode.by_id)
        .execution_options(synchronize_session=False)
    ).first()  # fmt: skip
    if used is None:
        raise CodeWrong()
    return Verified(key=used.reference_key, by_id=used.by_id)


def new_code() -> str:
    """A code in groups, as it is printed: 59 bits, which nobody guesses."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))


def code_digest(typed: str) -> str:
    """What the database keeps of a code, however it was typed: with or without groups, small or large."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return keyed("verification-code", "".join(c for c in plain if c.isalnum()))


def forget_codes() -> int:
    """Delete the codes that could not be used any more for a month; how many there were."""
    old = select(IssuedCode.id).where(IssuedCode.expires_at < clock.wall() - KEPT)
    gone = db.session.execute(delete(IssuedCode).where(IssuedCode.id.in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
