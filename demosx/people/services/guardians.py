"""A child's account: it waits for a guardian, who is asked by mail, and is deleted where nobody agrees."""

from datetime import timedelta

from sqlalchemy import delete, select

from ...core import clock
from ...core.db import db, transaction
from ...core.mail import Letter
from ...core.security import digest, keyed, new_secret
from .. import letters
from ..age import old_enough, today
from ..errors import LinkExpired, OwnAddress
from ..guardian_models import GuardianAsk
from ..holdings import holdings
from ..models import Account
from ..names import check_email, email_key

WAITING = timedelta(days=7)


def ask_guardian(account: Account, email: str) -> None:
    """Let an account wait for a guardian, who gets a letter. Asking again goes to the new address alone.

    The seven days count from the first time. Raises EmailInvalid, or OwnAddress.
    """
    address = check_email(email)
    if account.email_key is not None and email_key(address) == account.email_key:
        raise OwnAddress()
    secret, now = new_secret(), clock.wall()
    found = ask_of(account.id)
    if found is None:
        found = GuardianAsk(account_id=account.id, expires_at=now + WAITING)
        db.session.add(found)
    elif found.email is not None:
        before = delete(Letter).where(Letter.about_id == account.id, Letter.to_address == found.email)
        db.session.execute(
            before.execution_options(synchronize_session=False)
        )  # its link does not work any more
    found.digest, found.email, found.asked_at = digest(secret), address, now
    found.proof = keyed("guardian", account.id, email_key(address))
    account.awaits_guardian = True
    db.session.flush()
    letters.ask_guardian(account, address, secret)


def ask_of(account_id: int) -> GuardianAsk | None:
    """How the guardian of an account was asked, and whether they have agreed."""
    found: GuardianAsk | None = db.session.scalar(
        select(GuardianAsk).where(GuardianAsk.account_id == account_id)
    )
    return found


def child_of(secret: str) -> Account:
    """The account that a guardian's letter is about, while it waits. Changes nothing. Raises LinkExpired."""
    return _waiting(secret)[1]


def agree_as_guardian(secret: str) -> Account:
    """Let the child take part. The guardian's address is forgotten; the day and a keyed hash of it stay.

    Raises LinkExpired.
    """
    ask, child = _waiting(secret)
    ask.email, ask.agreed_on = None, today()
    child.awaits_guardian = False
    db.session.flush()
    letters.guardian_agreed(child)
    return child


def refuse_as_guardian(secret: str) -> None:
    """Delete the child's account and everything of it. Raises LinkExpired."""
    _ask, child = _waiting(secret)
    number, address, language = child.id, child.email, child.language
    _delete(child)
    if address is not None:
        letters.guardian_refused(number, address, language)


def settle_children() -> int:
    """Delete what has waited for seven days, and let those go on who have grown old enough; how many there were.

    For the rounds of the calendar, each in a transaction of its own.
    """
    waiting = select(Account.id).where(Account.awaits_guardian).order_by(Account.id)
    with transaction():
        numbers = db.session.scalars(waiting).all()
    done = 0
    for number in numbers:
        with transaction():
            done += _settle(number)
    return done


def _settle(number: int) -> bool:
    child = db.session.scalar(select(Account).where(Account.id == number).with_for_update())
    if child is None or not child.awaits_guardian:
        return False
    ask = ask_of(number)
    if child.born_on is not None and old_enough(child.born_on):
        child.awaits_guardian = False
        if ask is not None:
            db.session.delete(ask)
        return True
    if ask is not None and ask.expires_at > clock.wall():
        return False
    _delete(child)
    return True


def _waiting(secret: str) -> tuple[GuardianAsk, Account]:
    """The question that a letter's link answers, locked, with the account."""
    ask = db.session.scalar(
        select(GuardianAsk)
        .where(
            GuardianAsk.digest == digest(secret),
            GuardianAsk.agreed_on.is_(None),
            GuardianAsk.expires_at > clock.wall(),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    child = db.session.get(Account, ask.account_id) if ask is not None else None
    if ask is None or child is None or not child.active or not child.awaits_guardian:
        raise LinkExpired()
    return ask, child


def _delete(child: Account) -> None:
    """Everything that rooms keep of the child, then the account."""
    number = child.id
    for holding in holdings():
        holding.forget(number, True)
    db.session.flush()
    db.session.execute(
        delete(Account).where(Account.id == number).execution_options(synchronize_session=False)
    )
    db.session.expire_all()
