"""The letters that accounts cause, in the language of who reads them. Links begin with the site's own address."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import link, post
from ..core.settings import named, site
from .models import Account, Joining
from .ways import other_ways

LAST = "left:"  # the keys of letters that are the last to an address, which is forgotten with them


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
        post(_address(account), _("You have an account at %(site)s", site=where), body, about=account.id)


def address_taken(account: Account) -> None:
    """Somebody wanted to move another account to an address that has one: said to the address, never on the screen."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Somebody, perhaps you, wanted to use this address for another account at %(site)s. It belongs to your "
            "account already, so nothing was changed.\n\n"
            "Sign in to this account: %(sign_in)s\n\nIf it was not you, you need not do anything.",
            site=where, sign_in=link("people.sign_in"),
        )  # fmt: skip
        post(
            _address(account),
            _("This address has an account at %(site)s", site=where),
            body,
            about=account.id,
        )


def reset(account: Account, secret: str) -> None:
    """The link that chooses a new password."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Please open this link to choose a new password for %(site)s. It works once, for one hour. "
            "You will be signed out everywhere.\n\n%(link)s\n\nIf you did not ask for it, you need not do anything.",
            site=where, link=link("people.reset", secret=secret),
        )  # fmt: skip
        others = other_ways(account)
        if others:
            body += "\n\n" + _(
                "Your account can also be signed in to in other ways, which a new password does not end: %(ways)s. "
                "If one of them is not yours, sign in with the new password and end it on this page: %(page)s",
                ways=", ".join(others), page=link("identity.ways"),
            )  # fmt: skip
        post(_address(account), _("Choose a new password for %(site)s", site=where), body, about=account.id)


def sign_in(account: Account, secret: str, onward: str) -> None:
    """The link that signs in without a password."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Please open this link and press the button to sign in at %(site)s. It works once, for %(minutes)d minutes."
            "\n\n%(link)s\n\n"
            "If you did not ask for it, please do nothing, and give the link to nobody: whoever has it can sign in.",
            site=where, minutes=15, link=link("people.sign_in_link", secret=secret, next=onward or None),
        )  # fmt: skip
        post(_address(account), _("Your link to sign in at %(site)s", site=where), body, about=account.id)


def offer_to_join(address: str, secret: str, language: str) -> None:
    """To an address that nobody has here: the link that joins, so that whoever is new need not begin again."""
    language = language if language in site().languages else site().languages[0]
    with force_locale(language):
        where = _site_name(language)
        body = _(
            "Somebody, perhaps you, asked for a link to sign in at %(site)s with this address. "
            "It has no account yet.\n\n"
            "To join, please open this link. It works once, for %(hours)d hours.\n\n%(link)s\n\n"
            "If you did not ask for it, please do nothing: without you nothing begins.",
            site=where, hours=48, link=link("people.arrive_by_link", secret=secret),
        )  # fmt: skip
        post(address, _("Join %(site)s", site=where), body)


def invited(account: Account, secret: str, roles: Sequence[str] = (), more: Sequence[str] = ()) -> None:
    """The first link of an account that the office made: for which `roles`, and what else is to be known."""
    with force_locale(account.language):
        where = _site_name(account.language)
        paragraphs = [
            _("The office of %(site)s has made an account for you, %(nickname)s.", site=where,
              nickname=account.nickname),
            *([_("You are asked to do this: %(roles)s", roles="; ".join(roles))] if roles else []),
            _("Please open this link and choose a password. It works once, for %(days)d days.", days=7),
            link("people.reset", secret=secret),
            *more,
        ]  # fmt: skip
        post(
            _address(account),
            _("Your account at %(site)s", site=where),
            "\n\n".join(paragraphs),
            about=account.id,
        )


