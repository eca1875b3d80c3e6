"""What waits at the desk for whoever runs the site: how much of each kind."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from ...core.db import db
from ...core.permissions import Actor
from ...events.queries import numbers_to_call
from ...merging.queries import undecided
from ...opinions import waiting as opinions
from ...opinions.moderation import MODERATE
from ...proposals.models import Proposal
from ...proposals.writing_models import MergeCandidate
from ...scrutiny import queries as scrutiny
from ...triage.queries import UNASSIGNED, UNSORTED
from ..access import in_sight, within_reach

MOST = 1_000
"""Nothing is counted further: from here on it is enough to know that it is more."""


def counts(actor: Actor, wanted: Iterable[str]) -> dict[str, int]:
    """How much of each wanted kind waits, no further than `MOST`. One query."""
    rows = {kind: _waiting(kind, actor) for kind in wanted}
    if not rows:
        return {}
    numbers = (
        select(func.count()).select_from(query.limit(MOST).subquery()).scalar_subquery() for query in rows.values()
    )  # fmt: skip
    return dict(zip(rows, db.session.execute(select(*numbers)).one(), strict=True))


def _waiting(kind: str, actor: Actor) -> Select[Any]:
    seen = in_sight(actor)
    if kind == "unsorted":
        return select(Proposal.id).where(*UNSORTED, seen)
    if kind == "unassigned":
        return select(Proposal.id).where(*UNASSIGNED, seen, within_reach(actor, "proposal:assign"))
    if kind == "alike":
        return undecided(select(MergeCandidate.proposal_id))
    if kind == "opinions":
        return opinions.numbers_waiting(within_reach(actor, MODERATE))
    if kind == "calls":
        return numbers_to_call()
    return scrutiny.numbers_waiting(seen)
