"""Putting pictures and files somewhere, saying what they show, ordering and removing them.

The bytes come first, the row behind them: where the row does not come to be, the rounds of the calendar remove the
bytes. Removing sets a mark; the bytes go with the next round, after the transaction that removed them.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from secrets import token_hex

from flask_babel import gettext as _
from sqlalchemy import func, update
from werkzeug.datastructures import FileStorage

from ..core import clock
from ..core.db import db, lock, transaction
from ..core.errors import NotFound
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_resident_numbers
from ..core.settings import site
from ..core.storage import storage
from ..core.text import clean, one_line
from . import queries
from .errors import NoRoomHere, ReasonNeeded
from .models import StoredFile
from .names import shown_name
from .places import Place, kind_of, may_change, require_changing, require_seeing, require_taking_down
from .queries import COLUMNS, place_of
from .receiving import Received, receive

DESCRIPTION = 500
AT_ONCE = 200
PATIENCE = timedelta(hours=1)  # in which a draft that was deleted may still be becoming a proposal


def add(
    place: Place, upload: FileStorage, *, description: str = "", actor: Actor, purpose: str = "attached"
) -> StoredFile:
    """Put what was uploaded at a place, last. The very same picture or file a second time is the first one.

    Lets the transaction of the request go before it looks at the bytes, so nothing may have been written yet; what was
    read is to be read anew. Raises what `receive` raises, NotFound, NotYours, NoRoomHere and StorageFull.
    """
    refuse_resident_numbers(description, upload.filename)
    require_changing(place, actor, purpose)
    received = receive(upload, actor)
    key = token_hex(16)
    size, sha256 = _put(key, received)
    _hold(place)
    require_changing(place, actor, purpose)  # the body took its time
    twin = queries.same_at(place, sha256, purpose)
    if twin is not None:
        _drop(key)
        return twin
    kind = "picture" if received.found.picture else "file"
    try:
        _require_room(place, kind, purpose)
    except NoRoomHere:
        _drop(key)
        raise
    stored = StoredFile(
        key=key, kind=kind, purpose=purpose, media_type=received.media_type, size=size, sha256=sha256,
        name=shown_name(upload.filename or "", received.found.ending, _("picture") if kind == "picture" else _("file")),
        description=one_line(description)[:DESCRIPTION], width=received.width, height=received.height,
        position=queries.last_position(place) + 1, account_id=actor.id, at=clock.now(),
        **{f"{place.kind}_id": place.id},
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    _tell(place, "added", stored, actor)
    return stored


def describe(file: StoredFile, text: str, actor: Actor) -> None:
    """Say what a picture shows, or what a file is."""
    place = _place(file, actor)
    refuse_resident_numbers(text)
    said = one_line(text)[:DESCRIPTION]
    if said != file.description:
        file.description = said
        _tell(place, "described", file, actor)


def remove(file: StoredFile, actor: Actor, reason: str = "") -> None:
    """Take a file away. Its bytes are deleted soon after; a second time nothing happens.

    Whoever may not change what lies there but may take it down gives a reason. Raises NotFound, NotYours, ReasonNeeded.
    """
    place, reason = place_of(file), clean(reason)
    if place is None:
        raise NotFound()
    require_seeing(place, actor)
    if not may_change(place, actor):
        require_taking_down(place, actor)
        if not reason:
            raise ReasonNeeded()
    lock(file)
    if file.removed_at is None:
        file.removed_at = clock.wall()
        _tell(place, "removed", file, actor, reason)


def remove_all(place: Place) -> None:
    """Take everything away from a place that is given up. Nobody is asked: who gives it up may."""
    gone = update(StoredFile).where(COLUMNS[place.kind] == place.id, StoredFile.removed_at.is_(None))
    db.session.execute(gone.values(removed_at=clock.wall()))


def reorder(place: Place, keys: Sequence[str], actor: Actor, purpose: str = "attached") -> None:
    """Put what lies at a place in this order; what is not named keeps its order behind it."""
    require_changing(place, actor, purpose)
    _hold(place)
    wanted = {key: number for number, key in enumerate(keys)}
    files = queries.attached(place, purpose)
    for position, file in enumerate(sorted(files, key=lambda file: wanted.get(file.key, len(wanted)))):
        file.position = position


def move(file: StoredFile, steps: int, actor: Actor) -> None:
    """Move one a few places up (below 0) or down, among its own kind."""
    place = _place(file, actor)
    keys = [other.key for other in queries.attached(place, file.purpose) if other.kind == file.kind]
    if file.key not in keys:
        return
    here = keys.index(file.key)
    there = min(max(0, here + steps), len(keys) - 1)
    keys.insert(there, keys.pop(here))
    reorder(place, keys, actor, file.purpose)


def move_to_proposal(draft_id: int, proposal_id: int, account_id: int | None = None) -> int:
    """Let what lies at a draft belong to the proposal that was filed from it; how many there were.

    In the transaction of filing, before the draft is deleted. The caller has checked both. `account_id` is whose it is
    from now on, where a visitor had put it there.
    """
    moved = (
        update(StoredFile)
        .where(StoredFile.draft_id == draft_id, StoredFile.removed_at.is_(None))
        .values(
            draft_id=None,
            proposal_id=proposal_id,
            account_id=func.coalesce(StoredFile.account_id, account_id),
        )
    )
    found = db.session.execute(moved.returning(StoredFile.id)).all()
    return len(found)


def give_to(draft_id: int, account_id: int) -> None:
    """Let what a visitor has put at a draft be the account's that the draft belongs to from now on."""
    theirs = update(StoredFile).where(StoredFile.draft_id == draft_id, StoredFile.account_id.is_(None))
    db.session.execute(theirs.values(account_id=account_id))


