"""Duties belong to the post: whoever works on them may go, the duties stay or go to whoever comes."""

import threading
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from demosx import testing
from demosx.core import ticks
from demosx.core.db import db
from demosx.core.web import Application
from demosx.desk import leaving
from demosx.desk.leaving import return_ended
from demosx.desk.services import assign_duty
from demosx.duties.models import Duty
from demosx.ledger.models import Entry
from demosx.people import services
from demosx.people.models import Account
from demosx.people.queries import actor_of, grants_of
from demosx.people.signals import roles_ended

from .conftest import At, gather, lead

End = Callable[[Account], None]


def revoke(who: Account) -> None:
    for given in grants_of(who.id):
        services.revoke(given)


ENDS: dict[str, End] = {
    "role taken back": revoke,
    "suspended": lambda who: services.suspend(who, reason="휴직"),
}


@pytest.fixture
def answer(city: SimpleNamespace, at: At) -> Duty:
    """An answer of the department of transport's that one of its two officers works on."""
    with at("2019-02-10 09:00"):
        city.colleague = testing.account("교통 동료", ["officer"], "transport")
        bus = testing.proposal(city.citizen, "버스")
        lead(bus, "transport", city.operator)
        gather(bus, 60)
        duty = db.session.scalars(db.select(Duty)).one()
        assign_duty(duty, city.transport.id, actor_of(city.operator.id))
        testing.forget_letters()
    return duty


def last_entry() -> Entry:
    query = db.select(Entry).where(Entry.verb == "duty_assigned").order_by(Entry.id.desc()).limit(1)
    return db.session.scalars(query).one()


@pytest.mark.parametrize("how", ENDS)
def test_what_somebody_worked_on_stays_when_they_go(
    city: SimpleNamespace, answer: Duty, at: At, how: str
) -> None:
    with at("2019-02-12 09:00"):
        ENDS[how](city.transport)
        db.session.commit()
    assert (answer.assignee_id, answer.department_id) == (None, testing.department("transport").id)
    assert answer.due_on == date(2019, 3, 4)
    entry = last_entry()
    assert (entry.data["left"], entry.data["assigned"], entry.public) == (True, False, False)
    (letter,) = [one for one in testing.letters() if "[담당자 없음]" in one.subject]
    assert letter.to == city.colleague.email


def test_what_is_theirs_by_another_role_stays_with_them(city: SimpleNamespace, answer: Duty, at: At) -> None:
    with at("2019-02-12 09:00"):
        services.grant(city.transport, "aide")
        services.revoke(next(given for given in grants_of(city.transport.id) if given.role == "aide"))
        db.session.commit()
    assert answer.assignee_id == city.transport.id


def test_a_post_is_handed_over_with_what_is_worked_on(city: SimpleNamespace, answer: Duty, at: At) -> None:
    with at("2019-02-12 09:00"):
        post = services.add_post(testing.department("transport"), "노선 담당")
        services.move_post_holder(post, city.transport)
        revoke_plain = [given for given in grants_of(city.transport.id) if given.post_id is None]
        for given in revoke_plain:
            services.revoke(given)
        db.session.commit()
        assert answer.assignee_id == city.transport.id
        newcomer = testing.account("후임")
        services.move_post_holder(post, newcomer)
        db.session.commit()
    assert answer.assignee_id == newcomer.id
    assert last_entry().data == {"duty": "department_answer", "assigned": True, "left": True}
    (letter,) = testing.letters(newcomer)
    assert letter.subject.startswith("[배정] ")


def test_a_term_that_ends_gives_back_on_the_next_day(city: SimpleNamespace, answer: Duty, at: At) -> None:
    with at("2019-02-12 09:00"):
        (given,) = grants_of(city.transport.id)
        given.ends_on = date(2019, 2, 20)
        db.session.commit()
    with at("2019-02-20 23:59"):
        assert return_ended() == 0
    with at("2019-02-21 00:00"):
        assert ticks.run()["duties_given_back"] == 1
        assert return_ended() == 0
    db.session.refresh(answer)
    assert answer.assignee_id is None


def test_a_done_duty_keeps_whoever_did_it(city: SimpleNamespace, answer: Duty, at: At) -> None:
    with at("2019-02-12 09:00"):
        answer.closed_at, answer.closed_as = answer.opened_at, "done"
        db.session.commit()
        revoke(city.transport)
        db.session.commit()
    assert answer.assignee_id == city.transport.id


def test_two_rounds_at_once_give_back_once(
    app: Application, city: SimpleNamespace, answer: Duty, at: At
) -> None:
    (given,) = grants_of(city.transport.id)
    given.ends_on = date(2019, 2, 20)
    db.session.commit()
    gate, counts = threading.Barrier(3), []

    def run() -> None:
        with app.app_context(), at("2019-02-21 09:00"):
            gate.wait()
            counts.append(return_ended())

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 1]


def test_nobody_hears_twice(app: Flask) -> None:
    before = len(roles_ended.receivers)
    leaving.listen()
    assert len(roles_ended.receivers) == before
