"""A slip of the pen: what was written wrongly in a text, on which line, with facts for the sentence about it."""

from collections.abc import Iterable
from typing import NamedTuple

from ..problems import Fact

GUESSED = frozenset(
    {"syntax", "loose_text", "left_over", "missing_comma", "open_quote", "open_bracket", "wrong_bracket", "no_such_day",
     "no_value", "number_long", "no_opening", "quote_in_quotes"}
)  # fmt: skip
"""Slips whose mending is a guess."""


class Slip(NamedTuple):
    """`code` chooses the sentence; `line` counts from 1. `guess`: whether how it was mended is a guess, so that what
    else seems wrong on its line may come from that."""

    code: str
    line: int
    facts: dict[str, Fact]
    guess: bool = False


def slip(code: str, line: int, /, **facts: Fact) -> Slip:
    """A slip with its facts."""
    return Slip(code, line, facts, code in GUESSED)


def one_a_line(slips: Iterable[Slip]) -> list[Slip]:
    """The first slip of each line. Where there were more, mending them was a guess."""
    first: dict[int, Slip] = {}
    for one in slips:
        known = first.get(one.line)
        if known is None:
            first[one.line] = one
        elif known.code != one.code:
            first[one.line] = known._replace(guess=True)
    return [first[line] for line in sorted(first)]
