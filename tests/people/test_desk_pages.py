"""The desk's pages about people and departments."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.consent.services import agree_to_all
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.ledger.models import Entry
from demosx.people import queries, services
from demosx.people.models import Account, RoleGrant
from tests.people.conftest import PASSWORD, secret_of
from tests.visiting import Page

pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def admin(app: Flask) -> Account:
    account = services.create_account("관리하는이", email="admin@example.org", language="en")
    services.grant(account, "admin")
    agree_to_all(account.id)
    db.session.commit()
    return account


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email="kim@example.org", password=PASSWORD)
    db.session.commit()
    return account


@pytest.fixture
def desk(client: FlaskClient, admin: Account, sign_in: SignIn) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    return sign_in(client, admin)


def filled(desk: FlaskClient, page: str, action: str, **given: object) -> dict[str, str]:
    """What the form on a page that is sent to `action` sends with these values typed."""
    forms = [form for form in Page(desk.get(page, headers=HTML)).forms if form.action == action]
    return dict(forms[0].filled(**given))


def page_of(account: Account) -> str:
    return f"/desk/people/{account.id}"


@pytest.mark.parametrize("role", ["member", "operator", "official", "planning_panel", "aide", "head", "lead"])
def test_only_an_administrator_comes_in(
    client: FlaskClient, kim: Account, sign_in: SignIn, role: str
) -> None:
    if role != "member":
        services.grant(kim, role)
        db.session.commit()
    sign_in(client, kim)
    reads = ["/desk/people", "/desk/people/new", page_of(kim), "/desk/departments"]
    assert [client.get(path, headers=HTML).status_code for path in reads] == [403] * len(reads)
    writes = [f"{page_of(kim)}/grants", f"{page_of(kim)}/suspend", "/desk/people/new", "/desk/departments"]
    for path in writes:
        assert client.post(path, data={"role": "admin", "department": "0"}, headers=HTML).status_code == 403
    assert "admin" not in queries.actor_of(kim.id).roles


def test_finding_somebody(desk: FlaskClient, kim: Account) -> None:
    page = desk.get("/desk/people?q=KIM@", headers=HTML).text
    assert page_of(kim) in page
    assert "관리하는이" not in page.split("<table>")[1]
    assert desk.get("/desk/people?q=%00%ED%A0%80%25&at=99999999999999999999", headers=HTML).status_code == 200
    assert desk.get("/desk/people/99999999999999999999", headers=HTML).status_code == 404
    assert desk.get("/desk/people/12345", headers=HTML).status_code == 404


def test_who_holds_a_role_is_found_among_many_and_until_when(
    desk: FlaskClient, kim: Account, admin: Account
) -> None:
    services.grant(
        services.create_account("담당이", email="lee@example.org"), "operator", ends_on=date(2096, 12, 31)
    )
    db.session.commit()
    everybody = Page(desk.get("/desk/people", headers=HTML))
    assert "별이" in everybody.root.one("tbody").text
    (with_role,) = [link for link in everybody.root.all("a") if link.text == "Who holds a role"]
    held = Page(desk.get(with_role.attributes["href"], headers=HTML)).root.one("tbody").text
    assert "별이" not in held and "관리하는이" in held and "2096" in held
    narrowed = Page(desk.get(f"{with_role.attributes['href']}&q=lee", headers=HTML)).root
    assert [row.one("a").text for row in narrowed.one("tbody").all("tr")] == ["담당이"]
    assert narrowed.one("input", name="show").attributes["value"] == "roles"


def test_giving_and_taking_a_role(desk: FlaskClient, kim: Account, admin: Account) -> None:
    response = desk.post(f"{page_of(kim)}/grants", data={"role": "operator", "department": "0"}, headers=HTML)
    assert response.location == page_of(kim)
    (given,) = queries.grants_of(kim.id)
    assert (given.role, given.department_id, given.granted_by) == ("operator", None, admin.id)
    twice = desk.post(f"{page_of(kim)}/grants", data={"role": "operator", "department": "0"}, headers=HTML)
    assert twice.status_code == 422
    assert 'id="role-error"' in twice.text
    desk.post(f"{page_of(kim)}/grants/{given.id}/revoke", data={"reason": "일이 끝남"})
    assert queries.grants_of(kim.id) == []
    entry = db.session.scalars(select(Entry).where(Entry.verb == "role_revoked")).one()
    assert (entry.actor_id, entry.reason) == (admin.id, "일이 끝남")


def test_a_role_for_a_department_and_a_time(desk: FlaskClient, kim: Account) -> None:
    parks = services.add_department("parks", {"ko": "공원과", "en": "Parks"})
    db.session.commit()
    without = desk.post(f"{page_of(kim)}/grants", data={"role": "officer", "department": "0"}, headers=HTML)
    assert without.status_code == 422
    assert 'id="department-error"' in without.text
    data = {
        "role": "officer",
        "department": str(parks.id),
        "begins_on": "2096-05-02",
        "ends_on": "2096-05-01",
    }
    assert 'id="ends_on-error"' in desk.post(f"{page_of(kim)}/grants", data=data, headers=HTML).text
    over = data | {"begins_on": "", "ends_on": "2026-01-31"}
    assert 'id="ends_on-error"' in desk.post(f"{page_of(kim)}/grants", data=over, headers=HTML).text
    desk.post(f"{page_of(kim)}/grants", data=data | {"ends_on": "2096-12-31"})
    (given,) = queries.grants_of(kim.id)
    assert (given.department_id, str(given.begins_on), str(given.ends_on)) == (
        parks.id,
        "2096-05-02",
        "2096-12-31",
    )
    assert "Parks" in desk.get(page_of(kim), headers=HTML).text


def test_a_grant_of_somebody_else_is_not_taken_by_mistake(
    desk: FlaskClient, kim: Account, admin: Account
) -> None:
    own = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == admin.id)).one()
    assert desk.post(f"{page_of(kim)}/grants/{own.id}/revoke", headers=HTML).status_code == 404
    assert own.revoked_at is None


def test_the_last_administrator_stays(desk: FlaskClient, admin: Account) -> None:
    own = db.session.scalars(select(RoleGrant)).one()
    assert desk.post(f"{page_of(admin)}/grants/{own.id}/revoke", headers=HTML).status_code == 409
    assert desk.post(f"{page_of(admin)}/suspend", data={"reason": "x"}, headers=HTML).status_code == 409
    db.session.expire_all()
    assert own.revoked_at is None


def test_who_changes_their_own_roles_stays_in(desk: FlaskClient, admin: Account) -> None:
    desk.post(f"{page_of(admin)}/grants", data={"role": "operator", "department": "0"})
    assert desk.get(page_of(admin), headers=HTML).status_code == 200


def test_keeping_somebody_out(desk: FlaskClient, kim: Account) -> None:
    secret = services.admit(kim)
    db.session.commit()
    desk.post(f"{page_of(kim)}/suspend", data={"reason": "규칙을 어김"})
    assert queries.actor_of_secret(secret) is None
    assert "Suspended" in desk.get("/desk/people", headers=HTML).text
    desk.post(f"{page_of(kim)}/unsuspend")
    assert kim.suspended_at is None


def test_an_account_for_a_colleague(desk: FlaskClient, mail_to: MailTo) -> None:
    data = {"email": "lee@example.org", "nickname": "운영자"}
    desk.post("/desk/people/new", data=data, headers=HTML)
    lee = queries.account_by_email("lee@example.org")
    assert lee is not None
    assert (lee.nickname, lee.password_hash, lee.confirmed_at) == ("운영자", None, None)
    again = desk.post("/desk/people/new", data=data | {"nickname": "다른이"}, headers=HTML)
    assert again.status_code == 422
    assert 'id="email-error"' in again.text
    desk.post(f"{page_of(lee)}/invite")
    first, second = (secret_of(letter, "reset") for letter in mail_to("lee@example.org"))
    assert desk.get(f"/reset/{first}", headers=HTML).status_code == 404
    desk.post(f"/reset/{second}", data={"new_password": PASSWORD})
    assert lee.confirmed_at is not None
    assert services.sign_in("lee@example.org", PASSWORD)


def test_an_invitation_names_the_role_that_was_chosen_with_the_account(
    desk: FlaskClient, mail_to: MailTo
) -> None:
    data = {"email": "lee@example.org", "nickname": "달이", "role": "officer"}
    refused = desk.post("/desk/people/new", data=data, headers=HTML)
    assert 'id="department-error"' in refused.text
    assert queries.account_by_email("lee@example.org") is None
    desk.post("/desk/people/new", data=data | {"role": "operator", "ends_on": "2099-12-01"}, headers=HTML)
    lee = queries.account_by_email("lee@example.org")
    assert lee is not None
    assert [given.role for given in queries.grants_of(lee.id)] == ["operator"]
    (letter,) = mail_to("lee@example.org")
    assert "2099" in letter.body
    assert "passkey" in letter.body or "패스키" in letter.body


def test_departments_and_posts(desk: FlaskClient, kim: Account) -> None:
    wrong = desk.post("/desk/departments", data={"key": "공원", "name_ko": "공원과"}, headers=HTML)
    assert 'id="key-error"' in wrong.text
    made = desk.post(
        "/desk/departments", data={"key": "parks", "name_ko": "공원과", "telephone": "02-120"}, headers=HTML
    )
    parks = queries.department_by_key("parks")
    assert parks is not None
    where = f"/desk/departments/{parks.id}"
    assert made.location == where
    assert (
        desk.post("/desk/departments", data={"key": "parks", "name_ko": "공원과"}, headers=HTML).status_code
        == 422
    )
    desk.post(f"{where}/posts", data={"name": "주무관", "telephone": "02-121"})
    assert desk.post(f"{where}/posts", data={"name": "주무관"}, headers=HTML).status_code == 422
    (post,) = queries.posts(parks.id)
    page = f"{where}/posts/{post.id}"
    desk.post(page, data=filled(desk, page, page, name="공원 주무관", telephone=""))
    nobody = filled(desk, page, f"{page}/holder", holder="nobody@example.org")
    assert desk.post(f"{page}/holder", data=nobody, headers=HTML).status_code == 422
    desk.post(f"{page}/holder", data=filled(desk, page, f"{page}/holder", holder="Kim@Example.org"))
    assert queries.post_holders(parks.id) == {post.id: [kim]}
    shown = desk.get(where, headers=HTML).text
    assert "공원 주무관" in shown
    assert "별이" in shown
    change = filled(desk, where, where, name_ko="공원녹지과", name_en="Parks", telephone="", active=False)
    desk.post(where, data=change)
    assert (parks.names, parks.active) == ({"ko": "공원녹지과", "en": "Parks"}, False)
    assert desk.get(f"/desk/departments/{parks.id + 1}/posts/{post.id}", headers=HTML).status_code == 404


@pytest.mark.parametrize("hostile", ["<script>a", "{{7*7}} a", '"><img a', "별\u202e이 a"])
def test_hostile_names_are_shown_as_text(desk: FlaskClient, kim: Account, hostile: str) -> None:
    services.change_nickname(kim, hostile)
    db.session.commit()
    for path in ("/desk/people", page_of(kim)):
        page = desk.get(path, headers=HTML).text
        assert "<script>a" not in page
        assert "<img a" not in page
        assert "49 a" not in page
        assert "\u202e" not in page
