"""Reading: who holds what, in how many queries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from demosx.core.db import db
from demosx.core.permissions import Place
from demosx.people import queries, services
from demosx.people.models import Account


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that the block sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def crowd(app: Flask) -> Callable[[int], list[Account]]:
    """Make so many people, all of them officers of two departments and operators."""
    offices = [services.add_department(key, {"ko": key}) for key in ("parks", "roads")]

    def make(number: int) -> list[Account]:
        made = [services.create_account(f"사람{n}", email=f"p{n}@example.org") for n in range(number)]
        for account in made:
            for office in offices:
                services.grant(account, "officer", department=office)
            services.grant(account, "operator")
        db.session.commit()
        db.session.expire_all()
        return made

    return make


def test_who_is_signed_in_takes_one_query(crowd: Callable[[int], list[Account]]) -> None:
    (kim,) = crowd(1)
    secret = services.admit(kim, factor=True)
    db.session.commit()
    with counted() as sent:
        actor = queries.actor_of_secret(secret)
    assert len(sent) == 1
    assert actor is not None
    assert len(actor.grants) == 3
    assert actor.is_staff


def test_lists_take_as_many_queries_for_many_as_for_few(crowd: Callable[[int], list[Account]]) -> None:
    people = crowd(30)
    with counted() as sent:
        page = queries.people()
        grants = queries.grants_of_many([account.id for account in page.items])
        names = [grant.department.key for held in grants.values() for grant in held if grant.department]
    assert len(sent) == 2
    assert len(names) == 60
    with counted() as sent:
        assert len(queries.nicknames([account.id for account in people])) == 30
    assert len(sent) == 1


def test_holders_can_be_written_to_and_are_named_once(crowd: Callable[[int], list[Account]]) -> None:
    one, two, three = crowd(3)
    assert list(queries.holders("officer")) == [one, two, three]
    two.confirmed_at = None
    three.email = three.email_key = None
    db.session.flush()
    assert list(queries.holders("officer")) == [one]
    assert list(queries.staff("officer")) == [one, two, three]
    parks = queries.department_by_key("parks")
    assert parks is not None
    assert list(queries.holders("officer", Place(frozenset({parks.id})))) == [one]
    assert list(queries.holders("officer", Place())) == []
    assert list(queries.holders("operator", Place())) == [one], (
        "a role without a department is for all of them"
    )
    assert list(queries.holders("aide")) == []


def test_people_page_by_key(crowd: Callable[[int], list[Account]]) -> None:
    everybody = crowd(queries.PAGE + 5)
    first = queries.people()
    second = queries.people(cursor=first.next)
    assert [*first.items, *second.items] == everybody[::-1]
    assert second.next is None
    assert list(queries.people(cursor=second.previous).items) == list(first.items)


def test_searching_people(crowd: Callable[[int], list[Account]]) -> None:
    crowd(12)
    assert [account.nickname for account in queries.people("P11@").items] == ["사람11"]
    assert [account.nickname for account in queries.people(" 사람1").items] == [
        "사람11",
        "사람10",
        "사람1",
    ]
    assert queries.people("%").items == []
    assert queries.people("_").items == []
    assert len(queries.people(" ").items) == 12


def test_accounts_of_a_demonstration(app: Flask) -> None:
    one = services.create_account("시민", email="citizen@demo.invalid")
    services.create_account("진짜", email="real@example.org")
    gone = services.create_account("떠난이", email="gone@demo.invalid")
    db.session.flush()
    services.suspend(gone)
    assert list(queries.demo_accounts()) == [one]
