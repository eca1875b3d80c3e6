"""The questions whether somebody agrees, each by itself."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from ..core.forms import Form
from .models import NEWS, PRIVACY, SENSITIVE, TERMS
from .terms import asked

_needed = InputRequired(_l("Without this you cannot take part. Please tick it if you agree."))


class AgreementFields(Form):
    """Part of a form: what the site asks people to agree to today, and letters about news, which nobody needs.

    `ask` leaves only these questions. The page draws them with `agreement_fields(form)` of consent/fields.html; what
    was answered is kept by `consent.services.answer(account_id, form.answers())`.
    """

    agree_terms = BooleanField(_l("I agree to the terms of use"), [_needed])
    agree_privacy = BooleanField(
        _l("I agree that my e-mail and my nickname are kept, as an account needs them"), [_needed]
    )
    agree_sensitive = BooleanField(
        _l("I agree that what I support, say and vote is kept, although it may show my political opinions"),
        [_needed],
    )
    agree_news = BooleanField(_l("Send me news of the city"))
    agreed_versions = HiddenField()

    def __init__(self, *args: Any, ask: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = asked()
        for what in (TERMS, PRIVACY, SENSITIVE):
            if what not in self._versions or (ask is not None and what not in ask):
                del self[f"agree_{what}"]
        if ask is not None and NEWS not in ask:
            del self.agree_news
        self._shown, self.agreed_versions.data = self.agreed_versions.data, self._now()
        for name in [name for name in self._fields if name.startswith("agree")]:
            self._fields[name] = self._fields.pop(name)  # behind what the form asks for before it

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: the texts are still those that the page has linked to."""
        valid = super().validate(extra_validators)
        if self._shown and self._shown != self._now():
            first = next(field for field in self if field.name.startswith("agree_"))
            first.errors = [
                *first.errors,
                _("This text has changed since you opened the page. Please read it again."),
            ]
            return False
        return valid

    def answers(self) -> dict[str, str | None]:
        """What was answered, as `consent.services.answer` takes it: the version that was agreed to, or None for no."""
        said = {what: version for what, version in self._versions.items() if f"agree_{what}" in self}
        if "agree_news" not in self:
            return dict(said)
        return {**said, NEWS: self._versions[PRIVACY] if self.agree_news.data else None}

    def _now(self) -> str:
        return " ".join(f"{what}={version}" for what, version in self._versions.items())
