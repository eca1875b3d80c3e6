"""How long searching takes, with long texts and frequent words, in cities of any size.

    DEMOSX_PETITIONS=petitions-2019.jsonl.gz python -m benchmarks.search [--sizes 2390 100000] [--postgres ADDRESS]

The petitions are multiplied: each copy mixes sentences of others, so that words are as frequent as people use them.
Without the file, invented texts are used.
"""

import argparse
import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import func, insert, select, text

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.journey.models import Visit
from demosx.opinions.models import Opinion
from demosx.people.queries import actor_of
from demosx.proposals import search_index
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters, Sort, listed
from demosx.proposals.services import propose

from . import filling, tables

WORDS = {
    "frequent": ("교통", "서울", "아이", "학교", "안전", "가로등"),
    "two frequent": ("서울 교통", "아이 안전", "학교 폭력"),
    "two syllables": ("소음", "금연", "육아"),
    "one syllable": ("강", "개", "집"),
    "long": ("미세먼지", "어린이집", "국민연금"),
    "with an ending": ("도서관에서", "아파트에서"),
    "spaces": ("무상 교육", "쓰레기 통"),
    "mistyped": ("미세먼즈", "어린이짐", "국밍연금"),
    "rare": ("교통약자", "낙타"),
    "other script": ("cctv", "KTX"),
}
NARROWED = {
    "an area": {"area": "transport"}, "one of 1,000": {"district": "rare"}, "ended": {"state": "ended"},
}  # fmt: skip
FREQUENT = "교통"
BATCH = 2_000
OPINIONS_EACH = 2


def texts() -> list[tuple[str, str]]:
    """Titles and texts: those of the petitions, or invented ones."""
    file = os.environ.get("DEMOSX_PETITIONS", "")
    if not file:
        chance = random.Random(1)
        return [
            (
                str(filling._row(number, clock.wall().date(), chance)["title"]),
                " ".join(chance.choices(filling.SENTENCES, k=14)),
            )
            for number in range(500)
        ]
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [(row["title"][:100], row["content"]) for row in rows]


