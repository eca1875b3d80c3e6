"""Every reading of documents."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from ..core.db import db
from ..journey.queries import Beside
from .models import DOSSIER, Document

BESIDE = Beside(
    Document,
    lambda number: (Document.proposal_id == number) & Document.published & Document.withdrawn_at.is_(None),
)
"""What everybody can read on a proposal's page."""


def documents_of(proposal_id: int, published_only: bool = True) -> Sequence[Document]:
    """The documents of a proposal that were not withdrawn, the oldest first."""
    query = select(Document).where(Document.proposal_id == proposal_id, Document.withdrawn_at.is_(None))
    if published_only:
        query = query.where(Document.published)
    return db.session.scalars(query.order_by(Document.id)).all()


def materials_of(proposal_id: int, visit_id: int) -> Sequence[Document]:
    """What the public can read for a deliberation: the proposal's dossier, and the materials of this visit."""
    query = select(Document).where(
        Document.proposal_id == proposal_id,
        Document.published,
        Document.withdrawn_at.is_(None),
        or_(Document.visit_id.is_(None), Document.visit_id == visit_id),
    )
    return db.session.scalars(query.order_by(Document.id)).all()


def document(document_id: int) -> Document | None:
    """A document by its number, also one that was withdrawn."""
    return db.session.get(Document, document_id) if document_id < 2**63 else None


def missing_parts(documents: Sequence[Document]) -> list[str]:
    """The parts of the dossier in which there is nothing."""
    there = {found.part for found in documents}
    return [part for part in DOSSIER if part not in there]
