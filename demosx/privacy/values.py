"""What the values of the download are called on its page: by their room, by the site, by the rules of a proposal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ..core.db import db
from ..core.i18n import day, day_full, language, local_name, moment
from ..core.permissions import book
from ..core.settings import site
from ..identity.session_words import words_of
from ..journey.labels import duty_label, stage_label
from ..journey.rules import process_of
from ..people.holdings import Holding
from ..people.models import SignIn
from ..people.roles import known_roles, name_of
from ..process.definition import Process
from ..proposals.models import Proposal
from .verbs import verb

MANY = 500  # numbers in one question


@dataclass(frozen=True)
class Told:
    """A proposal of which rows tell: its number, and the rules by which its words are read."""

    number: str
    process: Process


def proposals_of(rows: Iterable[Mapping[str, Any]]) -> dict[int, Told]:
    """The proposals that these rows name."""
    numbers = sorted({row["proposal"] for row in rows if row.get("proposal") is not None})
    told: dict[int, Told] = {}
    for first in range(0, len(numbers), MANY):
        query = select(Proposal.id, Proposal.number, Proposal.version_id)
        for row in db.session.execute(query.where(Proposal.id.in_(numbers[first : first + MANY]))):
            told[row.id] = Told(row.number, process_of(row.version_id))
    return told


def value_told(one: Holding, key: str, row: Mapping[str, Any], proposals: Mapping[int, Told]) -> str:
    """A value of a row as people read it."""
    value = row[key]
    if f"{key}_name" in row:
        return plainly(row[f"{key}_name"])
    if not isinstance(value, str):
        known = proposals.get(value) if key == "proposal" else None
        return known.number if known else plainly(value)
    about = proposals.get(row.get("proposal") or 0)
    word = one.words.get(key) or OURS.get((one.name, key)) or OURS.get(("", key))
    if value and word is not None:
        return str(word(value) if callable(word) else word.get(value, value))
    if value and about and (one.name, key) in BY_RULES:
        return BY_RULES[one.name, key](about.process, value)
    return plainly(value)


def plainly(value: Any) -> str:
    """A value that needs no knowledge of its column: days and moments in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(plainly, value)) or "–"
    return _day_or_moment(value) if isinstance(value, str) else str(value)


def _day_or_moment(text: str) -> str:
    try:
        if len(text) == len("2026-05-07"):
            return day_full(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return _moment_full(found) if found.tzinfo is not None else text


def _moment_full(at: datetime) -> str:
    """With its year, since the page is read again in others."""
    time = moment(at).removeprefix(day(at)).lstrip(", ")
    return f"{day_full(at)} {time}"


def _place(kind: str) -> Callable[[str], str]:
    return lambda key: local_name(getattr(site(), kind).get(key, {}), key)


def _word(process: Process, key: str) -> str:
    return process.words.text(key, language())


def _role(process: Process, key: str) -> str:
    return name_of(key) if key in known_roles() else _word(process, key)


def _permissions(scope: str) -> str:
    return ", ".join(str(book().sentences.get(one, one)) for one in scope.split())


OURS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("", "area"): _place("areas"),
    ("", "district"): _place("districts"),
    ("sessions", "way"): lambda way: words_of(SignIn(way=way)) or way,
    ("tokens", "scope"): _permissions,
    ("history", "verb"): verb,
}
BY_RULES: Mapping[tuple[str, str], Callable[[Process, str], str]] = {
    ("proposals", "stage"): stage_label,
    ("proposals", "ended"): _word,
    ("opinions", "stance"): _word,
    ("history", "role"): _role,
    ("duties", "name"): duty_label,
    ("duties", "outcome"): _word,
    ("panel_votes", "choice"): _word,
    ("answers", "verdict"): _word,
}
