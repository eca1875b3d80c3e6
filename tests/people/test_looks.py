"""Looks at personal data: written once, never changed, kept two years by the database itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.people.looks import LEAST_DAYS, AccessLog, look
from demosx.people.models import Account
from demosx.people.queries import actor_of

pytestmark = pytest.mark.usefixtures("app")


def lines() -> list[AccessLog]:
    return list(db.session.scalars(select(AccessLog).order_by(AccessLog.id)))


def test_a_look_says_who_what_whose_and_why(make_account: Callable[..., Account]) -> None:
    staff, person = make_account("담당", roles=["admin"]), make_account("별이")
    with transaction():
        look("person", person_id=person.id, reason="inquiry", actor=actor_of(staff.id), detail="전화")
        look("export", person_id=person.id, reason="request")
    first, by_command = lines()
    assert (first.account_id, first.person_id, first.what) == (staff.id, person.id, "person")
    assert (first.many, first.reason, first.detail) == (1, "inquiry", "전화")
    assert clock.wall() - first.at < timedelta(minutes=1)
    assert by_command.account_id is None


@pytest.mark.parametrize("wrong", [("everything", "inquiry"), ("person", "curiosity")])
def test_only_words_of_the_lists_are_taken(wrong: tuple[str, str]) -> None:
    with pytest.raises(ValueError):
        look(wrong[0], reason=wrong[1])


def test_another_reason_has_to_be_told() -> None:
    with pytest.raises(DBAPIError):
        look("person", reason="other")
    db.session.rollback()


def test_no_look_is_ever_changed() -> None:
    with transaction():
        look("people", many=30, reason="inquiry")
    for change in (update(AccessLog).values(many=1), delete(AccessLog)):
        with pytest.raises(DBAPIError, match="looks are kept"):
            db.session.execute(change)
        db.session.rollback()
    assert [line.many for line in lines()] == [30]


@pytest.mark.parametrize(("days", "goes"), [(LEAST_DAYS - 1, False), (LEAST_DAYS + 1, True)])
def test_the_database_lets_a_look_go_only_after_its_time(days: int, goes: bool) -> None:
    with transaction():
        db.session.add(
            AccessLog(at=clock.wall() - timedelta(days=days), what="people", many=3, reason="roles")
        )
    if goes:
        with transaction():
            db.session.execute(delete(AccessLog))
        assert not lines()
        return
    with pytest.raises(DBAPIError, match="looks are kept"):
        db.session.execute(delete(AccessLog))
    db.session.rollback()
