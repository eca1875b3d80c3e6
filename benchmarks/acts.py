"""How long filing, supporting and a round of the clock take in a city, and how much memory browsing it needs.

    python -m benchmarks.acts --database ADDRESS_OF_A_CITY [--rounds 20]

The city was filled by `benchmarks.city`; what is done here stays in it. Its clock is that of the machine, so that the
first round does what has become due since it was filled.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from flask import current_app
from sqlalchemy import func, select

from demosx.commands.ticker import do_what_is_due
from demosx.core import ticks
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.stages.support.queries import support_of
from demosx.stages.support.services import support

from . import pages, tables
from .city_texts import texts

Row = list[str]


def browsed(place: pages.Place) -> Row:
    """Every page once; what the process holds afterwards."""
    before = held()
    for name in place.addresses:
        place.get(name)
    return [f"a process after {len(place.addresses)} pages", f"{held()} MB", f"{before} MB before"]


def held() -> int:
    """What this process holds in memory at present, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def filing(rounds: int) -> Row:
    """Filing proposals, each in a transaction of its own."""
    waiting = iter(texts(rounds))
    people = _people()

    def file() -> None:
        propose(*next(waiting), actor=actor_of(next(people)), area="transport", district="narae")

    return _timed("filing a proposal", rounds, file)


def supporting(rounds: int) -> Row:
    """Supports, by one person each, for a proposal under way."""
    people = _people()
    found = select(Proposal.id).where(Proposal.stage == "support", Proposal.ended_at.is_(None))
    number = db.session.scalars(found.order_by(Proposal.id.desc()).limit(1)).one()
    db.session.rollback()

    def give() -> None:
        proposal = db.session.get_one(Proposal, number)
        account = next(one for one in people if support_of(number, one) is None)
        support(proposal, actor=actor_of(account))

    return _timed("giving a support", rounds, give)


def ticking(app: Application) -> Iterator[Row]:
    """What takes time in the first round of the clock, and the rounds after it whole."""
    for name, part in list(ticks._parts(current_app).items()):
        started = perf_counter()
        done = part()
        db.session.rollback()
        seconds = perf_counter() - started
        if seconds > 0.1:
            yield [f"first tick: {name}", f"{1000 * seconds:,.0f} ms", f"{done:,} done"]
    for which in ("second", "third"):
        started = perf_counter()
        do_what_is_due(app)
        yield [f"{which} tick, whole", f"{1000 * (perf_counter() - started):,.0f} ms", ""]


def _people() -> Iterator[int]:
    """People who take part, each once."""
    last = db.session.scalar(select(func.max(Account.id))) or 0
    db.session.rollback()
    return count(last, -1)


def _timed(name: str, rounds: int, act: Callable[[], None]) -> Row:
    taken = []
    for _turn in range(rounds):
        started = perf_counter()
        with transaction():
            act()
        taken.append(1000 * (perf_counter() - started))
    taken = taken[1:]
    return [name, f"{median(taken):.0f} ms", f"{quantiles(taken, n=20)[-1]:.0f} ms in 19 of 20"]


def main() -> None:
    """Measure in the city that is named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", required=True, metavar="ADDRESS")
    asked.add_argument("--rounds", type=int, default=20)
    given = asked.parse_args()
    with ExitStack() as stack:
        place = pages.opened(given.database, stack)
        rows = [browsed(place)]
        with place.app.app_context():
            rows += [filing(given.rounds), supporting(given.rounds), *ticking(place.app)]
        kind = place.app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
        tables.show(f"A city of {place.size:,} proposals on {kind}", ["what", "takes", ""], rows)


if __name__ == "__main__":
    main()
