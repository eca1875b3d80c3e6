"""Words that another system uses for areas, districts and ends, as the keys of this site."""

import difflib
from collections import Counter
from collections.abc import Mapping

from ..core.errors import InvalidInput
from ..core.terminal import _
from .mapping import folded


class UnknownKey(InvalidInput):
    """An option names a key that the site or the process does not have."""


class Terms:
    """Finds the key of a word: by what was told, by the key itself, or by its name in any language.

    `unknown` counts the words that have none, so that they can be reported once. Raises UnknownKey where what was told
    names a key that is not there.
    """

    def __init__(self, option: str, known: Mapping[str, Mapping[str, str]], told: Mapping[str, str]) -> None:
        for key in told.values():
            if key and key not in known:
                raise UnknownKey(_there_is_none(option, key, known))
        named = {folded(name): key for key, names in known.items() for name in (*names.values(), key)}
        self._keys = named | {folded(word): key for word, key in told.items()}
        self.unknown: Counter[str] = Counter()

    def key(self, word: str) -> str | None:
        """The key of a word; None for nothing, and for one that is not known, which is counted."""
        if not word:
            return None
        key = self._keys.get(folded(word))
        if key is None:
            self.unknown[word] += 1
        return key or None


def _there_is_none(option: str, key: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    meant = " " + _("Did you mean %(name)s?", name=near[0]) if near else ""
    listed = ", ".join(known) or _("none")
    return (
        _("%(option)s: “%(key)s” is not known here.", option=option, key=key)
        + meant
        + " "
        + _("There are: %(known)s", known=listed)
    )
