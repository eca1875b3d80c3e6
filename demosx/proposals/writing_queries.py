"""Reading what is written around proposals: former versions, additions, who proposes together, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from ..core.together import together
from ..core.web import SAFE
from ..journey.queries import Beside, Standing
from ..ledger.models import Entry
from .models import Proposal
from .writing_models import Addition, CoProposer, FormerText, Supplement


@dataclass(frozen=True)
class Around:
    """What stands around one proposal. `invitations`: every row of people who propose together, also open and former
    ones, the oldest first."""

    additions: Sequence[Addition]
    invitations: Sequence[CoProposer]
    supplements: Sequence[Supplement]

    @property
    def joined(self) -> list[CoProposer]:
        """Those who propose together with the proposer now, in the order in which they joined."""
        there = [one for one in self.invitations if one.joined_at is not None and one.left_at is None]
        return sorted(there, key=lambda one: (one.joined_at, one.id))

    def nickname(self, proposal: Any, account_id: int | None) -> str:
        """The public name of the proposer or of one who proposes, or proposed, together; empty for anybody else."""
        if account_id is None:
            return ""
        if proposal.proposer is not None and proposal.proposer.id == account_id:
            return str(proposal.proposer.shown_name)
        found = next((one for one in self.invitations if one.account_id == account_id), None)
        return str(found.account.shown_name) if found is not None else ""


BESIDE = (
    Beside(Addition, lambda number: Addition.proposal_id == number),
    Beside(
        CoProposer, lambda number: CoProposer.proposal_id == number, lambda: (joinedload(CoProposer.account),)
    ),
    Beside(Supplement, lambda number: Supplement.proposal_id == number),
)


def around(here: Standing) -> Around:
    """Everything that stands around a proposal; it was read together with where it stands."""
    if "written_around" not in here.shared:
        rows = (here.shared[one.model.__name__] for one in BESIDE)
        here.shared["written_around"] = _around(here.proposal.id, *rows)
    found: Around = here.shared["written_around"]
    return found


def written_around(proposal_id: int) -> Around:
    """Everything that stands around a proposal, as it is now. One query."""
    found = together(
        *((one.model, one.condition(proposal_id)) for one in BESIDE),
        options=tuple(option for one in BESIDE for option in one.options()),
    )
    return _around(proposal_id, *found)


def _around(
    proposal_id: int, additions: list[Addition], invitations: list[CoProposer], supplements: list[Supplement]
) -> Around:
    found: tuple[list[Any], ...] = (additions, invitations, supplements)
    for rows in found:
        rows.sort(key=lambda row: row.id)
    there = frozenset(one.account_id for one in invitations if one.joined_at and not one.left_at)
    if reading():
        g.setdefault("proposing_together", {})[proposal_id] = there
    return Around(additions, invitations, supplements)


def proposing_together(proposal_id: int) -> frozenset[int]:
    """The accounts that propose together with the proposer. A page reads them once; a change reads them each time."""
    known: dict[int, frozenset[int]] = g.setdefault("proposing_together", {}) if reading() else {}
    if proposal_id not in known:
        query = select(CoProposer.account_id).where(
            CoProposer.proposal_id == proposal_id, CoProposer.joined_at.is_not(None), CoProposer.left_at.is_(None)
        )  # fmt: skip
        known[proposal_id] = frozenset(number for number in db.session.scalars(query) if number is not None)
    return known[proposal_id]


def reading() -> bool:
    """Whether a page is being read, so that what was read once holds until it is made."""
    return has_request_context() and request.method in SAFE


def former_texts(proposal_id: int, since: datetime | None = None) -> Sequence[FormerText]:
    """The former versions of a text, the newest first; `since`: only what somebody could still read after that."""
    query = select(FormerText).where(FormerText.proposal_id == proposal_id)
    if since is not None:
        query = query.where(FormerText.until > since)
    return db.session.scalars(query.order_by(FormerText.revision.desc())).all()


def former_text(proposal_id: int, revision: int) -> FormerText | None:
    """One former version."""
    return db.session.get(FormerText, (proposal_id, revision), populate_existing=True)


def author_of_text(proposal: Proposal) -> int | None:
    """Whose the present text is: whoever changed it last, else the proposer."""
    query = select(Entry.actor_id).where(Entry.proposal_id == proposal.id, Entry.verb == "edited")
    latest = db.session.scalar(query.order_by(Entry.id.desc()).limit(1))
    return latest if latest is not None else proposal.proposer_id


def addition(addition_id: int) -> Addition | None:
    """One addition."""
    return db.session.get(Addition, addition_id, populate_existing=True)


def additions_of(proposal_id: int) -> Sequence[Addition]:
    """The additions of a proposal, the oldest first."""
    query = select(Addition).where(Addition.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(Addition.id)).all()


def invitation(digest: str) -> CoProposer | None:
    """The invitation of a link, by the digest of its secret, as it is now."""
    query = select(CoProposer).where(CoProposer.digest == digest).options(joinedload(CoProposer.account))
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def invitations_of(proposal_id: int) -> Sequence[CoProposer]:
    """Everybody who was invited to propose together, as it is now, the oldest first."""
    query = select(CoProposer).where(CoProposer.proposal_id == proposal_id).order_by(CoProposer.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def proposed_together(account_id: int, limit: int) -> Sequence[Proposal]:
    """What somebody proposes together with others, the newest first; texts are not loaded."""
    mine = select(CoProposer.proposal_id).where(
        CoProposer.account_id == account_id, CoProposer.left_at.is_(None)
    )
    query = select(Proposal).where(Proposal.id.in_(mine)).options(
        joinedload(Proposal.lead_department), joinedload(Proposal.merged_into), defer(Proposal.text, raiseload=True),
        defer(Proposal.memory),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Proposal.filed_at.desc(), Proposal.id.desc()).limit(limit)).all()


def led_with_others(account_id: int) -> Sequence[int]:
    """The proposals of somebody with whom others propose, by number."""
    query = select(Proposal.id).where(Proposal.proposer_id == account_id, with_others())
    return db.session.scalars(query.order_by(Proposal.id)).all()


def with_others() -> ColumnElement[bool]:
    """The condition that others propose a proposal together with whoever filed it."""
    others = select(CoProposer.proposal_id).where(
        CoProposer.joined_at.is_not(None), CoProposer.left_at.is_(None)
    )
    return Proposal.id.in_(others)


def open_supplement(proposal_id: int) -> Supplement | None:
    """What is asked of the proposers now, as it is now; it may have lapsed without anybody having noted that."""
    query = select(Supplement).where(Supplement.proposal_id == proposal_id, Supplement.closed_at.is_(None))
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lapsed_supplements(today: date, after: int, limit: int) -> Sequence[tuple[int, int]]:
    """Requests whose day has passed and of which that is not noted yet: their numbers and their proposals'."""
    query = (
        select(Supplement.id, Supplement.proposal_id)
        .where(Supplement.closed_at.is_(None), Supplement.due_on < today, Supplement.id > after)
        .order_by(Supplement.id)
        .limit(limit)
    )
    return [(row.id, row.proposal_id) for row in db.session.execute(query)]


def former_counted(account_id: int) -> Any:
    """How many former versions an account has written, as an expression."""
    return (
        select(func.count())
        .select_from(FormerText)
        .where(FormerText.account_id == account_id)
        .scalar_subquery()
    )
