"""Letters about second factors: after every change, so that nobody's account changes hands without their noticing."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import link, post
from ..core.settings import named, site
from ..people.letters import office
from ..people.models import Account


def app_set_up(account: Account) -> None:
    """An app makes codes for this account."""
    with force_locale(account.language):
        _write(
            account,
            _(
                "An authenticator app was set up for your account. It is needed with your password from now on."
            ),
        )


def app_removed(account: Account) -> None:
    """No app makes codes any more."""
    with force_locale(account.language):
        _write(account, _("The authenticator app of your account was removed."))


def passkey_added(account: Account, name: str) -> None:
    """Somebody can sign in with a new passkey."""
    with force_locale(account.language):
        _write(
            account,
            _("The passkey “%(name)s” was added to your account. It signs in without a password.", name=name),
        )


def passkey_removed(account: Account, name: str) -> None:
    """A passkey works no longer."""
    with force_locale(account.language):
        _write(account, _("The passkey “%(name)s” was removed from your account.", name=name))


def recovery_codes_made(account: Account) -> None:
    """The recovery codes before these work no longer."""
    with force_locale(account.language):
        _write(account, _("New recovery codes were made for your account. Earlier ones no longer work."))


def recovery_code_used(account: Account, left: int) -> None:
    """Somebody came in by a recovery code."""
    with force_locale(account.language):
        _write(
            account,
            _(
                "A recovery code of your account was used to sign in. Codes that are left: %(left)d.",
                left=left,
            ),
        )


def factors_reset(account: Account) -> None:
    """The office has taken away the second factors."""
    with force_locale(account.language):
        _write(
            account,
            _("An administrator has reset the second factor of your account, and it was signed out everywhere. "
              "Please sign in and set up a new one."),
        )  # fmt: skip


def _write(account: Account, what: str) -> None:
    """One letter: what has happened, where to look, and what to do if it was somebody else."""
    if account.email is None:
        return
    where = named(site().name, account.language)
    body = _(
        "%(what)s\n\nSee how you sign in, and which devices are signed in: %(page)s\n\n"
        "If it was not you, please tell the office at once: %(office)s",
        what=what, page=link("identity.security"), office=office(),
    )  # fmt: skip
    post(account.email, _("How you sign in at %(site)s has changed", site=where), body, about=account.id)
