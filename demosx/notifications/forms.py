"""What people choose: how they want to be told, and their telephone number."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from ..core.forms import Form, LineField, Needed, at_most
from .kinds import DIGESTS, IMMEDIATELY, KINDS, MAIL, NEVER, PACE_LABELS, PUSH, TEXT, WAY_LABELS, Choice

_PACES = [(pace, PACE_LABELS[pace]) for pace in (IMMEDIATELY, *DIGESTS, NEVER)]


class SettingsForm(Form):
    """For each kind of news how often, and by what: the fields `pace-mine`, `mail-mine` and so on.

    There is one for each kind in `choices` alone.
    """

    def __init__(self, choices: dict[str, Choice], ways: tuple[str, ...], **more: Any) -> None:
        self.ways = ways
        self.kinds = tuple(choices)
        data: dict[str, Any] = {f"pace-{kind}": choice.pace for kind, choice in choices.items()}
        data |= {f"{way}-{kind}": choice.by(way) for kind, choice in choices.items() for way in ways}
        super().__init__(data=data, **more)
        for kind in (kind for kind in KINDS if kind not in choices):
            for name in ("pace", MAIL, PUSH, TEXT):
                del self[f"{name}-{kind}"]

    def chosen(self, before: dict[str, Choice]) -> dict[str, Choice]:
        """What was chosen. A way that this person cannot choose now stays as it was."""

        def by(way: str, kind: str) -> bool:
            return bool(self[f"{way}-{kind}"].data) if way in self.ways else before[kind].by(way)

        return {
            kind: Choice(self[f"pace-{kind}"].data, by(MAIL, kind), by(PUSH, kind), by(TEXT, kind))
            for kind in self.kinds
        }


for _kind in KINDS:
    setattr(SettingsForm, f"pace-{_kind}", SelectField(_l("How often"), [Needed()], choices=_PACES))
    for _way in (MAIL, PUSH, TEXT):
        setattr(SettingsForm, f"{_way}-{_kind}", BooleanField(WAY_LABELS[_way]))


class NumberForm(Form):
    """A telephone number that is to get text messages."""

    telephone = LineField(
        _l("Mobile number"), [Needed(), at_most(30)], render_kw={"type": "tel", "autocomplete": "tel"}
    )


class CodeForm(Form):
    """The code that was sent there."""

    code = LineField(
        _l("Code from the message"), [Needed(), at_most(20)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )  # fmt: skip


class BrowserForm(Form):
    """What a browser says of itself when it is to show notices; a script fills it in."""

    endpoint = LineField("", [Needed(), at_most(1000)])
    p256dh = LineField("", [Needed(), at_most(120)])
    auth = LineField("", [Needed(), at_most(40)])
