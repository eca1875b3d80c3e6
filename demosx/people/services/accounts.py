"""Accounts that the office makes, new passwords, and what people change about themselves."""

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
    account = new_account(email, nickname, language or site().languages[0], district)
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
    """Mail the link by which somebody chooses the first password; its secret, to be shown to who made the account.

    Links of earlier invitations stop working.
    """
    tokens.void(account.id, "reset")
    secret = tokens.issue(account, "reset", lifetime=tokens.INVITATION)
    letters.invited(account, secret)
    return secret


def waits_for_owner(account: Account) -> bool:
    """Whether the office has made this account and nobody has come in by its invitation yet."""
    return account.confirmed_at is None or account.password_hash is None


def tell_owner(account: Account) -> None:
    """Say to an address, and never on a screen, that it has an account, or that an invitation waits for it."""
    if account.active:
        (letters.invited_already if waits_for_owner(account) else letters.known_already)(account)


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
    tokens.void(account.id, "reset", "email")
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
    account.district = known_district(district)


def change_language(account: Account, language: str) -> None:
    """The language of letters, and of pages where nothing else was chosen."""
    account.language = known_language(language)


def change_email(account: Account, email: str, password: str) -> None:
    """Mail a link to the new address; the change happens when it is used.

    Raises EmailInvalid or WrongPassword. An address that somebody has gets a letter saying so instead.
    """
    email = check_email(email)
    _prove(account, password)
    holder = queries.account_by_email(email)
    tokens.void(account.id, "email")
    # A link is made also where it is not sent, so that this takes as long.
    secret = tokens.issue(account, "email", data=email)
    if holder is None:
        letters.new_address(account, email, secret)
    elif holder.id != account.id:
        tell_owner(holder)


def confirm_email(secret: str) -> Account:
    """Use the new address from now on. Raises LinkExpired, or EmailTaken if somebody was faster."""
    account, address = tokens.use(secret, "email")
    old = account.email
    with raising(EmailTaken()):
        account.email, account.email_key = address, email_key(address or "")
        account.confirmed_at = account.confirmed_at or clock.wall()
    tokens.void(account.id, "reset", "email")
    if old is not None:
        letters.address_changed(account, old)
    return account


def new_account(email: str | None, nickname: str, language: str, district: str | None) -> Account:
    """An account that is not in the database yet. Raises InvalidInput for an unknown district."""
    return Account(
        email=email,
        email_key=None if email is None else email_key(email),
        nickname=nickname,
        nickname_key=nickname_key(nickname),
        language=known_language(language),
        district=known_district(district),
        created_at=clock.wall(),
    )


def _prove(account: Account, password: str) -> None:
    if not passwords.matches(password, account.password_hash):
        raise WrongPassword()


def known_language(language: str) -> str:
    """`language` if the site has it, else the site's first."""
    return language if language in site().languages else site().languages[0]


def known_district(district: str | None) -> str | None:
    """`district` if the site has it, None for none. Raises InvalidInput."""
    if district and district not in site().districts:
        raise InvalidInput()
    return district or None
