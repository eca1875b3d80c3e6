"""What goes wrong with a ballot, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class UnknownChoice(InvalidInput):
    """The vote is for something that does not stand on the ballot."""

    message = _l("Please choose one of the answers on the ballot.")


class AlreadyVoted(Conflict):
    """A person's vote cannot be found again, since the site's secret was changed, but it counts: no second one."""

    message = _l("You have voted, and your vote counts. It can no longer be changed.")


class ChoicesFixed(Conflict):
    """Somebody has voted: what can be voted for stays as it is."""

    message = _l("Somebody has already voted, so the choices can no longer be changed.")


class NoBallot(Conflict):
    """There is nothing to vote on in this stage."""

    message = _l("There is no vote at this stage.")
