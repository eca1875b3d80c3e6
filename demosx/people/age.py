"""How old somebody is, and the part of a form that asks for it: as little as the site's rule needs."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField
from wtforms.validators import Optional

from ..core import clock
from ..core.errors import DomainError
from ..core.forms import Form, at_most
from ..core.settings import site
from .errors import OwnAddress
from .names import check_email, email_key

EARLIEST = date(1900, 1, 1)


def age_on(born_on: date, day: date) -> int:
    """Whole years on a day, as Korean law counts them (만 나이, Civil Act art. 158): the birthday completes a year.

    Who was born on 29 February completes it on 1 March where there is no such day.
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def old_enough(born_on: date) -> bool:
    """Whether somebody may have an account of their own today, without a guardian."""
    return age_on(born_on, today()) >= site().joining.minimum_age


def today() -> date:
    """The day in the site's calendar that no demonstration moves."""
    return clock.wall().astimezone(site().zone).date()


def likely_birth_date(day: date) -> bool:
    """Whether a living person can have been born on this day."""
    return EARLIEST <= day <= today()


class AgeFields(Form):
    """Part of a form: the declaration to be old enough or, where the site lets children in, a guardian's address.

    The page draws it with `age_fields(form)` of people/age_fields.html. `child()` says what was found out.
    """

    of_age = BooleanField()
    born_on = DateField(_l("Date of birth"), [Optional()], render_kw={"autocomplete": "bday"})
    guardian_email = EmailField(
        _l("E-mail of a parent or guardian"),
        [Optional(), at_most(254)],
        filters=[lambda typed: (typed or "").strip()],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = site().joining
        self.of_age.label.text = _("I am %(age)s or older", age=rule.minimum_age)
        for name in ("of_age", "born_on", "guardian_email"):
            self._fields[name] = self._fields.pop(name)  # behind what the form asks for before it
        if not rule.minimum_age:
            del self.of_age
        if not rule.minimum_age or rule.younger == "refuse":
            del self.born_on, self.guardian_email

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: somebody is old enough, or a child has named a guardian."""
        valid = super().validate(extra_validators)
        if "of_age" not in self:
            return valid
        if "born_on" not in self:
            return self._declared() and valid
        return self._child_is_whole() and valid

    def child(self) -> tuple[date, str] | None:
        """The birth date and the guardian's address of somebody too young for an account of their own; else None."""
        if "born_on" not in self or self.born_on.data is None or old_enough(self.born_on.data):
            return None
        return self.born_on.data, self.text("guardian_email")

    def _declared(self) -> bool:
        if self.of_age.data:
            return True
        age = site().joining.minimum_age
        if "born_on" in self:
            self.of_age.errors = [_("Please say that you are old enough, or when you were born.")]
        else:
            self.of_age.errors = [_("People younger than %(age)s cannot have an account here.", age=age)]
        return False

    def _child_is_whole(self) -> bool:
        """What is needed beside the box: nothing for who is old enough, both fields for a child."""
        born_on, guardian = self.born_on.data, self.text("guardian_email")
        if born_on is None and not guardian and not self.born_on.errors:
            return self._declared()
        if born_on is None or not likely_birth_date(born_on):
            self.born_on.errors = [_("Please say that you are old enough, or when you were born.")]
            return False
        if old_enough(born_on):
            return True
        if self.of_age.data:
            self.of_age.errors = [
                _("By this date of birth you are younger. Please untick this, or correct it.")
            ]
            return False
        return self._guardian_fits(guardian)

    def _guardian_fits(self, guardian: str) -> bool:
        own = self.text("email") if "email" in self else ""
        try:
            check_email(guardian)
        except DomainError as error:
            self.guardian_email.errors = [str(error)]
            return False
        if email_key(guardian) == email_key(own):
            self.guardian_email.errors = [str(OwnAddress())]
            return False
        return True
