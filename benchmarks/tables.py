"""Printing a table of measures."""

import unicodedata
from collections.abc import Sequence


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below their head: the first column left, the others right."""
    widths = [max(_width(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    print(f"\n{title}")
    for row in (head, ["-" * width for width in widths], *rows):
        print(
            "  ".join(
                _set(cell, width, i == 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )


def _set(cell: str, width: int, left: bool) -> str:
    space = " " * (width - _width(cell))
    return cell + space if left else space + cell


def _width(cell: str) -> int:
    """Korean letters are two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)
