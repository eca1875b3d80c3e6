"""What can go wrong on the way through a provider, in sentences that say what to do. Nothing is lost by any of it."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, DomainError


class NotSignedInByProvider(DomainError):
    """Somebody has come back from a provider, or could not be sent there, and is not signed in.

    `why` is for the log of the site: never anything that a provider or a person has written.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why


class ProviderAway(NotSignedInByProvider):
    """The provider does not answer, or too slowly."""

    status = 503
    message = _l(
        "%(provider)s does not answer at the moment. Please try again in a few minutes, or come in another way."
    )


class Declined(NotSignedInByProvider):
    """The person has gone back without agreeing that the provider tells us who they are."""

    message = _l(
        "You did not agree at %(provider)s, so you are not signed in. You can try again, or come in another way."
    )


class CodeExpired(NotSignedInByProvider):
    """The provider does not know the code any more: it was used, or too much time has passed."""

    message = _l("This took too long, or the page was loaded twice. Please begin again; it takes one press.")


class BegunElsewhere(NotSignedInByProvider):
    """This browser has not begun what comes back: another one has, or it was long ago."""

    message = _l(
        "You began to sign in in another browser or app, or a while ago. Please begin again here; it takes one press."
    )


class NoSense(NotSignedInByProvider):
    """What the provider answers is not what it may answer. Also whatever could be forged."""

    status = 502
    message = _l(
        "%(provider)s has given an answer that we cannot accept. Please try again, or come in another way."
    )


class IdentityTaken(Conflict):
    """Another account is signed in to by this."""

    message = _l(
        "This account at %(provider)s signs in to another account here. Sign in with it, and remove it there first."
    )


class LastWay(Conflict):
    """Nobody could sign in to the account any more."""

    message = _l("This is your last way of signing in. Please add another one first.")


class StaffNeedsWay(Conflict):
    """Whoever works for the city would only be able to sign in by a mailed link."""

    message = _l(
        "Whoever works here needs a password, a passkey or a provider. Please add one of them before you remove this."
    )
