"""What tests of accounts do again and again: join, confirm, invite, ask."""

from typing import Any

from sqlalchemy import func, select

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import services
from demosx.people.models import Account, Joining
from tests.people.conftest import PASSWORD, MailTo, secret_of

KIM = "kim@example.org"
# What the form for joining asks beside the person: that they are old enough, and what they agree to.
AGREED = {"of_age": "y", "agree_privacy": "y", "agree_sensitive": "y"}


def join(email: str = KIM, nickname: str = "별이", password: str = PASSWORD, **more: Any) -> None:
    services.join(email, password, nickname, more.pop("language", "ko"), **more)
    db.session.commit()


def confirm(letter: Letter, password: str = PASSWORD) -> Account:
    """What follows when the link of a letter is used, with a password."""
    account = services.confirm(secret_of(letter, "confirm"), password=password)
    db.session.commit()
    return account


def joined(mail_to: MailTo, email: str = KIM, nickname: str = "별이") -> Account:
    """Somebody who has joined and confirmed."""
    join(email, nickname)
    return confirm(mail_to(email)[-1])


def invited(email: str = "lee@example.org", **more: Any) -> Account:
    """An operator whom the office has invited and who has not come in yet."""
    account = services.create_account("운영하는이", email=email, confirmed=False, **more)
    services.grant(account, "operator")
    services.invite(account)
    db.session.commit()
    return account


def ask_reset(email: str = KIM) -> None:
    """Ask for a new password, and let the calendar go round."""
    services.request_reset(email)
    db.session.commit()
    services.write_asked_letters()


def forms() -> int:
    return db.session.scalar(select(func.count(Joining.id))) or 0
