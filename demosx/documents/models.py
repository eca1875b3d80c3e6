"""Documents: what is put beside a proposal so that people can judge it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model

DOSSIER = ("existing_policy", "similar", "position", "research", "press", "opinion")
PARTS = (*DOSSIER, "material")


class Document(Model):
    """A text, a link, or both. `part` is its place in the dossier; `material` belongs to one deliberation.

    It is public from `published` on, and never deleted: a withdrawn one is kept and shown no more.
    """

    __table_args__ = (
        CheckConstraint(
            "part IN ('existing_policy', 'similar', 'position', 'research', 'press', 'opinion', 'material')",
            name="part_known",
        ),
        CheckConstraint("length(text) > 0 OR length(url) > 0", name="something_in_it"),
        CheckConstraint("url = '' OR url LIKE 'https://%' OR url LIKE 'http://%'", name="url_web"),
        Index("ix_document_proposal", "proposal_id", "part", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    visit_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("visit.id"))
    part: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(2000), default="")
    published: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
