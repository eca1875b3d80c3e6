"""Writing the index in the transaction in which a text is written, and reading the numbers of what it holds.

Whether a proposal is in sight is asked of the proposal when it is looked for, so that hiding it changes nothing here.
What people say about proposals comes from other rooms: each names a `Source`, which gives only what everybody may read.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from ..core.db import db
from .models import Proposal
from .search_query import Expression, Piece, fts5, some_of, tsquery
from .search_words import words_of_proposal, words_of_said

KINDS = 4
"""The number of a said text is its id times this, and the number of its source."""
BUCKET = 16_384
"""PostgreSQL's index is read in slices of so many numbers, the newest first, until there is enough."""
ABOUT, SAID = "proposal_search", "proposal_search_said"
_INSERT = {
    ("sqlite", ABOUT): "INSERT INTO proposal_search (rowid, words) VALUES (:id, :words)",
    (
        "sqlite",
        SAID,
    ): "INSERT INTO proposal_search_said (rowid, words, proposal_id) VALUES (:id, :words, :of)",
    (
        "postgresql",
        ABOUT,
    ): "INSERT INTO proposal_search (proposal_id, words) VALUES (:id, CAST(:words AS tsvector))",
    ("postgresql", SAID): "INSERT INTO proposal_search_said (id, words, proposal_id) "
    "VALUES (:id, CAST(:words AS tsvector), :of)",
}
_DELETE = {
    ("sqlite", ABOUT): "DELETE FROM proposal_search WHERE rowid = :id",
    ("sqlite", SAID): "DELETE FROM proposal_search_said WHERE rowid = :id",
    ("postgresql", ABOUT): "DELETE FROM proposal_search WHERE proposal_id = :id",
    ("postgresql", SAID): "DELETE FROM proposal_search_said WHERE id = :id",
}


@dataclass(frozen=True)
class Saying:
    """A text that somebody has said about a proposal, and everybody may read."""

    id: int
    proposal_id: int
    text: str


@dataclass(frozen=True)
class Source:
    """Where texts about proposals come from. `number` is below KINDS and never changes, `model` is their
    table.

    `readable` gives those of these ids that everybody may read; `following` the first ids behind one, in order;
    `last` the highest.
    `where` says on a page in what a proposal was found.
    """

    name: str
    number: int
    where: Any
    model: Any
    readable: Callable[[Collection[int]], Iterable[Saying]]
    following: Callable[[int, int], Sequence[int]]
    last: Callable[[], int]


def source(name: str, number: int, where: Any, model: Any, shown: SQLColumnExpression[bool]) -> Source:
    """A source that is a table: `model` has an id, a `proposal_id` and a `text`; everybody may read what is `shown`."""

    def readable(ids: Collection[int]) -> Iterable[Saying]:
        query = select(model.id, model.proposal_id, model.text).where(model.id.in_(ids), shown)
        return [Saying(*row) for row in db.session.execute(query)]

    def following(after: int, most: int) -> Sequence[int]:
        return db.session.scalars(
            select(model.id).where(model.id > after).order_by(model.id).limit(most)
        ).all()

    def last() -> int:
        return db.session.scalar(select(func.max(model.id))) or 0

    return Source(name, number, where, model, readable, following, last)


def add_source(app: Flask, source: Source) -> None:
    """Let proposals be found by what a room holds about them."""
    known = app.extensions.setdefault("demosx_search_sources", {})
    if source.name in known or any(other.number == source.number for other in known.values()):
        raise ValueError(f"proposals are found by {source.name} already")
    known[source.name] = source


def sources() -> dict[str, Source]:
    """The sources of the present application by name."""
    known: dict[str, Source] = current_app.extensions.get("demosx_search_sources", {})
    return known


def index_proposals(numbers: Iterable[int]) -> None:
    """Make proposals findable by what the database holds of them; what was indexed for them before is replaced."""
    wanted = sorted(set(numbers))
    held = (
        Proposal.title,
        Proposal.text,
        Proposal.place,
        Proposal.easy_text,
        Proposal.area,
        Proposal.district,
    )
    query = select(Proposal.id, *held).where(Proposal.id.in_(wanted))
    found = db.session.execute(query).all() if wanted else []
    rows = [
        {"id": number, "words": words_of_proposal(*texts, area=area, district=district)}
        for number, *texts, area, district in found
    ]
    _replace(ABOUT, wanted, rows)


