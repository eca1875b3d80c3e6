"""What can go wrong with a proposal, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooMany


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


class ReasonNeeded(InvalidInput):
    """Something of others was to be taken away without saying why."""

    message = _l("Please say why.")


class TextFixed(Conflict):
    """So many people support the text that only additions are possible."""

    message = _l(
        "%(count)s people or more support this text, so it stays as they read it. You can write an addition instead."
    )


class VersionGone(Conflict):
    """A former version was taken away already."""

    message = _l("This version was taken away already.")


class AdditionWrong(InvalidInput):
    """The addition is empty or too long."""

    message = _l("Please write the addition in at most %(longest)s characters.")


class AdditionsFull(TooMany):
    """There are as many additions as one proposal may have."""

    message = _l("There are already %(most)s additions. Please write what is new as an opinion.")


class AdditionGone(Conflict):
    """An addition was taken away already."""

    message = _l("This addition was taken away already.")


class OverAlready(Conflict):
    """The proposal has ended, or goes on in another."""

    message = _l("This proposal has ended, so nothing can be changed any more.")


class InvitationOver(NotFound):
    """The link of an invitation is unknown, was used, taken back, or is too old."""

    message = _l("This invitation does not hold any more. Please ask for a new link.")


class TogetherFull(TooMany):
    """As many people propose together, or are invited to, as may."""

    message = _l("At most %(most)s people can propose together. Please take back an invitation first.")


class TogetherAlready(Conflict):
    """Whoever opens an invitation proposes this already."""

    message = _l("You propose this already.")


class TogetherGone(Conflict):
    """Somebody does not propose together any more, or an invitation was taken back already."""

    message = _l("This was taken back already.")


class SupplementOpen(Conflict):
    """Something is asked of the proposers already."""

    message = _l("Something is asked of the proposers already. Please wait for it, or take it back first.")


class SupplementOver(Conflict):
    """The request was answered, taken back, or its day has passed."""

    message = _l("This request is over: it was answered or taken back, or its day has passed.")


class SupplementWrong(InvalidInput):
    """No question, no answer, or a day that does not fit."""

    message = _l("Please say what is asked for, in at most %(longest)s characters.")
    answer = _l("Please write your answer in at most %(longest)s characters.")
    day = _l("Please give a day after today, at most %(days)s days from now.")


class SupplementByDuty(Conflict):
    """The process asks for supplements by a duty of its own."""

    message = _l("The rules of this process ask for supplements in their own way. Please use its button.")


class DraftChanged(Conflict):
    """A draft was changed in another window since this one has read it. Nothing was overwritten."""

    message = _l("What you are writing was changed in another window. Nothing was overwritten.")


class DraftGone(Conflict):
    """A draft was filed or thrown away in another window."""

    message = _l("What you were writing was filed or thrown away in another window.")


class DraftTooLong(InvalidInput):
    """Longer than what a draft keeps, which is more than what can be filed."""

    message = _l("This is too long to be kept: %(over)s characters too many.")


class TooManyDrafts(InvalidInput):
    """There is no room for another draft."""

    message = _l("You have begun many proposals already. Please throw one of them away first.")


class EasyTextWrong(InvalidInput):
    """The plain words are too long."""

    message = _l("Please write the plain words in at most %(longest)s characters.")


class DayWrong(InvalidInput):
    """A day of publication that has passed, or is too far away."""

    message = _l("Please choose today or a later day, at most %(days)s days from now.")


class PublicAlready(Conflict):
    """The proposal is public, or has ended, so that its publication cannot be prepared."""

    message = _l("This proposal is public already, or has ended.")
