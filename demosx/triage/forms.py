"""What staff type about what came in, and about labels, templates, areas and districts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..core.i18n import local_name
from ..core.terms import areas, districts
from ..people.queries import departments
from . import day_log, queries, replies, sorting, terms
from .words import FOUND_NAMES, USED_FOR

KEY_WORDS = _l("Please use small Latin letters, digits and _, with a letter first.")


class HandleForm(Form):
    """What is to be done to the chosen proposals; what is left empty changes nothing."""

    numbers = SelectMultipleField(_l("Proposals"), coerce=int, validate_choice=False)
    found = SelectField(_l("This is"), [Optional()])
    area = SelectField(_l("Area"), [Optional()])
    district = SelectField(_l("District"), [Optional()])
    department = SelectField(_l("Department"), [Optional()], coerce=lambda value: int(value or 0))
    put = SelectField(_l("Put a label"), [Optional()], coerce=lambda value: int(value or 0))
    take = SelectField(_l("Take a label off"), [Optional()], coerce=lambda value: int(value or 0))
    template = SelectField(_l("Begin with a template"), [Optional()], coerce=lambda value: int(value or 0))
    to_body = LineField(
        _l("Sent on to"), [at_most(200)], description=_l("Another body or desk. Empty: it is returned.")
    )
    reason = TextField(_l("Reason"), [at_most(sorting.LONGEST)])
    back = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        same = ("", _("As it is"))
        self.found.choices = [same, *((key, FOUND_NAMES[key]) for key in sorting.FOUND)]
        self.area.choices = [same, *((key, local_name(names, key)) for key, names in areas().items())]
        self.district.choices = [same, *((key, local_name(names, key)) for key, names in districts().items())]
        self.department.choices = [
            (0, _("As it is")), *((one.id, local_name(one.names, one.key)) for one in departments())
        ]  # fmt: skip
        offered = [(label.id, local_name(label.names, label.key)) for label in queries.labels()]
        self.put.choices = self.take.choices = [(0, _("None")), *offered]
        self.template.choices = [(0, _("None")), *((one.id, one.name) for one in self.templates)]
        self.reason.description = _(
            "Needed where it is no proposal. The proposer reads it as it stands, and it is in the public history. "
            "%(blanks)s stand for the proposal's.",
            blanks=" ".join(replies.BLANKS),
        )

    @property
    def templates(self) -> list[Any]:
        """The templates that a sorting may begin with."""
        if not hasattr(self, "_templates"):
            self._templates = list(queries.templates(sorting.FOUND))
        return self._templates


class NamesForm(Form):
    """Names by language."""

    name_ko = LineField(_l("Name in Korean"), [at_most(terms.LONGEST)])
    name_en = LineField(_l("Name in English"), [at_most(terms.LONGEST)])
    seen = HiddenField(validators=[at_most(64)])

    def names(self) -> dict[str, str]:
        """What was typed, by language."""
        return {"ko": self.text("name_ko"), "en": self.text("name_en")}

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one of the names is given."""
        valid = super().validate(extra_validators=extra_validators)
        if not any(self.names().values()):
            self.name_ko.errors = [_("Please fill this in.")]
            return False
        return valid


class NewTermForm(NamesForm):
    """A new area or district."""

    key = LineField(
        _l("Key for files"), [Needed(), at_most(40), Regexp(terms.KEY, message=KEY_WORDS)],
        description=_l("A short word for process files and addresses, such as parks. It cannot be changed."),
        render_kw={"autocapitalize": "none"},
    )  # fmt: skip


class TermForm(NamesForm):
    """An area or district that there is."""

    offered = BooleanField(_l("It can be chosen"), default=True)


class DistrictForm(TermForm):
    """A district that there is."""

    population = NumberField(
        _l("Inhabitants"), [Optional(), NumberRange(1, 1_000_000_000)],
        description=_l("So that “Whom we reach” can compare districts. Empty: not known."),
    )  # fmt: skip


class NewLabelForm(NewTermForm):
    """A new label."""

    public = BooleanField(_l("Everybody sees it"))


class LabelForm(TermForm):
    """A label that there is."""

    public = BooleanField(_l("Everybody sees it"))


class TemplateForm(Form):
    """A template of replies."""

    name = LineField(_l("Name"), [Needed(), at_most(100)])
    used_for = SelectField(_l("Used for"))
    words = TextField(_l("Text"), [Needed(), at_most(replies.LONGEST)])
    offered = BooleanField(_l("It can be chosen"), default=True)
    seen = HiddenField(validators=[at_most(64)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.used_for.choices = list(USED_FOR.items())
        self.words.description = _(
            "%(blanks)s stand for the proposal's title, receipt number and department.",
            blanks=" ".join(replies.BLANKS),
        )


class LogForm(Form):
    """The words of a day's log, as they were read, by their revision."""

    words = TextField(_l("Log"), [Needed(), at_most(day_log.LONGEST)])
    revision = NumberField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