def index_said(name: str, ids: Iterable[int]) -> None:
    """Make what was said findable as far as everybody may read it now, and only so far. `name` is its source's."""
    known, wanted = sources()[name], sorted(set(ids))
    readable = known.readable(wanted) if wanted else ()
    rows = [
        {"id": said_number(known, said.id), "words": words_of_said(said.text), "of": said.proposal_id}
        for said in readable
    ]
    _replace(SAID, [said_number(known, number) for number in wanted], rows)


def said_number(source: Source, number: int) -> int:
    """The number in the index of what a source knows by this id."""
    return number * KINDS + source.number


def told_apart(number: int) -> tuple[str, int]:
    """The name of the source and the id there of what has this number in the index."""
    return next(name for name, known in sources().items() if known.number == number % KINDS), number // KINDS


def having_any(pieces: Sequence[str], most: int) -> list[int]:
    """The newest proposals that have any of these pieces, in sight or not. One query."""
    if not pieces:
        return []
    found = about(some_of([Piece(piece) for piece in pieces]), most)
    return list(db.session.scalars(select(found.c.id)))


def about(wanted: Expression, most: int, rare: bool = False) -> Subquery:
    """The numbers (`id`) of the newest `most` proposals that the index finds. With `rare` it is read to its end: few
    are expected, or all are needed."""
    return _newest(ABOUT, "proposal_id", [], wanted, most, rare)


def said(wanted: Expression, most: int) -> Subquery:
    """The newest `most` of what was said that the index finds: its number (`id`) and its `proposal_id`."""
    return _newest(SAID, "id", [column("proposal_id", BigInteger)], wanted, most)


def _newest(
    name: str, key: str, more: list[Any], wanted: Expression, most: int, rare: bool = False
) -> Subquery:
    if dialect() == "postgresql":
        return (_at_once if rare else _by_slices)(name, key, more, wanted, most)
    rows = table(name, column("rowid", BigInteger), *more)
    match = literal_column(name).op("MATCH")(bindparam(None, fts5(wanted), type_=Text, unique=True))
    query = select(rows.c.rowid.label("id"), *(rows.c[one.name] for one in more)).where(match)
    return query.order_by(rows.c.rowid.desc()).limit(most).subquery()


def _by_slices(name: str, key: str, more: list[Any], wanted: Expression, most: int) -> Subquery:
    """Slice by slice: an index of words alone gives all that it has or nothing, however few are wanted."""
    rows = table(name, column(key, BigInteger), column("words"), *more)
    last = select(func.coalesce(func.max(rows.c[key]), 0) // BUCKET).scalar_subquery()
    slices = func.generate_series(cast(last, Integer), 0, -1).table_valued("at").render_derived()
    asked = bindparam(None, tsquery(wanted), type_=Text, unique=True)
    query = literal("'#") + cast(slices.c.at, String) + literal("' & ") + asked
    here: Select[Any] = (
        select(rows.c[key].label("id"), *(rows.c[one.name] for one in more))
        .where(rows.c.words.op("@@")(cast(query, TSQUERY)))
        .order_by(rows.c[key].desc())
    )
    lateral = here.lateral()
    return select(lateral).select_from(slices.join(lateral, literal(True))).limit(most).subquery()


def _at_once(name: str, key: str, more: list[Any], wanted: Expression, most: int) -> Subquery:
    rows = table(name, column(key, BigInteger), column("words"), *more)
    asked = bindparam(None, tsquery(wanted), type_=Text, unique=True)
    query = select(rows.c[key].label("id"), *(rows.c[one.name] for one in more))
    query = query.where(rows.c.words.op("@@")(cast(asked, TSQUERY)))
    newest = (rows.c[key] + 0).desc()  # no index is in this order: that of the words is to be taken
    return query.order_by(newest).limit(most).subquery()


def _replace(name: str, gone: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
    kind = dialect()
    if gone:
        db.session.execute(text(_DELETE[kind, name]), [{"id": number} for number in gone])
    if rows:
        db.session.execute(text(_INSERT[kind, name]), [row | {"words": _written(row, kind)} for row in rows])


def _written(row: dict[str, Any], kind: str) -> str:
    words: list[str] = row["words"]
    if kind == "sqlite":
        return " ".join(words)
    return " ".join(f"'{word}'" for word in (f"#{row['id'] // BUCKET}", *words))


def dialect() -> str:
    """The name of the database's kind."""
    return db.session.get_bind().dialect.name
