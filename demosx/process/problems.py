"""What is wrong with a process file, where, and what would be right: in Korean and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from .messages import HINTS, MESSAGES, Sentences

LANGUAGES = ("ko", "en")
Fact = str | int | Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """One thing to mend, or to think about. `line` counts from 1; `message` and `hint` are by language, and `hint` may
    be empty. `code` is a stable word for machines."""

    file: str
    line: int
    level: Literal["error", "warning"]
    code: str
    message: Mapping[str, str]
    hint: Mapping[str, str]

    def text(self, lang: str) -> str:
        """One line as a terminal shows it: place, level, what is wrong, what would be right."""
        at = lang if lang in self.message else "en"
        level = {"ko": {"error": "오류", "warning": "주의"}}.get(at, {}).get(self.level, self.level)
        hint = f" {self.hint[at]}" if self.hint else ""
        return f"{self.file}:{self.line}: {level}: {self.message[at]}{hint}"


class ProcessErrors(Exception):
    """A file that cannot be used. `problems` are all of its errors, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text("en") for problem in problems))
        self.problems = tuple(problems)


def make_problem(
    file: str, line: int, code: str, level: Literal["error", "warning"], facts: Mapping[str, Fact],
    sentences: Sentences = MESSAGES, hints: Sentences = HINTS,
) -> Problem:  # fmt: skip
    """A problem with the sentences of its code filled in. The fact `similar` (a close word) and the hint of the code
    make the hint. Files of another sort have `sentences` and `hints` of their own."""
    message = {lang: sentences[code][lang].format_map(_in(facts, lang)) for lang in LANGUAGES}
    hint = {}
    if facts.get("similar"):
        hint = {lang: hints["similar"][lang].format_map(_in(facts, lang)) for lang in LANGUAGES}
    elif code in hints:
        hint = {lang: hints[code][lang].format_map(_in(facts, lang)) for lang in LANGUAGES}
    return Problem(file, line, level, code, message, hint)


def _in(facts: Mapping[str, Fact], lang: str) -> dict[str, object]:
    return {
        name: value.get(lang, value.get("en", "")) if isinstance(value, Mapping) else value
        for name, value in facts.items()
    }


def similar(word: str, known: Iterable[str]) -> str:
    """The known word that is closest to a mistyped one, or nothing."""
    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def listed(words: Iterable[str]) -> str:
    """Words in a row, for a sentence."""
    return ", ".join(f"`{word}`" for word in words)
