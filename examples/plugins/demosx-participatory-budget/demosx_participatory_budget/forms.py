"""What people type about costs."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from demosx.core.forms import Form, LineField, Needed, TextField, at_most

from .models import LARGEST


class CostForm(Form):
    """A line of an estimate."""

    title = LineField(_l("What for"), [Needed(), at_most(200)])
    amount = IntegerField(
        _l("Amount in won"),
        [
            InputRequired(message=_l("Please fill this in.")),
            NumberRange(1, LARGEST, _l("Please write a whole number of won, without commas.")),
        ],
    )
    note = TextField(_l("How it was worked out"), [at_most(2_000)])
