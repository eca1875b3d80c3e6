"""Invitations: what for, until when, and straight to the second factor. Nobody gets in by one that is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.core.permissions import SIGNED_IN
from demosx.people import queries, services
from demosx.people.errors import SignInRefused
from demosx.people.models import Account
from demosx.people.services.tokens import INVITATION
from demosx.testing import department
from tests.identity.factors import HTML, MailTo
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
LEE = "lee@example.org"
Later = Callable[[timedelta], None]


@pytest.fixture
def lee(app: Flask) -> Account:
    """An officer whom the office has invited."""
    account = services.create_account("교통과 달이", email=LEE, confirmed=False, language="en")
    services.grant(account, "officer", department=department())
    db.session.commit()
    return account


def invited(account: Account) -> str:
    secret = services.invite(account)
    db.session.commit()
    return f"/reset/{secret}"


def test_an_invitation_says_for_what_and_leads_to_the_second_factor(
    client: FlaskClient, lee: Account
) -> None:
    link = invited(lee)
    page = client.get(link, headers=HTML).text
    assert "You are invited" in page
    assert "Transport" in page
    arrived = client.post(link, data={"new_password": PASSWORD}, headers=HTML)
    assert arrived.location == "/second-factor?next=/desk"
    there = client.get(arrived.location, headers=HTML)
    assert there.location == "/account/security/set-up?next=/desk"
    assert client.get(there.location, headers=HTML).status_code == 200
    assert lee.confirmed_at is not None


def test_somebody_who_forgot_a_password_is_not_invited(client: FlaskClient, with_app: Account) -> None:
    services.request_reset("kim@example.org")
    db.session.commit()
    services.write_asked_letters()
    secret = services.accounts.tokens.issue(with_app, "reset")
    db.session.commit()
    page = client.get(f"/reset/{secret}", headers=HTML).text
    assert "You are invited" not in page
    assert (
        client.post(f"/reset/{secret}", data={"new_password": PASSWORD}, headers=HTML).location == "/sign-in"
    )
    assert client.get("/account", headers=HTML).status_code == 302, SIGNED_IN


def test_an_invitation_that_is_over_is_refused_everywhere(
    client: FlaskClient, lee: Account, later: Later, mail_to: MailTo
) -> None:
    """Nor does a new password, or a mailed link, stand in for it (Decidim CVE-2023-48220)."""
    link = invited(lee)
    later(INVITATION)
    assert client.get(link, headers=HTML).status_code == 404
    assert client.post(link, data={"new_password": PASSWORD}, headers=HTML).status_code == 404
    client.post("/forgot", data={"email": LEE}, headers=HTML)
    client.post("/sign-in/link", data={"email": LEE}, headers=HTML)
    services.write_asked_letters()
    assert not [word for letter in mail_to(LEE)[1:] for word in letter.body.split() if "/reset/" in word]
    assert not [word for letter in mail_to(LEE) for word in letter.body.split() if "/sign-in/link/" in word]
    with pytest.raises(SignInRefused):
        services.sign_in(LEE, PASSWORD)
    assert lee.confirmed_at is None
    assert queries.actor_of(lee.id).roles == {"visitor"}


def test_a_new_invitation_ends_the_one_before(client: FlaskClient, lee: Account) -> None:
    first, second = invited(lee), invited(lee)
    assert client.get(first, headers=HTML).status_code == 404
    assert client.get(second, headers=HTML).status_code == 200


def test_who_was_invited_and_kept_out_again_does_not_get_in(client: FlaskClient, lee: Account) -> None:
    link = invited(lee)
    services.suspend(lee)
    db.session.commit()
    assert client.post(link, data={"new_password": PASSWORD}, headers=HTML).status_code == 404


def test_a_role_taken_back_before_is_not_offered(client: FlaskClient, lee: Account) -> None:
    link = invited(lee)
    (given,) = queries.grants_of(lee.id)
    services.revoke(given)
    db.session.commit()
    assert "Transport" not in client.get(link, headers=HTML).text
    assert client.post(link, data={"new_password": PASSWORD}, headers=HTML).location == "/"
    assert queries.actor_of(lee.id).roles == {"visitor", "member"}


def test_the_link_is_in_the_letter(client: FlaskClient, lee: Account, mail_to: MailTo) -> None:
    invited(lee)
    assert client.get(f"/reset/{secret_of(mail_to(LEE)[0], 'reset')}", headers=HTML).status_code == 200
