"""What people type when they answer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, FormField, RadioField, SelectField, SubmitField, ValidationError
from wtforms import Form as Part
from wtforms.validators import InputRequired, Optional

from ...core import clock
from ...core.forms import Form, LineField, Needed, TextField, at_most
from ...core.i18n import local_day, local_name
from ...core.text import one_line
from ...documents.errors import LinkWrong
from ...documents.services import web_address
from ...people.queries import departments
from .errors import DayTooFar, VideoMissing
from .services import AHEAD, Promise, Said

FORMAT_NAMES = {"text": _l("In writing"), "video": _l("On video"), "meeting": _l("In a meeting")}
ROWS = 3
MOST = 30


class Side:
    """One side of the ballot: its key, its name, and whether anybody chose it, so that it must be answered."""

    def __init__(self, key: str, name: str, chosen: bool) -> None:
        self.key, self.name, self.chosen = key, name, chosen


def _department_choices() -> list[tuple[str, str]]:
    return [("", _("No department")), *((str(x.id), local_name(x.names, x.key)) for x in departments())]


class PromiseForm(Part):
    """One promise; one without a title is none."""

    title = LineField(_l("What is promised"), [at_most(200)])
    body = TextField(_l("In more detail"), [at_most(3_000)])
    department_id = SelectField(_l("Department"), choices=_department_choices, default="")
    due_on = DateField(_l("By when"), [Optional()])

    def validate_title(self, field: LineField) -> None:
        """What has a text or a day needs a name."""
        if not field.data and (self.body.data or self.due_on.data):
            raise ValidationError(_("Please say in a few words what is promised."))

    def validate_due_on(self, field: DateField) -> None:
        """A day that somebody can live to see kept."""
        if field.data and field.data > local_day(clock.now()) + AHEAD:
            raise ValidationError(str(DayTooFar()))

    @property
    def promise(self) -> Promise:
        """What was typed."""
        number = self.department_id.data
        return Promise(
            self.title.data or "", self.body.data or "", int(number) if number else None, self.due_on.data
        )


class AnswerForm(Form):
    """An answer. `answer_form` gives it the verdicts and the sides."""

    verdict = RadioField(_l("Outcome"), validators=[InputRequired(message=_l("Please choose one."))])
    body = TextField(_l("Answer"), [Needed(), at_most(20_000)])
    title = LineField(
        _l("Who answers"), [at_most(100)], description=_l("As it is shown, such as “Mayor of Handeul”.")
    )
    format = RadioField(_l("Form of the answer"), choices=list(FORMAT_NAMES.items()), default="text")
    video_url = LineField(_l("Address of the video"), [at_most(2_000)])
    commitments = FieldList(
        FormField(PromiseForm), label=_l("What is promised"), min_entries=ROWS, max_entries=MOST
    )
    more = SubmitField(_l("Add more rows"))

    def validate_video_url(self, field: LineField) -> None:
        """A video has an address, and nothing else has."""
        if (self.format.data == "video") != bool(field.data):
            raise ValidationError(str(VideoMissing()))
        try:
            web_address(field.data or "")
        except LinkWrong as wrong:
            raise ValidationError(str(wrong)) from wrong

    @property
    def side_fields(self) -> list[Any]:
        """The fields of the sides, in the order of the ballot."""
        return list(self.sides.form) if "sides" in self else []

    @property
    def said(self) -> Said:
        """What was typed."""
        return Said(
            verdict=self.verdict.data, text=self.text("body"), title=self.text("title"), format=self.format.data,
            video_url=self.text("video_url"), sides={side.short_name: side.data for side in self.side_fields},
            promises=[row.form.promise for row in self.commitments if row.form.title.data],
        )  # fmt: skip


def answer_form(verdicts: Sequence[tuple[str, str]], sides: Sequence[Side]) -> type[AnswerForm]:
    """The form for one duty: its outcomes, and a field for what is said to each side of the ballot."""
    fields: dict[str, Any] = {}
    if sides:
        texts = {side.key: _side_field(side) for side in sides}
        fields["sides"] = FormField(type("SidesForm", (Part,), texts), label=_l("To each side of the vote"))
    made: type[AnswerForm] = type("AnswerFormHere", (AnswerForm,), fields)
    made.verdict = RadioField(
        _l("Outcome"), validators=[InputRequired(message=_l("Please choose one."))], choices=list(verdicts)
    )
    return made


def _side_field(side: Side) -> TextField:
    label = _("To those who chose “%(choice)s”", choice=one_line(side.name))
    needed = [Needed()] if side.chosen else []
    return TextField(label, [*needed, at_most(5_000)])
