"""Labels, referrals, templates of replies, and the log of the day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model, only


class Label(Model):
    """A word that staff put on proposals. `public`: everybody sees it and can narrow lists down to it."""

    __table_args__ = (CheckConstraint("length(key) > 0", name="key_given"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    names: Mapped[dict[str, Any]]
    public: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class ProposalLabel(Model):
    """That a proposal has a label."""

    __table_args__ = (Index("ix_proposal_label_label", "label_id", "proposal_id"),)

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    label_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("label.id"), primary_key=True)


class Sorting(Model):
    """What an operator found a proposal to be, each time anew: the last one holds (`proposal.sorted_as`).

    `to_body` is to whom a complaint or what is outside of the city's powers was sent on (이송); empty where it was
    returned with the reason. `reason` goes to the proposer as it stands.
    """

    __table_args__ = (
        CheckConstraint("found IN ('proposal', 'complaint', 'spam', 'outside')", name="found_known"),
        CheckConstraint("found = 'proposal' OR length(reason) > 0", name="reason_given"),
        Index("ix_sorting_proposal", "proposal_id", "id"),
        Index("ix_sorting_at", "at", "id"),
        Index("ix_sorting_by", "by_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    found: Mapped[str] = mapped_column(String(10))
    to_body: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class ReplyTemplate(Model):
    """A text that operators begin replies with. `{title}`, `{number}` and `{department}` stand for the proposal's.

    `used_for` may be a rule of the house by which opinions are hidden.
    """

    __table_args__ = (
        CheckConstraint(
            "used_for IN ('any', 'complaint', 'spam', 'outside', 'supplement', 'hide', 'abuse', 'personal_data', "
            "'advertising', 'off_topic', 'false')",
            name="used_for_known",
        ),
        CheckConstraint("length(name) > 0 AND length(text) > 0", name="something_in_it"),
        Index("ix_reply_template_used", "used_for", "id", **only("retired_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    used_for: Mapped[str] = mapped_column(String(20), default="any")
    text: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class DayLog(Model):
    """The log of a day: written by the machine from what happened (`facts`), then edited by people (`text`)."""

    day: Mapped[date] = mapped_column(primary_key=True)
    facts: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    edited_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1)
