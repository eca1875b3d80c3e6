"""What staff type for people, and what people type who take it over."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from ..core import clock
from ..core.errors import DomainError
from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..core.i18n import local_name
from ..core.resident_numbers import ResidentNumberRefused
from ..core.settings import site
from ..core.terms import known
from ..opinions.errors import OpinionEmpty
from ..proposals.errors import TextWrong, TitleWrong
from . import errors, who
from .entering import LONGEST_CONTACT, LONGEST_NAME, LONGEST_NOTE, LONGEST_PERSON, Said
from .models import CHANNELS
from .words import CHANNEL_NAMES, KIND_NAMES

FIELDS: dict[type[DomainError], str] = {
    errors.NoConsent: "consent", errors.EventUnknown: "event", errors.ProposalUnknown: "number",
    errors.CodeWrong: "code", errors.CodeUsed: "code", TitleWrong: "title", TextWrong: "body", OpinionEmpty: "body",
    ResidentNumberRefused: "body",
}  # fmt: skip


class PersonFields(Form):
    """What is the same for a new entry and for one that is corrected."""

    title = LineField(_l("Title"), description=_l("In one line: what should become different."))
    body = TextField(_l("What they say"), [Needed()], description=_l("In their own words."))
    district = SelectField(_l("District"), default="")
    group = SelectField(_l("Group"), default="")
    person = LineField(
        _l("Person's number"), [at_most(LONGEST_PERSON)],
        description=_l(
            "From the badge or the paper. The same for everything that one person says, so that they count once."
        ),
    )  # fmt: skip
    name = LineField(_l("Name"), [at_most(LONGEST_NAME)])
    contact = LineField(_l("Telephone or e-mail"), [at_most(LONGEST_CONTACT)])
    note = TextField(_l("Note for colleagues"), [at_most(LONGEST_NOTE)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        limits = site().limits
        self.title.validators = [at_most(limits.title)]
        self.body.validators = [Needed(), at_most(limits.text)]
        self.title.render_kw = {"maxlength": limits.title}
        self.body.render_kw = {"maxlength": limits.text, "required": True}
        offered = known("district")
        names = {**offered.offered, **_still(self.district.data, offered.names)}
        self.district.choices = [
            ("", _("Not said")),
            *((key, local_name(dict(x), key)) for key, x in names.items()),
        ]
        groups = [(key, local_name(names, key)) for key, names in site().groups.items()]
        self.group.choices = [("", _("Not said")), *groups]
        for field in (self.person, self.name, self.contact):
            field.render_kw = {"autocomplete": "off"}


class EntryForm(PersonFields):
    """One thing that one person says. `key` tells it apart, wherever it was typed; `who` says who has typed it."""

    kind = RadioField(_l("What is it?"), choices=[], default="proposal")
    number = LineField(_l("Receipt number of the proposal"), [at_most(300)])
    near = LineField(validators=[at_most(40)])
    channel = SelectField(_l("How it came"), default="field")
    event = SelectField(_l("Event"), default="", coerce=str)
    written_on = DateField(_l("Written on"), [Optional()], description=_l("If that was on another day."))
    consent = BooleanField(_l("They have heard this and agree"))
    code = LineField(
        _l("Code on the paper"), [at_most(300)], description=_l("If their form has a slip with one.")
    )
    key = HiddenField()
    who = HiddenField()
    consent_words = HiddenField()

    def __init__(self, *, events: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = list(KIND_NAMES.items())
        self.channel.choices = [(key, CHANNEL_NAMES[key]) for key in CHANNELS]
        self.event.choices = [("", _("No event")), *events]
        for field in (self.kind, self.channel, self.title, self.number, self.consent):
            field.flags.required = True
        self.code.render_kw = {"autocomplete": "off", "spellcheck": "false"}
        self.number.render_kw = {"autocomplete": "off"}
        if not self.key.data:
            self.key.data = str(uuid4())

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what depends on the kind, and consent. A proposal of the event may be chosen instead of typed."""
        self.number.data = self.number.data or self.near.data
        valid = super().validate(extra_validators)
        needed = {"proposal": self.title, "opinion": self.number}.get(self.kind.data or "")
        for field, right, says in (
            (needed, needed is None or bool(needed.data), _("Please fill this in.")),
            (self.consent, bool(self.consent.data), str(errors.NoConsent.message)),
        ):
            if not right and field is not None and not field.errors:
                field.errors = [says]
                valid = False
        return valid

    def said(self) -> Said:
        """What was typed."""
        return Said(
            key=self.key.data or "", kind=self.kind.data or "", channel=self.channel.data or "", text=self.text("body"),
            consent=bool(self.consent.data), title=self.text("title"), number=self.text("number"),
            event_id=int(self.event.data) if self.event.data else None, person=self.text("person"),
            group=self.group.data or "", district=self.district.data or "", written_at=_noon(self.written_on.data),
            name=self.text("name"), contact=self.text("contact"), note=self.text("note"), code=self.text("code"),
            consent_words=self.consent_words.data or "", typed_by=who.read(self.who.data or ""),
        )  # fmt: skip

    def blame(self, refused: DomainError) -> None:
        """Put a refusal on the field that it is about, or on the form. Where the key is another entry's, there is a
        new one."""
        if isinstance(refused, errors.SavedOtherwise):
            self.key.data = str(uuid4())
        name = next((field for kind, field in FIELDS.items() if isinstance(refused, kind)), "body")
        self[name].errors = [str(refused)]


class CorrectForm(PersonFields):
    """An entry as it was read, by its revision."""

    revision = NumberField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])


class RemoveForm(Form):
    """Why an entry is taken out of sight."""

    reason = TextField(_l("Reason"), [Needed(), at_most(1000)])


class SheetForm(Form):
    """A spreadsheet, and of which event it is."""

    event = SelectField(_l("Event"), default="", coerce=str)
    file = FileField(_l("File"), [FileRequired(message=_l("Please choose a file."))])

    def __init__(self, *, events: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.event.choices = [("", _("No event")), *events]
        self.file.render_kw = {"accept": ".csv,.xlsx,text/csv", "required": True}
        self.file.flags.required = True


class ClaimForm(Form):
    """The code of a slip."""

    code = LineField(_l("Code on your slip"), [Needed(), at_most(300)],
                     description=_l("Twelve letters and digits, such as 7K3M-PQ2X-9ABD."))  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.code.render_kw = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def _still(key: str | None, names: Any) -> dict[str, Any]:
    """A district that is offered no more, where it is the present one."""
    return {key: names[key]} if key and key in names else {}


def _noon(day: date | None) -> datetime | None:
    """A day as a moment that is the same day wherever one reads it; never one to come."""
    if day is None:
        return None
    return min(datetime.combine(day, time(12), tzinfo=site().zone).astimezone(UTC), clock.now())
