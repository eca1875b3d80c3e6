"""Letters about what somebody may do here: nobody's rights change without their hearing of it.

None goes to an account without an address, nor to one that its owner has not come into yet: the invitation says it.
"""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from ..core.mail import link, post
from ..core.quiet import is_quiet
from ..core.settings import named, site
from .letters import office
from .models import Account, RoleGrant
from .role_words import described
from .roles import takes_second_factor


def granted(account: Account, given: RoleGrant) -> None:
    """A role was given."""
    if not _reached(account):
        return
    with force_locale(account.language):
        paragraphs = [
            _("You have a role now: %(role)s", role=described(given)),
            *second_factor([given]),
            _("You have been signed out. Please sign in again: %(link)s", link=link("people.sign_in")),
            _("If you did not expect this, please tell the office at once: %(office)s", office=office()),
        ]
        _write(account, _("You have a role at %(site)s", site=_here(account)), paragraphs)


def revoked(account: Account, given: RoleGrant) -> None:
    """A role was taken back."""
    if not _reached(account):
        return
    with force_locale(account.language):
        paragraphs = [
            _("You no longer have this role: %(role)s", role=described(given)),
            _("Your account stays, with everything that you have written. You have been signed out."),
            _("Questions: %(office)s", office=office()),
        ]
        _write(account, _("A role of yours at %(site)s has ended", site=_here(account)), paragraphs)


def suspended(account: Account) -> None:
    """Nothing works any more with this account."""
    if not _reached(account):
        return
    with force_locale(account.language):
        paragraphs = [
            _(
                "Your account is suspended. You have been signed out and cannot sign in until it is let in again."
            ),
            _("If you think that this is a mistake, please ask the office: %(office)s", office=office()),
        ]
        _write(account, _("Your account at %(site)s is suspended", site=_here(account)), paragraphs)


def let_in_again(account: Account) -> None:
    """The suspension is over."""
    if not _reached(account):
        return
    with force_locale(account.language):
        paragraphs = [
            _(
                "Your account is no longer suspended. You can sign in again: %(link)s",
                link=link("people.sign_in"),
            )
        ]
        _write(account, _("You can sign in at %(site)s again", site=_here(account)), paragraphs)


def second_factor(given: Sequence[RoleGrant]) -> list[str]:
    """That roles are used only with a second factor, where that is so."""
    if not any(takes_second_factor(one.role) for one in given):
        return []
    return [
        _(
            "For this you confirm a second time that it is you when you sign in: with an authenticator app or a "
            "passkey. If you have none yet, you are shown how to set it up."
        )
    ]


def _reached(account: Account) -> bool:
    waits = account.confirmed_at is None or (account.password_hash is None and account.last_seen_on is None)
    return account.email is not None and not waits and not is_quiet()


def _write(account: Account, subject: str, paragraphs: Sequence[str]) -> None:
    post(account.email or "", subject, "\n\n".join(paragraphs), about=account.id)


def _here(account: Account) -> str:
    return named(site().name, account.language)
