"""The letters that accounts cause, in the language of who reads them. Links begin with the site's own address."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import link, post
from ..core.settings import named, site
from .models import Account, Joining


def confirm(joining: Joining, secret: str) -> None:
    """The link that finishes joining."""
    with force_locale(joining.language):
        where = _site_name(joining.language)
        body = _(
            "Welcome, %(nickname)s.\n\nPlease open this link and press the button to finish joining %(site)s. "
            "It works once, for %(hours)d hours.\n\n%(link)s\n\n"
            "If you did not join, please do nothing: without the button nothing begins.",
            nickname=joining.nickname, site=where, hours=48, link=link("people.confirm", secret=secret),
        )  # fmt: skip
        post(joining.email, _("Finish joining %(site)s", site=where), body)


def known_already(account: Account) -> None:
    """Somebody tried to join with an address that has an account: said to the address, never on the screen."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Somebody, perhaps you, tried to join %(site)s with this address. You have an account already.\n\n"
            "Sign in: %(sign_in)s\nChoose a new password: %(forgot)s\n\nIf it was not you, you need not do anything.",
            site=where, sign_in=link("people.sign_in"), forgot=link("people.forgot"),
        )  # fmt: skip
        post(_address(account), _("You have an account at %(site)s", site=where), body)


def reset(account: Account, secret: str) -> None:
    """The link that chooses a new password."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Please open this link to choose a new password for %(site)s. It works once, for one hour. "
            "You will be signed out everywhere.\n\n%(link)s\n\nIf you did not ask for it, you need not do anything.",
            site=where, link=link("people.reset", secret=secret),
        )  # fmt: skip
        post(_address(account), _("Choose a new password for %(site)s", site=where), body)


def invited(account: Account, secret: str) -> None:
    """The first link of an account that the office made."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "The office of %(site)s has made an account for you, %(nickname)s.\n\n"
            "Please open this link and choose a password. It works once, for %(days)d days.\n\n%(link)s",
            site=where, nickname=account.nickname, days=7, link=link("people.reset", secret=secret),
        )  # fmt: skip
        post(_address(account), _("Your account at %(site)s", site=where), body)


def invited_already(account: Account) -> None:
    """Somebody tried to join, or asked for a new password, with an address that the office has invited."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Somebody, perhaps you, wanted to come in at %(site)s with this address. The office has made an account "
            "for you, %(nickname)s: please use the link in the letter that invited you.\n\n"
            "If it is lost or too old, please ask the office for a new one: %(office)s",
            site=where, nickname=account.nickname, office=_office(),
        )  # fmt: skip
        post(_address(account), _("Your account at %(site)s", site=where), body)


def new_address(account: Account, address: str, secret: str) -> None:
    """The link that proves the new address."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Please open this link and press the button to use this address for %(site)s. "
            "It works once, for %(hours)d hours.\n\n%(link)s\n\nIf you did not ask for it, please do nothing.",
            site=where, hours=48, link=link("people.confirm_email", secret=secret),
        )  # fmt: skip
        post(address, _("Confirm your new address for %(site)s", site=where), body)


def address_changed(account: Account, old_address: str) -> None:
    """Said to the old address, so that nobody loses an account without noticing."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "The address of your account at %(site)s was changed. "
            "If it was not you, please tell the office at once: %(office)s",
            site=where, office=_office(),
        )  # fmt: skip
        post(old_address, _("Your address at %(site)s was changed", site=where), body)


def password_changed(account: Account) -> None:
    """Said after every change, so that nobody loses an account without noticing."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "The password of your account at %(site)s was changed, and you were signed out on other devices. "
            "If it was not you, please choose a new one now: %(forgot)s",
            site=where, forgot=link("people.forgot"),
        )  # fmt: skip
        post(_address(account), _("Your password at %(site)s was changed", site=where), body)


def _office() -> str:
    """Where the office is reached."""
    return site().office.email or site().office.telephone or site().address


def _site_name(language: str) -> str:
    return named(site().name, language)


def _address(account: Account) -> str:
    if account.email is None:
        raise ValueError("a letter to an account without an address")
    return account.email
