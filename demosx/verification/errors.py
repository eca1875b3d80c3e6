"""What a check may answer instead of a yes."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class NobodyFound(InvalidInput):
    """Nobody was found by what was typed."""

    message = _l("We could not find you by this. Please look whether everything is right.")


class CodeWrong(InvalidInput):
    """No code that can be used reads like this."""

    message = _l(
        "This code does not work: it may be mistyped, used already, replaced by a new one, or too old."
    )


class SeveralFound(InvalidInput):
    """Two residents answer alike."""

    message = _l(
        "Several residents answer to this, so it does not show who you are. Please ask the office for a code."
    )


class AnswerRefused(InvalidInput):
    """The answer of a service is not signed, too old, used already, or one to another question."""

    message = _l("The answer of the identity service cannot be used. Nothing was kept. Please begin again.")


class IdentityTaken(Conflict):
    """This person has a verified account already. Whose it is is never said."""

    message = _l(
        "Somebody has shown with another account already that they are this person; one person has one verified "
        "account. If the other account is yours, please sign in with it. If you do not want it any more, delete it "
        "under “My data” there, and do the check here again. If it is not yours, please tell the office."
    )


class VerifiedAlready(Conflict):
    """The account is verified as somebody else."""

    message = _l(
        "This account is verified already, by other details. If that is wrong, please ask the office."
    )


class ReferenceVerified(Conflict):
    """Who has this reference needs no code."""

    message = _l("Who has this reference is verified already, so no code was issued.")


class IssuedAlready(Conflict):
    """The same form was sent before: the page with the letters was loaded again."""

    message = _l(
        "These codes are issued already. If you issue them anew, the codes that you have printed stop working."
    )


class FormTooOld(Conflict):
    """The form does not carry the mark of a page of today."""

    message = _l("This page was too old. Nothing was issued. Please look it over and send it once more.")


class CodesWait(Conflict):
    """Some of the references have a code that can be used, and nobody has said that it may be replaced."""

    message = _l(
        "There is a code that can still be used for: %(references)s. To replace it, please say so; the printed code "
        "then stops working."
    )
