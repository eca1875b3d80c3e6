"""What these pages show that no single room knows: what is close to a number that matters, how many are where."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..journey.outlook import next_threshold
from ..proposals.models import Proposal

LOOKED_AT = 40


def close_to_threshold(stages: Sequence[str], limit: int = 6) -> list[Proposal]:
    """Proposals that miss least, in proportion, of the next number of supports at which something happens.

    Looked for among the most supported ones that are still open, so that the answer costs the same on any site.
    """
    query = (
        select(Proposal)
        .where(
            Proposal.listed,
            Proposal.stage.in_(stages),
            Proposal.ended_at.is_(None),
            Proposal.closes_on >= clock.today(site().zone),
        )
        .options(joinedload(Proposal.lead_department))
        .order_by(Proposal.supports.desc(), Proposal.id.desc())
        .limit(LOOKED_AT)
    )
    near = [proposal for proposal in db.session.scalars(query) if next_threshold(proposal)]
    return sorted(near, key=_missing_share)[:limit]


def _missing_share(proposal: Proposal) -> float:
    return (next_threshold(proposal) or 0) / max(proposal.supports, 1)


def in_each_stage() -> dict[tuple[str, str], int]:
    """How many publicly listed proposals are in each stage of each process now. One query, answered by an index alone,
    of what has not ended."""
    place = (Proposal.process_key, Proposal.stage)
    query = select(*place, func.count()).where(Proposal.listed, Proposal.ended_at.is_(None)).group_by(*place)
    return {(process, stage): count for process, stage, count in db.session.execute(query)}
