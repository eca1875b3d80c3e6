"""Roles given and taken, people kept out, posts handed over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.core.permissions import Actor, Place
from demosx.core.quiet import quiet
from demosx.ledger.models import Entry
from demosx.people import queries, services
from demosx.people.errors import AlreadyGranted, LastAdmin
from demosx.people.models import Account, Department, Post
from demosx.testing import letters

At = Callable[[str], Any]


def person(nickname: str) -> Account:
    account = services.create_account(nickname, email=f"{len(nickname)}-{hash(nickname)}@example.org")
    db.session.commit()
    return account


@pytest.fixture
def parks(app: Flask) -> Department:
    return services.add_department("parks", {"ko": "공원과", "en": "Parks"}, "02-120")


@pytest.fixture
def post(parks: Department) -> Post:
    return services.add_post(parks, "공원 주무관")


def verbs() -> list[str]:
    about_people = select(Entry.verb).where(Entry.subject_type == "account").order_by(Entry.id)
    return list(db.session.scalars(about_people))


def test_a_role_counts_from_the_next_request(app: Flask) -> None:
    kim = person("별이")
    given = services.grant(kim, "operator", reason="새 운영자")
    assert queries.actor_of(kim.id).roles == {"visitor", "member", "operator"}
    services.revoke(given)
    assert queries.actor_of(kim.id).roles == {"visitor", "member"}
    assert verbs() == ["role_granted", "role_revoked"]


def test_a_change_of_role_ends_sessions(app: Flask) -> None:
    kim = person("별이")
    before = services.admit(kim)
    given = services.grant(kim, "operator")
    assert queries.actor_of_secret(before) is None
    between = services.admit(kim)
    services.revoke(given)
    assert queries.actor_of_secret(between) is None


def test_the_history_names_nobody(app: Flask, parks: Department) -> None:
    admin, kim = person("관리하는이"), person("별이")
    services.grant(kim, "officer", department=parks, by=Actor(id=admin.id))
    services.suspend(kim, Actor(id=admin.id), "규칙을 어김")
    entries = list(db.session.scalars(select(Entry).where(Entry.subject_type == "account")))
    assert [(entry.verb, entry.subject_id, entry.actor_id, entry.public) for entry in entries] == [
        ("role_granted", kim.id, admin.id, False),
        ("account_suspended", kim.id, admin.id, False),
    ]
    assert "별이" not in str([entry.data for entry in entries])
    assert entries[0].data["department"] == parks.id


def test_the_same_role_is_not_given_twice(app: Flask, parks: Department) -> None:
    kim = person("별이")
    services.grant(kim, "officer", department=parks)
    with pytest.raises(AlreadyGranted):
        services.grant(kim, "officer", department=parks)
    roads = services.add_department("roads", {"ko": "도로과"})
    services.grant(kim, "officer", department=roads)
    actor = queries.actor_of(kim.id)
    assert actor.departments("officer") == {parks.id, roads.id}
    assert "officer" in actor.within(Place(frozenset({parks.id}))).roles
    assert "officer" not in actor.within(Place(frozenset({10_000}))).roles


@pytest.mark.parametrize("role", ["visitor", "member", "king", ""])
def test_a_role_that_cannot_be_given(app: Flask, role: str) -> None:
    with pytest.raises(InvalidInput):
        services.grant(person("별이"), role)


def test_an_officer_has_a_department(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        services.grant(person("별이"), "officer")


def test_a_term_counts_from_its_first_to_its_last_day_in_the_city(app: Flask, at: At) -> None:
    kim = person("별이")
    with at("2019-01-01 09:00"):
        services.grant(kim, "planning_panel", begins_on=date(2019, 3, 1), ends_on=date(2019, 3, 31))
    held = {}
    for moment in ("2019-02-28 23:59", "2019-03-01 00:00", "2019-03-31 23:59", "2019-04-01 00:00"):
        with at(moment):
            held[moment] = "planning_panel" in queries.actor_of(kim.id).roles
    assert list(held.values()) == [False, True, True, False]
    with pytest.raises(InvalidInput):
        services.grant(kim, "aide", begins_on=date(2019, 3, 2), ends_on=date(2019, 3, 1))


def test_after_its_term_a_role_can_be_given_again(app: Flask, at: At) -> None:
    kim = person("별이")
    with at("2019-03-01 09:00"):
        services.grant(kim, "aide", ends_on=date(2019, 3, 31))
        with pytest.raises(AlreadyGranted):
            services.grant(kim, "aide")
    with at("2019-04-01 09:00"):
        services.grant(kim, "aide")
        assert "aide" in queries.actor_of(kim.id).roles


def test_there_is_always_an_administrator(app: Flask) -> None:
    kim, lee = person("별이"), person("달이")
    first = services.grant(kim, "admin")
    with pytest.raises(LastAdmin):
        services.revoke(first)
    with pytest.raises(LastAdmin):
        services.suspend(kim)
    second = services.grant(lee, "admin")
    services.suspend(kim)
    with pytest.raises(LastAdmin):
        services.revoke(second)


def test_who_is_suspended_may_do_nothing(app: Flask) -> None:
    kim = person("별이")
    services.grant(kim, "operator")
    services.suspend(kim)
    services.suspend(kim)
    assert queries.actor_of(kim.id) == Actor()
    assert queries.holders("operator") == []
    services.unsuspend(kim)
    assert "operator" in queries.actor_of(kim.id).roles
    assert verbs() == ["role_granted", "account_suspended", "account_unsuspended"]


def test_a_post_changes_hands_and_stays(app: Flask, parks: Department, post: Post) -> None:
    kim, lee = person("별이"), person("달이")
    services.move_post_holder(post, kim)
    services.grant(kim, "aide")
    services.move_post_holder(post, lee)
    assert queries.post_holders(parks.id) == {post.id: [lee]}
    assert queries.officers_of(parks.id) == [lee]
    assert queries.actor_of(kim.id).roles == {"visitor", "member", "aide"}
    again = services.move_post_holder(post, lee)
    assert again.revoked_at is None
    assert queries.post_holders(parks.id) == {post.id: [lee]}


def test_a_post_brings_its_department(app: Flask, parks: Department, post: Post) -> None:
    kim = person("별이")
    services.move_post_holder(post, kim)
    assert queries.actor_of(kim.id).departments("officer") == {parks.id}


@pytest.fixture
def lee(app: Flask) -> Account:
    """Somebody who has been here, and reads English."""
    account = services.create_account("달이", email="lee@example.org", language="en")
    account.last_seen_on = date(2026, 1, 2)
    db.session.commit()
    return account


def test_a_letter_tells_what_changes_of_what_somebody_may_do(lee: Account, post: Post) -> None:
    given = services.grant(lee, "officer", post=post, ends_on=date(2099, 12, 1))
    services.revoke(given)
    services.suspend(lee)
    services.unsuspend(lee)
    gave, took, out, again = (letter.body for letter in letters(lee))
    assert "(Parks, 공원 주무관, until Tue 1 Dec 2099)" in gave
    assert "authenticator app or a passkey" in gave
    assert "You no longer have this role" in took
    assert "Parks" in took
    assert "suspended" in out
    assert "sign in again" in again


def test_a_role_without_a_second_factor_says_nothing_of_one(lee: Account) -> None:
    services.grant(lee, "drawn_panel")
    assert "authenticator" not in letters(lee)[0].body


def test_nobody_is_told_where_nothing_is_told(lee: Account, app: Flask) -> None:
    with quiet():
        services.revoke(services.grant(lee, "operator"))
    nowhere = services.create_account("별이")
    nowhere.last_seen_on = date(2026, 1, 2)
    services.revoke(services.grant(nowhere, "operator"))
    waits = services.create_account("솔이", email="sol@example.org", confirmed=False)
    services.grant(waits, "operator")  # the invitation will say it
    assert letters() == []
    services.invite(waits)
    (invitation,) = letters(waits)
    assert "맡으실 역할" in invitation.body or "You are asked to do this" in invitation.body
    assert "패스키" in invitation.body
