"""What is wrong with a process file, where, and what would be right: in Korean and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .messages import HINTS, MESSAGES, Sentences

LANGUAGES = ("ko", "en")
ALSO = {"ko": "({lines}번째 줄도 같습니다.)", "en": "(Also on line {lines}.)"}
SAME_CAUSE = frozenset(
    {"unknown_stage", "unknown_duty", "unknown_deciding_stage", "unknown_mark", "unknown_fact", "no_period_here",
     "no_decision_here", "never_fires", "no_region_minimum", "never_overdue", "move_to_an_end", "unknown_language"}
)  # fmt: skip
"""Problems that come from one mistake, however often it shows."""
LONGEST, MOST_LISTED = 400, 20
Fact = str | int | Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """One thing to mend, or to think about.

    `line` counts from 1, 0 is the file as a whole. `message` and `hint` are by language, and `hint` may be empty.
    `code` is a stable word for machines. `also`: further lines where the very same is wrong.
    """

    file: str
    line: int
    level: Literal["error", "warning"]
    code: str
    message: Mapping[str, str]
    hint: Mapping[str, str]
    also: tuple[int, ...] = ()

    def text(self, lang: str) -> str:
        """One line as a terminal shows it: place, level, what is wrong, what would be right."""
        at = lang if lang in self.message else "en"
        level = {"ko": {"error": "오류", "warning": "주의"}}.get(at, {}).get(self.level, self.level)
        hint = f" {self.hint[at]}" if self.hint else ""
        also = f" {ALSO[at].format(lines=', '.join(map(str, self.also)))}" if self.also else ""
        return f"{self.file}:{self.line}: {level}: {self.message[at]}{hint}{also}"


class ProcessErrors(Exception):
    """A file that cannot be used. `problems` are all of its errors, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text("en") for problem in problems))
        self.problems = tuple(problems)


def make_problem(
    file: str, line: int, code: str, level: Literal["error", "warning"], facts: Mapping[str, Fact],
    sentences: Sentences = MESSAGES, hints: Sentences = HINTS,
) -> Problem:  # fmt: skip
    """A problem with the sentences of its code filled in.

    The facts `similar` (a close word), `right` (how it should be written), `example` and `lonely` (what else may be
    meant), or else the hint of the code, make the hint; there is none where
    nothing is `known`. Files of another sort have their own `sentences` and `hints`.
    """
    message = {lang: sentences[code][lang].format_map(_in(facts, lang)) for lang in LANGUAGES}
    chosen = next((name for name in ("similar", "right", "example", "lonely") if facts.get(name)), code)
    hint = (
        {lang: hints[chosen][lang].format_map(_in(facts, lang)) for lang in LANGUAGES}
        if chosen in hints and facts.get("known") != ""
        else {}
    )
    return Problem(file, line, level, code, message, hint)


def together(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, each cause once, at its first line."""
    first: dict[object, int] = {}
    kept: list[Problem] = []
    for one in problems:
        cause = (one.code, one.level, one.message["en"])
        if one.code not in SAME_CAUSE or cause not in first:
            first[cause] = len(kept)
            kept.append(one)
            continue
        known = kept[first[cause]]
        if one.line != known.line and one.line not in known.also:
            kept[first[cause]] = replace(known, also=(*known.also, one.line))
    return kept


def _in(facts: Mapping[str, Fact], lang: str) -> dict[str, object]:
    said = {
        name: value.get(lang, value.get("en", "")) if isinstance(value, Mapping) else value
        for name, value in facts.items()
    }
    return {name: _short(value) for name, value in said.items()}


def _short(value: str | int) -> str | int:
    """Enough of a fact to find it again."""
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value


def listed(words: Iterable[str]) -> str:
    """Words in a row, for a sentence: the first of them where they are many."""
    row = [f"`{word}`" for word in words]
    return ", ".join(row if len(row) <= MOST_LISTED else [*row[:MOST_LISTED], "…"])
