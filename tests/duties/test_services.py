"""What is owed: opened once, handed on without losing its day, closed once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.duties import services
from demosx.duties.models import Duty
from demosx.duties.queries import open_of, owned_by
from demosx.proposals.models import Proposal

At = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def filed(app: Flask, at: At) -> Proposal:
    """A proposal without duties."""
    with at("2019-02-01 12:00"):
        return testing.proposal(testing.account("별이"))


def owe(proposal: Proposal, name: str = "check", number: int = 1, **more: object) -> Duty:
    """A duty of the department's, due on 9 February."""
    given = {"owners": ("department",), "opened_at": clock.now(), "due_on": date(2019, 2, 9), **more}
    return services.open_duty(proposal.id, name, number, **given)  # type: ignore[arg-type]


def test_what_is_open_is_open_once(filed: Proposal, at: At) -> None:
    with at("2019-02-02 09:00"):
        owe(filed)
        with pytest.raises(IntegrityError):
            owe(filed, number=2)


def test_a_reminder_on_the_day_of_opening_says_nothing_new(filed: Proposal, at: At) -> None:
    days = (date(2019, 2, 1), date(2019, 2, 2), date(2019, 2, 7))
    with at("2019-02-02 00:30"):
        assert owe(filed, remind_on=days).remind == ["2019-02-07"]
    with at("2019-02-02 23:30"):
        duty = owe(filed, name="other", remind_on=(date(2019, 2, 2),))
        assert (duty.remind, duty.remind_next) == ([], None)


def test_handing_over_keeps_the_day_and_forgets_the_person(filed: Proposal, at: At) -> None:
    transport, parks = testing.department("transport"), testing.department("parks")
    person = testing.account("담당자", ["officer"], "transport")
    with at("2019-02-02 09:00"):
        duty = owe(filed, department_id=transport.id)
        owe(filed, name="referral", owners=("operator",))
        assert services.departmental(filed.id) == [duty]
        services.assign(duty, person.id, Actor(id=person.id))
        services.hand_to(duty, transport.id)
        assert duty.assignee_id == person.id
        services.hand_to(duty, parks.id)
    assert duty.assignee_id is None
    assert (duty.department_id, duty.due_on) == (parks.id, date(2019, 2, 9))


def test_late_is_from_the_day_after(filed: Proposal, at: At) -> None:
    with at("2019-02-02 09:00"):
        duty = owe(filed)
    assert services.days_late(duty, date(2019, 2, 9)) == 0
    assert services.days_late(duty, date(2019, 2, 10)) == 1
    assert services.days_late(Duty(due_on=None), date(2019, 2, 10)) == 0


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        ({"operator"}, {"a", "b"}),
        ({"head"}, {"b"}),
        ({"oper"}, set()),
        ({'"operator"', "%"}, set()),
        (set(), set()),
    ],
)
def test_owners_are_found_by_role(filed: Proposal, at: At, roles: set[str], found: set[str]) -> None:
    with at("2019-02-02 09:00"):
        owe(filed, name="a", owners=("operator",))
        owe(filed, name="b", owners=("head", "operator"))
        owe(filed, name="c", owners=())
    assert set(db.session.scalars(db.select(Duty.name).where(owned_by(roles)))) == found


def test_open_duties_of_many_come_by_due_day(filed: Proposal, at: At) -> None:
    with at("2019-02-02 09:00"):
        owe(filed, name="later", due_on=date(2019, 3, 1))
        owe(filed, name="sooner", due_on=date(2019, 2, 5))
        owe(filed, name="done")
        services.close_duty(filed.id, "done", clock.now(), "done", None)
    db.session.flush()
    assert [duty.name for duty in open_of([filed.id, 999])[filed.id]] == ["sooner", "later"]
    assert open_of([]) == {} and open_of([999]) == {999: []}


def test_what_has_no_day_comes_last(filed: Proposal, at: At) -> None:
    with at("2019-02-02 09:00"):
        owe(filed, "stopped", due_on=None)
        owe(filed, "later", due_on=date(2019, 3, 9))
        owe(filed, "sooner")
    wanted = ["sooner", "later", "stopped"]
    assert [duty.name for duty in services.open_duties(filed.id)] == wanted
    assert [duty.name for duty in open_of([filed.id])[filed.id]] == wanted
