"""What people type about their second factors."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ..core.forms import Form, LineField, Needed, at_most


class CodeForm(Form):
    """A code of the app."""

    code = LineField(
        _l("Code"),
        [Needed()],
        description=_l("Six digits, which your authenticator app shows now."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "8"},
    )
    next = HiddenField(validators=[at_most(2000)])


class RecoveryForm(Form):
    """A recovery code."""

    code = LineField(
        _l("Recovery code"),
        [Needed()],
        id="recovery-code",
        description=_l("One of the ten that you kept when you set up your second factor. Each works once."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    next = HiddenField(id="recovery-next", validators=[at_most(2000)])


class PasskeyForm(Form):
    """What a script fills in: the answer of the device."""

    credential = HiddenField(validators=[Needed(), at_most(20_000)])
    next = HiddenField(id="passkey-next", validators=[at_most(2000)])


class PasskeyNameForm(Form):
    """What a passkey is called."""

    name = LineField(
        _l("Name of the passkey"),
        [Needed(), at_most(60)],
        description=_l("So that you know it again later: for example the device that keeps it."),
    )


class NewPasskeyForm(PasskeyForm, PasskeyNameForm):
    """A passkey that is kept under a name."""


class ReasonForm(Form):
    """Why something is done to somebody else's account."""

    reason = LineField(_l("Reason"), [Needed(), at_most(1000)])
