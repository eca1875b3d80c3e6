"""What goes wrong with an answer, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ...core.errors import Conflict, InvalidInput


class NothingToAnswer(Conflict):
    """Nobody is waiting for this answer, or not any more."""

    message = _l("This has been answered already, or no answer is asked for.")


class UnknownVerdict(InvalidInput):
    """A verdict that the process does not name."""

    message = _l("Please choose one of the outcomes.")


class TextMissing(InvalidInput):
    """An answer without words."""

    message = _l("Please write the answer.")


class VideoMissing(InvalidInput):
    """A video without its address, or an address without a video."""

    message = _l("Give the address of the video if, and only if, the answer is a video.")


class DayTooFar(InvalidInput):
    """A promise for a day so far ahead that nobody will be there to keep it."""

    message = _l("The day must be within the next twenty years.")


class UnknownState(InvalidInput):
    """A commitment in a state that there is not."""

    message = _l("Please choose how far it has come.")
