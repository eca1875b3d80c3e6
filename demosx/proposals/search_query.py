"""What is looked for, as an expression over pieces, written for either database. No database is asked here."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """One piece, or with `open_ended` all that begin with it. Letters and digits only, so that nothing ends a quote."""

    text: str
    open_ended: bool = False


@dataclass(frozen=True)
class All:
    """All of these."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Some:
    """At least one of these."""

    parts: tuple["Expression", ...]


Expression = Piece | All | Some


def all_of(parts: Sequence[Expression]) -> Expression:
    """All of these, of which there is at least one."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def some_of(parts: Sequence[Expression]) -> Expression:
    """At least one of these, of which there is at least one."""
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def marked(wanted: Expression, mark: str) -> Expression:
    """The same, looked for among the pieces with this mark."""
    if isinstance(wanted, Piece):
        return Piece(mark + wanted.text, wanted.open_ended)
    return type(wanted)(tuple(marked(part, mark) for part in wanted.parts))


def fts5(wanted: Expression) -> str:
    """The expression as SQLite's FTS5 reads it."""
    if isinstance(wanted, Piece):
        return f'"{wanted.text}"' + ("*" if wanted.open_ended else "")
    word = " AND " if isinstance(wanted, All) else " OR "
    return "(" + word.join(fts5(part) for part in wanted.parts) + ")"


def tsquery(wanted: Expression) -> str:
    """The expression as PostgreSQL's tsquery, written out, so that no parser of its own comes in between."""
    if isinstance(wanted, Piece):
        return f"'{wanted.text}'" + (":*" if wanted.open_ended else "")
    sign = " & " if isinstance(wanted, All) else " | "
    return "(" + sign.join(tsquery(part) for part in wanted.parts) + ")"
