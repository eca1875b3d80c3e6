"""What people type around a deliberation."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from ...core.forms import Form, LineField, Needed, NumberField, TextField, at_most


class VoteForm(Form):
    """A vote: one of the choices, which the ballot checks."""

    choice = HiddenField()


class QuestionForm(Form):
    """The preparation of a deliberation."""

    question = LineField(_l("Question"), [Needed(), at_most(300)])
    summary = TextField(
        _l("Plain summary"),
        [Needed(), at_most(5_000)],
        description=_l("Short sentences, no technical words: what is it about, and what changes for whom?"),
    )
    revision = NumberField(widget=HiddenInput(), default=1)


class OpeningForm(Form):
    """The first day of a deliberation."""

    first_day = DateField(
        _l("First day"),
        [InputRequired(message=_l("Please choose a day."))],
        description=_l("People can vote from midnight of this day on. Until then you can change it."),
    )
