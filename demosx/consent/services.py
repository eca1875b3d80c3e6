"""Agreeing, and taking that back."""

from collections.abc import Mapping

from sqlalchemy import delete

from ..core import clock
from ..core.db import db, insert
from .models import Agreement, Answer
from .signals import answered
from .terms import asked


def answer(account_id: int, given: Mapping[str, str | None]) -> None:
    """Note what an account agrees to from now on: by what it is of the version agreed to, or None for no.

    What is not named stays as it was.
    """
    now = clock.wall()
    for what, version in given.items():
        db.session.add(
            Answer(account_id=account_id, what=what, version=version or "", given=version is not None, at=now)
        )
        if version is None:
            db.session.execute(
                delete(Agreement).where(Agreement.account_id == account_id, Agreement.what == what)
            )
            continue
        row = insert(Agreement).values(account_id=account_id, what=what, version=version, at=now)
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=["account_id", "what"], set_={"version": version, "at": now}
            )
        )
    db.session.flush()
    for what, version in given.items():
        answered.send(account_id, what=what, given=version is not None)


def agree_to_all(account_id: int) -> None:
    """Agree to everything that the site asks for: for accounts of a demonstration and of tests."""
    answer(account_id, dict(asked()))
