"""What people type in a review."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from ...core.forms import Form, LineField, Needed, NumberField, TextField, at_most


class DecisionForm(Form):
    """A decision, or one member's vote for it, with its reasons."""

    choice = RadioField(_l("Decision"), validators=[InputRequired(message=_l("Please choose one."))])
    reasons = TextField(
        _l("Reasons"), [Needed(), at_most(5_000)], description=_l("They are shown with the decision.")
    )

    def offering(self, choices: Iterable[tuple[str, str]]) -> "DecisionForm":
        """The form with the decisions of a stage: keys and names."""
        self.choice.choices = list(choices)
        return self


class RecusalForm(Form):
    """Standing aside."""

    reason = TextField(
        _l("Reason"),
        [Needed(), at_most(1_000)],
        description=_l("Only the desk reads it, such as a conflict of interest."),
    )


class RoundForm(Form):
    """Why a panel is to vote again."""

    reason = TextField(
        _l("Reason"), [at_most(1_000)], description=_l("It is shown in the history of the proposal.")
    )


class AgendaForm(Form):
    """The agenda item."""

    question = LineField(
        _l("Question"), [Needed(), at_most(300)], description=_l("One question that people can answer.")
    )
    context = TextField(
        _l("Context"),
        [at_most(20_000)],
        description=_l("What led to it, what has been tried, what the law says."),
    )
    summary = TextField(
        _l("Plain summary"),
        [at_most(5_000)],
        description=_l("Short sentences, no technical words: what is it about, and what changes for whom?"),
    )
    revision = NumberField(widget=HiddenInput(), default=0)


class DepartmentsForm(Form):
    """The departments that work on a proposal."""

    seen = HiddenField(validators=[at_most(64)])
    lead = SelectField(_l("Responsible department"), default="")
    assist = SelectMultipleField(
        _l("Assisting departments"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offering(self, departments: Iterable[tuple[str, str]]) -> "DepartmentsForm":
        """The form with the departments to choose from: numbers as text, and names."""
        offices = list(departments)
        self.lead.choices = [("", _l("Nobody yet")), *offices]
        self.assist.choices = offices
        return self
