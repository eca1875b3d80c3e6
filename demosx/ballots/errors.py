"""What goes wrong with a ballot, in words that people understand."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class UnknownChoice(InvalidInput):
    """The vote is for something that does not stand on the ballot."""

    message = _l("Please choose one of the answers on the ballot.")


class ChoicesFixed(Conflict):
    """Somebody has voted: what can be voted for stays as it is."""

    message = _l("Somebody has already voted, so the choices can no longer be changed.")


class NoBallot(Conflict):
    """There is nothing to vote on in this stage."""

    message = _l("There is no vote at this stage.")
