"""Whether pages take the same time however many proposals there are.

    python -m benchmarks.pages [--sizes 1000 1000000] [--rounds 25] [--postgres ADDRESS]
    python -m benchmarks.pages --database ADDRESS_OF_A_SMALL_CITY --database ADDRESS_OF_A_LARGE_CITY

Cities are filled as by `benchmarks.city`, with ten supports for each proposal and an opinion, or have been before. They
are measured in turn, request by request, so that what else the machine does falls on all of them. A page that takes
more than half as long again in the largest is marked.
"""

import argparse
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from time import perf_counter, process_time

import sqlalchemy
from flask.testing import FlaskClient
from sqlalchemy import event, select

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.journey.models import Visit
from demosx.people.models import Account, RoleGrant
from demosx.proposals.models import Proposal

from . import city, filling, tables

PAGES: dict[str, str] = {
    "home": "/",
    "list, newest": "/proposals",
    "list, most supported": "/proposals?sort=support",
    "list, closing": "/proposals?sort=closing",
    "list, answered": "/proposals?sort=answered",
    "list, one stage": "/proposals?stage=support",
    "list, one area": "/proposals?area=transport",
    "list, one district": "/proposals?district=narae",
    "list, area and district": "/proposals?area=transport&district=narae",
    "list, area, most supported": "/proposals?area=transport&sort=support",
    "list, area and stage, closing": "/proposals?area=transport&stage=support&sort=closing",
    "search, frequent word": "/proposals?q=학교",
    "search, two words": "/proposals?q=아이 안전",
    "search, rare word": f"/proposals?q={filling.RARE}",
    "search, mistyped": "/proposals?q=미세먼즈",
    "search, nothing found": "/proposals?q=낙타봉우리",
    "search, frequent, narrowed": "/proposals?q=학교&area=transport",
    "search, frequent, under way": "/proposals?q=학교&state=open",
    "search, frequent, by supports": "/proposals?q=학교&sort=support",
    "proposal": "/proposals/{proposal}",
    "proposal, answered": "/proposals/{answered}",
    "deliberation": "/deliberations/{deliberation}",
    "deliberations": "/deliberations",
    "deliberations, closed": "/deliberations?when=closed",
    "ask": "/ask",
    "results": "/results",
    "results, late": "/results?show=late",
    "how it works": "/how",
    "events": "/events",
    "overdue": "/open/overdue",
    "desk": "/desk",
    "desk, triage": "/desk/triage",
    "desk, arrivals": "/desk/arrivals",
    "desk, board": "/desk/board",
    "desk, a stage": "/desk/board/citizen/support",
    "desk, opinions": "/desk/opinions",
    "desk, supports": "/desk/supports",
}
SIMILAR = "similar, while writing"
TYPED = {
    "title": "학교 앞 횡단보도에 신호등을 놓아 주세요",
    "body": "아이들이 학교에 가는 길에 차가 빨리 달려 위험합니다. 신호등과 과속 방지턱이 있으면 안전할 것 같습니다.",
}
PAGE = 25
DEEP = f"list, page {PAGE}"
WARM_UP = 2
ALLOWED = 1.5


