"""The pictures for messengers that were drawn already, in a folder of the site: nothing but what can be drawn again."""

import os
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from ..core import clock
from ..core.changes import rows_changed
from ..core.db import db
from ..core.settings import site
from .models import Proposal

DAYS = 14
MOST = 20_000
SHOWN = frozenset({"title", "hidden_at", "audience"})
"""Columns of a proposal with which a picture that was drawn is one too many."""
NOTED = "demosx_cards_changed"


def folder() -> Path:
    """Where they lie."""
    return site().folder / "data" / "cards"


def kept(proposal_id: int, version: str) -> bytes | None:
    """A picture that was drawn; None where it was not, or long ago."""
    try:
        return (folder() / f"{proposal_id}-{version}.png").read_bytes()
    except FileNotFoundError:
        return None


def keep(proposal_id: int, version: str, content: bytes) -> None:
    """Keep a picture. Two that draw the same at once write the same."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder() / f".{version}.{os.getpid()}"
    draft.write_bytes(content)
    draft.replace(folder() / f"{proposal_id}-{version}.png")


@event.listens_for(db.session, "after_flush")
def note(session: Session, _context: object) -> None:
    """Note the proposals whose title changes, or that go out of sight: a former title must not stay in a picture."""
    for row in rows_changed(session, SHOWN):
        if isinstance(row, Proposal) and row not in session.new:
            session.info.setdefault(NOTED, set()).add(row.id)


@event.listens_for(db.session, "after_commit")
def drop(session: Session) -> None:
    """Delete the pictures of what was noted, once nobody can read the former title any more."""
    if session.in_nested_transaction() or not session.info.get(NOTED):
        return
    for number in session.info.pop(NOTED):
        for file in folder().glob(f"{number}-*.png"):
            try:
                file.unlink(missing_ok=True)
            except OSError:  # what was written stays written
                current_app.logger.exception("the picture of a former title could not be deleted")


@event.listens_for(db.session, "after_soft_rollback")
def forget(session: Session, previous: Any) -> None:
    """What was rolled back is no change."""
    if not previous.nested:
        session.info.pop(NOTED, None)


def sweep() -> int:
    """Delete what is old, and of too many the oldest; how many. For the rounds of the calendar."""
    if not folder().is_dir():
        return 0
    old = clock.wall().timestamp() - DAYS * 86_400
    found = sorted((entry.stat().st_mtime, entry.path) for entry in os.scandir(folder()))
    surplus = len(found) - MOST
    gone = [path for number, (at, path) in enumerate(found) if at < old or number < surplus]
    for path in gone:
        Path(path).unlink(missing_ok=True)
    return len(gone)
