"""Joining: a form, a letter, and the account that begins when the letter's link is used."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import delete, select

from ...consent import services as consent
from ...core import clock
from ...core.db import db, let_go, raising
from ...core.security import digest, local_path, new_secret
from ...core.settings import site
from .. import letters, passwords, queries
from ..age import old_enough
from ..errors import LinkExpired, NicknameTaken, WeakPassword, WrongPassword
from ..models import Account, Joining
from ..names import check_email, check_nickname, email_key
from .accounts import known_district, known_language, new_account, tell_owner
from .guardians import ask_guardian

LIFETIME = timedelta(hours=48)


def join(
    email: str,
    password: str,
    nickname: str,
    language: str,
    district: str | None = None,
    *,
    agreed: Mapping[str, str | None] | None = None,
    child: tuple[date, str] | None = None,
    onward: str = "",
) -> str:
    """Note a form and mail its link, or tell the owner of the address that there is an account.

    No account is touched or made. The caller learns the same either way: a mark, for the browser to keep, by which it
    is known again when the link is opened. An empty password makes an account that comes in by mailed links. `agreed`
    is what was agreed to, `child` the birth date and the guardian's address of somebody who needs one, `onward` the
    path on which the person was.

    Raises EmailInvalid, WeakPassword, NicknameInvalid, NicknameReserved or NicknameTaken.
    """
    email, nickname = check_email(email), check_nickname(nickname)
    language, district = known_language(language), known_district(district)
    kept = _kept(password, email, nickname)
    if queries.account_by_nickname(nickname) is not None:
        raise NicknameTaken()
    mark, secret, now = new_secret(), new_secret(), clock.wall()
    born_on, guardian = child or (None, None)
    joining = Joining(
        digest=digest(secret), mark=digest(mark), email=email, email_key=email_key(email), nickname=nickname,
        password_hash=kept, language=language, district=district, born_on=born_on, guardian_email=guardian,
        agreed=dict(agreed or {}), onward=local_path(onward, "")[:2000], created_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    db.session.add(joining)  # also where it can come to nothing, so that this takes as long
    known = queries.account_by_email(email)
    if known is None:
        letters.confirm(joining, secret)
    else:
        tell_owner(known)
    return mark


def _kept(password: str, email: str, nickname: str) -> str | None:
    """What is kept of the password; nothing of none, where the site lets people in by mailed links."""
    if not password and site().sign_in.link:
        return None
    if not site().sign_in.password:
        raise WeakPassword()
    passwords.check_strength(password, email, nickname)
    let_go()
    return passwords.hashed(password)


def joining_of(secret: str) -> Joining:
    """What a letter's link finishes, while it works. Changes nothing. Raises LinkExpired."""
    found: Joining | None = db.session.scalar(
        select(Joining).where(Joining.digest == digest(secret), Joining.expires_at > clock.wall())
    )
    if found is None or queries.account_by_email(found.email) is not None:
        raise LinkExpired()
    return found


def joined_here(joining: Joining, mark: str | None) -> bool:
    """Whether the browser that keeps `mark` has sent this form."""
    return mark is not None and digest(mark) == joining.mark


def confirm(secret: str, *, mark: str | None = None, password: str = "") -> Account:
    """Finish joining: the account begins, and other forms for its address come to nothing.

    It takes the browser that has sent the form, by its mark, or the password of the form. So nobody confirms by
    mistake what a stranger has sent for their address, and lets the stranger in who knows the password. A form without
    a password lets nobody in but whoever reads the mail of the address: it takes the link alone.

    Raises LinkExpired, WrongPassword, or NicknameTaken if somebody was faster with the name.
    """
    joining = joining_of(secret)
    if not proved_by_link(joining, mark):
        kept = joining.password_hash
        let_go()
        right = passwords.matches(password, kept)
        joining = joining_of(secret)  # others may have finished it, or joined with its address, meanwhile
        if not right or joining.password_hash != kept:
            raise WrongPassword()
    account = new_account(joining.email, joining.nickname, joining.language, joining.district)
    account.password_hash, account.confirmed_at = joining.password_hash, account.created_at
    forms = delete(Joining).where(Joining.email_key == joining.email_key).returning(Joining.id)
    if joining.id not in db.session.scalars(forms.execution_options(synchronize_session=False)).all():
        raise LinkExpired()
    try:
        with raising(NicknameTaken()):
            db.session.add(account)
    except NicknameTaken:
        if queries.account_by_email(joining.email) is not None:
            raise LinkExpired() from None
        raise
    consent.answer(account.id, joining.agreed)
    if joining.born_on is not None and joining.guardian_email is not None and not old_enough(joining.born_on):
        account.born_on = joining.born_on
        ask_guardian(account, joining.guardian_email)
    return account


def proved_by_link(joining: Joining, mark: str | None) -> bool:
    """Whether the link alone finishes this form: in the browser that has sent it, or where it has no password."""
    return joined_here(joining, mark) or joining.password_hash is None


def repeat_letter(email: str, mark: str) -> None:
    """Mail a link for a form that waits for this address: the one with the digest `mark`, else the newest.

    Links that were mailed before go on working. Where no form waits nothing is sent.
    """
    now = clock.wall()
    waiting = select(Joining).where(Joining.email_key == email_key(email), Joining.expires_at > now)
    found = db.session.scalar(waiting.order_by((Joining.mark == mark).desc(), Joining.id.desc()).limit(1))
    if found is None or queries.account_by_email(email) is not None:
        return
    secret = new_secret()
    again = Joining(
        digest=digest(secret), mark=found.mark, email=found.email, email_key=found.email_key,
        nickname=found.nickname, password_hash=found.password_hash, language=found.language,
        district=found.district, born_on=found.born_on, guardian_email=found.guardian_email, agreed=found.agreed,
        onward=found.onward, created_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    db.session.add(again)
    letters.confirm(again, secret)
