"""10,000 notices, a mail server that fails half the time, several deliverers at once, one of them killed: each once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from demosx import testing
from demosx.core import clock, jobs
from demosx.core.db import db, transaction
from demosx.core.mail import TOGETHER, Letter
from demosx.notifications.models import Follow, Notice, NoticeSetting
from demosx.people.models import Account
from tests.databases import hurry
from tests.notifications.conftest import At, step
from tests.notifications.failing_mail import FOR_GOOD

MANY = int(os.environ.get("DEMOSX_TEST_NOTICES", "10000"))
NOBODY = 20  # recipients whom the server refuses for good
ROOT = Path(__file__).parents[2]
DELIVERER = """
import sys, warnings
warnings.simplefilter("ignore")
from datetime import timedelta
from pathlib import Path
from demosx import testing
from demosx.core import mail
from demosx.core.db import db
from sqlalchemy import func, select
from tests.databases import hurry
mail.wait_after = lambda attempts: timedelta()  # nobody waits for the clock here
smtp = {"host": "127.0.0.1", "port": int(sys.argv[3]), "tls": "none", "timeout": 1}
app = testing.application(
    Path(sys.argv[1]), database={"url": sys.argv[2]}, mail={"transport": "smtp", "smtp": smtp}
)
import logging
app.logger.setLevel(logging.ERROR)
with app.app_context():
    hurry()
    print("ready", flush=True)
    queued = select(func.count()).where(mail.Letter.state == "queued")
    while mail.deliver(500) != mail.Delivered() or db.session.scalar(queued):
        db.session.rollback()  # a server that was slow for a moment is asked again
"""


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a server that fails half the time, and where it writes what it has taken."""
    log = tmp_path / "taken.log"
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("failing_mail.py")), str(log), "4"],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert server.stdout is not None
    yield int(server.stdout.readline()), log
    server.kill()
    server.wait()
    server.stdout.close()


def followers(proposal: int, many: int) -> None:
    """So many people who follow a proposal and want to be told at once."""
    now = clock.wall()
    names = [f"{FOR_GOOD if number < NOBODY else 'p'}{number}" for number in range(many)]
    with transaction():
        rows = [
            {"email": f"{name}@example.org", "email_key": f"{name}@example.org", "nickname": name,
             "nickname_key": name, "confirmed_at": now, "language": "ko", "created_at": now,
             "awaits_guardian": False} for name in names
        ]  # fmt: skip
        made = db.session.scalars(insert(Account).returning(Account.id), rows).all()
        db.session.execute(
            insert(Follow), [{"proposal_id": proposal, "account_id": one, "at": now} for one in made]
        )
        db.session.execute(insert(NoticeSetting), [
            {"account_id": one, "kind": "followed", "pace": "immediately", "mail": True, "push": False,
             "text": False} for one in made
        ])  # fmt: skip


class Deliverers:
    """Programs that send what is due."""

    def __init__(self, folder: Path, port: int) -> None:
        self.arguments = [
            str(folder), db.engine.url.render_as_string(hide_password=False), str(port),
        ]  # fmt: skip
        self.running: list[subprocess.Popen[str]] = []

    def start(self, count: int) -> None:
        for _one in range(count):
            self.running.append(subprocess.Popen(
                [sys.executable, "-c", DELIVERER, *self.arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
            ))  # fmt: skip
        for one in self.running[-count:]:
            assert one.stdout is not None and one.stdout.readline() == "ready\n"

    def wait(self) -> None:
        for one in self.running:
            one.wait()
            if one.stdout is not None:
                one.stdout.close()
        self.running = []


def states() -> Counter[str]:
    db.session.rollback()
    return Counter(dict(db.session.execute(select(Letter.state, func.count()).group_by(Letter.state)).all()))


def test_each_of_ten_thousand_is_delivered_once(
    make_app: Callable[..., Flask], at: At, tmp_path: Path, mail_server: tuple[int, Path], database: str
) -> None:
    """On PostgreSQL a fifth of them, unless the environment says how many: the code is the same."""
    port, log = mail_server
    many = MANY if database == "sqlite" or "DEMOSX_TEST_NOTICES" in os.environ else MANY // 5
    with make_app().app_context(), at("2019-02-10 12:00"):
        hurry()
        proposal = testing.proposal(testing.account("별이"), "밤 버스")
        followers(proposal.id, many)
        step(proposal)
        jobs.run_due()
        with transaction():
            db.session.execute(db.delete(Letter).where(Letter.maker == ""))
        assert db.session.scalar(select(func.count(Notice.id)).where(Notice.kind == "followed")) == many
        crowd = Deliverers(tmp_path, port)
        crowd.start(2)
        while not log.exists() or log.read_text().count("\n") < many // 20:
            time.sleep(0.05)
        os.kill(crowd.running[0].pid, signal.SIGKILL)
        crowd.wait()
        left = states()
        assert left["queued"] == 0 and left["sending"] <= TOGETHER, (
            "the killed one held a few letters at most"
        )
        with transaction():
            db.session.execute(update(Letter).values(claimed_at=clock.wall() - timedelta(hours=1)))
        crowd.start(1)
        crowd.wait()
        assert states() == Counter({"sent": many + 1 - NOBODY, "failed": NOBODY})
    check(log, many + 1 - NOBODY)


def check(log: Path, expected: int) -> None:
    """Everybody has it; and twice only where the server had taken it without saying so, or the sender was killed."""
    numbers, unsaid = defaultdict(list), set()
    for line in log.read_text().splitlines():
        to, number, whim = line.split(" ")
        numbers[to].append(number)
        if whim == "unsaid":
            unsaid.add(to)
    assert len(numbers) == expected
    twice = {to for to, got in numbers.items() if len(got) > 1}
    assert len(twice - unsaid) <= 1, "one letter may have been on its way when its sender was killed"
    assert all(len(set(got)) == 1 for got in numbers.values()), "a second one has the same Message-ID"