def varied(originals: Sequence[tuple[str, str]], count: int) -> Iterator[tuple[str, str]]:
    """Proposals by the number: first the originals, then mixtures, as long as they are."""
    chance = random.Random(7)
    sentences = [part.strip() for _title, body in originals for part in body.split(".") if len(part) > 10]
    for number in range(count):
        title, body = originals[number % len(originals)]
        if number >= len(originals):
            words, other = title.split(), chance.choice(originals)[0].split()
            title = " ".join([*words[: len(words) // 2 + 1], *other[len(other) // 2 :]])[:100]
            mixed: list[str] = []
            while sum(map(len, mixed)) < len(body):
                mixed.append(chance.choice(sentences))
            body = ". ".join(mixed)
        yield title, body[:10_000] or title


def fill(app: Application, size: int) -> float:
    """Fill a city with proposals and opinions; the seconds that indexing took."""
    originals, indexing = texts(), 0.0
    with app.app_context():
        with transaction():
            first = propose("첫 제안", "글", actor=actor_of(testing.account("첫째").id))
            row = {c.name: getattr(first, c.key) for c in Proposal.__table__.c if c.computed is None}
            visit = dict(db.session.execute(select(Visit.__table__)).mappings().one())
        chance, batch = random.Random(3), []
        for number, made in enumerate(varied(originals, size), start=2):
            batch.append((number, *made))
            if len(batch) == BATCH or number == size + 1:
                indexing += _write(batch, row, visit, chance, originals)
                batch = []
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        db.session.remove()
    return indexing


def _write(
    batch: Sequence[tuple[int, str, str]],
    row: dict[str, Any],
    visit: dict[str, Any],
    chance: random.Random,
    originals: Sequence[tuple[str, str]],
) -> float:
    now = clock.now()
    with transaction():
        db.session.execute(insert(Proposal), [
            row | {
                "id": number, "number": f"2019-{number:06d}", "title": title, "text": body,
                "supports": (votes := int(chance.paretovariate(0.7)) % 40_000), "supports_site": votes,
                "area": chance.choice(["transport", "welfare"]), "filed_at": now - timedelta(hours=2_000_000 - number),
                "district": "rare" if number % 1000 == 7 else "narae",
            }
            for number, title, body in batch
        ])  # fmt: skip
        db.session.execute(insert(Visit), [visit | {"id": n, "proposal_id": n} for n, _t, _b in batch])
        said = [number for number, _t, _b in batch for _each in range(OPINIONS_EACH)]
        last = db.session.scalar(select(func.max(Opinion.id))) or 0
        db.session.execute(insert(Opinion), [
            {
                "id": at, "proposal_id": number, "visit_number": visit["number"], "place": "proposal",
                "created_at": now, "text": chance.choice(originals)[1][:200] or "글",
            }
            for at, number in enumerate(said, start=last + 1)
        ])  # fmt: skip
        started = perf_counter()
        search_index.index_proposals([number for number, _t, _b in batch])
        search_index.index_said("opinion", range(last + 1, last + 1 + len(said)))
        return perf_counter() - started


def seconds(app: Application, filters: Filters, sort: Sort, rounds: int) -> list[float]:
    """How long a search takes, each time in a transaction of its own."""
    taken = []
    with app.test_request_context():
        for _round in range(rounds + 1):
            started = perf_counter()
            listed(filters, sort)
            db.session.rollback()
            taken.append(perf_counter() - started)
    return taken[1:]


def size_of(app: Application) -> str:
    """How large the index is, in megabytes, and the database."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            names = "'proposal_search', 'proposal_search_said'"
            index = f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ({names})"
            whole = "SELECT pg_database_size(current_database())"
        else:
            index = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'proposal_search%'"
            whole = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        try:
            held = int(db.session.scalar(text(index)) or 0) // 1_000_000
        except Exception:  # noqa: BLE001 — a SQLite without dbstat
            db.session.rollback()
            held = -1
        return f"{held:,} MB of {int(db.session.scalar(text(whole)) or 0) // 1_000_000:,} MB"


def measure(apps: Sequence[Application], rounds: int) -> list[list[str]]:
    """A row for each kind of words, and for a frequent word narrowed down: median and 95th percentile in ms."""
    asked = {name: [(Filters(q=word), Sort.RELEVANCE) for word in words] for name, words in WORDS.items()}
    for name, narrowed in NARROWED.items():
        asked[f"{FREQUENT}, {name}"] = [(Filters(q=FREQUENT, **narrowed), Sort.RELEVANCE)]  # type: ignore[arg-type]
    asked[f"{FREQUENT}, by supports"] = [(Filters(q=FREQUENT), Sort.SUPPORT)]
    rows = []
    for name, searches in asked.items():
        cells = []
        for app in apps:
            taken = [t * 1000 for filters, sort in searches for t in seconds(app, filters, sort, rounds)]
            cells.append(f"{median(taken):.0f} / {quantiles(taken, n=20)[-1]:.0f}")
        rows.append([name, *cells])
    return rows


def main() -> None:
    """Fill a city of each size, and search in it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[2_390, 100_000])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--postgres", default="", metavar="ADDRESS")
    given = asked.parse_args()
    with ExitStack() as stack:
        apps = []
        for size in sorted(given.sizes):
            app = stack.enter_context(filling.city(stack.enter_context(filling.folder()), given.postgres))
            started = perf_counter()
            indexing = fill(app, size)
            filling.settle(app)
            apps.append(app)
            print(
                f"{size:,} proposals: {perf_counter() - started:.0f} s, of which {indexing:.0f} s for the index; "
                f"{size_of(app)}", flush=True,
            )  # fmt: skip
        kind = "PostgreSQL" if given.postgres else "SQLite"
        head = ["words", *(f"{size:,} (ms)" for size in sorted(given.sizes))]
        tables.show(f"Searching on {kind}: median / 95th percentile", head, measure(apps, given.rounds))


if __name__ == "__main__":
    main()
