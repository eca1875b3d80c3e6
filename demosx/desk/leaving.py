"""Duties belong to the post: what somebody worked on stays with their department or role when they leave it, or goes to
whoever takes over their post."""

from ..core.db import db, lock, transaction
from ..duties.models import Duty
from ..duties.services import assign
from ..journey.people import role_for
from ..people.models import Account
from ..people.queries import actor_of
from ..people.signals import roles_ended
from .queries import leaving


def listen() -> None:
    """Hear of roles that end. Calling it again changes nothing."""
    roles_ended.connect(on_roles_ended)


def on_roles_ended(account: Account, successor: int | None) -> None:
    """Give back what a person worked on and no longer owes, in the transaction in which their role ends."""
    for duty in leaving.worked_on_by(account.id):
        if not _still_theirs(duty):
            _give_back(duty, successor)


def return_ended() -> int:
    """Give back what people work on whose term is over, each duty in a transaction of its own; gives how many.

    Runs at once in two processes give nothing back twice, since each looks again once it holds the rows.
    """
    gone = [duty.id for duty in leaving.worked_on_after_a_term() if not _still_theirs(duty)]
    db.session.rollback()
    given = 0
    for duty_id in gone:
        with transaction():
            given += _give_back(db.session.get_one(Duty, duty_id), None)
    db.session.rollback()
    return given


def _still_theirs(duty: Duty) -> bool:
    return duty.assignee_id is not None and bool(role_for(actor_of(duty.assignee_id), duty))


def _give_back(duty: Duty, successor: int | None) -> bool:
    """Let the successor work on a duty, or nobody in particular; False where that is no longer needed."""
    lock(duty.proposal)
    lock(duty)
    if duty.closed_at is not None or duty.assignee_id is None or _still_theirs(duty):
        return False
    follows = successor if successor is not None and role_for(actor_of(successor), duty) else None
    assign(duty, follows, None, left=True)
    return True
