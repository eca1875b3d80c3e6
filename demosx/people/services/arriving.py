"""Arriving: somebody has shown who they are, by a provider or a mailed link, and has no account here yet."""

import hmac
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete, select

from ...consent import services as consent
from ...core import clock
from ...core.db import db, raising, transaction
from ...core.security import digest, keyed, local_path, new_secret
from .. import queries
from ..errors import EmailTaken, LinkExpired, NicknameTaken
from ..models import Account, Arrival, Joining
from ..names import check_nickname, email_key
from ..signals import settled
from .accounts import new_account
from .guardians import ask_guardian

LIFETIME = timedelta(minutes=60)
LONGEST_PATH = 2000
PROOF = 16  # characters at the end of a mailed secret, by which it knows the browser that has asked for it


def arrive(
    email: str | None,
    *,
    verified: bool,
    onward: str,
    provider: str = "",
    subject: str = "",
    lifetime: timedelta = LIFETIME,
    mark: str = "",
) -> str:
    """Note that somebody has arrived; the secret by which they go on. No account is touched or made.

    `mark` is a digest of what the browser keeps that has asked for a mailed link: `asked_by` knows it again.
    """
    secret, now = new_secret(), clock.wall()
    secret += _proof(secret, mark)
    onward = local_path(onward, "")
    db.session.add(
        Arrival(
            digest=digest(secret),
            provider=provider,
            subject=subject,
            email=email,
            verified=verified,
            onward=onward if len(onward) <= LONGEST_PATH else "",
            created_at=now,
            expires_at=now + lifetime,
        )
    )
    db.session.flush()
    return secret


def arrival_of(secret: str) -> Arrival:
    """Who goes on with this secret, while it works. Changes nothing. Raises LinkExpired."""
    found: Arrival | None = db.session.scalar(
        select(Arrival).where(Arrival.digest == digest(secret), Arrival.expires_at > clock.wall())
    )
    if found is None:
        raise LinkExpired()
    return found


def arrival_by_mail(secret: str) -> Arrival:
    """The same of a mailed link. What came of a provider is none: it is in the browser that has come back.

    Raises LinkExpired.
    """
    found = arrival_of(secret)
    if found.provider:
        raise LinkExpired()
    return found


def asked_by(mark: str | None, secret: str) -> bool:
    """Whether a mailed link was asked for by the browser that keeps `mark`. Nobody who passes it on can make it so."""
    proof = _proof(secret[:-PROOF], digest(mark)) if mark else ""
    return bool(proof) and hmac.compare_digest(proof.encode(), secret[-PROOF:].encode())


def leave_arrival(arrival: Arrival) -> None:
    """End it: it has come to what it was for. Of two at once one succeeds, and the other gets LinkExpired."""
    gone = delete(Arrival).where(Arrival.id == arrival.id).returning(Arrival.id)
    if db.session.scalar(gone.execution_options(synchronize_session=False)) is None:
        raise LinkExpired()
    db.session.expunge(arrival)


def settle(
    arrival: Arrival,
    nickname: str,
    language: str,
    *,
    agreed: Mapping[str, str | None],
    child: tuple[date, str] | None = None,
) -> Account:
    """Make the account of somebody who has arrived. Its address is the one that is theirs beyond doubt, or none.

    Whoever listens to the signal `settled` ties it to what it is signed in by, in the same transaction.
    Raises NicknameInvalid, NicknameReserved, NicknameTaken, EmailTaken, LinkExpired, or what a listener raises, such as
    that two pages have been sent at once; then there is no account.
    """
    nickname = check_nickname(nickname)
    email = arrival.email if arrival.verified else None
    if email is not None and queries.account_by_email(email) is not None:
        raise EmailTaken()
    account = new_account(email, nickname, language, None)
    account.confirmed_at = account.created_at
    with db.session.begin_nested():
        _add(account)
        settled.send(account, arrival=arrival)
        leave_arrival(arrival)
    if email is not None:
        db.session.execute(delete(Joining).where(Joining.email_key == email_key(email)))
    consent.answer(account.id, agreed)
    if child is not None:
        account.born_on = child[0]
        ask_guardian(account, child[1])
    return account


def forget_arrivals() -> int:
    """Delete whoever has not gone on in time; how many there were. For the calendar's rounds."""
    over = delete(Arrival).where(Arrival.expires_at <= clock.wall()).returning(Arrival.id)
    with transaction():
        return len(db.session.execute(over.execution_options(synchronize_session=False)).all())


def _proof(secret: str, mark: str) -> str:
    return keyed("asked for a link", secret, mark)[:PROOF]


def _add(account: Account) -> None:
    try:
        with raising(NicknameTaken()):
            db.session.add(account)
    except NicknameTaken:
        if account.email is not None and queries.account_by_email(account.email) is not None:
            raise EmailTaken() from None
        raise