def settle() -> int:
    """Put what was committed in its place, and delete the bytes of what was removed, or belongs nowhere any more. For
    the rounds of the calendar; safe to run twice, late and at once."""
    with transaction():
        for file in queries.without_place(clock.now() - PATIENCE, AT_ONCE):
            file.removed_at = clock.wall()
    done = _delete_removed()
    return done + storage().settle(_wanted)


def _delete_removed() -> int:
    with transaction():
        gone = queries.removed(AT_ONCE)
        for file in gone:
            _drop(file.key)
            db.session.delete(file)
        return len(gone)


def _wanted(names: list[str]) -> set[str]:
    with transaction():
        known = queries.known_keys({name[:32] for name in names})
    return {name for name in names if name[:32] in known}


def _put(key: str, received: Received) -> tuple[int, str]:
    """Store the bytes; their number and their sum."""
    content = received.content
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    size = storage().put(key, content)
    if received.small is not None:
        storage().put(f"{key}.small", BytesIO(received.small))
    return size, sha256


def _drop(key: str) -> None:
    storage().delete(key)
    storage().delete(f"{key}.small")


def _place(file: StoredFile, actor: Actor) -> Place:
    """Where a file lies, if this person may change what lies there."""
    place = place_of(file)
    if place is None or file.removed_at is not None:
        raise NotFound()
    require_changing(place, actor, file.purpose)
    return place


def _hold(place: Place) -> None:
    """Let nobody else put something at the same place until the transaction ends. Raises NotFound where it is gone."""
    if not queries.lock_place(place):
        raise NotFound()


def _require_room(place: Place, kind: str, purpose: str) -> None:
    settings = site().uploads
    most = settings.pictures_each if kind == "picture" else settings.files_each
    if queries.count_at(place, kind, purpose) >= most:
        raise NoRoomHere(most=most)


def _tell(place: Place, what: str, file: StoredFile, actor: Actor, reason: str = "") -> None:
    told = kind_of(place).told
    if told is not None and file.purpose == "attached":
        told(place, what, file.kind, actor, reason)
