"""Accounts that the office makes, new passwords, and what people change about themselves."""

from flask_babel import force_locale

from ...core import clock
from ...core.db import db, let_go, raising
from ...core.errors import InvalidInput
from ...core.settings import site
from ...core.terms import districts
from .. import grant_letters, letters, passwords, queries
from ..errors import EmailTaken, NicknameInUse, NicknameTaken
from ..models import PURPOSES, Account
from ..names import check_email, check_nickname, email_key, nickname_key
from ..role_words import described
from . import proving, tokens
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
    The letter names the roles that were given before.

    Links of earlier invitations stop working.
    """
    tokens.void(account.id, "reset")
    secret = tokens.issue(account, "reset", lifetime=tokens.INVITATION)
    with force_locale(account.language):
        given = queries.grants_of(account.id)
        roles, more = [described(one) for one in given], grant_letters.second_factor(given)
    letters.invited(account, secret, roles, more)
    return secret


def waits_for_owner(account: Account) -> bool:
    """Whether the office has made this account and nobody has come in by its invitation yet.

    An account of somebody who joined by a provider or a mailed link has no password either, but they have come in.
    """
    unused = account.password_hash is None and account.last_seen_on is None
    return account.confirmed_at is None or unused


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
    let_go()
    kept = passwords.hashed(password)
    account, _ = tokens.use(secret, "reset")
    tell = letters.password_changed if account.password_hash else letters.password_set
    account.password_hash = kept
    account.confirmed_at = account.confirmed_at or clock.wall()
    tokens.void(account.id, *PURPOSES)
    sign_out_everywhere(account.id)
    tell(account)
    return account


def change_password(account: Account, password: str | None, new_password: str, keep: str | None) -> None:
    """Replace the password and end every session but the one whose secret is `keep`.

    `password` is the present one; None for an account without one, whose owner has just proved in another way who they
    are. Raises WrongPassword or WeakPassword.
    """
    tell = letters.password_changed if account.password_hash else letters.password_set
    passwords.check_strength(new_password, account.email or "", account.nickname)
    if password is None and account.password_hash is None:
        account.password_hash = proving.first(account, new_password)
    else:
        account.password_hash = proving.prove(account, password or "", new=new_password)
    tokens.void(account.id, *PURPOSES)
    sign_out_everywhere(account.id, but=keep)
    if account.email is not None:
        tell(account)


def change_nickname(account: Account, nickname: str) -> None:
    """Be called something else from now on. Raises NicknameInvalid, NicknameReserved or NicknameTaken."""
    nickname = check_nickname(nickname)
    with raising(NicknameInUse()):
        account.nickname, account.nickname_key = nickname, nickname_key(nickname)


def change_district(account: Account, district: str | None) -> None:
    """Say, or no longer say, where one lives."""
    account.district = known_district(district)


def change_language(account: Account, language: str) -> None:
    """The language of letters, and of pages where nothing else was chosen."""
    account.language = known_language(language)


def change_email(account: Account, email: str, password: str | None) -> None:
    """Mail a link to the new address; the change happens when it is used. `password` as in `change_password`.

    Raises EmailInvalid or WrongPassword. An address that somebody has gets a letter saying so instead.
    """
    email = check_email(email)
    if password is not None or account.password_hash is not None:
        proving.prove(account, password or "")
    holder = queries.account_by_email(email)
    tokens.void(account.id, "email")
    # A link is made also where it is not sent, so that this takes as long.
    secret = tokens.issue(account, "email", data=email)
    if holder is None:
        letters.new_address(account, email, secret)
    elif holder.id != account.id and holder.active:
        (letters.invited_already if waits_for_owner(holder) else letters.address_taken)(holder)


def confirm_email(secret: str) -> Account:
    """Use the new address from now on. Raises LinkExpired, or EmailTaken if somebody was faster."""
    account, address = tokens.use(secret, "email")
    old = account.email
    with raising(EmailTaken()):
        account.email, account.email_key = address, email_key(address or "")
        account.confirmed_at = account.confirmed_at or clock.wall()
    tokens.void(account.id, *PURPOSES)
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


def known_language(language: str) -> str:
    """`language` if the site has it, else the site's first."""
    return language if language in site().languages else site().languages[0]


def known_district(district: str | None) -> str | None:
    """`district` if the site has it, None for none. Raises InvalidInput."""
    if district and district not in districts():
        raise InvalidInput()
    return district or None
