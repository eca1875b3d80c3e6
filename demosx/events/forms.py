"""What people type about events."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..core.errors import DomainError
from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..core.i18n import local_name
from ..core.settings import site
from ..core.terms import districts
from ..people.queries import departments
from . import registering, services
from .errors import ContactNeeded, RegisteredAlready
from .models import Event
from .words import KIND_NAMES

FORMAT = "%Y-%m-%dT%H:%M"
COUNT = NumberRange(0, 1_000_000)


class MomentField(DateTimeLocalField):
    """A day and a time as the site's clock shows them, given back aware."""

    def __init__(self, label: Any, validators: Any = (), **given: Any) -> None:
        super().__init__(label, validators, format=FORMAT, **given)

    def process_data(self, value: datetime | None) -> None:
        """Show a moment as the site's clock does."""
        self.data = value.astimezone(site().zone).replace(tzinfo=None) if value is not None else None

    @property
    def moment(self) -> datetime | None:
        """What was chosen, aware."""
        return self.data.replace(tzinfo=site().zone) if self.data is not None else None


class EventForm(Form):
    """An event, whole."""

    kind = SelectField(_l("Kind"), choices=list(KIND_NAMES.items()))
    title = LineField(_l("Title"), [Needed(), at_most(200)])
    starts_at = MomentField(_l("Begins"), [InputRequired(message=_l("Please fill this in."))])
    ends_at = MomentField(_l("Ends"), [InputRequired(message=_l("Please fill this in."))])
    place = LineField(
        _l("Place"), [at_most(200)], description=_l("So that somebody finds it: building, floor, room")
    )
    district = SelectField(_l("District"), [Optional()])
    about = TextField(_l("What happens there"), [at_most(services.LONGEST)])
    invited = TextField(_l("Who is invited"), [at_most(services.LONGEST)], render_kw={"rows": 3})
    groups = SelectMultipleField(
        _l("Whom it is to reach"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    goal = NumberField(_l("How many people are to be reached"), [Optional(), COUNT], default=0)
    registration = BooleanField(_l("People register"))
    capacity = NumberField(_l("Places"), [Optional(), COUNT], default=0, description=_l("0: as many as like"))
    registration_until = MomentField(_l("Registration until"), [Optional()])
    department_id = SelectField(_l("Department"), [Optional()], coerce=lambda value: int(value or 0))
    contact = LineField(
        _l("Whom to ask"), [at_most(200)], description=_l("A name or office, and a telephone number")
    )
    revision = NumberField(validators=[Optional()])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.district.choices = [
            ("", _("The whole city")), *((key, local_name(names, key)) for key, names in districts().items())
        ]  # fmt: skip
        self.groups.choices = [(key, local_name(names, key)) for key, names in site().groups.items()]
        self.department_id.choices = [
            (0, _("Not given")), *((one.id, local_name(one.names, one.key)) for one in departments())
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """It ends after it begins."""
        valid = super().validate(extra_validators=extra_validators)
        begins, ends = self.starts_at.moment, self.ends_at.moment
        if begins is not None and ends is not None and ends <= begins:
            self.ends_at.errors = [_("It has to end after it begins.")]
            return False
        return valid

    def said(self) -> services.Said:
        """What was typed."""
        begins, ends = self.starts_at.moment, self.ends_at.moment
        assert begins is not None and ends is not None  # validated
        return services.Said(
            kind=self.kind.data, title=self.text("title"), starts_at=begins, ends_at=ends,
            text=self.text("about"), invited=self.text("invited"), groups=tuple(self.groups.data or ()),
            goal=self.goal.data or 0, place=self.text("place"), district=self.text("district"),
            capacity=self.capacity.data or 0, registration=bool(self.registration.data),
            registration_until=self.registration_until.moment, department_id=self.department_id.data or None,
            contact=self.text("contact"),
        )  # fmt: skip


def form_of(event: Event) -> EventForm:
    """The form of an event as it is."""
    names = ("kind", "title", "starts_at", "ends_at", "place", "invited", "groups", "goal", "registration",
             "capacity", "registration_until", "contact", "revision")  # fmt: skip
    data = {name: getattr(event, name) for name in names}
    return EventForm(
        formdata=None,
        data={
            **data,
            "about": event.text,
            "district": event.district or "",
            "department_id": event.department_id or 0,
        },
    )


class RegisterForm(Form):
    """Somebody registers. Who has an account need not say who they are."""

    name = LineField(_l("Name"), [at_most(100)], description=_l("As you like to be called there"))
    contact = LineField(
        _l("E-mail or telephone"), [at_most(254)], render_kw={"autocomplete": "email"},
        description=_l(
            "We write to an e-mail address. To a telephone number nothing is sent: whether there is a place for you, "
            "and what changes, the office tells you by telephone."
        ),
    )  # fmt: skip
    people = NumberField(
        _l("How many of you come"), [InputRequired(), NumberRange(1, registering.MOST_PEOPLE)], default=1
    )
    group = SelectField(_l("I am"), [Optional()], description=_l("If you like to say. It is only counted."))
    district = SelectField(_l("Where you live"), [Optional()])
    wishes = LineField(
        _l("What we should know"), [at_most(500)], description=_l("Wheelchair, sign language, childcare…")
    )

    def __init__(self, *, signed_in: bool, **given: Any) -> None:
        super().__init__(**given)
        none = ("", _("Not given"))
        self.group.choices = [none, *((key, local_name(names, key)) for key, names in site().groups.items())]
        self.district.choices = [none, *((key, local_name(names, key)) for key, names in districts().items())]
        if signed_in:
            del self.name, self.contact
        else:
            for field in (self.name, self.contact):
                field.validators = [Needed(), *field.validators]
                field.flags.required = True
        if not site().groups:
            del self.group
        if not districts():
            del self.district


class DoorForm(Form):
    """Somebody of the staff registers who has called, or who has come without registering."""

    name = LineField(_l("Name"), [Needed(), at_most(100)])
    contact = LineField(
        _l("E-mail or telephone"), [at_most(254)],
        description=_l("To say whether there is a place, and what changes. Not needed for who is there already."),
    )  # fmt: skip
    people = NumberField(
        _l("How many people"), [InputRequired(), NumberRange(1, registering.MOST_PEOPLE)], default=1
    )
    group = SelectField(_l("Group"), [Optional()])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        names = [(key, local_name(names, key)) for key, names in site().groups.items()]
        self.group.choices = [("", _("Not given")), *names]
        if not names:
            del self.group

    def blame(self, refusal: DomainError) -> None:
        """Put a refusal on the field that it is about, else on the name."""
        about = self.contact if isinstance(refusal, ContactNeeded | RegisteredAlready) else self.name
        about.errors = [str(refusal)]


class ReasonForm(Form):
    """Why an event is cancelled; everybody can read it."""

    reason = TextField(_l("Reason"), [Needed(), at_most(1000)])


class NotesForm(Form):
    """What the facilitators note, and how many came."""

    came = NumberField(_l("How many people came in all"), [Optional(), COUNT], default=0)
    notes = TextField(
        _l("Facilitators' notes"), [at_most(services.LONGEST)], description=_l("Only staff read them.")
    )
    revision = NumberField(validators=[InputRequired()], id="notes-revision")


class ResultForm(Form):
    """What came of it."""

    result = TextField(_l("What came of it"), [at_most(services.LONGEST)])
    public = BooleanField(_l("Publish it"))
    revision = NumberField(validators=[InputRequired()], id="result-revision")


class ProposalForm(Form):
    """A proposal by its receipt number."""

    number = LineField(_l("Receipt number"), [Needed(), at_most(20)], description=_l("Such as 2026-000123"))
