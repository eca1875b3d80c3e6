"""What was uploaded: where it belongs and what it is. The bytes are in the site's folder, under names of our own."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model

PURPOSES = ("attached", "original")


class StoredFile(Model):
    """A picture or a file. It belongs to one draft, proposal or event, and whoever may see that may see it.

    `key` is random and its name on the disk and in its address; `name` is only shown. `media_type` is what its bytes
    say, never what was claimed. Sizes are in bytes, width and height in pixels of the stored picture. `original` is the
    unedited document of the city's proposal. Once `removed_at` is set it is shown no more, and its bytes are deleted.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('picture', 'file')", name="kind_known"),
        CheckConstraint("purpose IN ('attached', 'original')", name="purpose_known"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint(
            "(kind = 'picture') = (width IS NOT NULL AND height IS NOT NULL)", name="picture_sizes"
        ),
        CheckConstraint(
            "(CASE WHEN draft_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) "
            "+ (CASE WHEN event_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name="one_place",
        ),
        Index("ix_stored_file_draft", "draft_id", "position", "id"),
        Index("ix_stored_file_proposal", "proposal_id", "position", "id"),
        Index("ix_stored_file_event", "event_id", "position", "id"),
        Index("ix_stored_file_account", "account_id", "id"),
        Index("ix_stored_file_removed", "removed_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(String(10), default="attached")
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(500), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    draft_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("draft.id", ondelete="SET NULL"))
    proposal_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("event.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
