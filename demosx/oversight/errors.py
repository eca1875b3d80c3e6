"""What can go wrong in overseeing."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput


class AlreadyInspected(Conflict):
    """A month is inspected once."""

    message = _l("This month was inspected already.")


class MonthNotOver(InvalidInput):
    """A month that goes on cannot be inspected as a whole."""

    message = _l("This month is not over yet. Please inspect it when it is.")
