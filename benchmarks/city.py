"""A city of any size: proposals, supports, opinions and all that belongs to them, in an empty database.

    python -m benchmarks.city --proposals 1000000 --supports 10000000 --database sqlite:////tmp/city.sqlite

A few thousand proposals are made as in a real city (`city_base.py`), then copied inside the database (`copying.py`).
With DEMOSX_PETITIONS their texts are made of real petitions. The same command goes on where it was stopped while
copying; one that was stopped before is to be deleted.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.schema import AddConstraint

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.proposals.search_table import CREATE

from . import city_checks, city_stories, filling
from .city_base import Base
from .city_over import AREAS, DISTRICTS
from .city_texts import texts
from .copying import Copier, Plan

BASE = 4_000
UNDER_WAY = 60
COPIES_UNDER_WAY = 100
"""So often are those copied that are under way: there are never more than some thousands."""
FROM, TO = 3_000, 60
"""Those that are over were filed so many days ago."""
COMMIT = 5
FAST = tuple(
    f"PRAGMA {pragma}"
    for pragma in (
        "foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY",
        "secure_delete=OFF",
    )
)  # fmt: skip
FAST_POSTGRES = (
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '1GB'",
    "SET temp_buffers = '256MB'",
)
SEARCH_HOLDS = 256 << 20

Say = Callable[[str], object]


def application(folder: Path, address: str) -> Application:
    """The invented city on this database."""
    named = {key: {"ko": key, "en": key.title()} for key in (*AREAS, *DISTRICTS)}
    return testing.application(
        folder,
        database={"url": address},
        areas={key: named[key] for key in AREAS},
        districts={key: named[key] for key in DISTRICTS},
    )


@dataclass(frozen=True)
class Size:
    """How many of everything; of `base` proposals the others are copies."""

    proposals: int
    supports: int
    opinions: int
    base: int = BASE


def fill(app: Application, size: Size, say: Say = lambda told: None, minutes: float = inf) -> None:
    """Fill an empty database, or go on where that was stopped. After so many `minutes` no more copies are made.

    Raises ValueError where there is nothing to be done.
    """
    proposals = size.proposals
    base_size = min(proposals, size.base)
    live = min(UNDER_WAY, base_size // 2)
    copies = ceil((proposals - base_size) / (base_size - live))
    days = max(1, (FROM - TO) // (copies + 1))
    people = max(2_000, proposals // 5)
    base = Base(
        base_size, live, size.supports * base_size // proposals,
        size.opinions * base_size // proposals, days, people, FROM,
    )  # fmt: skip
    with app.app_context():
        db.create_all()
        there = db.session.scalar(select(func.count()).select_from(Proposal))
        if 0 < there < base_size or there >= proposals:
            raise ValueError("This database is filled already, or with something else.")
        started = perf_counter()
        if not there:
            db.session.rollback()
            testing.apply_examples()
            base.make(texts(base_size), city_stories.UNDER_WAY, city_stories.OVER)
            say(f"{base_size:,} proposals made in {perf_counter() - started:.0f} s")
        first = (db.session.scalar(select(func.max(Account.id))) or 0) - people + 1
        db.session.remove()
        if copies:
            _copy(copies, Plan(base_size, live, days, first, people), say, started + 60 * minutes)
        with _bulk() as connection:
            _settle(connection)
        say(f"filled in {perf_counter() - started:.0f} s")


def _copy(copies: int, plan: Plan, say: Say, until: float) -> None:
    started = perf_counter()
    with _bulk() as connection, _without_indexes(connection, say):
        copier = Copier(connection, plan)
        connection.commit()
        for number in range(copier.done() + 1, copies + 1):
            share = COPIES_UNDER_WAY / copies
            copier.copy(number, live=int(number * share) > int((number - 1) * share))
            late = perf_counter() > until
            if number % COMMIT == 0 or number == copies or late:
                connection.commit()
                say(f"copy {number} of {copies}, {perf_counter() - started:.0f} s")
            if late:
                break


@contextmanager
def _bulk() -> Iterator[Connection]:
    """A connection on which much is written fast: what is written is lost if the machine stops meanwhile."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        for statement in FAST if sqlite else FAST_POSTGRES:
            connection.connection.cursor().execute(statement)
        if sqlite:
            _search_holds(connection, SEARCH_HOLDS)
        connection.commit()
        yield connection
        if sqlite:
            _search_holds(connection, 1 << 20)
        connection.commit()
        connection.invalidate()


