"""The monthly inspection of the looks at personal data."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model


class Inspection(Model):
    """That the person in charge has looked through the looks of a month, such as "2026-11", and what they found.

    `account_id` is a number that outlives the account.
    """

    __table_args__ = (UniqueConstraint("month"), CheckConstraint("length(month) = 7", name="month_given"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
