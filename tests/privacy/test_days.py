"""A day that is kept or compared is the day in the city: early in the morning it is still yesterday elsewhere."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

import demosx
from demosx import testing
from demosx.consent.terms import version_told
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.holdings import holdings
from demosx.people.looks import look
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.services import admit
from demosx.people.services.sign_in import seen
from demosx.privacy.dormant import look_after_unused
from demosx.privacy.forgotten import lines, note_all
from demosx.privacy.leaving import leave
from demosx.privacy.models import RetentionRun
from demosx.privacy.retention import delete_old
from demosx.stages.support.models import SupportOrigin
from demosx.stages.support.services import support

Make = Callable[..., Account]
MORNING = datetime(2026, 3, 1, 20, 23, tzinfo=UTC)  # 5:23 in Seoul, the day after
DAY = date(2026, 3, 2)


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: MORNING)


def test_a_visit_is_of_the_day_in_the_city(app: Application, make_account: Make, morning: None) -> None:
    account = make_account("새벽")
    secret = admit(account)
    assert account.last_seen_on == DAY
    account.last_seen_on = None
    db.session.flush()
    seen(secret)
    db.session.refresh(account)
    assert account.last_seen_on == DAY


def test_what_is_deleted_is_noted_under_the_day_in_the_city(app: Application, morning: None) -> None:
    delete_old()
    assert set(db.session.scalars(select(RetentionRun.day))) == {DAY}


def test_days_without_a_visit_are_counted_in_the_city(
    make_app: Callable[..., Application], morning: None
) -> None:
    app = make_app(privacy={"inactive_days": 365})
    with app.app_context():
        account = testing.account("오랜만")
        account.last_seen_on = date(
            2025, 4, 1
        )  # 335 days before the second of March, and 30 are for the letter
        db.session.commit()
        assert look_after_unused() == 1
        assert db.session.get_one(Account, account.id, populate_existing=True).warned_on == DAY


def test_who_has_left_and_who_has_looked_on_which_day(
    app: Application, make_account: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "wall", lambda: MORNING)
    account, staff = make_account("새벽"), make_account("관리", ["admin"])
    look("person", person_id=account.id, reason="inquiry", actor=actor_of(staff.id))
    db.session.commit()
    [export] = [one.export for one in holdings() if one.name == "looks"]
    assert [row["day"] for row in export(account.id)] == [DAY.isoformat()]
    leave(account, remove_texts=False)
    db.session.commit()
    monkeypatch.setattr(clock, "wall", lambda: MORNING.replace(hour=22))
    note_all()
    assert [line.day for line in lines()] == [DAY.isoformat()]


def test_from_where_a_support_came_is_kept_from_the_day_in_the_city(
    app: Application, make_account: Make, morning: None
) -> None:
    with testing.at("2026-03-02 05:23"):
        proposal = testing.proposal(make_account("제안자"), "새벽 버스")
        support(proposal, actor=actor_of(make_account("이웃").id), block="192.0.2.0/24")
    assert db.session.scalars(select(SupportOrigin.noted_on)).all() == [DAY]


def test_nobody_takes_the_day_of_the_machine() -> None:
    package = Path(demosx.__file__).parent
    machine = re.compile(r"\b(?:wall|now)\(\)\.date\(\)")
    assert not [
        file.name for file in package.rglob("*.py") if machine.search(file.read_text(encoding="utf-8"))
    ]


def test_versions_are_shown_as_days(app: Application) -> None:
    with app.test_request_context():
        assert version_told("2026-11-26") == "2026. 11. 26.(목)"
        assert version_told("") == ""
