"""The index follows what is written: whatever room changes a text, or takes one out of sight, need not think of it.

What goes past the session, such as an import of many rows at once, calls `search_index.index_proposals` itself.
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

from ..core.changes import rows_changed
from ..core.db import db
from .models import Proposal
from .search_index import index_proposals, index_said, sources

NOTED = "demosx_search_changed"
WATCHED = frozenset(
    {"title", "text", "place", "easy_text", "area", "district", "deleted_at", "hidden_at", "public"}
)
"""Columns on which it depends what is found."""


@event.listens_for(db.session, "after_flush")
def note(session: Session, _context: object) -> None:
    """Note what was written, while it can still be told from what it was."""
    models = {Proposal: "", **{known.model: name for name, known in sources().items()}}
    changed = {(models[type(row)], row.id) for row in rows_changed(session, WATCHED) if type(row) in models}
    if changed:
        session.info.setdefault(NOTED, set()).update(changed)


@event.listens_for(db.session, "after_flush_postexec")
def follow(session: Session, _context: object) -> None:
    """Index what was noted, in the same transaction."""
    changed: set[tuple[str, int]] = session.info.pop(NOTED, set())
    for name in sorted({name for name, _id in changed}):
        ids = [number for of, number in changed if of == name]
        if name:
            index_said(name, ids)
        else:
            index_proposals(ids)


@event.listens_for(db.session, "after_soft_rollback")
def forget(session: Session, _transaction: object) -> None:
    """What was rolled back before it was indexed is no change."""
    session.info.pop(NOTED, None)
