"""Somebody can always give roles: also when two administrators go at the same moment, and once terms are over."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.people import queries, services
from demosx.people.errors import LastAdmin, NothingToLimit
from demosx.people.models import Account, RoleGrant
from demosx.privacy.leaving import leave
from tests.people.test_accounts_at_once import at_once


def admin(nickname: str) -> int:
    return testing.account(nickname, roles=["admin"]).id


def limited(nickname: str, **limits: Any) -> int:
    """An administrator of a part of the site, as older sites may have them."""
    number = testing.account(nickname).id
    db.session.add(RoleGrant(account_id=number, role="admin", granted_at=clock.now(), **limits))
    db.session.commit()
    return number


def revoke_all(number: int) -> None:
    for given in queries.grants_of(number):
        services.revoke(given)


def suspend(number: int) -> None:
    services.suspend(db.session.get_one(Account, number))


def go(number: int) -> None:
    leave(db.session.get_one(Account, number), remove_texts=False)


WAYS: tuple[Callable[[int], None], ...] = (revoke_all, suspend, go)


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_of_two_who_go_at_once_one_stays(
    app: Flask, monkeypatch: pytest.MonkeyPatch, first: Callable[[int], None], second: Callable[[int], None]
) -> None:
    count = queries.lasting_admins

    def slowly(*besides: ColumnElement[bool]) -> int:
        found = count(*besides)
        time.sleep(0.2)  # the other one has all the time to count as well
        return found

    monkeypatch.setattr(queries, "lasting_admins", slowly)
    one, other = admin("하나이"), admin("두울이")
    db.session.rollback()
    outcomes = at_once(app, partial(first, one), partial(second, other))
    assert sorted(map(str, outcomes)) == sorted([str(LastAdmin), "None"])
    assert count() == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "limits", [{"process": "citizen"}, {"ends_on": date(2100, 1, 1)}, {"panel": "agenda"}]
)
def test_whoever_is_limited_or_will_end_does_not_stand_in(
    app: Flask, way: Callable[[int], None], limits: dict[str, Any]
) -> None:
    last, other = admin("마지막이"), limited("한정이", **limits)
    with pytest.raises(LastAdmin):
        way(last)
    db.session.rollback()
    way(other)  # who is no loss goes at any time
    assert queries.lasting_admins() == 1


def test_one_of_two_grants_of_the_same_person_may_go(app: Flask) -> None:
    number = admin("마지막이")
    until = RoleGrant(
        account_id=number, role="admin", granted_at=clock.now(), process="citizen", ends_on=date(2100, 1, 1)
    )
    db.session.add(until)
    db.session.commit()
    services.revoke(until)
    assert queries.lasting_admins() == 1


def test_a_limit_is_refused_where_it_would_leave_nothing_of_a_role(app: Flask) -> None:
    somebody = testing.account("별이")
    for limits in ({"process": "citizen"}, {"panel": "agenda"}, {"department": testing.department("parks")}):
        with pytest.raises(NothingToLimit):
            services.grant(somebody, "admin", **limits)
    services.grant(somebody, "admin", ends_on=date(2100, 1, 1))
    services.grant(somebody, "official", process="citizen")
    services.grant(somebody, "lead", panel="agenda")
