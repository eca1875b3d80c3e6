"""What a deliberation puts before people."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.db import BigId, Model


class Deliberation(Model):
    """The question of one visit and its plain summary. The ballot, materials and opinions have rooms of their own."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("visit.id"), unique=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)
    question: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    prepared_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
