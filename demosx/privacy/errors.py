"""What can go wrong with one's own data, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import InvalidInput, NotFound


class ProofNeeded(InvalidInput):
    """The present session was proved too long ago, and no password was given that would prove it."""

    message = _l("Please type your password, or sign in again, so that nobody else does this in your place.")


class LeftAlready(NotFound):
    """This person has left already, at this very moment perhaps."""

    message = _l("This account has been left already.")
