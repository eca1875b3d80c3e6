"""What the database itself refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from demosx.core import clock
from demosx.core.db import db
from demosx.people.models import Account, Department, Post, RoleGrant, SignIn, Token


def account(nickname: str = "별이", **more: Any) -> Account:
    made = Account(
        **{"nickname": nickname, "nickname_key": nickname, "language": "ko", "created_at": clock.wall()}
        | more
    )
    db.session.add(made)
    db.session.flush()
    return made


def refused(*rows: object) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add_all(rows)
        db.session.flush()


def test_one_account_for_an_address_and_a_nickname(app: Flask) -> None:
    account("별이", email="A@example.org", email_key="a@example.org")
    made = {"language": "ko", "created_at": clock.wall()}
    refused(
        Account(
            nickname="달이", nickname_key="달이", email="a@example.org", email_key="a@example.org", **made
        )
    )
    refused(Account(nickname="별이", nickname_key="별이", **made))
    refused(Account(nickname="달이", nickname_key="달이", email="b@example.org", **made))
    refused(Account(nickname="", nickname_key="", **made))
    account("달이")
    account("해님")


def given(holder: Account, **more: Any) -> RoleGrant:
    return RoleGrant(**{"account_id": holder.id, "role": "officer", "granted_at": clock.wall()} | more)


def test_the_same_role_for_the_same_scope_is_in_force_once(app: Flask) -> None:
    holder = account()
    parks = Department(key="parks", names={"ko": "공원과"})
    roads = Department(key="roads", names={"ko": "도로과"})
    db.session.add_all([parks, roads])
    db.session.flush()
    post = Post(department_id=parks.id, name="주무관")
    db.session.add(post)
    db.session.flush()
    scopes: list[dict[str, Any]] = [
        {}, {"department_id": parks.id}, {"department_id": roads.id}, {"panel": "first"},
        {"department_id": parks.id, "post_id": post.id}, {"department_id": parks.id, "panel": "first"},
    ]  # fmt: skip
    grants = [given(holder, **scope) for scope in scopes]
    db.session.add_all(grants)
    db.session.flush()
    for scope in scopes:
        refused(given(holder, **scope))
    grants[0].revoked_at = clock.wall()
    db.session.flush()
    db.session.add(given(holder))
    db.session.flush()


def test_a_post_is_of_its_own_department(app: Flask) -> None:
    holder = account()
    parks, roads = Department(key="parks", names={}), Department(key="roads", names={})
    db.session.add_all([parks, roads])
    db.session.flush()
    post = Post(department_id=parks.id, name="주무관")
    db.session.add(post)
    db.session.flush()
    refused(given(holder, department_id=roads.id, post_id=post.id))
    refused(given(holder, post_id=post.id))
    refused(Post(department_id=parks.id, name="주무관"))
    refused(Department(key="parks", names={}))
    refused(Department(key="", names={}))


@pytest.mark.parametrize("role", ["", "visitor", "member"])
def test_what_everybody_has_cannot_be_granted(app: Flask, role: str) -> None:
    refused(given(account(), role=role))


def test_a_term_does_not_end_before_it_begins(app: Flask) -> None:
    holder = account()
    refused(given(holder, role="aide", begins_on=date(2026, 5, 2), ends_on=date(2026, 5, 1)))
    db.session.add(given(holder, role="aide", begins_on=date(2026, 5, 1), ends_on=date(2026, 5, 1)))
    db.session.flush()


def test_links_and_sessions_have_secrets_of_their_own(app: Flask) -> None:
    holder, now = account(), clock.wall()
    later = now + timedelta(hours=1)
    token = {"account_id": holder.id, "created_at": now, "expires_at": later}
    session = token | {"last_seen_at": now, "proved_at": now}
    db.session.add_all([Token(digest="a", purpose="reset", **token), SignIn(digest="a", **session)])
    db.session.flush()
    refused(Token(digest="a", purpose="reset", **token))
    refused(Token(digest="b", purpose="confirm", **token))
    refused(Token(digest="b", purpose="email", **token))
    refused(Token(digest="b", purpose="reset", data="new@example.org", **token))
    refused(SignIn(digest="a", **session))
    refused(SignIn(digest="b", **(session | {"account_id": holder.id + 1000})))
