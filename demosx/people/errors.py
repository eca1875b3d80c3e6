"""What can go wrong with accounts, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, DomainError, InvalidInput, NotFound, StepNeeded


class NicknameTaken(InvalidInput):
    """Somebody else is called that, or something that reads the same."""

    message = _l("This nickname is taken. Please choose another. If it is yours, please sign in.")


class NicknameInUse(NicknameTaken):
    """The same, said to somebody who has an account and changes its name."""

    message = _l("This nickname is taken. Please choose another.")


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


class AccountClosed(DomainError):
    """The account is suspended or has left. Said to whoever has proved that it is theirs."""

    status = 403
    message = _l("This account cannot be used. If you think that this is a mistake, please ask the office.")


class ProofNeeded(StepNeeded):
    """What is asked for takes a session in which its owner has just shown who they are."""

    message = _l("To change how you sign in, please sign in once more.")
    endpoint = "people.sign_in"
    query = {"again": "1"}


class JoinedAlready(Conflict):
    """Two pages of joining were sent by the same person, and the other one was faster."""

    message = _l("You have an account already. Please sign in.")


class LinkExpired(NotFound):
    """The link was used, is too old, or never was."""

    message = _l("This link has been used already or is too old. Please ask for a new one.")


class AlreadyGranted(Conflict):
    """The same role is in force already."""

    message = _l("This person has this role already.")


class NothingToLimit(InvalidInput):
    """A limit would leave nothing of a role, since all that it does concerns the whole site."""

    message = _l(
        "All that this role does concerns the whole site, so it cannot be limited to a department, a process or a "
        "panel. It can be given for a time."
    )


class LastAdmin(Conflict):
    """Nobody could give roles any more, today or once the terms of others are over."""

    message = _l(
        "This is the last administrator without a limit and without a last day. Please give somebody else the role "
        "first."
    )


class DepartmentExists(Conflict):
    """The key of a department, or the name of a post in it, is taken."""

    message = _l("There is one with this name already.")


class BirthDateKnown(Conflict):
    """The birth date was said already."""

    message = _l(
        "You have said your date of birth already. If it is wrong, please ask the office to correct it."
    )


class OwnAddress(InvalidInput):
    """A child has named its own address as its guardian's."""

    message = _l("This is your own address. We have to ask a parent or guardian.")


class BirthDateInvalid(InvalidInput):
    """Nobody who lives was born on this day."""

    message = _l("Please check the date of birth.")
