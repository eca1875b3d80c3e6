"""What people type about proposals, and what they narrow lists down to."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange

from ..core import clock
from ..core.forms import Form, LineField, Needed, NumberField, TextField, at_most
from ..core.i18n import local_name
from ..core.settings import site
from ..core.web import row_number
from .queries import Filters, Sort

PERIODS = {"week": 7, "month": 30, "year": 365}


class ProposalForm(Form):
    """A new proposal, or the text of one that is changed. `department_id` is asked where the city proposes."""

    title = LineField(_l("Title"), description=_l("What should change, in one sentence."))
    body = TextField(_l("Your proposal"), description=_l("What is the problem? What should be done?"))
    area = SelectField(_l("Area"), default="")
    district = SelectField(_l("District"), default="")
    place = LineField(_l("Place"), [at_most(200)], description=_l("A street, a park, a bus stop…"))
    department_id = SelectField(_l("Department"), coerce=int)
    process_key = HiddenField()

    def __init__(self, *, departments: list[tuple[int, str]] | None = None, **given: Any) -> None:
        super().__init__(**given)
        limits = site().limits
        self.title.validators = [Needed(), at_most(limits.title)]
        self.body.validators = [Needed(), at_most(limits.text)]
        for field, longest in ((self.title, limits.title), (self.body, limits.text)):
            field.render_kw = {"maxlength": longest, "required": True}
            field.flags.required = True
        self.area.choices = [("", _("Not sure")), *_named(site().areas)]
        self.district.choices = [("", _("The whole city")), *_named(site().districts)]
        if departments is None:
            del self.department_id
        else:
            self.department_id.choices = departments


class EditForm(ProposalForm):
    """The text of a proposal as it was read, by its revision."""

    revision = NumberField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])


class HideForm(Form):
    """Why something is taken out of sight."""

    reason = TextField(_l("Reason"), [Needed(), at_most(1000)])


def filters_from(arguments: Any, stages: set[str], departments: set[int]) -> tuple[Filters, Sort]:
    """What a list is asked for by its address. What is not on the lists of this site is not asked for."""

    def one_of(name: str, known: set[str]) -> str:
        value: str = arguments.get(name, "")
        return value if value in known else ""

    department = arguments.get("department", type=row_number)
    filters = Filters(
        q=arguments.get("q", "")[:100],
        stage=one_of("stage", stages),
        area=one_of("area", set(site().areas)),
        district=one_of("district", set(site().districts)),
        department_id=department if department in departments else None,
        origin=one_of("origin", {"citizen", "agency"}),
        state=one_of("state", {"open", "ended"}),
        since=_day(arguments.get("from", "")) or _lately(one_of("period", set(PERIODS))),
        until=_day(arguments.get("to", "")),
    )
    return filters, Sort(one_of("sort", {sort.value for sort in Sort}) or Sort.NEW)


def _lately(period: str) -> date | None:
    return clock.today(site().zone) - timedelta(days=PERIODS[period]) if period else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 9000 else None


def _named(keys: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    return [(key, local_name(names, key)) for key, names in keys.items()]
