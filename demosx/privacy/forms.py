"""What people type to have their data, or to leave."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField
from wtforms.validators import InputRequired

from ..core.forms import Form, Needed, TextField, at_most
from ..core.settings import site

KEEP, REMOVE = "keep", "remove"
LONGEST_REASON = 500


class ProofForm(Form):
    """The password, where the session was not proved a moment ago."""

    password = PasswordField(_l("Password"), render_kw={"autocomplete": "current-password"})

    def __init__(self, *args: Any, proved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proved:
            del self["password"]


class LeaveForm(ProofForm):
    """What becomes of what one has written, where the site leaves that to its people, and that one is sure."""

    texts = RadioField(
        _l("What I have written"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            (KEEP, _l("It stays, without my name")),
            (REMOVE, _l("It is removed, as far as it is mine alone")),
        ],
    )
    sure = BooleanField(
        _l("I want to leave. I know that this cannot be undone."),
        [InputRequired(_l("Please tick this if you are sure."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if site().privacy.contributions != "ask":
            del self["texts"]

    def removes(self) -> bool:
        """Whether the texts are to go."""
        return "texts" in self and self["texts"].data == REMOVE


class ForgetForm(Form):
    """The same for somebody who has asked the office, with the reason that is noted."""

    texts = RadioField(
        _l("What they have written"),
        [InputRequired(_l("Please choose one."))],
        choices=[
            (KEEP, _l("It stays, without a name")),
            (REMOVE, _l("It is removed, as far as it is theirs alone")),
        ],
    )
    reason = TextField(
        _l("How they have asked for it"),
        [Needed(), at_most(LONGEST_REASON)],
        description=_l("For example: by letter of 3 May, identity card seen. Please write no name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if site().privacy.contributions != "ask":
            del self["texts"]

    def removes(self) -> bool:
        """Whether the texts are to go."""
        return "texts" in self and self["texts"].data == REMOVE
