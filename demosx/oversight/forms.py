"""What the person in charge types."""

from flask_babel import lazy_gettext as _l

from ..core.forms import Form, Needed, TextField, at_most
from .services import LONGEST_NOTE


class InspectionForm(Form):
    """What an inspection has found."""

    note = TextField(_l("What you have found"), [Needed(), at_most(LONGEST_NOTE)])
