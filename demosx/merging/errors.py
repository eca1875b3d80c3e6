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
