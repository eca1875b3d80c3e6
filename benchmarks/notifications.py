"""How fast people are told: python -m benchmarks.notifications [--people 10000] [--letters 1000] [--postgres ADDRESS]

Rows a second that a step costs whoever causes it, that the job behind it writes, and letters a second that are made and
handed to a server which takes everything at once.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, insert, select, update

from demosx import testing
from demosx.core import clock, jobs, mail
from demosx.core.db import db, transaction
from demosx.core.mail import Letter, Made
from demosx.journey.travel import moment
from demosx.notifications.models import Follow, Notice, NoticeSetting
from demosx.notifications.services import write_digests
from demosx.people.models import Account
from demosx.proposals.models import Proposal

from .filling import city, folder
from .tables import show


class Nowhere:
    """A server that takes everything: the message is made whole, and forgotten."""

    def send(self, letter: Letter, made: Made) -> None:
        """Make the message."""
        bytes(mail.message(letter, made))

    def close(self) -> None:
        """Nothing is open."""


def main() -> None:
    """Measure, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000, help="who follow the proposal")
    asked.add_argument("--letters", type=int, default=1_000, help="of them want to be told at once")
    asked.add_argument("--postgres", default="", help="address of a PostgreSQL server; else SQLite")
    chosen = asked.parse_args()
    with folder() as at, city(at, chosen.postgres) as app, app.app_context():
        mail.add_way(app, mail.MAIL, Nowhere)
        with testing.at("2019-02-01 09:00"):
            proposal = testing.proposal(testing.account("별이"), "밤 11시 이후에도 버스를")
            crowd(proposal.id, chosen.people, chosen.letters)
        with testing.at("2019-02-10 12:00"):
            show("Telling people", ["what", "number", "seconds", "a second"], measured(proposal))


def crowd(proposal: int, people: int, letters: int) -> None:
    """So many who follow a proposal; the first of them want to be told at once."""
    now = clock.wall()
    with transaction():
        names = [f"person{number}" for number in range(people)]
        rows = [
            {"email": f"{name}@example.org", "email_key": f"{name}@example.org", "nickname": name,
             "nickname_key": name, "confirmed_at": now, "language": "ko", "created_at": now,
             "awaits_guardian": False} for name in names
        ]  # fmt: skip
        made = db.session.scalars(insert(Account).returning(Account.id), rows).all()
        db.session.execute(
            insert(Follow), [{"proposal_id": proposal, "account_id": one, "at": now} for one in made]
        )
        choices = [
            {"account_id": one, "kind": "followed", "pace": "immediately", "mail": True, "push": False,
             "text": False} for one in made[:letters]
        ]  # fmt: skip
        if choices:
            db.session.execute(insert(NoticeSetting), choices)


def measured(proposal: Proposal) -> list[list[str]]:
    """The rows of the table."""
    rows = [_row("a step, for whoever causes it", lambda: _step(proposal))]
    rows.append(_row("notices written", lambda: _count(jobs.run_due, Notice)))
    rows.append(_row("letters sent", _deliver))
    with transaction():
        db.session.execute(update(Notice).where(Notice.pace == "daily").values(digest=""))
    with testing.at("2019-02-11 09:00"):
        rows.append(_row("digests written", write_digests))
        rows.append(_row("digests sent", _deliver))
    return rows


def _row(name: str, act: Callable[[], int]) -> list[str]:
    begun = time.perf_counter()
    number = act()
    took = time.perf_counter() - begun
    return [name, f"{number:,}", f"{took:.2f}", f"{number / took:,.0f}"]


def _step(proposal: Proposal) -> int:
    with transaction(), moment(proposal) as journey:
        journey.proposal.supports_elsewhere = journey.proposal.supports = 500
    return 1


def _count(act: Callable[[], Any], model: Any) -> int:
    before = db.session.scalar(select(func.count(model.id))) or 0
    act()
    return (db.session.scalar(select(func.count(model.id))) or 0) - before


def _deliver() -> int:
    sent = 0
    while (run := mail.deliver(500)) != mail.Delivered():
        sent += run.sent
    return sent


if __name__ == "__main__":
    main()
