"""What people type about a document."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError
from wtforms.widgets import HiddenInput

from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from .errors import LinkWrong, NothingInIt
from .services import web_address
from .words import part_choices


class DocumentForm(Form):
    """One document."""

    part = SelectField(_l("Part of the dossier"), choices=part_choices)
    title = LineField(_l("Title"), [Needed(), at_most(200)])
    body = TextField(_l("Text"), [at_most(20_000)])
    url = LineField(_l("Link"), [at_most(2_000)], description=_l("Where it can be read, such as https://…"))
    publish = BooleanField(_l("Show it to everybody"))
    revision = NumberField(widget=HiddenInput(), default=0)

    def validate_url(self, field: LineField) -> None:
        """Links lead to the web, and there is a link or a text."""
        try:
            web_address(field.data or "")
        except LinkWrong as wrong:
            raise ValidationError(str(wrong)) from wrong
        if not field.data and not self.body.data:
            raise ValidationError(str(NothingInIt()))
