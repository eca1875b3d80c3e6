"""Pages by key: every row once in both directions, whatever is added meanwhile and whatever the address says."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.core.paging import Order, Page, entities, place
from demosx.people.models import Account

NEWEST = Order("newest", (Account.created_at, Account.id))
BEGAN = datetime(2019, 1, 1, tzinfo=UTC)


def add(number: int) -> None:
    """An account; three share each moment, so that the second key decides."""
    name = f"사람{number}"
    moment = BEGAN + timedelta(minutes=number // 3, microseconds=7)
    db.session.add(Account(nickname=name, nickname_key=name, language="ko", created_at=moment))


@pytest.fixture
def people(app: Flask) -> None:
    for number in range(50):
        add(number)
    db.session.commit()


def read(cursor: str | None = None) -> Page[Account]:
    return entities(db.select(Account), NEWEST, cursor, size=7)


def walk() -> list[Page[Account]]:
    pages = [read()]
    while pages[-1].next:
        pages.append(read(pages[-1].next))
        assert len(pages) < 20
    return pages


@pytest.mark.usefixtures("people")
def test_every_row_comes_once_and_in_order() -> None:
    found = [account for page in walk() for account in page.items]
    assert len(found) == len({account.id for account in found}) == 50
    assert found == sorted(found, key=lambda account: (account.created_at, account.id), reverse=True)


@pytest.mark.usefixtures("people")
def test_the_way_back_shows_the_same_pages() -> None:
    pages = walk()
    assert pages[0].previous is None
    assert pages[-1].next is None
    back = read(pages[-1].previous)
    for page in reversed(pages[1:-1]):
        assert [account.id for account in back.items] == [account.id for account in page.items]
        assert back.previous
        back = read(back.previous)
    assert [account.id for account in back.items] == [account.id for account in pages[0].items]
    assert back.previous is None
    assert back.next


@pytest.mark.usefixtures("people")
def test_what_is_added_in_front_moves_nothing_behind() -> None:
    first = read()
    expected = [account.id for account in read(first.next).items]
    for number in range(100, 110):
        add(number)
    db.session.commit()
    assert [account.id for account in read(first.next).items] == expected


def cursor(*said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "!",
        "가나다",
        "a" * 5000,
        "bnVsbA==",
        cursor("newest", 0),
        cursor("newest", 0, []),
        cursor("other", 0, ["2019-01-01T00:00:00+00:00", 1]),
        cursor("newest", 0, [1, 1]),
        cursor("newest", 0, ["2019-01-01T00:00:00+00:00", "1"]),
        cursor("newest", 0, ["2019-01-01T00:00:00+00:00", 2**70]),
        cursor("newest", 0, ["2019-01-01T00:00:00+00:00", True]),
        cursor("newest", 0, [["x"], {"a": 1}]),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
    ],
)
def test_a_cursor_that_does_not_fit_is_the_first_page(wrong: str) -> None:
    assert place(NEWEST, wrong) is None


@pytest.mark.usefixtures("people")
def test_a_moment_without_a_zone_is_taken_as_utc() -> None:
    assert read(cursor("newest", 0, ["2019-01-01T00:01:00", 1])).items
