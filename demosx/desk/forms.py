"""What staff type at the desk."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import AnyOf

from ..core.forms import Form, Needed, TextField, at_most
from ..core.i18n import local_name
from ..core.terms import areas, districts
from ..people.models import Account

LONGEST = 5_000


class NoteForm(Form):
    """A note for colleagues."""

    note = TextField(_l("Note"), [Needed(), at_most(LONGEST)])


class ReasonForm(Form):
    """A public reason."""

    reason = TextField(_l("Reason"), [Needed(), at_most(LONGEST)], description=_l("Everybody can read it."))


class GivenForm(Form):
    """What a button or a duty needs; the process says which of the three."""

    rule = HiddenField()
    reason = TextField(_l("Reason"), [at_most(LONGEST)])
    note = TextField(_l("Note"), [at_most(LONGEST)])
    document = HiddenField()

    def given(self) -> dict[str, str]:
        """What was typed, by the word that stands in process files."""
        return {name: getattr(self, name).data or "" for name in ("reason", "note", "document")}


class PlaceForm(Form):
    """Which area and district a proposal belongs to."""

    area = SelectField(_l("Area"))
    district = SelectField(_l("District"))
    seen = HiddenField(validators=[at_most(64)], id="place-seen")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.area.choices = [
            ("", _("Not sure")),
            *((key, local_name(n, key)) for key, n in areas().items()),
        ]
        self.district.choices = [
            ("", _("The whole city")),
            *((key, local_name(n, key)) for key, n in districts().items()),
        ]


class AssigneeForm(Form):
    """Who works on a duty."""

    account_id = SelectField(_l("Who works on it"), coerce=int)
    seen = HiddenField(validators=[at_most(64)], id="assignee-seen")

    def offering(self, people: Iterable[Account]) -> "AssigneeForm":
        """The same form with these people to choose from."""
        self.account_id.choices = [(0, _("Nobody in particular"))] + [(x.id, x.nickname) for x in people]
        return self


class OverrideForm(Form):
    """The lead's right: what to do outside of the rules, and why."""

    what = HiddenField(validators=[AnyOf(["move", "end", "reopen"])])
    target = SelectField(_l("Stage"))
    reason = TextField(_l("Reason"), [Needed(), at_most(LONGEST)], description=_l("Everybody can read it."))

    def offering(self, what: str, targets: list[tuple[str, Any]]) -> "OverrideForm":
        """The same form with the stages or ends to choose from for this act. Several stand on one page."""
        for field in (self.target, self.reason):
            field.id = field.label.field_id = f"{what}-{field.name}"
        self.target.choices = targets
        self.target.flags.required = True
        if what == "end":
            self.target.label.text = _("Result of the journey")
        return self
