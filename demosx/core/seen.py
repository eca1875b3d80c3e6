"""Two people change the same thing: the second is told, and nothing is overwritten.

A long text has a revision of its own. What is small, such as a telephone number or a choice, needs no column: its form
carries a mark of what was shown, and the mark is compared once the row is locked.
"""

import json
from collections.abc import Mapping

from flask_babel import gettext as _

from .errors import ChangedMeanwhile
from .security import digest


def mark(values: Mapping[str, object]) -> str:
    """A mark of what a form shows: another one as soon as any of the values has changed."""
    return digest(json.dumps(values, sort_keys=True, default=str, ensure_ascii=False))[:32]


def check_mark(seen: str | None, values: Mapping[str, object]) -> None:
    """Raise ChangedMeanwhile unless `seen` is the mark of what is there now. Lock the row before.

    Empty or None: nothing was shown to whoever asks, such as a script, and nothing is compared.
    """
    if seen and seen != mark(values):
        raise ChangedMeanwhile()


def now_it_is(text: str) -> str:
    """What somebody is told whose form comes back because another was faster: what is saved now."""
    return _("Somebody else was faster. Saved now: %(text)s. Your choice is still in the form.", text=text)
