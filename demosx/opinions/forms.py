"""What people type about opinions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from ..core.forms import Form, Needed, NumberField, TextField, at_most
from ..core.settings import site
from ..proposals.personal_data import Found
from .models import REASONS
from .moderation import LONGEST_REASON, OTHER
from .words import REASON_NAMES


class SayForm(Form):
    """An opinion, or a reply to the one of `parent`. A stance is asked only where there are `sides`, and not chosen
    beforehand: showing it is a consent of its own (Korea's PIPA art. 23)."""

    found: Sequence[
        Found
    ] = ()  # what may be personal data, where the form comes back to ask whether it is meant
    body = TextField(_l("Your opinion"))
    stance = RadioField(_l("Show which side you are on?"))
    parent = NumberField(validators=[Optional(), NumberRange(1, 2**63 - 1)])
    quotes = NumberField(validators=[Optional(), NumberRange(1, 2**63 - 1)])
    contact_meant = HiddenField()
    seen = HiddenField()  # the mark of what is changed
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


class HideForm(Form):
    """By which rule an opinion is hidden, which everybody can read, and what its author is told of it."""

    rule = SelectField(_l("Which rule does it break?"))
    reason = TextField(_l("What its author is told"), [at_most(LONGEST_REASON)])
    back = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.rule.choices = [(key, REASON_NAMES[key]) for key in REASONS]

    def validate(self, extra_validators: Any = None) -> bool:
        """The rule that says nothing by itself takes words."""
        valid = super().validate(extra_validators)
        if valid and self.rule.data == OTHER and not self.text("reason"):
            self.reason.errors = [_("Please say why it is hidden.")]
            return False
        return valid


class ObjectionForm(Form):
    """Why the author of a hidden opinion thinks that it was wrong to hide it."""

    why = TextField(_l("Why should it be shown again?"), [Needed(), at_most(3000)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.why.render_kw = {"maxlength": 3000, "required": True}
        self.why.flags.required = True
