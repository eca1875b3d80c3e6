"""What goes wrong in a review, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ...core.errors import Conflict, InvalidInput, NotAllowed


class NotInReview(Conflict):
    """The proposal is not, or not any more, in a stage of review."""

    message = _l("This proposal is not under review now.")


class NotSeated(NotAllowed):
    """The vote of somebody who does not sit on the panel, or has stood aside."""

    message = _l("Only members of the panel who have not stood aside may vote here.")


class DecidedTogether(Conflict):
    """One person tried to record what a panel has to vote on."""

    message = _l("This decision is taken by the votes of the panel.")


class DecidedAlone(Conflict):
    """A vote where one holder of the role records the decision."""

    message = _l("This decision is recorded by one person; there is no vote.")


class AlreadyDecided(Conflict):
    """A vote, or another round, after the panel has decided."""

    message = _l("The panel has already decided.")


class RoundEmpty(Conflict):
    """Another round was started before anybody voted in this one."""

    message = _l("Nobody has voted in this round yet.")


class StillVoting(Conflict):
    """A member wanted another round while others had not voted in this one."""

    message = _l("Not everybody has voted in this round yet.")


class UnknownDecision(InvalidInput):
    """A decision that the process does not name."""

    message = _l("Please choose one of the decisions.")


class ReasonMissing(InvalidInput):
    """A decision without its reasons."""

    message = _l("Please say why.")


class QuestionMissing(InvalidInput):
    """An agenda item without a question."""

    message = _l("Please write the question.")


class UnknownDepartment(InvalidInput):
    """A department that does not exist or works no more."""

    message = _l("Please choose a department from the list.")
