"""How many rows a second an import takes in.

    python -m benchmarks.imports [FILE] [--rows 10000] [--live-rows 1000] [--postgres ADDRESS]

With FILE, such as the one that DEMOSX_PETITIONS names, its rows are taken in instead of invented ones.
"""

import argparse
from pathlib import Path
from time import perf_counter

from demosx.core.db import db
from demosx.opendata.planning import Wishes, plan
from demosx.opendata.readers import Table
from demosx.opendata.services import Import

from . import filling, tables


def rate(file: Path, wishes: Wishes, postgres: str) -> tuple[int, float]:
    """Take a file into an empty city: the rows that became proposals, and the seconds it took."""
    with filling.folder() as folder, filling.city(folder, postgres) as app, app.app_context():
        started = perf_counter()
        table = Table(file)
        outcome = Import(plan(table, wishes), lambda _row, _reasons: None).run(table.rows())
        seconds = perf_counter() - started
        db.session.remove()
        db.engine.dispose()
    return outcome.imported, seconds


def main() -> None:
    """Measure both ways of importing."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", nargs="?", type=Path)
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--live-rows", type=int, default=1_000)
    asked.add_argument("--postgres", default="", metavar="ADDRESS")
    given = asked.parse_args()
    with filling.folder() as folder:
        over = given.file or filling.write_rows(folder / "over.jsonl", given.rows, live_share=0)
        live = given.file or filling.write_rows(folder / "live.jsonl", given.live_rows, live_share=1)
        rows = []
        for name, file, wishes in (
            ("kept as over", over, Wishes(source="bench")),
            ("under way", live, Wishes(source="bench", archive=False)),
        ):
            imported, seconds = rate(file, wishes, given.postgres)
            rows.append([name, f"{imported:,}", f"{seconds:.1f}", f"{imported / seconds:,.0f}"])
    kind = "PostgreSQL" if given.postgres else "SQLite"
    tables.show(f"Import on {kind}", ["", "rows", "seconds", "rows a second"], rows)


if __name__ == "__main__":
    main()
