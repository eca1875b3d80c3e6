"""Accounts that nobody uses: warned, and ended only where nobody comes after that."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.i18n import local_day
from demosx.core.mail import Letter
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.people.services import admit
from demosx.privacy import dormant
from demosx.privacy.dormant import look_after_unused

Make = Callable[..., Application]
DAYS, WARNING = 365, 30


@pytest.fixture
def app_(make_app: Make) -> Iterator[Application]:
    """A site that deletes accounts after a year without a visit."""
    app = make_app(privacy={"inactive_days": DAYS, "contributions": "ask"})
    with app.app_context():
        yield app


def unused(nickname: str, days: int, **more: object) -> Account:
    """An account whose owner was here so many days ago."""
    account = testing.account(nickname, **more)  # type: ignore[arg-type]
    account.last_seen_on = today() - timedelta(days=days)
    db.session.commit()
    return account


def today() -> date:
    return local_day(clock.wall())


def later(account: Account, days: int) -> None:
    """Let days pass for an account."""
    for name in ("last_seen_on", "warned_on"):
        before = getattr(account, name)
        if before is not None:
            setattr(account, name, before - timedelta(days=days))
    db.session.commit()


def left(account: Account) -> bool:
    return db.session.get_one(Account, account.id, populate_existing=True).left_at is not None


def test_a_letter_comes_first_and_names_the_day(app_: Application) -> None:
    account = unused("오랜만", DAYS - WARNING)
    unused("며칠 모자란 사람", DAYS - WARNING - 1)
    assert look_after_unused() == 1 and look_after_unused() == 0, "once"
    [letter] = db.session.scalars(select(Letter)).all()
    assert letter.to_address == account.email and "곧 지워집니다" in letter.subject
    assert f"{(today() + timedelta(days=WARNING)).day}일" in letter.body
    later(account, WARNING - 1)
    assert look_after_unused() == 0 and not left(account)
    later(account, 1)
    assert look_after_unused() == 1 and left(account)


def test_even_after_many_years_the_letter_comes_first(app_: Application) -> None:
    account = unused("아주 오랜만", 10 * DAYS)
    assert look_after_unused() == 1 and not left(account)
    later(account, WARNING)
    assert look_after_unused() == 1 and left(account)


def test_signing_in_is_enough(app_: Application) -> None:
    account = unused("돌아온 사람", DAYS)
    look_after_unused()
    later(account, WARNING - 1)
    admit(account)
    db.session.commit()
    later(account, 1)
    assert look_after_unused() == 0 and not left(account)
    later(account, DAYS)
    assert look_after_unused() == 1 and not left(account), "and is warned again when the time has come again"


def test_staff_and_who_cannot_be_written_to_stay(app_: Application) -> None:
    unused("담당", 10 * DAYS, roles=["operator"])
    demo = unused("시연", 10 * DAYS)
    demo.email = demo.email_key = None
    db.session.commit()
    assert look_after_unused() == 0


def test_a_round_does_a_few_and_the_next_goes_on(app_: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dormant, "BATCH", 2)
    for n in range(5):
        unused(f"사람{n}", DAYS)
    assert [look_after_unused() for _ in range(4)] == [2, 2, 1, 0]


def test_a_site_that_says_nothing_deletes_nobody(app: Application) -> None:
    unused("오랜만", 100 * DAYS)
    assert look_after_unused() == 0


def test_an_old_letter_counts_for_nothing_once_its_receiver_was_here(app_: Application) -> None:
    """Also where a round has so many to warn that it does not come to somebody, whose time has come again."""
    account = unused("돌아온 사람", DAYS)
    account.warned_on = account.last_seen_on - timedelta(days=WARNING)
    db.session.commit()
    over = dormant._to_end(today() - timedelta(days=DAYS), today() - timedelta(days=WARNING))
    assert db.session.scalars(select(Account.id).where(*over)).all() == []
