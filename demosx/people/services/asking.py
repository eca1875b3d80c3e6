"""Letters that visitors ask for. Asking only notes the wish; the rounds of the calendar look whose address it is."""

from datetime import timedelta

from sqlalchemy import delete, select

from ...core import clock, jobs
from ...core.db import db, transaction
from ...core.i18n import language
from ...core.security import digest, local_path
from .. import letters, queries
from ..errors import EmailInvalid
from ..models import AskedLetter
from ..names import check_email
from . import joining, tokens
from .accounts import tell_owner, waits_for_owner
from .arriving import LONGEST_PATH, arrive

WHAT = "asked_letters"
OFFERED = timedelta(hours=48)


def request_reset(email: str) -> None:
    """Ask for a link to a new password. The caller learns nothing, also not by the time it takes."""
    _ask("reset", email)


def request_confirmation(email: str, mark: str | None = None) -> None:
    """Ask once more for the letter that finishes joining; `mark` is what the browser that has joined keeps."""
    _ask("confirm", email, digest(mark) if mark else "")


def request_link(email: str, mark: str, onward: str) -> None:
    """Ask for a link that signs in, or offers to join. `mark` is what the browser keeps that asks, `onward` its page.

    The caller learns nothing, also not by the time it takes.
    """
    _ask("link", email, digest(mark), local_path(onward, "")[:LONGEST_PATH])


def write_asked_letters() -> int:
    """Write what was asked for, each in a transaction of its own; how many wishes there were."""
    done = 0
    while _write_next():
        done += 1
    return done


def _ask(what: str, email: str, mark: str = "", onward: str = "") -> None:
    db.session.add(
        AskedLetter(
            what=what,
            email=email.strip(),
            mark=mark,
            onward=onward,
            language=language(),
            asked_at=clock.wall(),
        )
    )
    db.session.flush()
    jobs.nudge(WHAT)


def _write_next() -> bool:
    oldest = select(AskedLetter.id).order_by(AskedLetter.id).limit(1).with_for_update(skip_locked=True)
    with transaction():
        wish = db.session.execute(
            delete(AskedLetter)
            .where(AskedLetter.id == oldest.scalar_subquery())
            .returning(
                AskedLetter.what,
                AskedLetter.email,
                AskedLetter.mark,
                AskedLetter.onward,
                AskedLetter.language,
            )
            .execution_options(synchronize_session=False)
        ).first()
        if wish is None:
            return False
        if wish.what == "reset":
            _reset(wish.email)
        elif wish.what == "link":
            _link(wish.email, wish.mark, wish.onward, wish.language)
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


def _link(email: str, mark: str, onward: str, language: str) -> None:
    """The link that signs in, or for an address that nobody has here the one that joins.

    An invitation is renewed by the office alone: who was invited once and not again has no other way in.
    """
    account = queries.account_by_email(email)
    if account is None:
        _offer(email, mark, onward, language)
    elif not account.active:
        return
    elif waits_for_owner(account):
        tell_owner(account)
    else:
        letters.sign_in(account, tokens.issue(account, "link", data=mark), onward)


def _offer(email: str, mark: str, onward: str, language: str) -> None:
    """The link that joins, to an address that mail can be sent to."""
    try:
        address = check_email(email)
    except EmailInvalid:
        return
    secret = arrive(address, verified=True, onward=onward, lifetime=OFFERED, mark=mark)
    letters.offer_to_join(address, secret, language)
