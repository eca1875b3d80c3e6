"""Tokens of scripts: less than their owner, for a while, never a say. Sessions keep their CSRF whatever scripts do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.errors import InvalidInput
from demosx.core.i18n import local_day
from demosx.core.permissions import book
from demosx.people import api_tokens, services
from demosx.people.api_tokens import ApiToken, ScopeTooWide
from demosx.people.models import Account
from demosx.proposals.models import Proposal

JSON = {"Accept": "application/json"}


@pytest.fixture
def lead(make_account: Callable[..., Account]) -> Account:
    return make_account("총괄하는이", roles=["lead"])


@pytest.fixture
def proposal(make_account: Callable[..., Account]) -> Proposal:
    return testing.proposal(make_account("나리"))


def make(owner: Account, *permissions: str, days: int = 30) -> tuple[ApiToken, dict[str, str]]:
    """A token, and the header that shows it."""
    with transaction():
        made, secret = api_tokens.create(owner, "시험", permissions, days=days)
    return made, {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def script(app: Flask) -> FlaskClient:
    """A client without cookies, of a site on which forms need their token."""
    return app.test_client(use_cookies=False)


def test_a_script_reads_and_writes_within_its_scope(
    script: FlaskClient, lead: Account, proposal: Proposal
) -> None:
    token, header = make(lead, "desk:see", "proposal:note")
    assert script.get(f"/desk/proposals/{proposal.id}", headers=header).status_code == 200
    note = script.post(
        f"/desk/proposals/{proposal.id}/notes", data={"text": "자동으로 남긴 메모"}, headers=header
    )
    assert note.status_code in (302, 422), note.text[:500]
    assert (
        script.post(f"/proposals/{proposal.id}/hide", data={"reason": "x"}, headers=header).status_code == 403
    )
    assert script.get("/desk/people", headers=header).status_code == 403
    db.session.expire_all()
    assert token.last_used_on == local_day(clock.wall())


def test_a_token_that_may_nothing_at_the_desk_is_no_staff(
    script: FlaskClient, lead: Account, proposal: Proposal
) -> None:
    _token, header = make(lead, "document:write")
    with transaction():
        proposal.audience = "staff"
    assert script.get(f"/proposals/{proposal.id}", headers=header).status_code == 404
    _token, header = make(lead, "desk:see", "proposal:see_hidden")
    assert script.get(f"/proposals/{proposal.id}", headers=header).status_code == 200


def test_without_permissions_it_has_only_what_takes_no_second_factor(
    script: FlaskClient, lead: Account
) -> None:
    token, header = make(lead)
    assert "desk:see" not in token.permissions and not token.permissions & book().political
    assert script.get("/desk", headers=header).status_code == 403


@pytest.mark.parametrize("path", ["/account", "/me", "/sign-in", "/join", "/forgot", "/desk/reason"])
def test_it_never_opens_what_is_for_people(script: FlaskClient, lead: Account, path: str) -> None:
    _token, header = make(lead, "desk:see")
    assert script.get(path, headers=header).status_code == 403
    assert script.post(path, headers=header).status_code in (403, 405)


@pytest.mark.parametrize(
    "wrong",
    [
        "people:grant",
        "people:see",
        "looks:inspect",
        "ballot:vote",
        "proposal:support",
        "opinion:create",
        "no:such",
    ],
)
def test_what_no_token_may_have(app: Flask, make_account: Callable[..., Account], wrong: str) -> None:
    owner = make_account("모두", roles=["lead", "admin"])
    with pytest.raises(ScopeTooWide), transaction():
        api_tokens.create(owner, "시험", [wrong])


def test_a_token_has_a_part_of_what_its_owner_may(app: Flask, make_account: Callable[..., Account]) -> None:
    owner = make_account("담당", roles=["officer"], at_department="transport")
    with pytest.raises(ScopeTooWide), transaction():
        api_tokens.create(owner, "시험", ["proposal:hide"])
    for days in (0, 366):
        with pytest.raises(InvalidInput), transaction():
            api_tokens.create(owner, "시험", ["desk:see"], days=days)
    with pytest.raises(InvalidInput), transaction():
        api_tokens.create(owner, " ", ["desk:see"])


def test_the_secret_is_kept_nowhere(app: Flask, lead: Account) -> None:
    with transaction():
        made, secret = api_tokens.create(lead, "시험", ["desk:see"])
    row = db.session.execute(select(ApiToken.__table__).where(ApiToken.id == made.id)).one()
    assert secret not in map(str, row) and secret.startswith("demosx_")


@pytest.mark.parametrize(
    "what", ["expired", "revoked", "suspended", "left", "granted", "role_taken", "unknown", "another_sign"]
)
def test_a_token_ends(script: FlaskClient, lead: Account, what: str) -> None:
    token, header = make(lead, "desk:see")
    assert script.get("/desk", headers=header).status_code == 200
    with transaction():
        if what == "expired":
            token.created_at = clock.wall() - timedelta(days=40)
            token.expires_at = clock.wall() - timedelta(seconds=1)
        elif what == "revoked":
            api_tokens.revoke(token)
        elif what == "suspended":
            services.suspend(lead)
        elif what == "left":
            lead.left_at = clock.now()
        elif what == "granted":
            services.grant(lead, "aide")
        elif what == "role_taken":
            from demosx.people.queries import grants_of

            services.revoke(grants_of(lead.id)[0])
    if what == "unknown":
        header = {"Authorization": "Bearer demosx_" + "x" * 43}
    if what == "another_sign":
        header = {"Authorization": header["Authorization"].replace("demosx_", "")}
    answer = script.get("/desk", headers=header | JSON)
    assert answer.status_code == 401 and answer.json is not None
    assert answer.json["error"] == "token_refused"
    assert script.get("/", headers=header).status_code in (200, 401)


def test_a_request_with_a_cookie_is_a_person_s(app: Flask, lead: Account, proposal: Proposal) -> None:
    """A browser that has a session sends its cookie: it needs the token of the form, whatever header is with it."""
    _token, header = make(lead, "proposal:hide", "desk:see")
    browser = testing.sign_in(app.test_client(), lead)
    hide = f"/proposals/{proposal.id}/hide"
    assert browser.post(hide, data={"reason": "이름"}, headers=header).status_code == 400
    stranger = app.test_client()
    stranger.set_cookie("anything", "1")
    assert stranger.post(hide, data={"reason": "이름"}, headers=header).status_code == 400
    assert proposal.hidden_at is None


def test_scripts_prime_nothing(app: Flask, script: FlaskClient, lead: Account, proposal: Proposal) -> None:
    """CKAN CVE-2026-41255: one request that needs no CSRF token disabled it for everybody after it."""
    _token, header = make(lead, "desk:see", "proposal:hide", "proposal:see_hidden")
    browser = testing.sign_in(app.test_client(), lead)
    hide, show = f"/proposals/{proposal.id}/hide", f"/proposals/{proposal.id}/show"
    for primer in (header, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}, {}):
        script.post(hide, data={"reason": "이름"}, headers=primer)
        script.post(show, headers=primer)
        script.get("/", headers=primer)
        assert browser.post(hide, data={"reason": "이름"}).status_code == 400, primer
        assert script.post(hide, data={"reason": "이름"}).status_code == 400, primer
    assert script.post(hide, data={"reason": "이름"}, headers=header).status_code == 302
    assert browser.post(show).status_code == 400


def test_a_script_is_told_and_not_led(
    script: FlaskClient, make_account: Callable[..., Account], proposal: Proposal
) -> None:
    owner = make_account("담당", roles=["operator"])
    _token, header = make(owner, "proposal:hide")
    from demosx.consent.models import Agreement

    with transaction():
        db.session.query(Agreement).filter_by(account_id=owner.id).delete()
    answer = script.post(f"/proposals/{proposal.id}/hide", data={"reason": "이름"}, headers=header | JSON)
    assert (
        answer.status_code == 403 and answer.json is not None and answer.json["error"] == "agreement_needed"
    )


def test_unknown_tokens_are_slowed_down(app: Flask, script: FlaskClient) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    try:
        found = {
            script.get("/", headers={"Authorization": f"Bearer demosx_{n}"} | JSON).status_code
            for n in range(70)
        }
    finally:
        app.config["RATELIMIT_ENABLED"] = False
    assert found == {401, 429}


def test_old_tokens_are_deleted(app: Flask, lead: Account) -> None:
    token, _header = make(lead, "desk:see")
    with transaction():
        assert api_tokens.forget_old() == 0
        token.created_at = clock.wall() - timedelta(days=60)
        token.expires_at = clock.wall() - timedelta(days=31)
        db.session.flush()
        assert api_tokens.forget_old() == 1
