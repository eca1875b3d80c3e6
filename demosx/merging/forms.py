"""What staff type when they merge proposals."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ..core.forms import Form, Needed, TextField, at_most
from ..journey.travel import LONGEST_GIVEN


class MergeForm(Form):
    """Why a proposal is merged into another."""

    into = HiddenField()
    reason = TextField(
        _l("Reason"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("Everybody can read it, on the pages of both proposals."),
    )  # fmt: skip


class UnmergeForm(Form):
    """Why they are parted again."""

    reason = TextField(
        _l("Reason"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("Everybody can read it, on the pages of both proposals."),
    )  # fmt: skip
