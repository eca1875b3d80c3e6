"""What can go wrong with second factors and passkeys, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, TooMany


class WrongCode(InvalidInput):
    """This is no code of the app, or one that was used."""

    message = _l("This code is not right, or was used already. Please wait for the next one and try again.")


class WrongRecoveryCode(WrongCode):
    """No recovery code that is left reads like this: there is none to wait for."""

    message = _l("This recovery code is not right, or was used already. Please type another one.")


class TooManyCodes(TooMany):
    """So many codes were tried that the account has to wait."""

    message = _l(
        "Too many codes were tried for this account. Please wait a quarter of an hour and try again."
    )


class PasskeyRefused(InvalidInput):
    """The answer of a device fits no passkey, or not this question."""

    message = _l("This passkey was not accepted. Please try again.")


class PasskeyKnown(Conflict):
    """The device has made a passkey that exists already."""

    message = _l("This passkey is registered already.")


class TooManyPasskeys(Conflict):
    """An account has as many passkeys as it may have."""

    message = _l("You have as many passkeys as an account may have. Please remove one first.")


class LastFactor(Conflict):
    """Without it the roles of its owner could not be used any more."""

    message = _l("Your role needs a second factor. Please set up another one before you remove this one.")


class OwnFactors(Conflict):
    """Somebody wants to do to themselves what takes another administrator."""

    message = _l("Nobody resets their own second factor. Please ask another administrator.")
