"""What administrators type about others: why they look, accounts, grants, departments and posts."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, HiddenField, RadioField, SelectField, TelField
from wtforms.validators import Optional, Regexp

from ..core import clock
from ..core.forms import Form, LineField, Needed, TextField, at_most
from ..core.i18n import local_name
from ..core.settings import site
from . import queries, roles
from .forms import KEY, _email_box, _nickname_box
from .looks import LONGEST_DETAIL, REASONS
from .reasons import TO_CHOOSE
from .scopes import scopes


class ReasonForm(Form):
    """Why somebody looks at personal data."""

    reason = RadioField(_l("Reason"), [Needed()], choices=[])
    detail = TextField(_l("More about it"), [at_most(LONGEST_DETAIL)])
    next = HiddenField(validators=[at_most(2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(key, str(REASONS[key])) for key in TO_CHOOSE]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: another reason is told in words."""
        valid = super().validate(extra_validators)
        if self.reason.data == "other" and not self.text("detail").strip():
            self.detail.errors = [_("Please say which.")]
            return False
        return valid


class GrantForm(Form):
    """A role for somebody, perhaps only somewhere and for a time."""

    role = SelectField(_l("Role"), [Needed()], choices=[])
    department = SelectField(_l("Department"), coerce=int, choices=[], default=0)
    process_key = SelectField(_l("Process"), choices=[], default="", name="process")
    panel = SelectField(_l("Panel"), choices=[], default="")
    begins_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [("", _("Please choose one.")), *_held()]
        offices = [(one.id, local_name(one.names, one.key)) for one in queries.departments()]
        self.department.choices = [(0, _("All departments")), *offices]
        self.process_key.choices = [("", _("All processes")), *scopes().processes().items()]
        self.panel.choices = [("", _("All panels")), *scopes().panels().items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: an officer has a department, and a term ends neither before it begins nor before today."""
        valid = super().validate(extra_validators)
        if self.role.data == "officer" and not self.department.data:
            self.department.errors = [_("An officer belongs to a department. Please choose one.")]
            valid = False
        if _backwards(self.begins_on.data, self.ends_on.data):
            self.ends_on.errors = [_("The last day is before the first.")]
            valid = False
        elif self.ends_on.data is not None and self.ends_on.data < clock.today(site().zone):
            self.ends_on.errors = [_("The last day is over already.")]
            valid = False
        return valid


class PersonForm(GrantForm):
    """An account made by the office, with the role for which it is made; its owner chooses the password.

    It may be made without one: who takes over a post gets the role with the post.
    """

    email = _email_box(strict=True)
    nickname = _nickname_box(reserved=False)
    role = SelectField(_l("Role"), choices=[], default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [("", _("No role yet")), *_held()]


def _held() -> list[tuple[str, str]]:
    return [(key, roles.name_of(key)) for key in roles.grantable_roles()]


def _backwards(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


class DepartmentForm(Form):
    """A department's names, one for each language of the site. `seen` says what its page showed."""

    name_ko = LineField(_l("Name in Korean"), [at_most(100)])
    name_en = LineField(_l("Name in English"), [at_most(100)])
    telephone = TelField(_l("Telephone"), [at_most(40)])
    active = BooleanField(_l("This department exists and can be given work"), default=True)
    seen = HiddenField(validators=[at_most(64)])

    def names(self) -> dict[str, str]:
        """The names that were typed, by language."""
        typed = {"ko": self.name_ko.data or "", "en": self.name_en.data or ""}
        return {language: name for language, name in typed.items() if name}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: there is a name in at least one language."""
        valid = super().validate(extra_validators)
        if valid and not self.names():
            self.name_ko.errors = [_("Please give a name in at least one language.")]
            return False
        return valid


class NewDepartmentForm(DepartmentForm):
    """A department, with the word that files call it by."""

    key = LineField(
        _l("Key for files"),
        [Needed(), at_most(60), Regexp(KEY, message=_l("Please use small Latin letters, digits, _ and -."))],
        description=_l(
            "A short word for files, in small Latin letters: for example parks. It cannot be changed."
        ),
        render_kw={"autocapitalize": "none"},
    )


class PostForm(Form):
    """A post in a department. `seen` says what its page showed."""

    name = LineField(_l("Name of the post"), [Needed(), at_most(100)])
    telephone = TelField(_l("Telephone"), [at_most(40)], id="post-telephone")
    seen = HiddenField(validators=[at_most(64)], id="post-seen")


class HolderForm(Form):
    """Who takes over a post. `seen` says who held it when the page was opened."""

    holder = EmailField(_l("E-mail of the new holder"), [Needed(), at_most(254)])
    seen = HiddenField(validators=[at_most(64)], id="holder-seen")
