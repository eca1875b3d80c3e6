"""What can go wrong in merging, in sentences that say what to do."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class SameProposal(InvalidInput):
    """A proposal would be merged into itself."""

    message = _l("A proposal cannot be merged into itself. Please choose another one.")


class OtherProcess(InvalidInput):
    """The two travel by different processes."""

    message = _l("Only proposals of the same process can be merged. Please choose another one.")


class OverAlready(Conflict):
    """What would be merged has ended."""

    message = _l("This proposal has ended, so it cannot be merged any more.")


class OverThere(Conflict):
    """What it would be merged into has ended."""

    message = _l("The proposal that you have chosen has ended. Please choose one that is under way.")


class NotMerged(Conflict):
    """It was not merged, or somebody has taken that back already."""

    message = _l("This proposal is not merged into another.")


class MergedOnwards(Conflict):
    """What it was merged into was itself merged into a third."""

    message = _l(
        "What this was merged into has since been merged into another proposal. Please undo that first."
    )


class DecidedAlready(Conflict):
    """Somebody has decided on a pair of proposals, or it is not asked about any more."""

    message = _l(
        "Somebody has decided about these two already, or they have changed. The list shows what is left."
    )


class OutOfSight(Conflict):
    """One of the two is hidden, or only staff see it."""

    message = _l("One of the two proposals is not shown just now, so they cannot go on together.")


class OfferOver(Conflict):
    """An offer to go on together is not open any more."""

    message = _l("This offer is not open any more: it was answered, taken back, or its time is over.")


class OfferedAlready(Conflict):
    """The two proposals have an open offer."""

    message = _l("You have offered this already. The other proposer can still answer.")


class TooManyOffers(Conflict):
    """Too many offers wait for an answer."""

    message = _l("Five offers of yours wait for an answer. Please wait for one, or take one back.")


class NobodyToAsk(Conflict):
    """The other proposal has no proposer who could agree, or the proposer is the same."""

    message = _l("There is nobody who could agree to this. Please ask the staff to merge the two.")


class DecidedThere(Conflict):
    """Something was decided on what two proposals have become."""

    message = _l(
        "Since the merging something was decided or answered for both together, so they cannot be parted any more."
    )
