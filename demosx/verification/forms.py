"""What people type so that a check can find them, and what the office types about codes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from ..core.forms import Form, LineField, Needed, TextField, at_most
from ..core.resident_numbers import ResidentNumberRefused, hold_resident_number
from ..plugins import VerificationCheck

LONGEST = 200
MOST = 200  # references at once
KINDS: Mapping[str, dict[str, str]] = {
    "text": {},
    "date": {"inputmode": "numeric", "placeholder": "1990-05-21"},
    "code": {"autocapitalize": "characters", "spellcheck": "false", "placeholder": "XXXX-XXXX-XXXX"},
}


class WithoutResidentNumbers(Form):
    """A form that gives back nothing of what was typed where that holds a resident registration number.

    `emptied` is then true, and the page does not say that everything is still there.
    """

    emptied = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: no field, and no two together, hold what looks like such a number."""
        valid = super().validate(extra_validators)
        typed = [field for field in self if field.name != "csrf_token" and isinstance(field.data, str)]
        if not hold_resident_number([part for field in typed for part in field.data.splitlines()]):
            return valid
        for field in typed:
            field.data, field.raw_data = "", []
        self.emptied = True
        typed[0].errors = [str(ResidentNumberRefused())]
        return False


def _not_endless(form: Form, field: Field) -> None:
    """Refuse what is too long, without a count of letters beside a field in which nobody writes many."""
    if len(field.data or "") > LONGEST:
        raise ValidationError(_("Please use at most %(max)d characters.", max=LONGEST))


def form_of(check: VerificationCheck) -> WithoutResidentNumbers:
    """The form with the fields that a check asks for."""
    fields = {
        one.name: LineField(
            one.label, [Needed(), _not_endless], description=one.hint,
            render_kw={"autocomplete": one.autocomplete, **KINDS[one.kind]},
        )
        for one in check.fields()
    }  # fmt: skip
    made: WithoutResidentNumbers = type("CheckForm", (WithoutResidentNumbers,), fields)()
    return made


class IssueForm(WithoutResidentNumbers):
    """For whom codes are issued: one reference on a line."""

    references = TextField(_l("References of the city, one on each line"), [Needed(), at_most(20_000)])
    replace = BooleanField(_l("Replace the codes that can still be used. What is printed stops working."))

    asks = False  # whether the page asks if codes are replaced

    def listed(self) -> list[str]:
        """The references, each once, in order."""
        lines = (" ".join(line.split()) for line in self.text("references").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: there are not too many, and none is too long."""
        valid = super().validate(extra_validators)
        if valid and (len(self.listed()) > MOST or any(len(line) > LONGEST for line in self.listed())):
            self.references.errors = [_("At most %(most)s references at once, each on a line.", most=MOST)]
            return False
        return valid


class FindForm(WithoutResidentNumbers):
    """Whose codes are looked for."""

    reference = LineField(_l("Reference"), [Needed(), at_most(LONGEST)])


class UndoForm(WithoutResidentNumbers):
    """Why somebody is no longer verified."""

    reason = TextField(_l("Why?"), [Needed(), at_most(1000)])


class UndoByReferenceForm(UndoForm):
    """Whose check is undone, by the city's reference: without knowing the account."""

    reference = LineField(_l("Reference"), [Needed(), at_most(LONGEST)], id="undo-reference")
