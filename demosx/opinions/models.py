"""What people say, who agrees with it, and what was reported."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only

PLACES = ("proposal", "deliberation")
REASONS = ("abuse", "personal_data", "advertising", "off_topic", "false", "other")


class Opinion(Model):
    """One opinion, said in one visit. `level` is 0, or 1 for a reply; a reply answers an opinion of level 0 only.

    `thread` is where it is read: 0 under the proposal, else the number of the deliberation's visit. `visible`: neither
    deleted nor hidden, so it counts. `shown`: has a place in the list, if only as the empty head of visible `replies`.
    `stance` is one of the deliberation's choices, shown because its author asked for it; it is not the author's vote.
    `quotes_id`: the opinion it quotes, whose words are shown from there, so that they go where it is hidden.
    `hidden_rule`: the rule of the house that it broke, one of REASONS.
    """

    __table_args__ = (
        UniqueConstraint("id", "level", "proposal_id"),
        ForeignKeyConstraint(
            ["parent_id", "parent_level", "proposal_id"],
            ["opinion.id", "opinion.level", "opinion.proposal_id"],
        ),
        ForeignKeyConstraint(["proposal_id", "visit_number"], ["visit.proposal_id", "visit.number"]),
        CheckConstraint("place IN ('proposal', 'deliberation')", name="place_known"),
        CheckConstraint("stance IS NULL OR place = 'deliberation'", name="stance_in_deliberation"),
        CheckConstraint("(parent_id IS NULL) = (parent_level IS NULL)", name="parent_whole"),
        CheckConstraint("parent_level IS NULL OR parent_level = 0", name="parent_on_top"),
        CheckConstraint("level = CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END", name="level_right"),
        CheckConstraint("agrees >= 0 AND replies >= 0", name="counts"),
        CheckConstraint("length(text) > 0 OR deleted_at IS NOT NULL", name="text_given"),
        CheckConstraint("hidden_at IS NULL OR length(hidden_reason) > 0", name="hidden_why"),
        CheckConstraint("hidden_rule = '' OR hidden_at IS NOT NULL", name="hidden_rule_when"),
        Index("ix_opinion_quotes", "quotes_id", **only("quotes_id IS NOT NULL")),
        Index("ix_opinion_latest", "proposal_id", "thread", "shown", "created_at", "id"),
        Index("ix_opinion_agreed", "proposal_id", "thread", "shown", "agrees", "id"),
        Index("ix_opinion_stance_latest", "proposal_id", "thread", "stance", "shown", "created_at", "id"),
        Index("ix_opinion_stance_agreed", "proposal_id", "thread", "stance", "shown", "agrees", "id"),
        Index("ix_opinion_replies", "parent_id", "visible", "id"),
        Index("ix_opinion_account", "account_id", "id"),
        Index("ix_opinion_hidden", "hidden_at", "id", **only("hidden_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    visit_number: Mapped[int]
    place: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    parent_level: Mapped[int | None] = mapped_column(SmallInteger)
    level: Mapped[int] = mapped_column(SmallInteger, default=0)
    quotes_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("opinion.id"))
    text: Mapped[str] = mapped_column(Text)
    stance: Mapped[str | None] = mapped_column(String(40))
    agrees: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_rule: Mapped[str] = mapped_column(String(20), default="", server_default="")
    hidden_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1)
    visible: Mapped[bool] = mapped_column(
        Computed("deleted_at IS NULL AND hidden_at IS NULL", persisted=True)
    )
    shown: Mapped[bool] = mapped_column(
        Computed("level = 0 AND ((deleted_at IS NULL AND hidden_at IS NULL) OR replies > 0)", persisted=True)
    )
    thread: Mapped[int] = mapped_column(
        Computed("CASE WHEN place = 'deliberation' THEN visit_number ELSE 0 END", persisted=True)
    )

    author: Mapped[Any] = relationship("Account", foreign_keys=[account_id], viewonly=True)
    proposal: Mapped[Any] = relationship(
        "Proposal",
        primaryjoin="Opinion.proposal_id == Proposal.id",
        foreign_keys=[proposal_id],
        viewonly=True,
    )


class FormerOpinion(Model):
    """What an opinion said before its author changed it. `until` is when it was replaced; without a text where it was
    taken away."""

    opinion_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("opinion.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    stance: Mapped[str | None] = mapped_column(String(40))
    until: Mapped[datetime]


class OpinionAgree(Model):
    """That a person agrees with an opinion, once."""

    __table_args__ = (Index("ix_opinion_agree_account", "account_id", "opinion_id"),)

    opinion_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("opinion.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime]


class OpinionReport(Model):
    """That a person finds an opinion against the rules of the house, once. Waits until somebody has looked at it."""

    __table_args__ = (
        UniqueConstraint("opinion_id", "account_id"),
        CheckConstraint(
            "reason IN ('abuse', 'personal_data', 'advertising', 'off_topic', 'false', 'other')",
            name="reason_known",
        ),
        CheckConstraint(
            "handled_as IS NULL OR handled_as IN ('hidden', 'kept', 'deleted')", name="handled_as_known"
        ),
        CheckConstraint("(handled_at IS NULL) = (handled_as IS NULL)", name="handled_how"),
        Index("ix_opinion_report_waiting", "handled_at", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("opinion.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_as: Mapped[str | None] = mapped_column(String(10))
    handled_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))

    opinion: Mapped[Opinion] = relationship(viewonly=True)


class OpinionHint(Model):
    """That the machine noticed something in an opinion (a word of the site's list, many links): help, no judgement."""

    __table_args__ = (
        CheckConstraint("why IN ('word', 'links', 'repeated', 'contact')", name="why_known"),
        CheckConstraint("handled_at IS NOT NULL OR handled_by IS NULL", name="handled_by_whom"),
        Index("ix_opinion_hint_waiting", "at", "opinion_id", **only("handled_at IS NULL")),
    )

    opinion_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("opinion.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))


class Objection(Model):
    """That the author of a hidden opinion objects (이의 제기), once for each time it was hidden; and what came of it.

    Somebody else than who hid it decides, where there is somebody else. `answer` goes to the author.
    """

    __table_args__ = (
        UniqueConstraint("opinion_id", "hidden_at"),
        CheckConstraint("length(text) > 0", name="text_given"),
        CheckConstraint("decision IS NULL OR decision IN ('restored', 'kept')", name="decision_known"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_when"),
        Index("ix_objection_waiting", "at", "id", **only("decided_at IS NULL")),
        Index("ix_objection_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opinion_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("opinion.id"))
    hidden_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    opinion: Mapped[Opinion] = relationship(viewonly=True)
