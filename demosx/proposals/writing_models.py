"""What is written around a proposal: drafts, former versions, additions, who proposes with whom, and what is asked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only


class Draft(Model):
    """A proposal that is being written: an account's, or a visitor's, whose browser holds the key.

    `digest` is that of a visitor's key; `content` is what was typed so far, as JSON: a visitor's is encrypted with the
    key, so that nobody without the browser reads it.
    """

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (digest IS NULL)", name="one_owner"),
        Index("ix_draft_account", "account_id", "changed_at", "id"),
        Index("ix_draft_expiry", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class FormerText(Model):
    """A proposal's text as it was before it was changed. `until` is when it was replaced, `account_id` who had written
    it."""

    __table_args__ = (Index("ix_former_text_account", "account_id", "proposal_id"),)

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    until: Mapped[datetime]


class Addition(Model):
    """What was added under a proposal's text once the text itself stays as it is."""

    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_addition_proposal", "proposal_id", "id"),
        Index("ix_addition_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    text: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class CoProposer(Model):
    """Somebody who proposes together with the proposer, or an invitation to do so, which a link carries.

    The link's secret is kept as its `digest` only. Whoever has joined may write additions and is named; leaving, or
    being taken off, sets `left_at`.
    """

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) = (joined_at IS NULL)", name="joined_whole"),
        Index(
            "ix_co_proposer_once", "proposal_id", "account_id", unique=True,
            **only("account_id IS NOT NULL AND left_at IS NULL"),
        ),
        Index("ix_co_proposer_account", "account_id", "proposal_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    account: Mapped[Any] = relationship("Account", viewonly=True)


class Supplement(Model):
    """What staff ask the proposer to add (보완 요구), by a day; the proposal's clock stands still until then.

    `paused` says whether it was this request that stopped the clock. It is over when it was answered, taken back, or
    when its day has passed (`lapsed_at`).
    """

    __table_args__ = (
        CheckConstraint("length(question) > 0", name="question_given"),
        CheckConstraint("(answered_at IS NULL) = (length(answer) = 0)", name="answer_given"),
        Index("ix_supplement_proposal", "proposal_id", "id"),
        Index("ix_supplement_open", "due_on", "id", **only("closed_at IS NULL")),
        Index("ix_supplement_one", "proposal_id", unique=True, **only("closed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    question: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    paused: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None] = mapped_column(String(10))


class MergeOffer(Model):
    """That a proposer offers to let one of two proposals go on in the other; the other's proposer agrees or not."""

    __table_args__ = (
        UniqueConstraint("proposal_id", "into_id", "at"),
        CheckConstraint("proposal_id <> into_id", name="two"),
        CheckConstraint(
            "state IN ('open', 'agreed', 'declined', 'taken_back', 'lapsed')", name="state_known"
        ),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_when"),
        Index("ix_merge_offer_into", "into_id", "state", "id"),
        Index("ix_merge_offer_open", "proposal_id", "into_id", unique=True, **only("state = 'open'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    into_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    offered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]


class MergeCandidate(Model):
    """Two proposals that the machine found alike, the older one second; a person decides whether they are the same."""

    __table_args__ = (
        CheckConstraint("proposal_id > other_id", name="newer_first"),
        CheckConstraint("decision IS NULL OR decision IN ('merged', 'different')", name="decision_known"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_when"),
        Index("ix_merge_candidate_open", "score", "proposal_id", **only("decided_at IS NULL")),
        Index("ix_merge_candidate_other", "other_id"),
    )

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    score: Mapped[float]
    found_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
