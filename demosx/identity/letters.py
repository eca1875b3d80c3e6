"""Letters about ways of signing in: after every change, so that no account changes hands without its owner noticing."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import link, post
from ..core.settings import named, site
from ..people.letters import office
from ..people.models import Account
from .providers import name_of


def way_added(account: Account, provider: str) -> None:
    """Somebody can sign in by a provider from now on."""
    with force_locale(account.language):
        _write(
            account,
            _("From now on your account can be signed in to with %(provider)s.", provider=name_of(provider)),
        )


def way_removed(account: Account, provider: str) -> None:
    """Nobody can sign in by this provider any more."""
    with force_locale(account.language):
        _write(
            account,
            _("Your account can no longer be signed in to with %(provider)s.", provider=name_of(provider)),
        )


def others_ended(account: Account) -> None:
    """Only the password and the mail are left."""
    with force_locale(account.language):
        _write(
            account, _("All other ways of signing in to your account were ended. Your password still works.")
        )


def _write(account: Account, what: str) -> None:
    """The letter, to an account that can be written to."""
    if account.email is None:
        return
    where = named(site().name, account.language)
    body = _(
        "%(what)s\n\nSee and change it here: %(ways)s\n\n"
        "If it was not you, please sign in and remove it, and tell the office at once: %(office)s",
        what=what, ways=link("identity.ways"), office=office(),
    )  # fmt: skip
    post(account.email, _("Your ways of signing in at %(site)s", site=where), body, about=account.id)