class Place:
    """A filled city with a visitor's browser in it, and an operator's."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.visitor: FlaskClient = app.test_client()
        self.operator: FlaskClient = app.test_client()
        with app.app_context():
            here = _there(app, self.operator)
            self.size = here.pop("size")
        addresses = {name: address.format(**here) for name, address in PAGES.items()}
        self.addresses = {name: address for name, address in addresses.items() if not address.endswith("/0")}
        self.addresses[DEEP] = self._walk(PAGE)
        self.addresses[SIMILAR] = "/proposals/similar"
        form = self.visitor.get("/proposals/new").text
        self.token = form.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]

    def get(self, name: str) -> float:
        """Open a page; the seconds that it took."""
        started = perf_counter()
        if name == SIMILAR:
            answer = self.visitor.post(self.addresses[name], data=TYPED | {"csrf_token": self.token})
        else:
            answer = (self.operator if name.startswith("desk") else self.visitor).get(self.addresses[name])
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
            text = self.visitor.get(address).text
            link = text.partition('rel="next" href="')[2].partition('"')[0]
            address = link.replace("&amp;", "&") or address
        return address


def _there(app: Application, operator: FlaskClient) -> dict[str, int]:
    """The numbers of what is looked at; signs an operator in."""
    role = select(RoleGrant.account_id).where(RoleGrant.role == "operator").limit(1)
    testing.sign_in(operator, db.session.get_one(Account, db.session.scalars(role).one()))
    last = select(Proposal.id).order_by(Proposal.id.desc()).limit(1)
    forum = select(Visit.id).where(Visit.kind == "deliberation", Visit.starts_on.is_not(None)).limit(1)
    answered = select(Proposal.id).where(Proposal.ended == "answered").order_by(Proposal.id).limit(1)
    found = {
        "proposal": 1,
        "size": db.session.scalars(last).one(),
        "deliberation": db.session.scalar(forum) or 0,
        "answered": db.session.scalar(answered) or 1,
    }
    db.session.remove()
    return found


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


def measure(places: Sequence[Place], rounds: int, only: str = "") -> list[list[str]]:
    """A row for each page: its queries; its median at each size in milliseconds, and the largest by the smallest; the
    same of the time that the processor alone was busy with it here, which includes SQLite but no server's work."""
    rows = []
    for name in places[0].addresses:
        if only not in name or not all(name in place.addresses for place in places):
            continue
        times: list[list[float]] = [[] for _place in places]
        busy: list[list[float]] = [[] for _place in places]
        for turn in range(WARM_UP + rounds):
            for place, taken, worked in zip(places, times, busy, strict=True):
                started = process_time()
                seconds = place.get(name)
                if turn >= WARM_UP:
                    taken.append(seconds)
                    worked.append(process_time() - started)
        queries = "/".join(str(number) for number in dict.fromkeys(place.queries(name) for place in places))
        rows.append([name, queries, *_compared(times), *_compared(busy)])
    return rows


def _compared(times: Sequence[Sequence[float]]) -> list[str]:
    medians = [median(taken) * 1000 for taken in times]
    ratio = medians[-1] / medians[0]
    return [*(f"{ms:.1f}" for ms in medians), f"{ratio:.2f}{' !' if ratio > ALLOWED else ''}"]


def opened(address: str, stack: ExitStack) -> Place:
    """A city that was filled before."""
    url = sqlalchemy.make_url(address)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    folder = stack.enter_context(filling.folder())
    return Place(city.application(folder, url.render_as_string(hide_password=False)))


def filled(size: int, postgres: str, stack: ExitStack) -> Place:
    """A city of this size, for as long as it is measured."""
    folder = stack.enter_context(filling.folder())
    app = city.application(folder, stack.enter_context(filling.fresh_database(folder, postgres)))
    started = perf_counter()
    city.fill(app, city.Size(size, 10 * size, size))
    print(f"{size:,} proposals filled in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return Place(app)


def main() -> None:
    """Fill a city of each size, or open those that are there, and measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    asked.add_argument("--rounds", type=int, default=25)
    asked.add_argument("--postgres", default="", metavar="ADDRESS")
    asked.add_argument("--database", action="append", default=[], metavar="ADDRESS")
    asked.add_argument(
        "--only", default="", metavar="WORDS", help="only pages whose name has these words in it"
    )
    given = asked.parse_args()
    with ExitStack() as stack:
        if given.database:
            places = [opened(address, stack) for address in given.database]
        else:
            places = [filled(size, given.postgres, stack) for size in sorted(given.sizes)]
        sizes = [f"{place.size:,}" for place in places]
        head = ["page", "queries", *(f"{size} (ms)" for size in sizes), "ratio", *sizes, "processor"]
        kinds = {place.app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0] for place in places}
        rows = measure(places, given.rounds, given.only)
        tables.show(f"Pages on {', '.join(sorted(kinds))}, medians of {given.rounds}", head, rows)
        print(
            f"\nThe process has needed {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most."
        )
        print(f"The machine had {os.getloadavg()[0]:.1f} processes waiting in the last minute.")


if __name__ == "__main__":
    main()
