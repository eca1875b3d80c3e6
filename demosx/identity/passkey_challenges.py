"""The questions that browsers are asked about passkeys. Each is good for ten minutes, and is answered once."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from ..core import clock
from ..core.db import db, raising
from ..core.security import digest
from .factor_errors import PasskeyRefused
from .passkey_models import SpentChallenge

ANSWER_WITHIN = timedelta(minutes=10)
REGISTER, SHOW = "register", "show"
ASKED = "passkey"  # where the browser's session keeps the question


def ask(held: MutableMapping[str, Any], purpose: str) -> bytes:
    """A new question; `held` is the browser's session, which keeps it."""
    challenge = secrets.token_bytes(32)
    until = clock.wall() + ANSWER_WITHIN
    held[ASKED] = [purpose, urlsafe_b64encode(challenge).decode(), until.isoformat()]
    return challenge


def asked(held: MutableMapping[str, Any], purpose: str) -> bytes:
    """The question that this browser was asked, which is used up by asking for it here. Raises PasskeyRefused."""
    meant, kept, until = held.pop(ASKED, None) or ("", "", "")
    if meant != purpose or datetime.fromisoformat(until) <= clock.wall():
        raise PasskeyRefused()
    with raising(PasskeyRefused()):
        db.session.add(SpentChallenge(digest=digest(kept), expires_at=datetime.fromisoformat(until)))
    return urlsafe_b64decode(kept)


def forget_challenges() -> int:
    """Delete the challenges that nobody could answer any more; how many there were."""
    over = delete(SpentChallenge).where(SpentChallenge.expires_at <= clock.wall())
    return len(db.session.execute(over.returning(SpentChallenge.digest)).all())
