"""What can stand in the way at events."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class RegistrationClosed(Conflict):
    """Nobody can register any more, or yet."""

    message = _l("Registration is closed.")


class RegisteredAlready(Conflict):
    """This account is registered."""

    message = _l("There is a registration with this account or contact already.")


class CameAlready(Conflict):
    """Who was checked in can no longer say that they will not come."""

    message = _l("This registration is checked in already.")


class CancelledAlready(Conflict):
    """The event, or the registration, is cancelled."""

    message = _l("This is cancelled already.")


class ContactNeeded(InvalidInput):
    """Somebody without an account gave no name or no way to reach them."""

    message = _l("Please give a name, and an e-mail address or telephone number at which we reach you.")


class TooManyForAGuest(InvalidInput):
    """Somebody without an account comes with very many."""

    message = _l(
        "Without an account you can register up to %(most)s people. For more, please ask the office."
    )


class NothingToPublish(InvalidInput):
    """There is no text yet."""

    message = _l("Please write the result first.")
