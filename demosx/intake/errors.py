"""What can go wrong with what is entered, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class NoConsent(InvalidInput):
    """Nothing is kept of whoever has not agreed."""

    message = _l("Please read the words of consent out and tick the box. Without consent nothing is kept.")


class KeyWrong(InvalidInput):
    """The number by which an entry is told apart is none."""

    message = _l("This form is damaged. Please open the page again; copy what you have typed first.")


class EventUnknown(InvalidInput):
    """There is no such event, or it was cancelled."""

    message = _l("This event is not there, or it was cancelled. Please choose another one.")


class ProposalUnknown(InvalidInput):
    """The receipt number belongs to no proposal that everybody can read."""

    message = _l("No public proposal has this receipt number. Please look for it again.")


class CodeWrong(InvalidInput):
    """What was typed cannot be a code."""

    message = _l("This cannot be a code: a letter is wrong or missing. Please compare it with the paper.")


class CodeUsed(Conflict):
    """The code is on somebody else's entry."""

    message = _l("This code was entered for somebody else already. Please compare it with the paper.")


class SavedOtherwise(Conflict):
    """The key is that of an entry that says something else: a page was copied, or gone back to."""

    message = _l(
        "This card was saved before with something else on it. What stands here now is not saved yet. Please look "
        "through it and save it once more: it becomes an entry of its own."
    )


class Twice(Conflict):
    """The same entry came at the same moment once more."""


class Claimed(Conflict):
    """It belongs to an account by now."""

    message = _l("Somebody has taken this over as their own. Only they can change it now.")


class CodeUnknown(InvalidInput):
    """The code is unknown, was used, or is too old: which of them is nobody's business."""

    message = _l("This code is not known, was used already, or is too old. Please compare it with your slip.")


class SheetUnreadable(InvalidInput):
    """The file is no spreadsheet that can be read."""

    message = _l("This file cannot be read. Please send a CSV or XLSX file made from our template.")


class SheetTooLarge(InvalidInput):
    """The file has too many bytes or rows."""

    message = _l(
        "This file is too large. Please send at most %(rows)s rows and %(size)s megabytes, in several files."
    )


class SheetEmpty(InvalidInput):
    """The file has no row with something in it."""

    message = _l("There is nothing in this file below the line with the names of the columns.")


class SheetColumns(InvalidInput):
    """The file lacks columns without which nothing can be taken in."""

    message = _l("These columns are missing: %(columns)s. Please use our template.")


class SheetTwice(Conflict):
    """The same file was taken in for this event."""

    message = _l("This very file was taken in already. Nothing was added.")


class NothingToTake(InvalidInput):
    """No row is good."""

    message = _l("There is no row without problems. Please correct one, or leave the file.")


class RowRefused(InvalidInput):
    """A row that looked good cannot be taken in. Nothing was."""

    message = _l("Nothing was taken in, because of row %(row)s: %(why)s")
