"""What people type about what was promised."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from ...core.forms import Form, LineField, Needed, TextField, at_most
from ..answer.forms import PromiseForm

STATE_NAMES = {
    "planned": _l("Planned"), "doing": _l("Under way"), "done": _l("Done"), "dropped": _l("Stopped")
}  # fmt: skip


class UpdateForm(Form):
    """News about one promise, or about all of them."""

    body = TextField(_l("What has happened"), [Needed(), at_most(10_000)])
    commitment_id = SelectField(_l("About"), validators=[Optional()])
    state = SelectField(_l("How far it has come"), choices=list(STATE_NAMES.items()), default="doing")
    progress = IntegerField(
        _l("Progress in percent"), [Optional(), NumberRange(0, 100, _l("From 0 to 100."))]
    )
    report = BooleanField(_l("This is the report that is due"))
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def about(self, promises: Iterable[tuple[str, str]]) -> "UpdateForm":
        """The form with the promises to choose from: numbers as text, and titles."""
        self.commitment_id.choices = [("", _("The whole")), *promises]
        return self

    def validate_progress(self, field: IntegerField) -> None:
        """News about one promise says how far it has come."""
        if self.commitment_id.data and field.data is None and self.state.data != "done":
            raise ValidationError(_("Please say how far it has come, in percent."))


class CommitmentForm(Form, PromiseForm):
    """A promise made outside of an answer."""

    title = LineField(_l("What is promised"), [Needed(), at_most(200)])
