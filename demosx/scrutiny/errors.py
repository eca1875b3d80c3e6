"""What can stand in the way of a decision on supports."""

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict


class NothingToDiscount(Conflict):
    """None of these supports counts any more: somebody was faster, or they were withdrawn."""

    message = _l(
        "None of these supports counts any more. Somebody else has decided already, or they were withdrawn."
    )


class UndoneAlready(Conflict):
    """These supports count again already."""

    message = _l("These supports count again already.")
