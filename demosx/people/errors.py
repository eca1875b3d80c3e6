"""What can go wrong with accounts, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, NotFound


class NicknameTaken(InvalidInput):
    """Somebody else is called that, or something that reads the same."""

    message = _l("This nickname is taken. Please choose another. If it is yours, please sign in.")


class NicknameInvalid(InvalidInput):
    """The nickname cannot be shown as a name."""

    message = _l("Please use 2 to 20 characters, with at least one letter or digit.")


class NicknameReserved(InvalidInput):
    """The nickname would be taken for the city's own."""

    message = _l("This name could be taken for the office. Please choose another.")


class EmailInvalid(InvalidInput):
    """This is no address that mail can be sent to."""

    message = _l("Please check the e-mail address.")


class EmailTaken(Conflict):
    """Another account has this address."""

    message = _l("Another account has this e-mail address.")


class WeakPassword(InvalidInput):
    """The password is too short, too long, too common, or the name itself."""

    message = _l("Please choose a password of 8 to 128 characters that is hard to guess.")


class WrongPassword(InvalidInput):
    """The account's own password was not given."""

    message = _l("The present password is not right.")


class SignInRefused(InvalidInput):
    """No account has this address and password. Says the same whichever of the two is wrong."""

    message = _l("The e-mail address or the password is not right.")


class LinkExpired(NotFound):
    """The link was used, is too old, or never was."""

    message = _l("This link has been used already or is too old. Please ask for a new one.")


class AlreadyGranted(Conflict):
    """The same role is in force already."""

    message = _l("This person has this role already.")


class LastAdmin(Conflict):
    """Nobody could give roles any more."""

    message = _l("This is the last administrator. Please give somebody else the role first.")


class DepartmentExists(Conflict):
    """The key of a department, or the name of a post in it, is taken."""

    message = _l("There is one with this name already.")
