"""Answers of services, and forms that issue codes: each is good once."""

from datetime import timedelta

from sqlalchemy import delete

from ...core import clock
from ...core.db import db, raising
from ...core.security import digest
from ..errors import AnswerRefused, IssuedAlready
from ..models import UsedAnswer

KEPT = timedelta(days=1)


def use_answer(state: str) -> None:
    """Note that the answer to this state was good. Raises AnswerRefused where one was already, also a moment ago."""
    with raising(AnswerRefused()):
        db.session.add(UsedAnswer(digest=digest(state), expires_at=clock.wall() + KEPT))


def use_mark(mark: str) -> None:
    """Note that a form was sent: whoever sends it again by loading the page once more gets IssuedAlready."""
    with raising(IssuedAlready()):
        db.session.add(UsedAnswer(digest=digest(f"form:{mark}"), expires_at=clock.wall() + KEPT))


def forget_answers() -> int:
    """Delete what is too old to be used anyway; how many there were."""
    gone = db.session.execute(delete(UsedAnswer).where(UsedAnswer.expires_at < clock.wall()))
    return int(gone.rowcount)  # type: ignore[attr-defined]
