"""Which public proposals are about the same as a text: found through the search index, then compared as texts.

Three queries find them, however many proposals there are: the index gives the newest that share two of the telling
words, those whose words are there most are read, and the beginnings of their texts compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from .models import Proposal
from .search_index import about
from .search_query import Expression, Piece, all_of, some_of
from .search_words import STRONG, TITLE, folded
from .similar_words import READ, Likeness, likeness, weights

ENOUGH = 0.14
"""From here on two texts are similar."""
TOLD_BY = 12
"""So many of the pieces that tell most are looked for, two at a time."""
ASKED, COMPARED = 60, 20
FURTHEST = 10
"""So often is a proposal followed into which another was merged."""


@dataclass(frozen=True)
class Match:
    """A proposal that is like a text: its number, and how much alike they are, from 0 to 1."""

    id: int
    score: float


def similar_to(title: str, text: str, *, exclude: int | None = None, limit: int = 5) -> list[Proposal]:
    """The public proposals that are most like a title and a text, the most alike first; nothing rather than nonsense.

    What was merged leads to where it goes on. `exclude` is the number of the proposal that asks.
    """
    scores = {match.id: match.score for match in leading_on(matches(title, text), exclude)[:limit]}
    if not scores:
        return []
    query = select(Proposal).where(Proposal.id.in_(sorted(scores)), Proposal.listed)
    query = query.options(
        joinedload(Proposal.lead_department), joinedload(Proposal.department), defer(Proposal.memory)
    )
    return sorted(db.session.scalars(query).unique(), key=lambda found: (-scores[found.id], -found.id))


def matches(title: str, text: str, exclude: int | None = None) -> list[Match]:
    """The public proposals that are like a title and a text, merged ones among them, the most alike first. Two
    queries."""
    asked = likeness(title, text)
    wanted = _looked_for(asked, title)
    if not wanted:
        return []
    found = [
        Match(row.id, asked.to(weights(row.title, row.text)))
        for row in _most_promising(asked, wanted)
        if row.id != exclude
    ]
    near = [match for match in found if match.score >= ENOUGH]
    return sorted(near, key=lambda match: (-match.score, -match.id))


def leading_on(found: Iterable[Match], exclude: int | None = None) -> list[Match]:
    """The same with each merged proposal replaced by the one in which it goes on, each once, as far as that is
    public. A query where one was merged, and another for each further step."""
    best = list(found)
    way = _way_on({match.id for match in best})
    led: dict[int, Match] = {}
    for match in best:
        number = way.get(match.id)
        if number is not None and number != exclude:
            led.setdefault(number, Match(number, match.score))
    return list(led.values())


def _way_on(numbers: set[int]) -> Mapping[int, int | None]:
    """Where each of these proposals goes on: itself, what it was merged into, or None where that is not public."""
    way: dict[int, int | None] = {number: number for number in numbers}
    for _step in range(FURTHEST):
        at = {number for number in way.values() if number is not None}
        query = select(Proposal.id, Proposal.merged_into_id, Proposal.listed).where(
            Proposal.id.in_(sorted(at))
        )
        known = {row.id: row for row in db.session.execute(query)} if at else {}
        for start, number in way.items():
            row = known.get(number) if number is not None else None
            way[start] = _next(row)
        if not any(row.merged_into_id for row in known.values()):
            break
    return way


def _next(row: Any) -> int | None:
    if row is None or (row.merged_into_id is None and not row.listed):
        return None
    return row.merged_into_id or row.id


def _looked_for(asked: Likeness, title: str) -> list[Expression]:
    """What the index is asked for: two of the telling pieces in a title, two in what a text is about, or the one in a
    title that tells most."""
    telling, in_title = asked.telling(), asked.telling(title)
    wanted = []
    for pieces, mark in ((in_title[:TOLD_BY], TITLE), (telling[:TOLD_BY], STRONG)):
        two = [all_of([Piece(mark + one), Piece(mark + other)]) for one, other in combinations(pieces, 2)]
        if two:
            wanted.append(some_of(two))
    if in_title:
        wanted.append(some_of([Piece(TITLE + piece) for piece in in_title[:2]]))
    return wanted


def _most_promising(asked: Likeness, wanted: list[Expression]) -> list[Row[Any]]:
    """The public proposals in which the telling pieces stand most, with the beginning of their texts."""
    numbers: set[int] = set()
    sources = [select(about(one, ASKED).c.id) for one in wanted]
    numbers.update(db.session.scalars(sources[0].union(*sources[1:])))
    beginning = func.substr(Proposal.text, 1, READ).label("text")
    query = select(Proposal.id, Proposal.title, beginning, Proposal.listed)
    # Whether they are listed is no condition: SQLite might begin with all that are.
    rows = [row for row in db.session.execute(query.where(Proposal.id.in_(sorted(numbers)))) if row.listed]
    telling = [(piece, asked.weights[piece]) for piece in asked.telling()[: 3 * TOLD_BY]]

    def promise(row: Row[Any]) -> float:
        title, text = folded(row.title), folded(row.text)
        return sum(weight * (2 * (piece in title) + (piece in text)) for piece, weight in telling)

    return sorted(rows, key=lambda row: (-promise(row), -row.id))[:COMPARED]
