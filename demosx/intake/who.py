"""Who types: what the screen keeps with each entry, so that it stays theirs until it is sent.

The note is signed. It gives no right: whoever sends needs that.
"""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from ..core.permissions import Actor
from .sealing import JsonKey, seals

DAYS = 60


def typist(actor: Actor) -> dict[str, int | str | JsonKey]:
    """Somebody who is signed in, as the screen keeps them to go on without network: nothing opens what they type."""
    assert actor.id is not None  # whoever may enter is signed in
    return {"account": actor.id, "name": actor.nickname, "who": note_of(actor.id), "seals": seals(actor.id)}


def note_of(account_id: int) -> str:
    """The note for somebody who types now."""
    return _signer().dumps(account_id)


def read(note: str) -> int | None:
    """Who has typed it; None where the note is none of ours, or too old."""
    try:
        found = _signer().loads(note, max_age=DAYS * 86_400)
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="intake-who")
