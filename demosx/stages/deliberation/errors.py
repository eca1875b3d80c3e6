"""What goes wrong in a deliberation, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ...core.errors import Conflict, InvalidInput
from ...journey.travel import StageClosed


class NotDeliberating(Conflict):
    """The proposal is not, or not any more, in a deliberation."""

    message = _l("This proposal is not in a deliberation now.")


class NotPrepared(Conflict):
    """A deliberation was opened before it had a question."""

    message = _l("Write the question before you open the deliberation.")


class DayPassed(InvalidInput):
    """The first day of a deliberation lies in the past."""

    message = _l("The first day must be today or later.")


class DayTooFar(InvalidInput):
    """The first day of a deliberation lies further ahead than anybody plans."""

    message = _l("The first day must be within the next two years.")


class VotingClosed(StageClosed):
    """A vote before the first instant of the first day, after the last of the last, or on a day of rest. `why` says
    which."""

    over = _l("Voting is not open, or not any more.")
    message = _l("%(why)s Your vote was not counted.")
