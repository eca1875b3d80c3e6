"""What is wrong with a site's settings, in sentences: where it stands, what it is, and what would be right."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from .core.settings import Site
from .core.terminal import LANGUAGES, N_, language, translated
from .process.problems import Problem
from .process.source import SourceMap

Level = Literal["error", "warning"]
Place = tuple[str, ...]
WITH_LINE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
DATABASES = ("sqlite", "postgresql", "postgres")


SENTENCES = {
    "missing": N_("`%(key)s` is missing."),
    "whole_number": N_("`%(key)s` must be a whole number, such as 3."),
    "yes_or_no": N_("`%(key)s` must be true or false."),
    "text": N_("`%(key)s` must be text in quotation marks."),
    "list": N_("`%(key)s` must be a list in square brackets, such as [\"a\", \"b\"]."),
    "table": N_("`%(key)s` must be a table, such as { ko = \"…\", en = \"…\" }."),
    "literal_error": N_("`%(key)s` must be one of these: %(expected)s."),
    "greater_than_equal": N_("`%(key)s` must be at least %(ge)s."),
    "less_than_equal": N_("`%(key)s` must be at most %(le)s."),
    "string_pattern_mismatch": N_("`%(key)s` is not written as it must be; an example is %(example)s."),
    "url": N_("`%(key)s` must be an address that begins with http:// or https://."),
    "time_zone": N_("`%(key)s`: no time zone is called “%(zone)s”; an example is Asia/Seoul."),
    "country": N_("`%(key)s`: no public holidays are known for “%(country)s”; examples are KR and DE-BY."),
    "no_language": N_("`languages` must name at least one language, such as [\"ko\", \"en\"]."),
    "day": N_("`%(key)s` must be a day, such as 2019-12-14."),
    "provider_key": N_("`%(key)s`: a provider of your own cannot be called “%(provider)s”; an example is city."),
}  # fmt: skip
KINDS = {
    "int": "whole_number", "bool": "yes_or_no", "string": "text", "tuple": "list", "list": "list", "dict": "table",
    "model": "table", "url": "url", "date": "day", "missing": "missing",
}  # fmt: skip
EXAMPLES = {"country": "KR"}


class SiteErrors(Exception):
    """A site that cannot be used as it is. `problems` are all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(shown(found, language()) for found in problems))
        self.problems = tuple(problems)


def problem(
    file: str, line: int, code: str, text: str, /, level: Level = "error", **facts: object
) -> Problem:
    """A problem whose sentence is in the catalogues."""
    message = {code_: translated(text, code_, **facts) for code_ in LANGUAGES}
    return Problem(file, line, level, code, message, {})


def shown(found: Problem, to: str) -> str:
    """A problem as a line of a terminal. A variable of the environment has no line."""
    text = found.text(to)
    return text if found.line else text.replace(f"{found.file}:0:", f"{found.file}:", 1)


def hinted(found: Problem, text: str, /, **facts: object) -> Problem:
    """The problem, with what would be right."""
    hint = {code: translated(text, code, **facts) for code in LANGUAGES}
    return Problem(found.file, found.line, found.level, found.code, found.message, hint)


def close(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is meant, probably; or nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return found[0] if found else ""


def mistyped_variable(name: str, known: Iterable[str]) -> Problem | None:
    """A variable that nobody reads but that looks like one that is read."""
    meant = close(name, known, 0.9)
    if not meant:
        return None
    found = problem(name, 0, "unknown_variable", N_("No setting is called so in the environment."))
    return hinted(found, N_("Did you mean `%(meant)s`?"), meant=meant)


def not_toml(file: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    """Where the reader of TOML gave up, and why."""
    found = WITH_LINE.match(str(error))
    line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
    why = found["what"] if found else str(error)
    made = problem(file, line, "not_toml", N_("This cannot be read (%(why)s)."), why=why)
    return hinted(made, N_("Look for a missing quotation mark, bracket or equals sign here or just above."))


def from_pydantic(
    error: ValidationError, file: str, lines: SourceMap, variables: Mapping[Place, str]
) -> list[Problem]:
    """Every error of the settings' types."""
    return [_one(dict(details), file, lines, variables) for details in error.errors(include_url=False)]


def no_secret(file: str) -> Problem:
    """That there is nothing to sign sessions with."""
    what = N_("`secret_key` is missing, with which sign-ins are protected.")
    how = N_("“demosx init” makes one; or set DEMOSX_SECRET_KEY to a long random text.")
    return hinted(problem(file, 1, "no_secret", what), how)


def unknown_database(site: Site, file: str, lines: SourceMap) -> list[Problem]:
    """That the database is of a kind which is not known; nothing if it is."""
    if _scheme(site.database.url) in DATABASES:
        return []
    what = N_("`database.url` must begin with sqlite:/// or postgresql://.")
    return [problem(file, lines.line(("database", "url")), "database", what)]


def _scheme(url: str) -> str:
    try:
        return make_url(url).drivername.split("+")[0]
    except ArgumentError:
        return ""


def _one(details: dict[str, Any], file: str, lines: SourceMap, variables: Mapping[Place, str]) -> Problem:
    place = tuple(step for step in details["loc"] if step != "[key]")
    key = ".".join(step if isinstance(step, str) else str(step + 1) for step in place)
    variable = variables.get(tuple(str(step) for step in place if not isinstance(step, int)))
    where, line = (variable, 0) if variable else (file, lines.line(place))
    if details["type"] == "extra_forbidden":
        return _unknown_key(place, key, where, line)
    sentence = SENTENCES.get(details["type"]) or SENTENCES.get(KINDS.get(details["type"].split("_")[0], ""))
    if sentence is None:
        return problem(where, line, "value", N_("`%(key)s`: %(why)s."), key=key, why=details["msg"])
    facts = {"example": EXAMPLES.get(key, ""), **details.get("ctx", {})}
    if "expected" in facts:
        facts["expected"] = str(facts["expected"]).replace(" or ", ", ")
    return problem(where, line, details["type"], sentence, key=key, **facts)


def _unknown_key(place: Sequence[str | int], key: str, where: str, line: int) -> Problem:
    found = problem(where, line, "unknown_key", N_("There is no setting `%(key)s`."), key=key)
    word = str(place[-1])
    if len(place) > 1 and word in Site.model_fields:
        return hinted(
            found, N_("`%(word)s` belongs at the top, above the first table in brackets."), word=word
        )
    meant = close(word, _keys_at(place[:-1]))
    return hinted(found, N_("Did you mean `%(meant)s`?"), meant=meant) if meant else found


def _keys_at(place: Sequence[str | int]) -> list[str]:
    """The keys that the table at a place may have."""
    kind: Any = Site
    for step in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(step)].annotation
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
    known = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
    return [name for name, info in known.items() if not info.exclude]
