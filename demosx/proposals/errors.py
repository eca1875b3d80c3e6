"""What can go wrong with a proposal, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, NotAllowed, TooMany


class TitleWrong(InvalidInput):
    """The title is empty or too long."""

    message = _l("Please give the proposal a title of at most %(longest)s characters.")


class TextWrong(InvalidInput):
    """The text is empty or too long."""

    message = _l("Please describe the proposal in at most %(longest)s characters.")


class NotOpenedByYou(NotAllowed):
    """The process file names others who may file a proposal."""

    message = _l("Proposals of this kind are filed by others.")


class EnoughForToday(TooMany):
    """The site's limit of proposals a day is used up."""

    message = _l("You have filed as many proposals as one person may in a day. Please come back tomorrow.")


class EditedMeanwhile(Conflict):
    """The text was changed since the form was opened. Both versions are shown; nothing was overwritten."""

    message = _l("The proposal was changed while you were writing.")


class HiddenAlready(Conflict):
    """The proposal, or opinion, is hidden already, or shown already."""

    message = _l("Somebody else has already done this.")


class OwnDutyDone(Conflict):
    """What was asked of the proposer is not asked for any more."""

    message = _l("This is done already, or not asked for any more.")


class OwnDutyEmpty(InvalidInput):
    """The proposer did not say what was done."""

    message = _l("Please write what you have added or changed.")
