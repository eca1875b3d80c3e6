"""Who is verified, the codes that the city has issued, and the list of residents: hashes, and no names anywhere."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only
from ..people.models import Account


class Verification(Model):
    """That a check has shown whose account this is. One person has one such account: both columns are unique.

    `identity_key` is a keyed hash of what identifies the person; what it is of is kept nowhere. `method` is the check.
    `by_id` is who has issued the code, where one was issued.
    """

    __table_args__ = (
        CheckConstraint("length(identity_key) = 64", name="identity_hashed"),
        CheckConstraint("length(method) > 0", name="method_given"),
        Index("ix_verification_by", "by_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    method: Mapped[str] = mapped_column(String(40))
    identity_key: Mapped[str] = mapped_column(String(64), unique=True)
    verified_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])


class IssuedCode(Model):
    """A code for one person, whom the city knows by a reference of its own. Good once, until a day.

    `digest` and `reference_key` are keyed hashes of the code and of the reference. A reference has one code that can be
    used; a new one takes the place of the one before.
    """

    __table_args__ = (
        CheckConstraint("used_at IS NULL OR voided_at IS NULL", name="one_end"),
        Index("uq_issued_code_usable", "reference_key", unique=True,
              **only("used_at IS NULL AND voided_at IS NULL")),
        Index("ix_issued_code_reference", "reference_key", "id"),
        Index("ix_issued_code_expiry", "expires_at"),
        Index("ix_issued_code_by", "by_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    reference_key: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))

    @property
    def mark(self) -> str:
        """By what staff tell references apart without knowing them."""
        return self.reference_key[:8]

    def state(self, now: datetime) -> str:
        """`used`, `voided`, `expired` or `usable`."""
        if self.used_at is not None:
            return "used"
        if self.voided_at is not None:
            return "voided"
        return "usable" if self.expires_at > now else "expired"


class Resident(Model):
    """One line of the city's list of residents, as keyed hashes: of what is asked for, and of what identifies.

    Several residents may answer alike, so `fields_key` is not unique.
    """

    __table_args__ = (Index("ix_resident_fields", "fields_key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    fields_key: Mapped[str] = mapped_column(String(64))
    identity_key: Mapped[str] = mapped_column(String(64))


class ResidentList(Model):
    """The columns that are asked for, in the order of the list that was imported last: one row, number 1."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    columns: Mapped[list[str]]
    imported_at: Mapped[datetime]


class UsedAnswer(Model):
    """An answer of a service that was good: nobody can use it again. Kept, as a digest, until it is too old anyway."""

    __table_args__ = (Index("ix_used_answer_expiry", "expires_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]
