"""Letters that visitors ask for. Asking only notes the wish; the rounds of the calendar look whose address it is."""

from sqlalchemy import delete, select

from ...core import clock
from ...core.db import db, transaction
from ...core.security import digest
from .. import letters, queries
from ..models import AskedLetter
from . import joining, tokens
from .accounts import tell_owner, waits_for_owner


def request_reset(email: str) -> None:
    """Ask for a link to a new password. The caller learns nothing, also not by the time it takes."""
    _ask("reset", email)


def request_confirmation(email: str, mark: str | None = None) -> None:
    """Ask once more for the letter that finishes joining; `mark` is what the browser that has joined keeps."""
    _ask("confirm", email, digest(mark) if mark else "")


def write_asked_letters() -> int:
    """Write what was asked for, each in a transaction of its own; how many wishes there were."""
    done = 0
    while _write_next():
        done += 1
    return done


def _ask(what: str, email: str, mark: str = "") -> None:
    db.session.add(AskedLetter(what=what, email=email.strip(), mark=mark, asked_at=clock.wall()))
    db.session.flush()


def _write_next() -> bool:
    oldest = select(AskedLetter.id).order_by(AskedLetter.id).limit(1).with_for_update(skip_locked=True)
    with transaction():
        wish = db.session.execute(
            delete(AskedLetter)
            .where(AskedLetter.id == oldest.scalar_subquery())
            .returning(AskedLetter.what, AskedLetter.email, AskedLetter.mark)
            .execution_options(synchronize_session=False)
        ).first()
        if wish is None:
            return False
        if wish.what == "reset":
            _reset(wish.email)
        else:
            joining.repeat_letter(wish.email, wish.mark)
    return True


def _reset(email: str) -> None:
    """The link, if the address has an account with a password; an invitation is renewed by the office alone."""
    account = queries.account_by_email(email)
    if account is None or not account.active:
        return
    if waits_for_owner(account):
        tell_owner(account)
    else:
        letters.reset(account, tokens.issue(account, "reset"))
