"""What can stand in the way of sorting, labels, templates and terms."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class KeyTaken(Conflict):
    """Another area, district or label has this key."""

    message = _l("There is one with this key already. It may have been retired: you can offer it again.")


class SortedTooLate(Conflict):
    """The proposal has gone on to where an operator's sorting cannot end it."""

    message = _l("This proposal has gone on already. Only the lead can end it now, outside of the rules.")


class OverAnyway(Conflict):
    """The proposal has ended by something else than sorting."""

    message = _l("This proposal has ended already.")


class ReasonNeeded(InvalidInput):
    """Something was sorted out without a reason."""

    message = _l("Please write the reason: the proposer reads it.")
