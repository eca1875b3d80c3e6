"""The pages of one's own data: in the browser of whoever is signed in, after a fresh proof, and nowhere else."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import passwords
from demosx.people.looks import AccessLog
from demosx.people.models import Account, SignIn
from demosx.privacy.downloads import STYLE
from tests.counting import queries
from tests.privacy import lives

Make = Callable[..., Account]
PASSWORD = "한밤중의 옥상 텃밭"


@pytest.fixture
def person(client: FlaskClient, make_account: Make) -> Account:
    """Somebody with a password who has just signed in."""
    account = make_account("별이")
    account.password_hash = passwords.hashed(PASSWORD)
    db.session.commit()
    testing.sign_in(client, account)
    return account


def long_ago() -> None:
    """Let the last proof be an hour old."""
    db.session.execute(update(SignIn).values(proved_at=clock.wall() - timedelta(hours=1)))
    db.session.commit()


def test_the_page_says_what_is_kept_why_and_how_long(client: FlaskClient, person: Account) -> None:
    page = client.get("/account/data").text
    for words in (
        "로그인한 곳",
        "보관: 30일",
        "모두 내려받기",
        "개인정보 열람 기록",
        "탈퇴하면 어떻게 되는지 보기",
    ):
        assert words in page
    assert "업무로 쓴 답변" not in page, "what only staff have is shown to staff"


@pytest.mark.parametrize("address", ["/account/data", "/account/leave"])
def test_the_pages_cost_few_questions(client: FlaskClient, app: Application, address: str) -> None:
    life = lives.live()
    testing.sign_in(client, db.session.get_one(Account, life.person))
    client.get(address)
    with queries() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 8, "\n".join(statements)


@pytest.mark.parametrize("kind", ["json", "html"])
def test_everything_as_a_file(client: FlaskClient, app: Application, kind: str) -> None:
    life = lives.live()
    testing.sign_in(client, db.session.get_one(Account, life.person))
    answer = client.post("/account/data/download", data={"format": kind})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="my-data.{kind}"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy.endswith("; sandbox")
    for needle in (lives.EMAIL, lives.NICKNAME, lives.SUBJECT, lives.SAID, lives.SAID_BEFORE, "욕설"):
        assert needle in answer.text
    assert "sealed" not in answer.text and "password_hash" not in answer.text
    if kind == "json":
        assert json.loads(answer.text)["format"] == "demosx.person"
    else:
        assert (
            "<script" not in answer.text
            and "src=" not in answer.text
            and f"<style>{STYLE}</style>" in answer.text
        )
        assert re.search(r"<dt>선택지</dt><dd>찬성</dd>", answer.text), "their own vote"


def test_hostile_text_is_text_in_the_page(client: FlaskClient, person: Account) -> None:
    testing.proposal(person, "<script>alert(1)</script>", "</dd><img src=x onerror=alert(1)>")
    answer = client.post("/account/data/download", data={"format": "html"})
    assert "<script" not in answer.text and "<img" not in answer.text and "&lt;script&gt;" in answer.text


def test_an_old_session_has_to_prove_itself(client: FlaskClient, person: Account) -> None:
    long_ago()
    refused = client.post("/account/data/download", data={"format": "json", "password": "falsch"})
    assert refused.status_code == 422 and "다시 로그인해 주세요" in refused.text
    assert client.post("/account/data/download", data={"format": "json"}).status_code == 422
    assert client.post("/account/leave", data={"texts": "keep", "sure": "y"}).status_code == 422
    assert db.session.get_one(Account, person.id, populate_existing=True).left_at is None
    given = client.post("/account/data/download", data={"format": "json", "password": PASSWORD})
    assert given.status_code == 200


def test_without_a_password_one_signs_in_again(client: FlaskClient, person: Account) -> None:
    person.password_hash = None
    long_ago()
    page = client.get("/account/leave").text
    assert "/sign-in?again=1&amp;next=/account/leave" in page and "탈퇴하기" not in page
    assert (
        client.post("/account/leave", data={"texts": "keep", "sure": "y", "password": ""}).status_code == 422
    )


def test_nobody_downloads_without_end(client: FlaskClient, person: Account, app: Application) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    try:
        codes = [
            client.post("/account/data/download", data={"format": "json"}).status_code for _ in range(11)
        ]
    finally:
        app.config["RATELIMIT_ENABLED"] = False
    assert codes == [200] * 10 + [429]


def test_whoever_is_not_signed_in_gets_nothing(client: FlaskClient, app: Application) -> None:
    for method, address in (
        ("GET", "/account/data"),
        ("POST", "/account/data/download"),
        ("POST", "/account/leave"),
    ):
        assert client.open(address, method=method).status_code == 401


def test_leaving_takes_a_choice_and_a_tick(client: FlaskClient, person: Account) -> None:
    for data in ({}, {"sure": "y"}, {"texts": "keep"}, {"texts": "burn", "sure": "y"}):
        assert client.post("/account/leave", data=data).status_code == 422
    answer = client.post("/account/leave", data={"texts": "keep", "sure": "y"})
    assert answer.headers["Location"] == "/"
    assert "탈퇴했습니다" in client.get("/").text
    assert client.get("/account/data").status_code == 401
    assert db.session.get_one(Account, person.id, populate_existing=True).left_at is not None


def test_the_last_administrator_is_told(client: FlaskClient, make_account: Make) -> None:
    testing.sign_in(client, make_account("관리자님", ["admin"]))
    answer = client.post("/account/leave", data={"texts": "keep", "sure": "y"})
    assert answer.status_code == 422 and "마지막 관리자" in answer.text


@pytest.mark.parametrize(("choice", "stays"), [("keep", True), ("remove", False)])
def test_a_site_may_decide_for_all(make_app: Callable[..., Application], choice: str, stays: bool) -> None:
    app = make_app(privacy={"contributions": choice})
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        account = testing.account("별이")
        number = testing.proposal(account).id
        client = testing.sign_in(app.test_client(), account)
        assert "texts" not in client.get("/account/leave").text
        opposite = "remove" if stays else "keep"
        assert client.post("/account/leave", data={"sure": "y", "texts": opposite}).status_code == 302
        db.session.expire_all()
        assert (db.session.get_one(lives.Proposal, number).ended is None) is stays


def test_the_office_forgets_somebody_who_asks(client: FlaskClient, make_account: Make) -> None:
    person, admin = make_account("별이"), make_account("관리", ["admin"])
    testing.sign_in(client, admin)
    assert "계정 지우기" in client.get(f"/desk/people/{person.id}/forget").text
    address = f"/desk/people/{person.id}/forget"
    assert client.post(address, data={"texts": "keep"}).status_code == 422, "how it was asked is noted"
    assert client.post(address, data={"texts": "keep", "reason": "서면 요청"}).status_code == 302
    assert db.session.get_one(Account, person.id, populate_existing=True).left_at is not None
    noted = db.session.scalars(select(AccessLog).where(AccessLog.person_id == person.id)).all()
    assert [(row.what, row.reason, row.detail, row.account_id) for row in noted][-1] == (
        "person", "request", "서면 요청", admin.id,
    )  # fmt: skip
    assert client.get(address).status_code == 404


def test_pages_with_a_name_show_that_somebody_has_left(client: FlaskClient, app: Application) -> None:
    life = lives.live()
    with testing.at("2019-03-05 15:00"):
        testing.sign_in(client, db.session.get_one(Account, life.person))
        assert client.post("/account/leave", data={"texts": "keep", "sure": "y"}).status_code == 302
        own = client.get(f"/proposals/{life.proposals['own']}").text
        other = client.get(f"/proposals/{life.proposals['open']}").text
        assert "탈퇴한 회원" in own and "탈퇴한 회원" in other
        testing.sign_in(client, db.session.get_one(Account, life.others["운영"]))
        desk = client.get(f"/desk/proposals/{life.proposals['own']}").text
    for page in (own, other, desk):
        assert lives.NICKNAME not in page
