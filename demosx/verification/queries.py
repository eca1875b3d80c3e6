"""Every reading of who is verified and of codes."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.paging import Order, Page, entities
from .models import IssuedCode, Resident, ResidentList, Verification

PAGE = 30
NEWEST = Order("new", (IssuedCode.id,))


def verification_of(account_id: int) -> Verification | None:
    """How an account was verified; None if it is not."""
    query = (
        select(Verification).where(Verification.account_id == account_id).options(joinedload(Verification.by))
    )
    return db.session.scalar(query)


def locked(account_id: int) -> Verification | None:
    """The same, locked until the transaction ends; read anew."""
    query = select(Verification).where(Verification.account_id == account_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def identity_verified(key: str) -> bool:
    """Whether some account is this person's. Whose is never asked."""
    return db.session.scalar(select(Verification.id).where(Verification.identity_key == key)) is not None


def account_with(key: str) -> int | None:
    """The number of the account that is this person's, for what the office undoes; it is shown to nobody."""
    return db.session.scalar(select(Verification.account_id).where(Verification.identity_key == key))


def codes(cursor: str | None = None, reference_key: str = "") -> Page[IssuedCode]:
    """A page of the codes that were issued, newest first; for one reference only where its hash is given."""
    query = select(IssuedCode)
    if reference_key:
        query = query.where(IssuedCode.reference_key == reference_key)
    return entities(query, NEWEST, cursor, PAGE)


def usable_codes() -> int:
    """How many codes wait to be used."""
    query = select(func.count(IssuedCode.id)).where(
        IssuedCode.used_at.is_(None), IssuedCode.voided_at.is_(None), IssuedCode.expires_at > clock.wall()
    )
    return db.session.scalar(query) or 0


def with_usable_code(keys: Collection[str]) -> set[str]:
    """Those of the references, as hashes, that have a code which can be used."""
    query = select(IssuedCode.reference_key).where(
        IssuedCode.reference_key.in_(keys), IssuedCode.used_at.is_(None), IssuedCode.voided_at.is_(None),
        IssuedCode.expires_at > clock.wall(),
    )  # fmt: skip
    return set(db.session.scalars(query))


def verified_by_method() -> Mapping[str, int]:
    """How many accounts each check has verified."""
    query = select(Verification.method, func.count(Verification.id).label("total")).group_by(
        Verification.method
    )
    return {row.method: row.total for row in db.session.execute(query)}


def resident_list() -> ResidentList | None:
    """What is asked of residents; None without a list."""
    return db.session.get(ResidentList, 1)


def residents_answering(fields_key: str) -> Sequence[str]:
    """The hashes of the residents who answer so; two are enough to know that they are several."""
    query = select(Resident.identity_key).where(Resident.fields_key == fields_key).limit(2)
    return db.session.scalars(query).all()


def residents() -> int:
    """How many residents the list holds."""
    return db.session.scalar(select(func.count(Resident.id))) or 0
