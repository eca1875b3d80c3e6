"""Every reading of what was uploaded."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ..core.db import db
from ..core.errors import NotFound
from .models import StoredFile
from .places import Place

KEY = re.compile("[0-9a-f]{32}")
COLUMNS: dict[str, Any] = {
    "draft": StoredFile.draft_id,
    "proposal": StoredFile.proposal_id,
    "event": StoredFile.event_id,
}


def place_of(file: StoredFile) -> Place | None:
    """Where a file belongs; None where its place is gone."""
    for kind in COLUMNS:
        number = getattr(file, f"{kind}_id")
        if number is not None:
            return Place(kind, number)
    return None


def by_key(key: str) -> StoredFile:
    """The file of an address, whoever may see it. Raises NotFound where there is none, or it was removed."""
    if not KEY.fullmatch(key):
        raise NotFound()
    query = select(StoredFile).where(StoredFile.key == key, StoredFile.removed_at.is_(None))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def attached(place: Place, purpose: str = "attached") -> list[StoredFile]:
    """What lies at a place, in its order. One query."""
    return attached_to(place.kind, [place.id], purpose).get(place.id, [])


def attached_to(kind: str, numbers: Sequence[int], purpose: str = "attached") -> dict[int, list[StoredFile]]:
    """What lies at several places of a kind, by their numbers. One query."""
    column = COLUMNS[kind]
    query = (
        select(StoredFile)
        .where(column.in_(numbers), StoredFile.purpose == purpose, StoredFile.removed_at.is_(None))
        .order_by(column, StoredFile.position, StoredFile.id)
    )
    found: dict[int, list[StoredFile]] = {}
    for file in db.session.scalars(query):
        found.setdefault(getattr(file, f"{kind}_id"), []).append(file)
    return found


def count_at(place: Place, kind: str, purpose: str = "attached") -> int:
    """How many pictures, or files, lie at a place."""
    query = select(func.count(StoredFile.id)).where(
        COLUMNS[place.kind] == place.id,
        StoredFile.kind == kind,
        StoredFile.purpose == purpose,
        StoredFile.removed_at.is_(None),
    )
    return db.session.scalar(query) or 0


def same_at(place: Place, sha256: str, purpose: str) -> StoredFile | None:
    """The file at a place that holds the very same bytes."""
    query = select(StoredFile).where(
        COLUMNS[place.kind] == place.id,
        StoredFile.sha256 == sha256,
        StoredFile.purpose == purpose,
        StoredFile.removed_at.is_(None),
    )
    return db.session.scalars(query.order_by(StoredFile.id).limit(1)).first()


def last_position(place: Place) -> int:
    """The position of what lies last at a place; -1 where there is nothing."""
    found = db.session.scalar(select(func.max(StoredFile.position)).where(COLUMNS[place.kind] == place.id))
    return -1 if found is None else int(found)


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of these keys have a row, removed or not."""
    return set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.in_(list(keys)))))


def removed(limit: int) -> list[StoredFile]:
    """What was removed and still has its bytes, what was removed first first."""
    query = select(StoredFile).where(StoredFile.removed_at.is_not(None))
    return list(db.session.scalars(query.order_by(StoredFile.removed_at, StoredFile.id).limit(limit)))


def without_place(before: datetime, limit: int) -> list[StoredFile]:
    """What belongs nowhere any more, since its draft was deleted."""
    query = select(StoredFile).where(
        StoredFile.proposal_id.is_(None), StoredFile.draft_id.is_(None), StoredFile.event_id.is_(None),
        StoredFile.removed_at.is_(None), StoredFile.at < before,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(StoredFile.id).limit(limit)))


def sent_by(account_id: int) -> list[StoredFile]:
    """Everything that a person has sent, also what was removed a moment ago."""
    return list(db.session.scalars(select(StoredFile).where(StoredFile.account_id == account_id)))


def lock_place(place: Place) -> bool:
    """Lock the row of a draft, proposal or event, by the table that its column refers to; whether it is there."""
    column: Any = COLUMNS[place.kind].property.columns[0]
    owner = next(iter(column.foreign_keys)).column
    return db.session.scalar(select(owner).where(owner == place.id).with_for_update()) is not None
