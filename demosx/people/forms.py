"""What people type about themselves."""

from collections.abc import Callable
from datetime import date
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
)
from wtforms.validators import InputRequired, Optional, ValidationError

from ..consent.fields import AgreementFields
from ..core.errors import DomainError
from ..core.forms import Form, LineField, Needed, at_most
from ..core.i18n import NATIVE, local_name
from ..core.settings import site
from ..core.terms import districts
from . import errors, names, passwords
from .age import AgeFields, likely_birth_date

FIELDS: dict[type[DomainError], tuple[str, ...]] = {
    errors.EmailInvalid: ("email",),
    errors.EmailTaken: ("email",),
    errors.OwnAddress: ("email",),
    errors.BirthDateInvalid: ("born_on",),
    errors.NicknameTaken: ("nickname",),
    errors.NicknameInUse: ("nickname",),
    errors.NicknameInvalid: ("nickname",),
    errors.NicknameReserved: ("nickname",),
    errors.WeakPassword: ("new_password", "password"),
    errors.WrongPassword: ("password",),
    errors.DepartmentExists: ("key", "name"),
    errors.AlreadyGranted: ("role", "holder"),
    errors.NothingToLimit: ("role",),
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


def _good(check: Callable[[Any], object]) -> Callable[[Form, Field], None]:
    """A validator that says at the field what the service would refuse, together with what else is wrong."""

    def validate(form: Form, field: Field) -> None:
        try:
            check(field.data or "")
        except DomainError as error:
            raise ValidationError(str(error)) from error

    return validate


def _can_be_born(day: date | None) -> None:
    if day is not None and not likely_birth_date(day):
        raise errors.BirthDateInvalid()


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
        if districts():
            places = [(key, local_name(words, key)) for key, words in districts().items()]
            self.district.choices = [("", _("Not given")), *places]
        else:
            del self.district


class SignInForm(Form):
    """The way in."""

    email = _email_box()
    password = PasswordBox(_l("Password"))
    next = HiddenField(validators=[at_most(2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = site().sign_in
        if not ways.password:
            del self.password
        elif ways.link:
            self.password.validators, self.password.flags.required = [], False  # without one a link is mailed


class ArriveForm(AgreementFields, AgeFields):
    """What is needed beyond a provider or a mailed link to have an account; the rest can be said later."""

    nickname = _nickname_box()
    mine = BooleanField(
        _l("Yes, this is my e-mail address"),
        [InputRequired(_l("Please tick this only if the address is yours."))],
    )

    def __init__(self, *args: Any, own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.mine


class LinkForm(Form):
    """An address that gets a link to sign in. It may be anybody's, but one that mail can be sent to."""

    email = _email_box(strict=True)
    next = HiddenField()


class JoinForm(AgreementFields, AgeFields, DistrictForm):
    """A new account: as little as possible. Without a password where the site lets people in by mailed links."""

    email = _email_box(strict=True)
    password = PasswordBox(_l("Password"), new=True)
    nickname = _nickname_box()
    next = HiddenField(validators=[at_most(2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = site().sign_in
        if not ways.password and ways.link:
            del self.password
        elif ways.link:
            self.password.validators = [Optional(strip_whitespace=False), _good(passwords.check_strength)]
            self.password.flags.required = False
            self.password.description = _(
                "At least 8 characters. Left empty, you join without a password and sign in by mailed links."
            )


class ConfirmForm(Form):
    """The end of joining. A password that was chosen is asked for where the link is opened in another browser."""

    password = PasswordBox(_l("Password"))


class EmailForm(Form):
    """An address that gets a letter."""

    email = _email_box(strict=True)


class ResetForm(Form):
    """A new password, by a mailed link."""

    new_password = PasswordBox(_l("New password"), new=True)


class GuardianForm(Form):
    """Whom else to ask whether a child may take part."""

    email = _email_box(_l("E-mail of a parent or guardian"), strict=True)


class BirthDateForm(Form):
    """When somebody was born."""

    born_on = DateField(
        _l("Date of birth"), [Needed(), _good(_can_be_born)], render_kw={"autocomplete": "bday"}
    )


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
