"""When sessions end, and when they go on under a new secret: with every change of what may be done in them."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.consent.services import agree_to_all
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.errors import NotSignedIn
from demosx.core.i18n import local_day
from demosx.people import queries, services
from demosx.people.errors import LinkExpired, SignInRefused
from demosx.people.models import PURPOSES, Account, SignIn
from demosx.people.services import tokens
from demosx.people.sessions import FACTOR_LASTS, factor_counts
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("fast_hashes")
SignInAs = Callable[[FlaskClient, Account], FlaskClient]
HTML = {"Accept": "text/html", "Accept-Language": "en"}
NEW = "새로운 비밀번호 하나"


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email="kim@example.org", password=PASSWORD)
    agree_to_all(account.id)
    services.grant(account, "admin")
    db.session.commit()
    return account


def secret_in(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return str(session["_user_id"])


def links(account: Account) -> dict[str, str]:
    """A link of each kind that is mailed to an account."""
    data = {"email": "new@example.org", "link": "/"}
    return {purpose: tokens.issue(account, purpose, data.get(purpose)) for purpose in PURPOSES}


def shown(secret: str) -> bool:
    """Whether the roles of staff count in a session."""
    actor = queries.actor_of_secret(secret)
    return actor is not None and actor.is_staff


def test_a_factor_counts_for_a_while() -> None:
    now = clock.wall()
    assert factor_counts("password", now)
    assert not factor_counts("password", None)
    assert not factor_counts("password", now - FACTOR_LASTS)
    assert factor_counts("demo", now - FACTOR_LASTS)


def test_a_new_secret_takes_over_what_was_shown(kim: Account) -> None:
    old = services.admit(kim, factor=True)
    new = services.renew(old)
    assert queries.actor_of_secret(old) is None
    assert shown(new)
    assert not shown(services.admit(kim))
    assert shown(services.renew(services.admit(kim), factor=True))


def test_a_session_that_has_ended_is_not_renewed(kim: Account) -> None:
    secret = services.admit(kim)
    services.sign_out_everywhere(kim.id)
    with pytest.raises(NotSignedIn):
        services.renew(secret)


def test_whoever_ends_all_sessions_ends_one_that_is_being_renewed(app: Flask, kim: Account) -> None:
    """The owner changes the password while somebody else shows a factor in a stolen session."""
    number, stolen = kim.id, services.admit(kim)
    db.session.commit()
    renewed, ended = threading.Event(), threading.Event()
    fresh: list[str] = []

    def thief() -> None:
        with app.app_context(), transaction():
            fresh.append(services.renew(stolen, factor=True))
            renewed.set()
            ended.wait(0.5)

    def owner() -> None:
        renewed.wait()
        with app.app_context(), transaction():
            services.sign_out_everywhere(number)
        ended.set()

    both = [threading.Thread(target=thief), threading.Thread(target=owner)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    db.session.rollback()
    assert queries.actor_of_secret(fresh[0]) is None
    assert db.session.scalars(select(SignIn)).all() == []


def test_who_knows_the_old_password_does_not_get_in_while_it_changes(app: Flask, kim: Account) -> None:
    number = kim.id
    changed, tried = threading.Event(), threading.Event()
    outcome: list[object] = []

    def owner() -> None:
        with app.app_context(), transaction():
            services.change_password(db.session.get_one(Account, number), PASSWORD, NEW, keep=None)
            db.session.flush()
            changed.set()
            tried.wait(0.7)

    def thief() -> None:
        changed.wait()
        with app.app_context():
            try:
                with transaction():
                    outcome.append(services.sign_in("kim@example.org", PASSWORD))
            except SignInRefused:
                outcome.append(SignInRefused)
        tried.set()

    db.session.rollback()
    both = [threading.Thread(target=owner), threading.Thread(target=thief)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert outcome == [SignInRefused]
    db.session.rollback()
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_changed_password_keeps_the_factor_and_ends_the_rest(
    app: Flask, client: FlaskClient, kim: Account, sign_in: SignInAs
) -> None:
    there = sign_in(app.test_client(), kim)
    before = secret_in(sign_in(client, kim))
    done = client.post("/account/password", data={"password": PASSWORD, "new_password": NEW}, headers=HTML)
    assert done.location == "/account"
    assert secret_in(client) != before
    assert queries.actor_of_secret(before) is None
    assert client.get("/desk", headers=HTML).status_code == 200
    assert there.get("/account", headers=HTML).status_code == 302


def test_a_changed_password_ends_mailed_links(kim: Account) -> None:
    secrets = links(kim)
    services.change_password(kim, PASSWORD, NEW, keep=None)
    for purpose, secret in secrets.items():
        with pytest.raises(LinkExpired):
            services.token_holder(secret, purpose)


def test_who_changes_their_own_roles_stays_in_with_a_new_secret(
    app: Flask, client: FlaskClient, kim: Account, sign_in: SignInAs
) -> None:
    there = sign_in(app.test_client(), kim)
    before = secret_in(sign_in(client, kim))
    page = f"/desk/people/{kim.id}"
    client.post(f"{page}/grants", data={"role": "operator", "department": "0"}, headers=HTML)
    between = secret_in(client)
    assert between != before
    assert client.get("/desk", headers=HTML).status_code == 200
    assert there.get("/account", headers=HTML).status_code == 302
    (given,) = (one for one in queries.grants_of(kim.id) if one.role == "operator")
    client.post(f"{page}/grants/{given.id}/revoke", data={"reason": "끝남"}, headers=HTML)
    assert secret_in(client) not in (before, between)
    assert client.get("/desk", headers=HTML).status_code == 200


def test_somebody_elses_change_of_role_ends_their_sessions(
    app: Flask, client: FlaskClient, kim: Account, sign_in: SignInAs
) -> None:
    lee = services.create_account("달이", email="lee@example.org", password=PASSWORD)
    db.session.commit()
    there, here = sign_in(app.test_client(), lee), sign_in(client, kim)
    data = {"role": "operator", "department": "0"}
    given = here.post(f"/desk/people/{lee.id}/grants", data=data, headers=HTML)
    assert given.status_code == 302, given.text
    assert there.get("/account", headers=HTML).status_code == 302
    assert here.get("/account", headers=HTML).status_code == 200


def test_a_suspension_counts_at_once_everywhere(
    app: Flask, client: FlaskClient, kim: Account, sign_in: SignInAs
) -> None:
    lee = services.create_account("달이", email="lee@example.org", password=PASSWORD)
    db.session.commit()
    inside = sign_in(app.test_client(), lee)
    secrets = links(lee)
    db.session.commit()
    assert inside.get("/account", headers=HTML).status_code == 200
    services.suspend(lee)
    db.session.commit()
    assert inside.get("/account", headers=HTML).location == "/sign-in?next=/account"
    written = inside.post("/proposals/new", data={"title": "막차", "body": "글"}, headers=HTML)
    assert written.status_code == 302
    assert "/sign-in" in written.location
    for purpose, secret in secrets.items():
        with pytest.raises(LinkExpired):
            services.token_holder(secret, purpose)
    services.unsuspend(lee)
    db.session.commit()
    assert inside.get("/account", headers=HTML).status_code == 302, "the session is gone for good"
    for purpose, secret in secrets.items():
        with pytest.raises(LinkExpired):
            services.token_holder(secret, purpose)


def test_a_session_made_while_somebody_is_suspended_is_none(kim: Account) -> None:
    secret = services.admit(kim, factor=True)
    kim.suspended_at = clock.now()
    db.session.commit()
    assert queries.actor_of_secret(secret) is None
    with pytest.raises(SignInRefused):
        services.sign_in("kim@example.org", PASSWORD)


def test_the_day_of_the_last_visit_is_kept(client: FlaskClient, kim: Account, sign_in: SignInAs) -> None:
    sign_in(client, kim)
    kim.last_seen_on = None
    row = db.session.scalars(select(SignIn)).one()
    row.last_seen_at = clock.wall() - timedelta(hours=2)
    db.session.commit()
    client.get("/account", headers=HTML)
    assert kim.last_seen_on is None
    client.post("/language", data={"language": "en"})
    db.session.refresh(kim)
    assert kim.last_seen_on == local_day(clock.wall())
