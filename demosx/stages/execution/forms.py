"""What people type about what was promised."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from ...core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..answer.forms import PromiseForm

STATE_NAMES = {
    "planned": _l("Planned"), "doing": _l("Under way"), "done": _l("Done"), "dropped": _l("Stopped")
}  # fmt: skip


def said_of_one(form: Any, field: NumberField) -> None:
    """A validator: news about one promise says how far it has come."""
    typed = [value for value in field.raw_data or () if str(value).strip()]
    if form.commitment_id.data and not typed and form.state.data != "done":
        raise StopValidation(_("Please say how far it has come, in percent."))


class UpdateForm(Form):
    """News about one promise, or about all of them."""

    body = TextField(_l("What has happened"), [Needed(), at_most(10_000)])
    commitment_id = SelectField(_l("About"), default="")
    state = SelectField(_l("How far it has come"), choices=list(STATE_NAMES.items()), default="doing")
    progress = NumberField(
        _l("Progress in percent"),
        [said_of_one, Optional(), NumberRange(0, 100, _l("Please give a number from 0 to 100."))],
    )
    report = BooleanField(_l("This is the report that is due"))
    revision = NumberField(widget=HiddenInput(), validators=[Optional()])

    def about(self, promises: Iterable[tuple[str, str]]) -> "UpdateForm":
        """The form with the promises to choose from: numbers as text, and titles."""
        self.commitment_id.choices = [("", _("The whole")), *promises]
        return self


class CommitmentForm(Form, PromiseForm):
    """A promise made outside of an answer."""

    title = LineField(_l("What is promised"), [Needed(), at_most(200)])
