"""What an import needs to know of what is there already."""

from collections.abc import Collection

from sqlalchemy import select

from ..core.db import db
from ..proposals.models import Proposal


def known_ids(source: str, external_ids: Collection[str]) -> set[str]:
    """Those of `external_ids` that have come from this source before."""
    query = select(Proposal.external_id).where(
        Proposal.source == source, Proposal.external_id.in_(external_ids)
    )
    return {found for found in db.session.scalars(query) if found}


def taken_numbers(numbers: Collection[str]) -> set[str]:
    """Those of these receipt numbers that a proposal has already."""
    return (
        set(db.session.scalars(select(Proposal.number).where(Proposal.number.in_(numbers))))
        if numbers
        else set()
    )
