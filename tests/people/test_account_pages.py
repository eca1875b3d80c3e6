"""My page, the account's settings, and the language of the site."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import DictLoader

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.me import MeSection, add_me_section
from demosx.people.models import Account
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email="kim@example.org", password=PASSWORD)
    db.session.commit()
    return account


@pytest.fixture
def inside(client: FlaskClient, kim: Account, sign_in: SignIn) -> FlaskClient:
    """A browser in which 별이 is signed in."""
    return sign_in(client, kim)


@pytest.mark.parametrize("page", ["/me", "/account"])
def test_visitors_are_asked_to_sign_in(client: FlaskClient, page: str) -> None:
    response = client.get(page, headers=HTML)
    assert (response.status_code, response.location) == (302, f"/sign-in?next={page}")


def test_a_nickname_is_changed(inside: FlaskClient, kim: Account) -> None:
    response = inside.post(
        "/account/profile", data={"nickname": "  초록   지붕 ", "language": "ko"}, headers=HTML
    )
    assert response.location == "/account"
    assert kim.nickname == "초록 지붕"
    assert "초록 지붕" in inside.get("/me", headers=HTML).text


def test_a_nickname_that_is_taken_comes_back(inside: FlaskClient, kim: Account) -> None:
    services.create_account("달이")
    db.session.commit()
    response = inside.post("/account/profile", data={"nickname": "달이", "language": "en"}, headers=HTML)
    assert response.status_code == 422
    assert 'value="달이"' in response.text
    assert 'id="nickname-error"' in response.text
    db.session.expire_all()
    assert kim.nickname == "별이"


def test_a_district_is_said_and_no_longer_said(inside: FlaskClient, kim: Account) -> None:
    said = {"nickname": "별이", "language": "ko"}
    inside.post("/account/profile", data=said | {"district": "narae"})
    assert kim.district == "narae"
    assert queries.actor_of(kim.id).district == "narae"
    assert inside.post("/account/profile", data=said | {"district": "nowhere"}).status_code == 422
    inside.post("/account/profile", data=said | {"district": ""})
    assert kim.district is None


def test_a_password_is_changed_here_and_ends_there(
    app: Flask, inside: FlaskClient, kim: Account, sign_in: SignIn
) -> None:
    there = sign_in(app.test_client(), kim)
    wrong = {"password": "틀린 비밀번호입니다", "new_password": "새로운 비밀번호 하나"}
    refused = inside.post("/account/password", data=wrong, headers=HTML)
    assert refused.status_code == 422
    assert 'id="password-error"' in refused.text
    assert "새로운 비밀번호 하나" not in refused.text
    inside.post("/account/password", data={"password": PASSWORD, "new_password": "새로운 비밀번호 하나"})
    assert inside.get("/account", headers=HTML).status_code == 200
    assert there.get("/account", headers=HTML).status_code == 302


def test_an_address_is_changed_by_its_link(inside: FlaskClient, kim: Account, mail_to: MailTo) -> None:
    data = {"email": "new@example.org", "password": PASSWORD}
    assert inside.post("/account/email", data=data, headers=HTML).location == "/account"
    secret = secret_of(mail_to("new@example.org")[0], "confirm-email")
    assert inside.get(f"/confirm-email/{secret}", headers=HTML).status_code == 200
    assert kim.email == "kim@example.org"
    assert inside.post(f"/confirm-email/{secret}").location == "/account"
    assert kim.email == "new@example.org"


def test_signing_out_everywhere(app: Flask, inside: FlaskClient, kim: Account, sign_in: SignIn) -> None:
    there = sign_in(app.test_client(), kim)
    inside.post("/account/sign-out-everywhere")
    for browser in (inside, there):
        assert browser.get("/account", headers=HTML).status_code == 302


def test_nothing_can_be_changed_from_another_site(app: Flask, kim: Account, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    browser = sign_in(app.test_client(), kim)
    for path in ("profile", "email", "password", "sign-out-everywhere"):
        assert browser.post(f"/account/{path}", data={"nickname": "달이"}, headers=HTML).status_code == 400
    assert browser.get("/account", headers=HTML).status_code == 200


def test_every_field_has_an_id_of_its_own(inside: FlaskClient) -> None:
    page = inside.get("/account", headers=HTML).text
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count('autocomplete="current-password"') == 2
    assert page.count('autocomplete="new-password"') == 1


def test_the_language_is_chosen_and_kept(client: FlaskClient) -> None:
    assert 'lang="ko"' in client.get("/join").text.split("<head>")[0]
    response = client.get("/language?language=en&next=/join?next=/me")
    assert response.location == "/join?next=/me"
    assert 'lang="en"' in client.get("/join").text.split("<head>")[0]
    assert client.post("/language", data={"language": "ko", "next": "//evil.example"}).location == "/"
    assert 'lang="ko"' in client.get("/join").text.split("<head>")[0]
    assert client.get("/language?language=xx").status_code == 422


def test_the_accounts_language_changes_with_a_choice_and_not_with_a_link(
    inside: FlaskClient, kim: Account
) -> None:
    inside.get("/language?language=en")
    assert kim.language == "ko"
    inside.post("/language", data={"language": "en"})
    assert kim.language == "en"
    inside.post("/account/profile", data={"nickname": "별이", "language": "ko"})
    assert kim.language == "ko"
    assert 'lang="ko"' in inside.get("/account").text.split("<head>")[0]


def test_rooms_add_their_parts_to_my_page(make_app: Callable[..., Flask], sign_in: SignIn) -> None:
    app = make_app()
    app.jinja_loader.loaders.append(
        DictLoader({"two.html": "<p>둘: {{ mine.who }}</p>", "one.html": "<p>하나</p>"})
    )  # type: ignore[union-attr, attr-defined]
    app.extensions.pop("demosx_me_sections", None)
    add_me_section(app, MeSection("two", "two.html", lambda number: {"who": f"계정 {number}"}, order=2))
    add_me_section(app, MeSection("one", "one.html", lambda number: {}, order=1))
    with pytest.raises(ValueError, match="two"):
        add_me_section(app, MeSection("two", "two.html", lambda number: {}))
    with app.app_context():
        kim = services.create_account("별이", email="kim@example.org")
        db.session.commit()
        page = sign_in(app.test_client(), kim).get("/me", headers=HTML).text
        assert page.index("<p>하나</p>") < page.index(f"<p>둘: 계정 {kim.id}</p>")
