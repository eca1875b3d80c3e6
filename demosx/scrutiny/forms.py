"""What staff type when they decide on supports."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ..core.forms import Form, Needed, TextField, at_most
from ..journey.travel import LONGEST_GIVEN


class DiscountForm(Form):
    """Why supports do not count. `seen` is how many somebody has decided on: what came later is not among them."""

    seen = HiddenField()
    reason = TextField(
        _l("Public reason"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("It stands in the history for everybody. Do not write from where or from whom they came."),
    )  # fmt: skip


class RestoreForm(Form):
    """Why they count again."""

    reason = TextField(
        _l("Public reason"), [Needed(), at_most(LONGEST_GIVEN)],
        description=_l("It stands in the history for everybody."),
    )  # fmt: skip


class SetAsideForm(Form):
    """Why nothing is wrong, for colleagues."""

    note = TextField(
        _l("Note"), [at_most(LONGEST_GIVEN)],
        description=_l("For colleagues, such as: a workshop of the youth centre."),
    )  # fmt: skip
