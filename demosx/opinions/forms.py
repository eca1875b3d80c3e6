"""What people type about opinions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from ..core.forms import Form, Needed, NumberField, TextField, at_most
from ..core.settings import site
from .models import REASONS
from .words import REASON_NAMES


class SayForm(Form):
    """An opinion, or a reply to the one of `parent`. A stance is asked only where there are `sides`, and not chosen
    beforehand: showing it is a consent of its own (Korea's PIPA art. 23)."""

    body = TextField(_l("Your opinion"))
    stance = RadioField(_l("Show which side you are on?"))
    parent = NumberField(validators=[Optional(), NumberRange(1, 2**63 - 1)])
    back = HiddenField()

    def __init__(self, *, sides: Mapping[str, str] | None = None, **given: Any) -> None:
        super().__init__(**given)
        longest = site().limits.opinion
        self.body.validators = [Needed(), at_most(longest)]
        self.body.render_kw = {"maxlength": longest, "required": True}
        self.body.flags.required = True
        if not sides:
            del self.stance
            return
        self.stance.choices = [("", _("Do not show it")), *sides.items()]
        self.stance.validators = [Optional()]
        self.stance.description = _(
            "If you choose a side, everybody sees it beside your nickname. It is not your vote: your vote stays secret."
        )
        if self.stance.data is None:
            self.stance.data = ""


class ReportForm(Form):
    """Why somebody finds an opinion against the rules of the house."""

    reason = SelectField(_l("What is wrong with it?"))
    note = TextField(_l("Anything to add?"), [at_most(1000)])
    back = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.reason.choices = [(key, REASON_NAMES[key]) for key in REASONS]
        self.note.render_kw = {"maxlength": 1000}


class ReasonForm(Form):
    """Why an opinion is hidden; everybody can read it."""

    reason = TextField(_l("Reason"), [Needed(), at_most(1000)])
    back = HiddenField()
