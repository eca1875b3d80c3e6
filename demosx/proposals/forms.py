"""What people type about proposals, and what they narrow lists down to."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FloatField, HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..core.i18n import local_name, number
from ..core.resident_numbers import prose_without_resident_numbers, written_in
from ..core.settings import site
from ..core.terms import areas, districts


class DegreesField(FloatField):
    """Degrees of latitude or longitude; empty for none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the first value as a number, as precise as a metre. Raises ValueError for what is none."""
        text = valuelist[0].strip() if valuelist else ""
        super().process_formdata([text] if text else [])
        self.data = round(self.data, 5) if self.data is not None else None

    def _value(self) -> str:
        """What the box shows."""
        return str(self.raw_data[0] if self.raw_data else "" if self.data is None else self.data)


def within(least: float, most: float) -> Callable[[Any, Any], None]:
    """Degrees are on the site's map, where any are given."""

    def check(form: Any, field: Any) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(_("This is outside the map."))

    return check


def no_more_than(longest: int) -> Callable[[Any, Any], None]:
    """The text has at most `longest` characters; what is too long is told how much."""

    def check(form: Any, field: Any) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            raise ValidationError(
                _(
                    "%(over)s characters too many: there is room for %(most)s.",
                    over=number(over),
                    most=number(longest),
                )
            )

    return check


def no_resident_number(form: Any, field: Any) -> None:
    """The text holds no resident registration number. What comes back to its writer has dots in its place."""
    if written_in(field.data or ""):
        field.data = prose_without_resident_numbers(field.data)
        field.raw_data = [field.data]
        raise ValidationError(
            _(
                "There was what looks like a resident registration number. We may not take it, so we put dots there."
            )
        )


class ProposalForm(Form):
    """A new proposal, or the text of one that is changed. `department_id` is asked where the city proposes, a position
    where the site has a map.

    `draft`, `draft_revision` and `window` say which draft the form goes on with. `sent_anyway` is the mark of the
    personal data that whoever sends the form has been shown.
    """

    title = LineField(_l("Title"), description=_l("What should change, in one sentence."))
    body = TextField(_l("Your proposal"), description=_l("What is the problem? What should be done?"))
    area = SelectField(_l("Area"), default="")
    district = SelectField(_l("District"), default="")
    place = LineField(_l("Place"), [at_most(200)], description=_l("A street, a park, a bus stop…"))
    latitude = DegreesField(_l("Latitude"))
    longitude = DegreesField(_l("Longitude"))
    group_name = LineField(
        _l("For a group"),
        [at_most(100)],
        description=_l("If you propose this for a club, a school, an association…"),
    )
    department_id = SelectField(_l("Department"), coerce=int)
    process_key = HiddenField()
    draft = HiddenField()
    draft_revision = HiddenField()
    window = HiddenField()
    sent_anyway = HiddenField()

    def __init__(self, *, departments: list[tuple[int, str]] | None = None, **given: Any) -> None:
        super().__init__(**given)
        limits = site().limits
        self.title.validators = [Needed(), no_more_than(limits.title), no_resident_number]
        self.body.validators = [Needed(), no_more_than(limits.text), no_resident_number]
        self.place.validators = [at_most(200), no_resident_number]
        self.group_name.validators = [at_most(100), no_resident_number]
        for field, longest in ((self.title, limits.title), (self.body, limits.text)):
            # No maxlength: browsers would cut off what is pasted, and say nothing.
            field.render_kw = {"data-most": longest, "required": True}
            field.flags.required = True
        self.area.choices = [("", _("Not sure")), *_named(areas())]
        self.district.choices = [("", _("The whole city")), *_named(districts())]
        if departments is None:
            del self.department_id
        else:
            self.department_id.choices = departments
        if site().map.picture:
            self.latitude.validators = [within(site().map.south, site().map.north)]
            self.longitude.validators = [within(site().map.west, site().map.east)]
        else:
            del self.latitude, self.longitude

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field is right, and a position whole."""
        valid = super().validate(extra_validators)
        if "latitude" in self and (self.latitude.data is None) != (self.longitude.data is None):
            half = self.latitude if self.latitude.data is None else self.longitude
            half.errors = half.errors or [_("A position on the map takes both numbers, or none.")]
            return False
        return valid

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where a place on the map was chosen."""
        if "latitude" not in self or self.latitude.data is None or self.longitude.data is None:
            return None
        return self.latitude.data, self.longitude.data


class EditForm(ProposalForm):
    """The text of a proposal as it was read, by its revision."""

    revision = NumberField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])


LONGEST_REASON = 5000


class HideForm(Form):
    """Why something is taken out of sight: in words, or in those of a template where none are typed."""

    reason = TextField(_l("Reason"), [at_most(LONGEST_REASON)])
    template = TextField(validators=[at_most(LONGEST_REASON)])

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is given."""
        valid = super().validate(extra_validators)
        if valid and not self.why():
            self.reason.errors = [_("Please say why it is hidden.")]
            return False
        return valid

    def why(self) -> str:
        """The reason."""
        return self.text("reason") or self.text("template")


def _named(keys: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(key, local_name(names, key)) for key, names in keys.items()]
