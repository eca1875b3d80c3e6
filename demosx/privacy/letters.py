"""The letters about an account that ends, in the language of who reads them."""

from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import update

from ..core.db import db, empty_log, transaction
from ..core.i18n import day as shown_day
from ..core.mail import Letter, link, post
from ..core.settings import named, site
from ..people.letters import LAST
from ..people.models import Account


def left(account_id: int, address: str, nickname: str, language: str) -> None:
    """The last letter to an address, which `forget_last_addresses` forgets once it has gone out."""
    with force_locale(language):
        where = named(site().name, language)
        body = _(
            "%(nickname)s, your account at %(site)s has ended, and what we kept of you is deleted.\n\n"
            "This is the last letter to this address. We forget it once the letter has left.\n\n"
            "If it was not you, please tell the office: %(office)s",
            nickname=nickname, site=where, office=_office(),
        )  # fmt: skip
        post(address, _("Your account at %(site)s has ended", site=where), body, key=f"{LAST}{account_id}")


def forget_last_addresses() -> int:
    """Forget where last letters went that have left or were given up, with what they said; how many."""
    gone = (Letter.key.startswith(LAST), Letter.state.in_(("sent", "failed")), Letter.to_address != "")
    forgotten = update(Letter).where(*gone).values(to_address="", body="", error="").returning(Letter.id)
    with transaction():
        done = len(db.session.execute(forgotten.execution_options(synchronize_session=False)).all())
    if done:
        empty_log()
    return done


def unused(account: Account, ends_on: date) -> None:
    """That an account which nobody has used for long is about to end, and how to keep it."""
    if account.email is None:
        return
    with force_locale(account.language):
        where = named(site().name, account.language)
        body = _(
            "%(nickname)s, you have not been at %(site)s for a long time.\n\n"
            "As we keep no data that nobody needs, your account ends on %(day)s. If you would like to keep it, please "
            "sign in before that day; nothing else is needed.\n\n%(sign_in)s",
            nickname=account.nickname, site=where, day=shown_day(ends_on), sign_in=link("people.sign_in"),
        )  # fmt: skip
        post(account.email, _("Your account at %(site)s is about to end", site=where), body, about=account.id)


def _office() -> str:
    return site().office.email or site().office.telephone or site().address
