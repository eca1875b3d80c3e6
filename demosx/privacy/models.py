"""That old data was deleted, and how much of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Model


class RetentionRun(Model):
    """One day on which a kind of data was looked through, and how many rows had had their time. It names nobody."""

    __table_args__ = (
        CheckConstraint("n >= 0", name="n"),
        Index("ix_retention_run_day", "day", "kind"),
    )

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    n: Mapped[int] = mapped_column(default=0)