def invited_already(account: Account) -> None:
    """Somebody tried to join, or asked for a new password, with an address that the office has invited."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Somebody, perhaps you, wanted to come in at %(site)s with this address. The office has made an account "
            "for you, %(nickname)s: please use the link in the letter that invited you.\n\n"
            "If it is lost or too old, please ask the office for a new one: %(office)s",
            site=where, nickname=account.nickname, office=office(),
        )  # fmt: skip
        post(_address(account), _("Your account at %(site)s", site=where), body, about=account.id)


def new_address(account: Account, address: str, secret: str) -> None:
    """The link that proves the new address."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "Please open this link and press the button to use this address for %(site)s. "
            "It works once, for %(hours)d hours.\n\n%(link)s\n\nIf you did not ask for it, please do nothing.",
            site=where, hours=48, link=link("people.confirm_email", secret=secret),
        )  # fmt: skip
        post(address, _("Confirm your new address for %(site)s", site=where), body, about=account.id)


def address_changed(account: Account, old_address: str) -> None:
    """Said to the old address, so that nobody loses an account without noticing."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "The address of your account at %(site)s was changed. "
            "If it was not you, please tell the office at once: %(office)s",
            site=where, office=office(),
        )  # fmt: skip
        post(old_address, _("Your address at %(site)s was changed", site=where), body, about=account.id)


def password_changed(account: Account) -> None:
    """Said after every change, so that nobody loses an account without noticing."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "The password of your account at %(site)s was changed, and you were signed out on other devices. "
            "If it was not you, please choose a new one now: %(forgot)s",
            site=where, forgot=link("people.forgot"),
        )  # fmt: skip
        post(
            _address(account), _("Your password at %(site)s was changed", site=where), body, about=account.id
        )


def password_set(account: Account) -> None:
    """The same for the first password of an account, which had none before."""
    with force_locale(account.language):
        where = _site_name(account.language)
        body = _(
            "A password was set for your account at %(site)s. You can sign in with it from now on. "
            "If it was not you, please choose a new one now: %(forgot)s",
            site=where, forgot=link("people.forgot"),
        )  # fmt: skip
        post(
            _address(account),
            _("Your account at %(site)s has a password now", site=where),
            body,
            about=account.id,
        )


def ask_guardian(child: Account, address: str, secret: str) -> None:
    """The question to a child's parent or guardian, who has no account here."""
    with force_locale(child.language):
        where = _site_name(child.language)
        body = _(
            "A child has joined %(site)s, where people of the city propose, support, speak and vote, and has named "
            "you as parent or guardian. Nickname: %(nickname)s\n\n"
            "People under %(age)d may take part only if a parent or guardian agrees. Please open this link, read what "
            "it is for, and say whether you agree. It works for %(days)d days.\n\n%(link)s\n\n"
            "If you refuse, or do not answer, the account and its data are deleted. "
            "Your address is used for this question only, and forgotten once you have answered.",
            site=where, nickname=child.nickname, age=site().joining.minimum_age, days=7,
            link=link("people.guardian", secret=secret),
        )  # fmt: skip
        post(
            address,
            _("Do you agree that your child takes part at %(site)s?", site=where),
            body,
            about=child.id,
        )


def guardian_agreed(child: Account) -> None:
    """To the child: now everything works."""
    if child.email is None:
        return
    with force_locale(child.language):
        where = _site_name(child.language)
        body = _(
            "Your parent or guardian has agreed. You can take part at %(site)s now: %(link)s",
            site=where, link=link("home.index"),
        )  # fmt: skip
        post(child.email, _("You can take part at %(site)s now", site=where), body, about=child.id)


def guardian_refused(account_id: int, address: str, language: str) -> None:
    """To the child: the account is deleted. Written when nothing else is left of it."""
    with force_locale(language):
        where = _site_name(language)
        body = _(
            "Your parent or guardian has not agreed. Your account at %(site)s and its data are deleted. "
            "You can go on reading without an account.",
            site=where,
        )  # fmt: skip
        subject = _("Your account at %(site)s is deleted", site=where)
        post(address, subject, body, key=f"{LAST}{account_id}")


def office() -> str:
    """Where the office is reached: by telephone and mail, or where it has told neither, at the site."""
    reached = [way for way in (site().office.telephone, site().office.email) if way]
    return ", ".join(reached) or site().address


def _site_name(language: str) -> str:
    return named(site().name, language)


def _address(account: Account) -> str:
    if account.email is None:
        raise ValueError("a letter to an account without an address")
    return account.email
