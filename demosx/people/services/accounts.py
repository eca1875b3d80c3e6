"""Joining, the links that prove an address, and what people change about themselves."""

from ...core import clock
from ...core.db import db, raising
from ...core.errors import InvalidInput
from ...core.settings import site
from .. import letters, passwords, queries
from ..errors import EmailTaken, NicknameTaken, WrongPassword
from ..models import Account
from ..names import check_email, check_nickname, email_key, nickname_key
from . import tokens
from .sign_in import sign_out_everywhere


def join(email: str, password: str, nickname: str, language: str, district: str | None = None) -> None:
    """Begin an account, or tell the owner of the address that there is one. The caller learns the same either way.

    Whoever joins again before confirming starts over: what somebody else may have chosen for the address is gone.
    Raises EmailInvalid, WeakPassword, NicknameInvalid, NicknameReserved or NicknameTaken.
    """
    email, nickname = check_email(email), check_nickname(nickname)
    language, district = _known_language(language), _known_district(district)
    passwords.check_strength(password, email, nickname)
    kept = passwords.hashed(password)
    known = queries.account_by_email(email)
    holder = queries.account_by_nickname(nickname)
    if holder is not None and not (holder is known and _sent_twice(holder, password)):
        raise NicknameTaken()
    if known is not None and (known.confirmed_at is not None or not known.active):
        if known.active:
            letters.known_already(known)
        return
    account = known or _new(email, nickname, language, district)
    try:
        with raising(NicknameTaken()):
            account.nickname, account.nickname_key = nickname, nickname_key(nickname)
            account.language, account.district, account.password_hash = language, district, kept
            db.session.add(account)
    except NicknameTaken:
        if known is None and queries.account_by_email(email) is not None:
            return  # somebody was faster with the same address, and the letter is theirs
        raise
    sign_out_everywhere(account.id)
    letters.confirm(account, tokens.issue(account, "confirm"))


def create_account(
    nickname: str,
    *,
    email: str | None = None,
    password: str | None = None,
    language: str | None = None,
    district: str | None = None,
    confirmed: bool = True,
) -> Account:
    """Make an account directly: for commands, imports and demonstrations. Nothing is mailed.

    Raises NicknameTaken, EmailTaken, NicknameInvalid or WeakPassword.
    """
    if not nickname_key(nickname):
        raise InvalidInput()
    account = _new(email, nickname, language or site().languages[0], district)
    if password is not None:
        passwords.check_strength(password, email or "", nickname)
        account.password_hash = passwords.hashed(password)
    if confirmed:
        account.confirmed_at = account.created_at
    if email is not None and queries.account_by_email(email) is not None:
        raise EmailTaken()
    with raising(NicknameTaken()):
        db.session.add(account)
    return account


def invite(account: Account) -> str:
    """Mail the link by which somebody chooses the first password; its secret, to be shown to who made the account."""
    secret = tokens.issue(account, "reset", lifetime=tokens.INVITATION)
    letters.invited(account, secret)
    return secret


def confirm(secret: str) -> Account:
    """Finish joining. Raises LinkExpired."""
    account, _ = tokens.use(secret, "confirm")
    account.confirmed_at = account.confirmed_at or clock.wall()
    return account


def send_confirmation_again(account: Account) -> None:
    """Mail a new link to an account that was not confirmed; to any other nothing is sent."""
    if account.confirmed_at is None and account.email is not None and account.active:
        letters.confirm(account, tokens.issue(account, "confirm"))


def request_reset(email: str) -> None:
    """Mail a link for a new password, if the address has an account. The caller learns nothing."""
    account = queries.account_by_email(email)
    if account is not None and account.active:
        letters.reset(account, tokens.issue(account, "reset"))


def reset(secret: str, password: str) -> Account:
    """Choose a new password by a mailed link. Ends all sessions and links; proves the address.

    Raises WeakPassword before the link is used up, or LinkExpired.
    """
    holder = tokens.token_holder(secret, "reset")
    passwords.check_strength(password, holder.email or "", holder.nickname)
    kept = passwords.hashed(password)
    account, _ = tokens.use(secret, "reset")
    account.password_hash = kept
    account.confirmed_at = account.confirmed_at or clock.wall()
    tokens.void(account.id, "confirm", "reset", "email")
    sign_out_everywhere(account.id)
    letters.password_changed(account)
    return account


def change_password(account: Account, password: str, new_password: str, keep: str | None) -> None:
    """Replace the password and end every session but the one whose secret is `keep`.

    Raises WrongPassword or WeakPassword.
    """
    _prove(account, password)
    passwords.check_strength(new_password, account.email or "", account.nickname)
    account.password_hash = passwords.hashed(new_password)
    tokens.void(account.id, "reset", "email")
    sign_out_everywhere(account.id, but=keep)
    if account.email is not None:
        letters.password_changed(account)


def change_nickname(account: Account, nickname: str) -> None:
    """Be called something else from now on. Raises NicknameInvalid, NicknameReserved or NicknameTaken."""
    nickname = check_nickname(nickname)
    with raising(NicknameTaken()):
        account.nickname, account.nickname_key = nickname, nickname_key(nickname)


def change_district(account: Account, district: str | None) -> None:
    """Say, or no longer say, where one lives."""
    account.district = _known_district(district)


def change_language(account: Account, language: str) -> None:
    """The language of letters, and of pages where nothing else was chosen."""
    account.language = _known_language(language)


def change_email(account: Account, email: str, password: str) -> None:
    """Mail a link to the new address; the change happens when it is used.

    Raises EmailInvalid or WrongPassword. An address that somebody has gets a letter saying so instead.
    """
    email = check_email(email)
    _prove(account, password)
    holder = queries.account_by_email(email)
    if holder is None:
        letters.new_address(account, email, tokens.issue(account, "email", data=email))
    elif holder.id != account.id and holder.active and holder.email is not None:
        letters.known_already(holder)


def confirm_email(secret: str) -> Account:
    """Use the new address from now on. Raises LinkExpired, or EmailTaken if somebody was faster."""
    account, address = tokens.use(secret, "email")
    old = account.email
    with raising(EmailTaken()):
        account.email, account.email_key = address, email_key(address or "")
        account.confirmed_at = account.confirmed_at or clock.wall()
    tokens.void(account.id, "confirm", "reset", "email")
    if old is not None:
        letters.address_changed(account, old)
    return account


def _new(email: str | None, nickname: str, language: str, district: str | None) -> Account:
    return Account(
        email=email,
        email_key=None if email is None else email_key(email),
        nickname=nickname,
        nickname_key=nickname_key(nickname),
        language=_known_language(language),
        district=_known_district(district),
        created_at=clock.wall(),
    )


def _sent_twice(holder: Account, password: str) -> bool:
    """Whether somebody has pressed the button of the same form again. Only who knows the password learns it."""
    return holder.confirmed_at is None and passwords.matches(password, holder.password_hash)


def _prove(account: Account, password: str) -> None:
    if not passwords.matches(password, account.password_hash):
        raise WrongPassword()


def _known_language(language: str) -> str:
    return language if language in site().languages else site().languages[0]


def _known_district(district: str | None) -> str | None:
    if district and district not in site().districts:
        raise InvalidInput()
    return district or None
