"""The way back for somebody who has lost telephone and codes: an administrator, or the command line."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.cli import commands
from demosx.core.db import db
from demosx.identity.commands import reset_factor
from demosx.identity.factor_errors import OwnFactors
from demosx.identity.factor_queries import factors_of
from demosx.identity.factor_services import renew_recovery_codes, reset_factors
from demosx.ledger.models import Entry
from demosx.people import api_tokens
from demosx.people.models import Account
from demosx.people.queries import actor_of
from tests.identity.factors import HTML, MailTo, add_app, come_in, come_to_the_desk, staff

pytestmark = pytest.mark.usefixtures("fast_hashes")
SignIn = Callable[[FlaskClient, Account], FlaskClient]


@pytest.fixture
def admin(app: Flask) -> Account:
    return staff("관리하는이", "admin@example.org", "admin")


def test_an_administrator_resets_with_a_reason(
    app: Flask, client: FlaskClient, with_app: Account, admin: Account, sign_in: SignIn, mail_to: MailTo
) -> None:
    renew_recovery_codes(with_app)
    db.session.commit()
    lost = app.test_client()
    come_to_the_desk(lost)
    where = f"/desk/people/{with_app.id}/sign-in"
    sign_in(client, admin)
    assert "last used" in client.get(where, headers=HTML).text
    without = client.post(where, data={"reason": "  "}, headers=HTML)
    assert without.status_code == 422
    assert factors_of(with_app.id).number == 1
    done = client.post(where, data={"reason": "휴대전화를 잃어버림"}, headers=HTML)
    assert done.location == where
    assert (factors_of(with_app.id).number, factors_of(with_app.id).codes) == (0, 0)
    entry = db.session.scalars(select(Entry).where(Entry.verb == "factor_reset")).one()
    assert (entry.actor_id, entry.subject_id, entry.reason) == (admin.id, with_app.id, "휴대전화를 잃어버림")
    assert not entry.public
    assert "reset the second factor" in mail_to("kim@example.org")[-1].body
    assert lost.get("/desk", headers=HTML).location == "/sign-in?next=/desk"
    assert come_in(lost) == "/second-factor?next=/desk"
    assert lost.get("/second-factor?next=/desk", headers=HTML).location.startswith("/account/security/set-up")


def test_a_reset_ends_tokens_and_a_refused_one_shows_nothing(
    client: FlaskClient, with_app: Account, admin: Account, sign_in: SignIn
) -> None:
    token, _secret = api_tokens.create(with_app, "밤마다", {"desk:see"})
    db.session.commit()
    sign_in(client, admin)
    where = f"/desk/people/{with_app.id}/sign-in"
    refused = client.post(where, data={"reason": " "}, headers=HTML)
    assert (
        refused.status_code == 422
        and "Authenticator app" not in refused.text
        and 'name="reason"' in refused.text
    )
    assert token.works
    client.post(where, data={"reason": "휴대전화를 잃어버림"}, headers=HTML)
    assert not db.session.get_one(api_tokens.ApiToken, token.id, populate_existing=True).works


def test_nobody_resets_their_own(client: FlaskClient, admin: Account, sign_in: SignIn) -> None:
    add_app(admin)
    sign_in(client, admin)
    where = f"/desk/people/{admin.id}/sign-in"
    assert "ask another administrator" in client.get(where, headers=HTML).text
    assert client.post(where, data={"reason": "x"}, headers=HTML).status_code == 409
    assert factors_of(admin.id).number == 1
    with pytest.raises(OwnFactors):
        reset_factors(admin, actor_of(admin.id), "x")


@pytest.mark.parametrize("role", ["operator", "lead", "official"])
def test_only_an_administrator_resets(
    client: FlaskClient, with_app: Account, sign_in: SignIn, make_account: Callable[..., Account], role: str
) -> None:
    sign_in(client, make_account("달이", roles=[role]))
    where = f"/desk/people/{with_app.id}/sign-in"
    assert client.get(where, headers=HTML).status_code == 403
    assert client.post(where, data={"reason": "x"}, headers=HTML).status_code == 403
    assert factors_of(with_app.id).number == 1


def test_an_administrator_without_the_factor_resets_nothing(
    client: FlaskClient, with_app: Account, admin: Account
) -> None:
    add_app(admin)
    come_in(client, "admin@example.org")
    answer = client.post(f"/desk/people/{with_app.id}/sign-in", data={"reason": "x"}, headers=HTML)
    assert answer.location.startswith("/second-factor")
    assert factors_of(with_app.id).number == 1


def test_the_command_line_helps_the_last_administrator(
    app: Flask, admin: Account, mail_to: MailTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")
    add_app(admin)
    words = ["Admin@example.org", "--reason", "휴대전화를 잃어버림"]
    result = CliRunner().invoke(reset_factor, words, obj=lambda: app)
    assert result.exit_code == 0, result.output
    db.session.rollback()
    assert factors_of(admin.id).number == 0
    entry = db.session.scalars(select(Entry).where(Entry.verb == "factor_reset")).one()
    assert (entry.actor_id, entry.reason) == (None, "휴대전화를 잃어버림")
    assert mail_to("admin@example.org")
    unknown = CliRunner().invoke(reset_factor, ["nobody@example.org"], obj=lambda: app)
    assert unknown.exit_code == 2
    assert "nobody@example.org" in unknown.output


def test_it_stands_among_the_commands_about_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")
    assert "reset-factor" in CliRunner().invoke(commands, ["people", "--help"]).output
