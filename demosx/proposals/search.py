"""Finding proposals by words, in Korean too, alike on SQLite and PostgreSQL: the best ones first.

A word in a title counts more than one that the text is about, that more than one the text only mentions, and what
others have said about a proposal comes last. Where a word is everywhere, the newest are taken, so that a city of a
million proposals answers as fast as a small one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from math import log2
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, literal, null, or_, select, union_all

from ..core.db import db
from . import search_index
from .models import Proposal
from .search_asked import LONGEST, Asked, read
from .search_query import Expression, Piece, all_of, marked
from .search_words import STRONG, TITLE, folded, pairs, pieces

MOST = 500
"""So many are put in order; of more, the newest."""
LOOKED_AT = 50_000
"""So many that have the words are looked at for the other things that are asked for, the newest first."""
SAYINGS = 5_000
FEW = 5
"""With fewer than this, what is nearly what was asked for is shown as well."""
NEARLY = 200
RECEIPT = re.compile(r"\d{4}-\d{6,}")
_TYPED_RECEIPT = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–—]\s*(\d{1,12})(?!\d)")
SINCE = datetime(2000, 1, 1, tzinfo=UTC)
YEAR = 365.25 * 86_400


class Level(IntEnum):
    """How well a proposal fits, from what is nearly it to its receipt number."""

    NEARLY = 1
    NEARLY_IN_TITLE = 2
    SAID = 3
    MENTIONED = 4
    ABOUT = 5
    IN_TITLE = 6
    AS_TYPED = 7
    WHOLE_TITLE = 8
    NUMBER = 9


@dataclass(frozen=True)
class Hit:
    """A proposal that was found. `weight` orders those of one level; `said` is the number of what it was found in."""

    id: int
    level: Level
    weight: int
    said: int | None = None

    @property
    def score(self) -> int:
        """What relevance is ordered by."""
        return self.level * 100_000 + self.weight


@dataclass(frozen=True)
class Found:
    """What a query has found, the best first. `more`: there is more than was put in order. `nearly`: some are only
    nearly what was asked for."""

    asked: Asked | None
    hits: Sequence[Hit] = field(default=())
    more: bool = False
    nearly: bool = False


@dataclass(frozen=True)
class Within:
    """Where proposals are looked for. `conditions` have to say that they may be seen.

    `under` are pieces of the index that must all be there, such as that of an area (`search_words.filed_under`).
    `among` gives the numbers of those that fulfil a condition that few do: what has a frequent word is compared with
    these before it is read.
    """

    conditions: Sequence[ColumnElement[bool]] = ()
    under: Sequence[str] = ()
    among: Select[Any] | None = None

    def narrowed(self, wanted: Expression) -> Expression:
        """What is wanted, together with what it is filed under."""
        return all_of([wanted, *map(Piece, self.under)])


def find(query: str, within: Within) -> Found:
    """Look for proposals. At most five queries."""
    asked = read(query)
    hits: dict[int, Hit] = {}
    number = receipt_in(query)
    if number:
        _take(hits, _rows(Level.NUMBER).where(Proposal.number == number, *within.conditions), asked)
    if asked is None:
        return Found(None, _sorted(hits))
    _take(hits, _about(Level.IN_TITLE, marked(asked.in_title(), TITLE), within, MOST + 1), asked)
    if len(hits) <= MOST:
        _take(hits, _elsewhere(asked, within), asked)
    more = len(hits) > MOST
    nearly = asked.nearly() if len(hits) < FEW else None
    certain = len(hits)
    if nearly is not None:
        _take(hits, _about(Level.NEARLY_IN_TITLE, marked(nearly, TITLE), within, NEARLY), asked)
        if not hits:  # similar words in a text say little beside a title that has them, or what was asked for
            _take(hits, _about(Level.NEARLY, marked(nearly, STRONG), within, NEARLY), asked)
    return Found(asked, _sorted(hits), more, len(hits) > certain)


def found_by(query: str) -> ColumnElement[bool] | None:
    """The condition that a proposal's title has every word of `query`; None where nothing was asked.

    A receipt number finds its proposal. What holds no word at all, such as “%”, finds nothing.
    """
    if not query.strip():
        return None
    asked, number = read(query), receipt_in(query)
    ways = [Proposal.number == number] if number else []
    if asked is not None:
        ways.append(
            Proposal.id.in_(select(search_index.about(marked(asked.in_title(), TITLE), LOOKED_AT).c.id))
        )
    return or_(*ways) if ways else Proposal.id.in_(())


def receipt_in(query: str) -> str:
    """The receipt number in what was typed, as it is written here, also where zeros were left out; else empty."""
    typed = _TYPED_RECEIPT.search(folded(query[:LONGEST]))
    return f"{typed[1]}-{int(typed[2]):06d}" if typed else ""


def _rows(level: Level) -> Select[Any]:
    query: Any = select(
        literal(int(level)).label("level"), Proposal.id, Proposal.supports, Proposal.filed_at, Proposal.title,
        cast(null(), BigInteger).label("said"),
    )  # fmt: skip
    return query


def _elsewhere(asked: Asked, within: Within) -> Any:
    """Those with the words in what the text is about, anywhere in it, or in what was said of it: one query."""
    anywhere = asked.anywhere()
    return _union(
        [
            _about(Level.ABOUT, marked(anywhere, STRONG), within, MOST + 1),
            _about(Level.MENTIONED, anywhere, within, MOST + 1),
            _in_sayings(anywhere, within),
        ]
    )


def _union(ways: Sequence[Select[Any]]) -> Any:
    each = [way.subquery() for way in ways]
    return union_all(*(select(one) for one in each))


def _about(level: Level, wanted: Expression, within: Within, most: int) -> Select[Any]:
    rare = level <= Level.NEARLY_IN_TITLE or within.among is not None
    found = search_index.about(within.narrowed(wanted), LOOKED_AT, rare)
    query = _rows(level).select_from(found).join(Proposal, Proposal.id == found.c.id)
    if within.among is not None:
        query = query.where(found.c.id.in_(within.among))
    return query.where(*within.conditions).limit(most)


def _in_sayings(wanted: Expression, within: Within) -> Select[Any]:
    found = search_index.said(wanted, SAYINGS)
    query: Any = select(
        literal(int(Level.SAID)).label("level"), Proposal.id, Proposal.supports, Proposal.filed_at, Proposal.title,
        func.max(found.c.id).label("said"),
    )  # fmt: skip
    query = query.select_from(found).join(Proposal, Proposal.id == found.c.proposal_id)
    kept = (Proposal.id, Proposal.supports, Proposal.filed_at, Proposal.title)
    return query.where(*within.conditions).group_by(*kept).limit(MOST + 1)


def _take(hits: dict[int, Hit], query: Any, asked: Asked | None) -> None:
    """Read what a query finds and keep of each proposal the best way in which it was found."""
    for level, number, supports, filed_at, title, said in db.session.execute(query).all():
        known = hits.get(number)
        if known is not None and known.level >= level:
            continue
        found = Level(level) if asked is None else _levelled(Level(level), title, asked)
        alike = _likeness(title, asked) if asked is not None and found is Level.NEARLY_IN_TITLE else 0
        hits[number] = Hit(number, found, alike + _weight(supports, filed_at), said)


def _levelled(level: Level, title: str, asked: Asked) -> Level:
    """A title that has what was typed as it was typed counts more, one that is it the most; one syllable has to be a
    word of its own."""
    if level is not Level.IN_TITLE:
        return level
    squeezed = "".join(folded(title).split())
    if len(asked.squeezed) == 1 and asked.squeezed not in pieces(title):
        return Level.MENTIONED  # “집” in “집단”
    if asked.squeezed == squeezed:
        return Level.WHOLE_TITLE
    return Level.AS_TYPED if asked.squeezed in squeezed else level


def _likeness(title: str, asked: Asked) -> int:
    """How much of what was typed stands in a title, by its pairs: more than any number of supports."""
    wanted = {piece for word in asked.stems for piece in pairs(word)}
    return 50_000 * len(wanted & set(pieces(title))) // len(wanted)


def _weight(supports: int, filed_at: datetime) -> int:
    """A year newer counts as much as twice the supports."""
    return round(100 * (log2(2 + supports) + (filed_at - SINCE).total_seconds() / YEAR))


def _sorted(hits: dict[int, Hit]) -> list[Hit]:
    found = sorted(hits.values(), key=lambda hit: (hit.score, hit.id), reverse=True)
    return found[:MOST]
