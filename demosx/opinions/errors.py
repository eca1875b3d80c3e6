"""What can go wrong with opinions, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, NotAllowed, TooMany


class OpinionEmpty(InvalidInput):
    """Nothing was said, or too much."""

    message = _l("Please write an opinion of at most %(longest)s characters.")


class StanceUnknown(InvalidInput):
    """The stance is none of the deliberation's choices, or there is no deliberation."""

    message = _l("Please choose one of the sides, or none.")


class NotYours(NotAllowed):
    """Somebody else's opinion."""

    message = _l("Only its author can do this.")


class OwnOpinion(NotAllowed):
    """One's own opinion is neither agreed with nor reported."""

    message = _l("This is your own opinion.")


class EnoughForNow(TooMany):
    """The site's limit of opinions an hour is used up."""

    message = _l(
        "You have written many opinions in a short time. Please wait a little and send this one again."
    )


class ChangedOften(TooMany):
    """All that an opinion has said stays readable, so it is not changed without end."""

    message = _l("This opinion has been changed so often that it stays as it is. Please write another one.")


class DoneAlready(Conflict):
    """The opinion is hidden, shown or deleted already."""

    message = _l("Somebody else has already done this.")


class ObjectedAlready(Conflict):
    """The author has objected to this hiding before, in other words."""

    message = _l("You have objected already. What you said then is being looked at, or was decided.")


class AnotherDecides(NotAllowed):
    """Whoever hid an opinion does not decide on the objection, where somebody else can."""

    message = _l("You have hidden this opinion. Somebody else decides on the objection.")


class TooLate(Conflict):
    """The days in which an author may object are over."""

    message = _l("The days in which you could object are over.")


class QuoteGone(InvalidInput):
    """What is quoted is hidden, deleted, or said elsewhere."""

    message = _l("The opinion that you quote is not there any more. You can publish yours without the quote.")
