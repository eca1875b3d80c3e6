"""Finding proposals by the words of their titles, in Korean too, alike on SQLite and PostgreSQL."""

import re

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    column,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from ..core.db import db
from ..core.text import grams, is_bigram, search_words
from .models import Proposal

LONGEST = 100
MOST_WORDS = 10
MANY = 1_000
"""Beyond this number of hits, sorting them costs more than going through the list."""
RECEIPT = re.compile(r"\d{4}-\d{6,}")

_INDEX = {
    "sqlite": "INSERT INTO proposal_search (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO proposal_search (proposal_id, words) VALUES (:id, CAST(:words AS tsvector))",
}
_FORGET = {
    "sqlite": "DELETE FROM proposal_search WHERE rowid = :id",
    "postgresql": "DELETE FROM proposal_search WHERE proposal_id = :id",
}


def index_titles(titles: dict[int, str]) -> None:
    """Make proposals findable by their titles, by id. Whatever was indexed for them before is replaced."""
    dialect = _dialect()
    if titles:
        db.session.execute(text(_FORGET[dialect]), [{"id": number} for number in titles])
        rows = [{"id": number, "words": _indexed(title, dialect)} for number, title in titles.items()]
        db.session.execute(text(_INDEX[dialect]), rows)


def found_by(query: str) -> ColumnElement[bool] | None:
    """The condition that a proposal's title has every word of `query`; None where nothing was asked.

    A receipt number finds its proposal. What holds no word at all, such as “%”, finds nothing.
    """
    asked = query.strip()[:LONGEST]
    if not asked:
        return None
    if RECEIPT.fullmatch(asked):
        return or_(Proposal.number == asked, _titles(asked))
    return _titles(asked)


def _titles(asked: str) -> ColumnElement[bool]:
    words = search_words(asked)[:MOST_WORDS]
    if not words:
        return false()
    hits = _hits(words)
    if _dialect() == "sqlite" and _many(hits):
        # No index has this expression, so the list is read in its own order until a page is full.
        return (Proposal.id + 0).in_(hits)
    return Proposal.id.in_(hits)


def _many(hits: Select[int]) -> bool:
    """Whether so much is found that SQLite, which cannot guess it, had better not sort it all."""
    counted = db.session.scalar(select(func.count()).select_from(hits.limit(MANY + 1).subquery()))
    return counted is not None and counted > MANY


def _hits(words: list[list[str]]) -> Select[int]:
    if _dialect() == "postgresql":
        searched = table("proposal_search", column("proposal_id", BigInteger), column("words"))
        wanted = cast(bindparam(None, _tsquery(words), type_=Text, unique=True), TSQUERY)
        return select(searched.c.proposal_id).where(searched.c.words.op("@@")(wanted))
    searched = table("proposal_search", column("rowid", BigInteger))
    match = literal_column("proposal_search").op("MATCH")(
        bindparam(None, _fts5(words), type_=Text, unique=True)
    )
    return select(searched.c.rowid).where(match)


def _fts5(words: list[list[str]]) -> str:
    """Each word a phrase, all of them wanted. Pieces hold letters and digits only, so nothing can end the quotes."""
    return " AND ".join(
        '"' + " ".join(pieces) + '"' + (" *" if _open_ended(pieces) else "") for pieces in words
    )


def _tsquery(words: list[list[str]]) -> str:
    """The same for PostgreSQL, written out, so that no parser of its own comes in between."""
    phrases = []
    for pieces in words:
        lexemes = [f"'{piece}'" for piece in pieces]
        phrases.append(" <-> ".join(lexemes) + (":*" if _open_ended(pieces) else ""))
    return " & ".join(f"({phrase})" for phrase in phrases)


def _open_ended(pieces: list[str]) -> bool:
    """Whether the last piece is the beginning of what is looked for: one syllable, or a word in another script."""
    return not is_bigram(pieces[-1])


def _indexed(title: str, dialect: str) -> str:
    if dialect == "sqlite":
        return grams(title)
    return " ".join(f"'{piece}':{at}" for at, piece in enumerate(grams(title).split(), start=1))


def _dialect() -> str:
    return db.session.get_bind().dialect.name
