"""The language of the command line: what a person at a terminal reads, outside of any request."""

import gettext
import os
from collections.abc import Mapping
from functools import lru_cache

from .resources import PACKAGE

LANGUAGES = ("ko", "en")
NEUTRAL = frozenset({"", "C", "POSIX"})

_fallback = ["en"]


def from_environment(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language that the terminal is set to; None where it says nothing or something we do not speak."""
    for variable in ("DEMOSX_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "").split(":")[0].split(".")[0]
        if value not in NEUTRAL:
            code = value.split("_")[0].lower()
            return code if code in LANGUAGES else None
    return None


def prefer(language: str) -> None:
    """Speak this language where the terminal is not set to one: that of the site at hand."""
    _fallback[0] = language


def site_language() -> str:
    """The language of a new site for which none was chosen: the terminal's, else Korean."""
    return from_environment() or LANGUAGES[0]


def language() -> str:
    """The language to speak now."""
    return from_environment() or _fallback[0]


def N_(text: str) -> str:
    """Mark a sentence for the catalogues that is translated later."""
    return text


def translated(text: str, to: str, /, **facts: object) -> str:
    """A sentence in one language, with its facts filled in."""
    found = _catalogue(to).gettext(text)
    return found % facts if facts else found


def _(text: str, /, **facts: object) -> str:
    """A sentence in the language of the terminal, with its facts filled in."""
    return translated(text, language(), **facts)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("messages", PACKAGE / "translations", [code], fallback=True)
