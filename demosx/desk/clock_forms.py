"""What staff choose and type when they stop, resume, extend or hand over. `seen` says how the clock stood before."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from ..core.forms import Form, Needed, NumberField, TextField, at_most
from .forms import LONGEST

MOST = 36_500  # of days, as in the process files


class ClockForm(Form):
    """A form that says how the clock stood when it was made. Several stand on one page, so that their fields have ids
    that begin with what the form is for."""

    what = ""
    seen = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._name_fields(self.what)

    def _name_fields(self, beginning: str) -> None:
        for field in self:
            field.id = field.label.field_id = f"{beginning}-{field.name}"


class PauseForm(ClockForm):
    """Why a clock stops."""

    what = "pause"
    why = RadioField(_l("Reason"), [InputRequired(message=_l("Please choose a reason."))])
    note = TextField(_l("Explanation"), [at_most(LONGEST)], description=_l("Everybody can read it."))

    def offering(self, reasons: Sequence[tuple[str, str]]) -> "PauseForm":
        """The same form with these reasons to choose from."""
        self.why.choices = list(reasons)
        return self


class ResumeForm(ClockForm):
    """Which of the reasons is over."""

    what = "resume"
    why = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._name_fields(f"resume-{self.why.data}")


class HandOverForm(ClockForm):
    """To whom a duty goes."""

    what = "hand-over"
    department_id = SelectField(_l("Department"), coerce=int, validators=[InputRequired()])
    reason = TextField(_l("Reason"), [Needed(), at_most(LONGEST)], description=_l("Everybody can read it."))

    def offering(self, offices: Sequence[tuple[int, str]]) -> "HandOverForm":
        """The same form with these departments to choose from."""
        self.department_id.choices = list(offices)
        return self


class ExtendForm(ClockForm):
    """By how much something is extended, and what the file wants to be given for it."""

    what = "extend"
    foreseen = HiddenField()
    amount = NumberField(_l("How much longer"), [Optional(), NumberRange(1, MOST)])
    last_day = DateField(_l("Or the new last day"), [Optional()])
    reason = TextField(_l("Reason"), [Needed(), at_most(LONGEST)], description=_l("Everybody can read it."))
    note = TextField(_l("Note"), [Needed(), at_most(LONGEST)], description=_l("Only staff can read it."))
    document = SelectField(
        _l("Document"), validators=[InputRequired(message=_l("Please choose a document."))]
    )

    def asking(self, needs: Sequence[str], documents: Sequence[Any]) -> "ExtendForm":
        """The same form, asking only for what is needed."""
        for name in ("reason", "note", "document"):
            if name not in needs:
                del self[name]
        if "document" in needs:
            self.document.choices = [("", "—"), *((str(one.id), one.title) for one in documents)]
        return self

    def given(self) -> dict[str, str]:
        """What was typed, by the word that stands in process files."""
        return {name: self.text(name) for name in ("reason", "note", "document") if name in self}
