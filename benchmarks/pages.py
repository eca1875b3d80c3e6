"""Whether pages take the same time however many proposals there are.

    python -m benchmarks.pages [--sizes 2390 100000] [--rounds 25] [--postgres ADDRESS]

The sizes are measured in turn, request by request, so that what else the machine does falls on all of them.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from time import perf_counter

import sqlalchemy
from flask.testing import FlaskClient
from sqlalchemy import event

from demosx.core.db import db
from demosx.core.web import Application

from . import filling, tables

PAGES: dict[str, str] = {
    "home": "/",
    "list, newest": "/proposals",
    "list, most supported": "/proposals?sort=support",
    "list, closing": "/proposals?sort=closing",
    "list, one area": "/proposals?area=transport",
    "list, one stage": "/proposals?stage=support",
    "search, frequent word": "/proposals?q=가로등",
    "search, two words": "/proposals?q=나래시장 의자",
    "search, rare word": f"/proposals?q={filling.RARE}",
    "search, nothing found": "/proposals?q=낙타",
    "proposal": "/proposals/{proposal}",
    "deliberations": "/deliberations",
    "results": "/results",
    "how it works": "/how",
}
PAGE = 25
DEEP = f"list, page {PAGE}"
WARM_UP = 3


class Place:
    """A filled city with a browser in it."""

    def __init__(self, app: Application, size: int) -> None:
        self.app = app
        self.size = size
        self.client: FlaskClient = app.test_client()
        proposal = filling.talk(app)
        self.addresses = {name: address.format(proposal=proposal) for name, address in PAGES.items()}
        self.addresses[DEEP] = self._walk(PAGE)

    def get(self, name: str) -> float:
        """Open a page; the seconds that it took."""
        started = perf_counter()
        answer = self.client.get(self.addresses[name])
        seconds = perf_counter() - started
        if answer.status_code != 200:
            raise ValueError(f"{name}: {answer.status}")
        return seconds

    def queries(self, name: str) -> int:
        """How many queries a page makes."""
        with self.app.app_context(), counted(db.engine) as count:
            self.get(name)
        return count()

    def _walk(self, pages: int) -> str:
        """The address of a page further on in the list, by following “next”."""
        address = "/proposals"
        for _number in range(pages - 1):
            text = self.client.get(address).text
            link = text.partition('rel="next" href="')[2].partition('"')[0]
            address = link.replace("&amp;", "&") or address
        return address


@contextmanager
def counted(engine: sqlalchemy.Engine) -> Iterator[Callable[[], int]]:
    """Count the statements that an engine runs in the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield lambda: len(seen)
    finally:
        event.remove(engine, "before_cursor_execute", note)


def measure(places: Sequence[Place], rounds: int) -> list[list[str]]:
    """A row for each page: its queries, its median at each size in milliseconds, and the largest by the smallest."""
    rows = []
    for name in places[0].addresses:
        times: list[list[float]] = [[] for _place in places]
        for turn in range(WARM_UP + rounds):
            for place, taken in zip(places, times, strict=True):
                seconds = place.get(name)
                if turn >= WARM_UP:
                    taken.append(seconds)
        medians = [median(taken) * 1000 for taken in times]
        queries = "/".join(str(number) for number in dict.fromkeys(place.queries(name) for place in places))
        rows.append([name, queries, *(f"{ms:.1f}" for ms in medians), f"{medians[-1] / medians[0]:.2f}"])
    return rows


def main() -> None:
    """Fill a city of each size, and measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[2_390, 100_000])
    asked.add_argument("--rounds", type=int, default=25)
    asked.add_argument("--postgres", default="", metavar="ADDRESS")
    given = asked.parse_args()
    with ExitStack() as stack:
        places = []
        for size in sorted(given.sizes):
            folder = stack.enter_context(filling.folder())
            app = stack.enter_context(filling.city(folder, given.postgres))
            started = perf_counter()
            filling.take_in(app, filling.write_rows(folder / "rows.jsonl", size))
            filling.settle(app)
            places.append(Place(app, size))
            print(f"{size:,} proposals filled in {perf_counter() - started:.0f} s", flush=True)
        head = ["page", "queries", *(f"{place.size:,} (ms)" for place in places), "ratio"]
        kind = "PostgreSQL" if given.postgres else "SQLite"
        tables.show(f"Pages on {kind}, medians of {given.rounds}", head, measure(places, given.rounds))


if __name__ == "__main__":
    main()
