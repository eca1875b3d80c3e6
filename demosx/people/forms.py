"""What people type about themselves, and what administrators type about others."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    TelField,
)
from wtforms.validators import Optional, Regexp, ValidationError

from ..core.errors import DomainError
from ..core.forms import Form, LineField, Needed, at_most
from ..core.i18n import NATIVE, local_name
from ..core.settings import site
from . import errors, names, passwords, queries, roles

FIELDS: dict[type[DomainError], tuple[str, ...]] = {
    errors.EmailInvalid: ("email",),
    errors.EmailTaken: ("email",),
    errors.NicknameTaken: ("nickname",),
    errors.NicknameInvalid: ("nickname",),
    errors.NicknameReserved: ("nickname",),
    errors.WeakPassword: ("new_password", "password"),
    errors.WrongPassword: ("password",),
    errors.DepartmentExists: ("key", "name"),
    errors.AlreadyGranted: ("role", "holder"),
}

KEY = "^[a-z][a-z0-9_-]*$"


def blame(form: Form, error: DomainError) -> None:
    """Put a refusal on the field it is about, where it is read aloud and linked to; raise it where there is none."""
    for name in FIELDS.get(type(error), ()):
        if name in form:
            form[name].errors = [*form[name].errors, str(error)]
            return
    raise error


class PasswordBox(PasswordField):
    """A password. Never cleaned: whatever was typed counts."""

    def __init__(self, label: Any, new: bool = False, **options: Any) -> None:
        word = "new-password" if new else "current-password"
        if new:
            options["description"] = _l(
                "At least 8 characters. Several words that only you would put together are good."
            )
        super().__init__(
            label,
            [Needed(), *([_good(passwords.check_strength)] if new else [])],
            render_kw={"autocomplete": word, "maxlength": passwords.LONGEST * 2},
            **options,
        )


def _good(check: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """A validator that says at the field what the service would refuse, together with what else is wrong."""

    def validate(form: Form, field: Field) -> None:
        try:
            check(field.data or "")
        except DomainError as error:
            raise ValidationError(str(error)) from error

    return validate


def _nickname_box(reserved: bool = True) -> LineField:
    return LineField(
        _l("Nickname"),
        [Needed(), at_most(names.LONGEST), _good(lambda typed: names.check_nickname(typed, reserved))],
        description=_l("Shown beside what you write. It need not be your name."),
        render_kw={"autocomplete": "nickname"},
    )


def _email_box(label: Any = None, strict: bool = False) -> EmailField:
    return EmailField(
        label or _l("E-mail"),
        [Needed(), at_most(254), *([_good(names.check_email)] if strict else [])],
        filters=[lambda typed: (typed or "").strip()],
        render_kw={
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class DistrictForm(Form):
    """Where somebody lives, if they like to say."""

    district = SelectField(_l("District"), [Optional()], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if site().districts:
            places = [(key, local_name(words, key)) for key, words in site().districts.items()]
            self.district.choices = [("", _("Not given")), *places]
        else:
            del self.district


class SignInForm(Form):
    """The way in."""

    email = _email_box()
    password = PasswordBox(_l("Password"))
    next = HiddenField(validators=[at_most(2000)])


class JoinForm(DistrictForm):
    """A new account: as little as possible."""

    email = _email_box(strict=True)
    password = PasswordBox(_l("Password"), new=True)
    nickname = _nickname_box()
    next = HiddenField(validators=[at_most(2000)])


class ConfirmForm(Form):
    """The end of joining. The password is asked for where the link is opened in another browser."""

    password = PasswordBox(_l("Password"))


class EmailForm(Form):
    """An address that gets a letter."""

    email = _email_box()


class ResetForm(Form):
    """A new password, by a mailed link."""

    new_password = PasswordBox(_l("New password"), new=True)


class ProfileForm(DistrictForm):
    """What somebody says about themselves."""

    nickname = _nickname_box()
    language = SelectField(_l("Language"), [Needed()], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(code, NATIVE[code]) for code in site().languages]


class NewEmailForm(Form):
    """Another address, proved with the password."""

    email = _email_box(_l("New e-mail"), strict=True)
    password = PasswordBox(_l("Present password"), id="email-password")


class PasswordForm(Form):
    """Another password, proved with the present one."""

    password = PasswordBox(_l("Present password"))
    new_password = PasswordBox(_l("New password"), new=True)


class PersonForm(Form):
    """An account made by the office; its owner chooses the password."""

    email = _email_box(strict=True)
    nickname = _nickname_box(reserved=False)


class GrantForm(Form):
    """A role for somebody."""

    role = SelectField(_l("Role"), [Needed()], choices=[])
    department = SelectField(_l("Department"), coerce=int, choices=[])
    panel = LineField(_l("Panel"), [at_most(60)])
    begins_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [(key, roles.name_of(key)) for key in roles.grantable_roles()]
        self.role.choices = [("", _("Please choose one.")), *held]
        offices = [(one.id, local_name(one.names, one.key)) for one in queries.departments()]
        self.department.choices = [(0, _("All departments")), *offices]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: an officer has a department, and a term does not end before it begins."""
        valid = super().validate(extra_validators)
        if self.role.data == "officer" and not self.department.data:
            self.department.errors = [_("An officer belongs to a department. Please choose one.")]
            valid = False
        if self.begins_on.data and self.ends_on.data and self.ends_on.data < self.begins_on.data:
            self.ends_on.errors = [_("The last day is before the first.")]
            valid = False
        return valid


class DepartmentForm(Form):
    """A department's names, one for each language of the site."""

    name_ko = LineField(_l("Name in Korean"), [at_most(100)])
    name_en = LineField(_l("Name in English"), [at_most(100)])
    telephone = TelField(_l("Telephone"), [at_most(40)])
    active = BooleanField(_l("This department exists and can be given work"), default=True)

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
    """A post in a department."""

    name = LineField(_l("Name of the post"), [Needed(), at_most(100)])
    telephone = TelField(_l("Telephone"), [at_most(40)], id="post-telephone")


class HolderForm(Form):
    """Who takes over a post."""

    holder = EmailField(_l("E-mail of the new holder"), [Needed(), at_most(254)])