def _search_holds(connection: Connection, size: int) -> None:
    """How many bytes of its index SQLite's search holds back before it writes them; it keeps to the number."""
    for name in ("proposal_search", "proposal_search_said"):
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {size})")


@contextmanager
def _without_indexes(connection: Connection, say: Say) -> Iterator[None]:
    """Without the indexes and foreign keys of the tables meanwhile; made again, they check what was written."""
    if connection.dialect.name == "sqlite":
        query = "SELECT 'DROP INDEX ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = (
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
            " AND conrelid::regclass::text NOT LIKE 'proposal_search%' UNION ALL"
            " SELECT format('DROP INDEX %I', indexname) FROM pg_indexes WHERE schemaname = 'public'"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)"
        )
    for drop in connection.scalars(text(query)).all():
        connection.exec_driver_sql(drop)
    connection.commit()
    yield
    started = perf_counter()
    for table in db.metadata.sorted_tables:
        for index in table.indexes:
            index.create(connection)
        if connection.dialect.name == "postgresql":
            for key in table.foreign_key_constraints:
                connection.execute(AddConstraint(key, isolate_from_table=False))
        connection.commit()
    for statement in CREATE[connection.dialect.name]:
        if statement.startswith("CREATE INDEX"):
            connection.exec_driver_sql(statement)
    connection.commit()
    say(f"indexes and keys made again in {perf_counter() - started:.0f} s")


def _settle(connection: Connection) -> None:
    """Count on after the numbers that were given, and let PostgreSQL learn how the tables are filled."""
    postgres = connection.dialect.name == "postgresql"
    for year in range(clock.wall().year - FROM // 365 - 1, clock.wall().year + 1):
        connection.exec_driver_sql(
            f"INSERT INTO receipt_year (year, last) VALUES ({year}, (SELECT max(id) FROM proposal)) "
            "ON CONFLICT (year) DO UPDATE SET last = excluded.last"
        )
    if postgres:
        for table in db.metadata.sorted_tables:
            if "id" in table.c:
                connection.exec_driver_sql(
                    f"SELECT setval(s, (SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false) "
                    f"FROM pg_get_serial_sequence('{table.name}', 'id') AS s WHERE s IS NOT NULL"
                )
        connection.commit()
        connection.exec_driver_sql("ANALYZE")
    connection.commit()


def main() -> None:
    """Fill the database that is named, and count again what a sample of proposals says of itself."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--proposals", type=int, default=1_000_000)
    asked.add_argument("--supports", type=int, default=10_000_000)
    asked.add_argument("--opinions", type=int, default=1_000_000)
    asked.add_argument("--base", type=int, default=BASE)
    asked.add_argument("--minutes", type=float, default=inf, help="make no more copies after so long")
    asked.add_argument("--database", required=True, metavar="ADDRESS")
    given = asked.parse_args()
    address = make_url(given.database)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    with filling.folder() as folder:
        app = application(folder, address.render_as_string(hide_password=False))
        try:
            fill(
                app,
                Size(given.proposals, given.supports, given.opinions, given.base),
                lambda told: print(told, file=sys.stderr, flush=True),
                given.minutes,
            )
        except ValueError as error:
            sys.exit(str(error))
        with app.app_context():
            for line in city_checks.counted():
                print(line)
            wrong = city_checks.wrong()
            sys.exit("\n".join(wrong) or None)


if __name__ == "__main__":
    main()
