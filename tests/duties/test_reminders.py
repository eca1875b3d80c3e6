"""Each reminder of the process file comes once: late, twice or from two processes at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from demosx.duties.models import Duty
from demosx.duties.reminders import remind
from demosx.duties.services import close_duty, reminded
from demosx.duties.signals import reminder_due
from demosx.journey.travel import moment

At = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def heard(app: Flask) -> Iterator[list[tuple[date, date]]]:
    """The reminders that were announced: the day they were for, and the day they came."""
    found: list[tuple[date, date]] = []

    def listen(_duty: Duty, day: date, today: date) -> None:
        found.append((day, today))

    reminder_due.connect(listen)
    yield found
    reminder_due.disconnect(listen)


@pytest.fixture
def answer(app: Flask, at: At) -> Duty:
    """A department's answer, asked for on 10 February 2019 and due on Monday 4 March."""
    with at("2019-02-01 12:00"):
        proposal = testing.proposal(testing.account("별이"))
    with at("2019-02-10 12:00"), moment(proposal) as journey:
        journey.proposal.supports_elsewhere = journey.proposal.supports = 50
    db.session.commit()
    return db.session.scalars(db.select(Duty)).one()


def test_each_reminder_comes_on_its_day_and_once(
    answer: Duty, heard: list[tuple[date, date]], at: At
) -> None:
    for day, said in (
        ("2019-02-26 23:59", 0), ("2019-02-27 00:00", 1), ("2019-02-27 12:00", 0), ("2019-03-04 23:59", 0),
        ("2019-03-05 00:00", 1), ("2019-03-06 09:00", 0), ("2019-09-01 09:00", 0),
    ):  # fmt: skip
        with at(day):
            assert remind() == said, day
    assert heard == [
        (date(2019, 2, 27), date(2019, 2, 27)),
        (date(2019, 3, 5), date(2019, 3, 5)),
    ]


def test_days_that_nobody_saw_become_one_reminder(
    answer: Duty, heard: list[tuple[date, date]], at: At
) -> None:
    with at("2019-03-20 09:00"):
        assert remind() == 1
        assert remind() == 0
    assert heard == [(date(2019, 3, 5), date(2019, 3, 20))]


def test_nobody_is_reminded_of_what_is_done(answer: Duty, heard: list[tuple[date, date]], at: At) -> None:
    with at("2019-02-20 09:00"):
        close_duty(answer.proposal_id, answer.name, answer.opened_at, "done", "accept")
        db.session.commit()
    with at("2019-03-20 09:00"):
        assert remind() == 0
    assert heard == []


def test_two_processes_at_once_remind_once(
    app: Application, answer: Duty, heard: list[tuple[date, date]], at: At
) -> None:
    db.session.commit()
    gate = threading.Barrier(4)
    counts: list[int] = []

    def run() -> None:
        with app.app_context(), at("2019-02-28 09:00"):
            gate.wait()
            counts.append(remind())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 1]
    assert len(heard) == 1


def test_a_reminder_before_the_duty_began_is_left_out(app: Flask, at: At) -> None:
    duty = Duty(remind=["2019-02-01", "2019-02-05", "2019-02-09"])
    assert reminded(duty, date(2019, 2, 5)) == date(2019, 2, 5)
    assert duty.remind_next == date(2019, 2, 9)
    assert reminded(duty, date(2019, 2, 9)) == date(2019, 2, 9)
    assert duty.remind_next is None
