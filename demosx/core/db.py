"""The database: one session a request, constraints with names, times in UTC, writes that queue instead of colliding."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Engine,
    Integer,
    MetaData,
    TypeDecorator,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and given back aware. A naive one is a mistake and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Columns annotated with a bare Python type get the house's database type for it."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def only(rows: str) -> dict[str, Any]:
    """The arguments of an `Index` that holds only some rows: a condition in SQL that both databases understand."""
    return {"sqlite_where": text(rows), "postgresql_where": text(rows)}


_writing: ContextVar[bool] = ContextVar("writing", default=False)


def writing(on: bool = True) -> None:
    """Say that the transaction which begins next will write: SQLite then takes its one write lock at once.

    A transaction that reads first and writes later would fail there instead of waiting.
    """
    _writing.set(on)


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that begins inside the block on a connection of its own only reads."""
    before = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(before)


@contextmanager
def writing_apart() -> Iterator[None]:
    """A transaction that begins inside the block on a connection of its own writes."""
    before = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(before)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block does, or roll all of it back. For commands and jobs; requests have their own."""
    db.session.rollback()
    writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing(False)


def let_go() -> None:
    """End the transaction of this request before something slow, such as checking a password: nobody waits for it.

    What it has read is to be looked at again afterwards, in the transaction that begins with the next query. It has
    only read so far; what waits to be written is a mistake and refused. Outside of requests the transaction belongs to
    whoever has begun it, and goes on.
    """
    if not has_request_context():
        return
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("a transaction that has something to write cannot be let go")
    db.session.rollback()


def held() -> bool:
    """Whether this request has a transaction open."""
    return has_request_context() and db.session().in_transaction()


@contextmanager
def raising(error: Exception) -> Iterator[None]:
    """Flush at the end of the block; a broken constraint is raised as `error`, and only the block is undone."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as broken:
        raise error from broken


def lock(row: Any) -> None:
    """Lock a row until the transaction ends, and read it anew.

    What its query has joined is read again as well, but not locked: PostgreSQL refuses to lock what an outer join may
    leave out.
    """
    db.session.refresh(row, with_for_update={"of": type(row)})


def hold(model: Any, number: int) -> None:
    """Let nobody else hold the row of this number until the transaction ends, before something of it is counted that
    may not be more than so many. Rows that refer to it can be written meanwhile."""
    db.session.execute(select(model.id).where(model.id == number).with_for_update(key_share=True))


def insert(model: Any) -> Any:
    """An INSERT that knows ON CONFLICT, for the database that is used."""
    dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def empty_log() -> None:
    """Let nothing that was deleted stay in SQLite's log beside the file, as far as nobody reads it at this moment.

    Outside of transactions. PostgreSQL keeps its own log, for as long as it is set up to.
    """
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=500")  # who writes meanwhile waits for it
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA busy_timeout=15000")
        finally:
            connection.close()


def prepare_engine(engine: Engine) -> None:
    """Set what the house expects of a connection. Call once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",  # what is deleted is overwritten
        "busy_timeout=15000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
