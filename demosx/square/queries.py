"""What these pages show that no single room knows: what is close to a number that matters, how many are where."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..journey.outlook import next_threshold
from ..journey.resting import rest_on
from ..journey.rules import process_of
from ..proposals.models import Proposal

LOOKED_AT = 40


def close_to_threshold(stages: Sequence[str], limit: int = 6) -> list[Proposal]:
    """Proposals that miss least, in proportion, of the next number of supports at which something happens.

    Looked for among the most supported ones that are still open, so that the answer costs the same on any site. Those
    whose clock stands still are open, those whose stage rests today are not.
    """
    today = clock.today(site().zone)
    query = (
        select(Proposal)
        .where(
            Proposal.listed,
            Proposal.stage.in_(stages),
            Proposal.ended_at.is_(None),
            or_(Proposal.closes_on.is_(None), Proposal.closes_on >= today),
        )
        .options(joinedload(Proposal.lead_department))
        .order_by(Proposal.supports.desc(), Proposal.id.desc())
        .limit(LOOKED_AT)
    )
    found = db.session.scalars(query)
    near = [one for one in found if next_threshold(one) and _open_to_people(one, today)]
    return sorted(near, key=_missing_share)[:limit]


def _open_to_people(proposal: Proposal, today: date) -> bool:
    """Whether people can support it today; of a stage that people open, only where its last day is known."""
    process = process_of(proposal.version_id)
    begun = proposal.closes_on is not None or not process.stages[proposal.stage].opened_by
    return begun and rest_on(process, proposal.stage, today) is None


def _missing_share(proposal: Proposal) -> float:
    return (next_threshold(proposal) or 0) / max(proposal.supports, 1)


def in_each_stage() -> dict[tuple[str, str], int]:
    """How many publicly listed proposals are in each stage of each process now. One query, answered by an index alone,
    of what has not ended."""
    place = (Proposal.process_key, Proposal.stage)
    query = select(*place, func.count()).where(Proposal.listed, Proposal.ended_at.is_(None)).group_by(*place)
    return {(process, stage): count for process, stage, count in db.session.execute(query)}
