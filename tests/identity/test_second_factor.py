"""Staff on their way to the desk: no role counts before the second factor, and then they are where they were going."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.core.db import db
from demosx.identity import factor_services
from demosx.identity.factor_models import AuthenticatorApp, RecoveryCode
from demosx.identity.passkey_models import Passkey
from demosx.people import queries, services
from demosx.people.models import Account, SignIn
from tests.identity.device import Device
from tests.identity.factors import HTML, KIM, MailTo, add_app, code, codes_on, come_in, key_on, staff
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("fast_hashes")
Later = Callable[[timedelta], None]
TO_THE_DESK = "/second-factor?next=/desk"


def secret_of(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return str(session["_user_id"])


def asked_on(page: str) -> dict[str, object]:
    """What a page lets the browser ask a device."""
    found = re.search(r'data-asked="([^"]+)"', page)
    assert found is not None, page
    asked: dict[str, object] = json.loads(unescape(found[1]))
    return asked


def test_setting_up_right_after_the_first_sign_in(client: FlaskClient, kim: Account, mail_to: MailTo) -> None:
    assert come_in(client) == TO_THE_DESK
    assert client.get("/desk", headers=HTML).location == TO_THE_DESK
    first = client.get(TO_THE_DESK, headers=HTML)
    assert first.location == "/account/security/set-up?next=/desk"
    page = client.get(first.location, headers=HTML).text
    assert 'src="data:image/svg+xml' in page
    key = key_on(page)
    assert key_on(client.get(first.location, headers=HTML).text) == key, "the picture stays the same"
    wrong = client.post("/account/security/set-up", data={"code": "000000", "next": "/desk"}, headers=HTML)
    assert wrong.status_code == 422
    assert key_on(wrong.text) == key
    assert db.session.get(AuthenticatorApp, kim.id) is None
    before = secret_of(client)
    done = client.post("/account/security/set-up", data={"code": code(key), "next": "/desk"}, headers=HTML)
    assert len(codes_on(done.text)) == 10
    assert 'href="/desk"' in done.text
    assert secret_of(client) != before
    assert client.get("/desk", headers=HTML).status_code == 200
    assert "authenticator app was set up" in mail_to("kim@example.org")[-1].body


def test_a_code_leads_to_the_desk(client: FlaskClient, with_app: Account) -> None:
    assert come_in(client) == TO_THE_DESK
    page = client.get("/second-factor?next=/desk", headers=HTML).text
    assert 'name="next" type="hidden" value="/desk"' in page
    wrong = client.post("/second-factor", data={"code": "000000", "next": "/desk"}, headers=HTML)
    assert wrong.status_code == 422
    assert 'id="code-error"' in wrong.text
    assert client.get("/desk", headers=HTML).location == TO_THE_DESK
    right = client.post("/second-factor", data={"code": code(), "next": "/desk"}, headers=HTML)
    assert right.location == "/desk"
    assert client.get("/desk", headers=HTML).status_code == 200
    assert client.get(TO_THE_DESK, headers=HTML).location == "/desk"


def test_every_address_of_the_desk_leads_there_and_back(
    app: Flask, client: FlaskClient, with_app: Account
) -> None:
    come_in(client)
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    for rule in rules:
        if rule == "/desk/intake/ready":
            assert client.get(rule).json == {
                "may": False,
                "signed_in": True,
            }  # a script asks, and is told no more
        elif (
            rule != "/desk/intake/worker.js"
            and "<" not in rule
            and "GET" in (next(r.methods for r in app.url_map.iter_rules() if r.rule == rule) or ())
        ):
            answer = client.get(rule, headers=HTML)
            assert answer.status_code in (302, 403), rule
            if answer.status_code == 302:
                assert answer.location == f"/second-factor?next={rule}"
    assert client.get("/desk/board?area=transport", headers=HTML).location == (
        "/second-factor?next=/desk/board?area%3Dtransport"
    )


def test_the_way_to_the_desk_is_shown_before(client: FlaskClient, with_app: Account) -> None:
    come_in(client)
    assert 'href="/desk"' in client.get("/", headers=HTML).text


@pytest.mark.parametrize(
    "following", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_only_paths_of_this_site_follow(client: FlaskClient, with_app: Account, following: str) -> None:
    come_in(client)
    data = {"code": code(), "next": following}
    assert client.post("/second-factor", data=data, headers=HTML).location == "/"


def test_members_are_asked_for_nothing(app: Flask, client: FlaskClient, kim: Account) -> None:
    (given,) = queries.grants_of(kim.id)
    services.revoke(given)
    db.session.commit()
    assert come_in(client) == "/"
    assert client.get("/second-factor?next=/me", headers=HTML).location == "/me"
    assert client.get("/account/security/set-up", headers=HTML).location == "/account/security"
    assert client.get("/desk", headers=HTML).status_code == 403


def test_what_roles_allow_is_refused_by_every_way_before(client: FlaskClient, with_app: Account) -> None:
    come_in(client)
    assert client.post("/desk/people/1/suspend", headers=HTML).status_code == 403
    actor = queries.actor_of_secret(secret_of(client))
    assert actor is not None
    assert (actor.roles, [grant.role for grant in actor.held_back]) == ({"visitor", "member"}, ["operator"])
    scripted = client.get("/desk", headers={"Accept": "application/json"})
    assert (scripted.status_code, scripted.json["error"]) == (403, "second_factor_needed")  # type: ignore[index]


def test_a_new_secret_when_the_factor_is_shown(app: Flask, client: FlaskClient, with_app: Account) -> None:
    """Whoever has planted or copied the cookie before does not rise with it (CKAN CVE-2025-64100)."""
    come_in(client)
    copied = app.test_client()
    with client.session_transaction() as held, copied.session_transaction() as copy:
        copy.update(held)
    client.post("/second-factor", data={"code": code(), "next": "/desk"}, headers=HTML)
    assert client.get("/desk", headers=HTML).status_code == 200
    assert copied.get("/desk", headers=HTML).location == "/sign-in?next=/desk"
    assert len(queries.sessions_of(with_app.id)) == 1


def test_a_factor_counts_for_twelve_hours(client: FlaskClient, with_app: Account, later: Later) -> None:
    come_in(client)
    client.post("/second-factor", data={"code": code()}, headers=HTML)
    later(timedelta(hours=11, minutes=59))
    assert client.get("/desk", headers=HTML).status_code == 200
    later(timedelta(minutes=1))
    assert client.get("/desk", headers=HTML).location == TO_THE_DESK
    client.post("/second-factor", data={"code": code()}, headers=HTML)
    assert client.get("/desk", headers=HTML).status_code == 200


def test_a_recovery_code_in_place_of_the_telephone(client: FlaskClient, with_app: Account) -> None:
    codes = factor_services.renew_recovery_codes(with_app)
    db.session.commit()
    come_in(client)
    data = {"code": codes[0], "next": "/desk", "recovery": "yes"}
    assert client.post("/second-factor", data=data, headers=HTML).location == "/desk"
    come_in(client)
    again = client.post("/second-factor", data=data, headers=HTML)
    assert again.status_code == 422
    assert 'id="recovery-code-error"' in again.text
    assert "9 recovery codes are left" in client.get("/account/security", headers=HTML).text


def test_too_many_codes_say_so_on_the_page(app: Flask, client: FlaskClient, with_app: Account) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    try:
        come_in(client)
        for _ in range(10):
            client.post("/second-factor", data={"code": "000000"}, headers=HTML)
        last = client.post("/second-factor", data={"code": code()}, headers=HTML)
        assert last.status_code == 429
        assert "quarter of an hour" in last.text
    finally:
        app.config["RATELIMIT_ENABLED"] = False
        app.extensions["demosx_limits"][0].storage.reset()


def test_a_password_alone_does_not_replace_a_factor(client: FlaskClient, with_app: Account) -> None:
    come_in(client)
    for path in ("set-up", "passkeys"):
        where = f"/account/security/{path}"
        assert client.get(where, headers=HTML).location == f"/second-factor?next={where}"
        assert client.post(where, data={"code": code()}, headers=HTML).location.startswith("/second-factor")
    for path in ("app/remove", "codes"):
        answer = client.post(f"/account/security/{path}", headers=HTML)
        assert (answer.location or "").startswith("/second-factor"), path
    assert db.session.get(AuthenticatorApp, with_app.id) is not None


@pytest.mark.parametrize("what", ["email", "password"])
def test_a_password_alone_does_not_take_the_account_over(
    client: FlaskClient, with_app: Account, what: str
) -> None:
    come_in(client)
    data = {"password": PASSWORD, "email": "thief@example.org", "new_password": "도둑이 정한 비밀번호"}
    answer = client.post(
        f"/account/{what}", data=data, headers=HTML | {"Referer": "http://localhost/account"}
    )
    assert answer.location == "/second-factor?next=/account"
    assert services.sign_in(KIM, PASSWORD)


def test_an_old_session_does_not_change_factors(client: FlaskClient, kim: Account, later: Later) -> None:
    come_in(client)
    later(timedelta(minutes=15))
    answer = client.get("/account/security/set-up?next=/desk", headers=HTML)
    assert answer.location.startswith("/sign-in?again=1")


def test_a_passkey_is_set_up_and_is_both_factors(client: FlaskClient, kim: Account) -> None:
    device = Device()
    come_in(client)
    page = client.get("/account/security/passkeys?next=/desk", headers=HTML).text
    answer = {"name": "내 전화기", "credential": device.make(asked_on(page)), "next": "/desk"}
    made = client.post("/account/security/passkeys", data=answer, headers=HTML)
    assert len(codes_on(made.text)) == 10
    assert client.get("/desk", headers=HTML).status_code == 200
    client.post("/sign-out")
    page = client.get("/sign-in/passkey", headers=HTML).text
    shown = client.post("/sign-in/passkey", data={"credential": device.show(asked_on(page))}, headers=HTML)
    assert shown.location == "/desk"
    assert client.get("/desk", headers=HTML).status_code == 200
    assert db.session.scalars(select(SignIn.way).order_by(SignIn.id.desc())).first() == "passkey"
    client.post("/sign-out")
    come_in(client)
    page = client.get(TO_THE_DESK, headers=HTML).text
    data = {"credential": device.show(asked_on(page)), "next": "/desk"}
    assert client.post("/second-factor/passkey", data=data, headers=HTML).location == "/desk"
    assert client.get("/desk", headers=HTML).status_code == 200


def test_a_refused_passkey_says_so(client: FlaskClient, with_app: Account) -> None:
    assert client.post("/sign-in/passkey", data={"credential": "{}"}, headers=HTML).status_code == 422
    come_in(client)
    refused = client.post("/second-factor/passkey", data={"credential": "{}"}, headers=HTML)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert client.get("/desk", headers=HTML).location == TO_THE_DESK


def test_who_is_suspended_gets_in_by_no_passkey(client: FlaskClient, kim: Account) -> None:
    device = Device()
    come_in(client)
    page = client.get("/account/security/passkeys", headers=HTML).text
    client.post("/account/security/passkeys", data={"name": "x", "credential": device.make(asked_on(page))})
    services.suspend(kim)
    db.session.commit()
    page = client.get("/sign-in/passkey", headers=HTML).text
    shown = client.post("/sign-in/passkey", data={"credential": device.show(asked_on(page))}, headers=HTML)
    assert shown.status_code == 422


def test_a_site_may_ask_for_no_second_factor(make_app: Callable[..., Flask]) -> None:
    for changes in ({"sign_in": {"second_factor": False}}, {"roles": {"operator": {"second_factor": False}}}):
        app = make_app(**changes)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            staff("달이", KIM)
        browser = app.test_client()
        assert come_in(browser) == "/desk"
        assert browser.get("/desk", headers=HTML).status_code == 200


def test_factors_of_who_is_no_longer_staff_stay_and_can_go(client: FlaskClient, with_app: Account) -> None:
    (given,) = queries.grants_of(with_app.id)
    services.revoke(given)
    db.session.commit()
    come_in(client)
    assert client.post("/account/security/app/remove", headers=HTML).location == "/account/security"
    assert db.session.get(AuthenticatorApp, with_app.id) is None


def test_the_last_factor_of_staff_stays(client: FlaskClient, with_app: Account) -> None:
    come_in(client)
    client.post("/second-factor", data={"code": code()}, headers=HTML)
    assert client.post("/account/security/app/remove", headers=HTML).status_code == 409
    device = Device()
    page = client.get("/account/security/passkeys", headers=HTML).text
    client.post("/account/security/passkeys", data={"name": "x", "credential": device.make(asked_on(page))})
    key = db.session.scalars(select(Passkey)).one()
    assert client.post("/account/security/app/remove", headers=HTML).status_code == 302
    assert client.post(f"/account/security/passkeys/{key.id}/remove", headers=HTML).status_code == 409
    assert db.session.get(Passkey, key.id) is not None


def test_nobody_removes_somebody_elses_passkey(app: Flask, client: FlaskClient, kim: Account) -> None:
    come_in(client)
    page = client.get("/account/security/passkeys", headers=HTML).text
    client.post("/account/security/passkeys", data={"name": "x", "credential": Device().make(asked_on(page))})
    key = db.session.scalars(select(Passkey)).one()
    staff("달이", "lee@example.org")
    other = app.test_client()
    come_in(other, "lee@example.org")
    assert other.post(f"/account/security/passkeys/{key.id}/remove", headers=HTML).status_code == 404


def test_a_change_of_factors_ends_the_other_sessions(
    app: Flask, client: FlaskClient, with_app: Account
) -> None:
    there = app.test_client()
    come_in(there)
    come_in(client)
    client.post("/second-factor", data={"code": code()}, headers=HTML)
    page = client.get("/account/security/passkeys", headers=HTML).text
    client.post("/account/security/passkeys", data={"name": "x", "credential": Device().make(asked_on(page))})
    assert there.get("/account", headers=HTML).status_code == 302
    assert client.get("/desk", headers=HTML).status_code == 200


def test_new_recovery_codes_end_the_old(client: FlaskClient, with_app: Account) -> None:
    add = factor_services.renew_recovery_codes(with_app)
    db.session.commit()
    come_in(client)
    client.post("/second-factor", data={"code": code()}, headers=HTML)
    page = client.post("/account/security/codes", headers=HTML)
    new = codes_on(page.text)
    assert len(new) == 10
    assert not set(new) & set(add)
    assert "data:text/plain" in page.text
    assert not any(one in client.get("/account/security", headers=HTML).text for one in new)
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 10


def test_no_change_from_another_site(
    app: Flask, with_app: Account, sign_in: Callable[..., FlaskClient]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = sign_in(app.test_client(), with_app)
    for path in ("/account/security/app/remove", "/account/security/codes", "/account/security/set-up",
                 "/account/security/passkeys", "/account/security/sessions/end-others", "/second-factor",
                 "/second-factor/passkey", "/sign-in/passkey"):  # fmt: skip
        sent = browser.post(path, data={"code": "493817", "credential": "493817"}, headers=HTML)
        assert sent.status_code == 400, path
        assert "493817" not in sent.text, "a page that is left open shows no code"


def test_two_accounts_may_have_apps(with_app: Account, make_account: Callable[..., Account]) -> None:
    add_app(make_account("달이", roles=["operator"]))
    factor_services.show_code(with_app, code())


def test_a_passkey_is_renamed_by_its_owner_alone(app: Flask, client: FlaskClient, kim: Account) -> None:
    come_in(client)
    page = client.get("/account/security/passkeys", headers=HTML).text
    client.post("/account/security/passkeys", data={"name": "x", "credential": Device().make(asked_on(page))})
    key = db.session.scalars(select(Passkey)).one()
    address = f"/account/security/passkeys/{key.id}/name"
    assert address in client.get("/account/security", headers=HTML).text
    refused = client.post(address, data={"name": " "}, headers=HTML)
    assert refused.status_code == 422 and db.session.get_one(Passkey, key.id).name == "x"
    assert client.post(address, data={"name": "가" * 61}, headers=HTML).status_code == 422
    assert client.post(address, data={"name": "거실 태블릿"}, headers=HTML).location == "/account/security"
    assert "거실 태블릿" in client.get("/account/security", headers=HTML).text
    staff("달이", "lee@example.org")
    other = app.test_client()
    come_in(other, "lee@example.org")
    assert other.get(address, headers=HTML).status_code == 404
    assert other.post(address, data={"name": "남의 것"}, headers=HTML).status_code == 404
