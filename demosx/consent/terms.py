"""The texts that people agree to: files of the site folder, each with the day from which it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ..core import clock
from ..core.i18n import day_full
from ..core.settings import Site, site
from .models import PRIVACY, SENSITIVE, TERMS

FOLDER = "terms"
TEXTS = (TERMS, PRIVACY)
STARTING = (
    "시작용 본보기",
    "starting text that comes with DemosX",
)  # a text of ours that nobody has checked yet
_FILE = re.compile(r"(terms|privacy)-(\d{4}-\d{2}-\d{2})\.([a-z]{2})\.md")


@dataclass(frozen=True)
class Text:
    """One version of a text in one language."""

    what: str
    day: date
    language: str
    file: Path

    @property
    def version(self) -> str:
        """What an agreement notes: the day from which the text holds."""
        return self.day.isoformat()


def texts() -> tuple[Text, ...]:
    """Every version of every text in every language, the oldest first."""
    folder = site().folder / FOLDER
    return _read(folder, folder.stat().st_mtime_ns) if folder.is_dir() else ()


def versions(what: str) -> list[date]:
    """The days from which versions of a text hold, also those that are still to come; the oldest first."""
    return sorted({text.day for text in texts() if text.what == what})


def today() -> date:
    """The day that decides which version holds: nobody moves this clock, not even a demonstration."""
    return clock.wall().astimezone(site().zone).date()


def present(what: str) -> date | None:
    """The version that holds today; None where there is none."""
    return max((day for day in versions(what) if day <= today()), default=None)


def coming(what: str) -> date | None:
    """The version that is announced: the next one that will hold."""
    return min((day for day in versions(what) if day > today()), default=None)


def text_of(what: str, day: date, language: str) -> Text | None:
    """A version in `language`, or in another one where it is missing; None where there is no such version."""
    found = {text.language: text for text in texts() if (text.what, text.day) == (what, day)}
    order = (language, *site().languages, *found)
    return next((found[code] for code in order if code in found), None)


def asked() -> dict[str, str]:
    """What this site asks people to agree to today, and the version of each: its day, or empty without a text.

    The terms are asked about only where there are some. What an account needs is always asked about, and what may show
    political opinions with the version of the privacy text, since that says what it is about.
    """
    terms, privacy = present(TERMS), present(PRIVACY)
    notice = privacy.isoformat() if privacy else ""
    return ({TERMS: terms.isoformat()} if terms else {}) | {PRIVACY: notice, SENSITIVE: notice}


def slips(of: Site) -> Iterator[tuple[str, str]]:
    """What is wrong with the texts of a site: the file, and a word for it.

    "name" and "day": it is called otherwise than it has to be; "empty"; "starting": ours, which nobody has checked;
    else a language in which the file is missing.
    """
    folder = of.folder / FOLDER
    if not folder.is_dir():
        return
    found: dict[tuple[str, str], set[str]] = {}
    for file in sorted(folder.glob("*.md")):
        match = _FILE.fullmatch(file.name)
        words = file.read_text(encoding="utf-8")
        if match is None or _day(match[2]) is None:
            yield file.name, "name" if match is None else "day"
        elif not words.strip():
            yield file.name, "empty"
        else:
            found.setdefault((match[1], match[2]), set()).add(match[3])
            if any(sign in words for sign in STARTING):
                yield file.name, "starting"
    for (what, day), languages in found.items():
        for missing in (code for code in of.languages if code not in languages):
            yield f"{what}-{day}.{missing}.md", missing


@lru_cache(maxsize=8)
def _read(folder: Path, _changed: int) -> tuple[Text, ...]:
    """The files as they are; read again when the folder has changed. What is named wrong is passed over."""
    made = [
        Text(match[1], day, match[3], file)
        for file in folder.glob("*.md")
        if (match := _FILE.fullmatch(file.name)) and (day := _day(match[2]))
    ]
    return tuple(sorted(made, key=lambda text: (text.day, text.what, text.language)))


def version_told(version: str) -> str:
    """A version as people read it: the day from which the text holds."""
    found = _day(version)
    return day_full(found) if found else version


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
