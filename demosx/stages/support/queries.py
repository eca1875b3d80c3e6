"""Every reading of supports."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, defer, joinedload

from ...core.db import db
from ...core.paging import SIZE, Order, Page, entities
from ...people.models import Account
from ...proposals.models import Proposal
from .models import Support

LATEST = Order("supports", (Support.id,))


def support_of(proposal_id: int, account_id: int) -> Support | None:
    """A person's support of a proposal, if they give it."""
    query = select(Support).where(Support.proposal_id == proposal_id, Support.account_id == account_id)
    return db.session.scalars(query).one_or_none()


def recount(proposal_id: int) -> int:
    """How many people support a proposal here and count, from the rows."""
    counted = (Support.proposal_id == proposal_id, Support.discount_id.is_(None))
    return db.session.scalar(select(func.count(Support.id)).where(*counted)) or 0


def supports_of(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Support]:
    """What a person supports, the latest first, as far as it is public; what was merged by where it goes on."""
    public = (Proposal.hidden_at.is_(None), Proposal.audience != "staff")
    onward = aliased(Proposal)
    goes_on = exists().where(
        onward.id == Proposal.merged_into_id, onward.hidden_at.is_(None), onward.audience != "staff"
    )
    query = (
        select(Support)
        .join(Proposal, Proposal.id == Support.proposal_id)
        .where(Support.account_id == account_id, *public, ~goes_on)
        .options(
            joinedload(Support.proposal).options(
                joinedload(Proposal.lead_department), defer(Proposal.text), defer(Proposal.memory)
            )
        )
    )
    return entities(query, LATEST, cursor, size)


def supporters(proposal_ids: list[int], after: int, limit: int) -> Sequence[int]:
    """The accounts that support one of these proposals, in order, after an account's number."""
    query = select(Support.account_id).where(
        Support.proposal_id.in_(proposal_ids), Support.account_id > after
    )
    return db.session.scalars(query.distinct().order_by(Support.account_id).limit(limit)).all()


def supports_by_district(proposal_id: int, visit_number: int) -> Mapping[str, int]:
    """How many people from each district gave a support that counts in a visit, as far as they said where they live."""
    query = (
        select(Account.district, func.count())
        .join(Support, Support.account_id == Account.id)
        .where(Support.proposal_id == proposal_id, Support.visit_number == visit_number)
        .where(Support.discount_id.is_(None))
        .where(Account.district.is_not(None))
        .group_by(Account.district)
    )
    return {str(district): count for district, count in db.session.execute(query)}
