"""Drafts: whose they are, two windows, going on after signing in, and that they go."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from demosx.core import clock, pending
from demosx.core.db import db
from demosx.files import receiving
from demosx.files.errors import NotKept
from demosx.files.models import StoredFile
from demosx.people import passwords
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.privacy.retention import delete_old
from demosx.proposals import draft_holdings, drafts
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import Draft
from tests.files import making

Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
SCRIPT = {"Accept": "application/json"}
TEXT = "막차가 너무 이릅니다."


def keep(client: FlaskClient, title: str = "버스", window: str = "one", **more: Any) -> Any:
    """Keep what a script would send."""
    fields = {"title": title, "body": TEXT, "window": window, "process_key": "citizen", **more}
    return client.post("/proposals/drafts", data=fields, headers=SCRIPT)


def number_of_drafts() -> int:
    return db.session.scalar(select(func.count(Draft.id))) or 0


def only_draft() -> Draft:
    db.session.expire_all()
    return db.session.scalars(select(Draft)).one()


def test_a_visitors_draft_is_read_by_that_browser_alone(app: Flask, client: FlaskClient) -> None:
    said = keep(client).json
    row = only_draft()
    assert (said["draft"], said["revision"], row.account_id) == (row.id, 1, None)
    assert TEXT.encode() not in row.content and row.digest
    assert TEXT in client.get(f"/proposals/new?draft={row.id}").text
    other = app.test_client()
    assert other.get(f"/proposals/new?draft={row.id}").status_code == 404
    assert other.get("/proposals/new?draft=99999").status_code == 404
    assert "버스" not in other.get("/proposals/new").text
    assert keep(other, "남의 글", "two", draft=row.id, draft_revision=1).status_code == 409
    other.post(f"/proposals/drafts/{row.id}/discard")
    assert number_of_drafts() == 1


def test_a_wrong_key_opens_nothing(app: Flask, client: FlaskClient) -> None:
    keep(client)
    row = only_draft()
    client.set_cookie("drafts", "another")
    assert client.get(f"/proposals/new?draft={row.id}").status_code == 404


def test_an_accounts_draft_follows_it_to_another_device(
    app: Flask, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    author = make_account("별이")
    number = keep(sign_in(client, author)).json["draft"]
    elsewhere = sign_in(app.test_client(), author)
    assert TEXT in elsewhere.get(f"/proposals/new?draft={number}").text
    assert "버스" in elsewhere.get("/me").text
    stranger = sign_in(app.test_client(), make_account("달이"))
    assert stranger.get(f"/proposals/new?draft={number}").status_code == 404
    assert "버스" not in stranger.get("/proposals/new").text


def test_two_windows_never_overwrite_each_other(client: FlaskClient) -> None:
    number = keep(client, "처음").json["draft"]
    assert keep(client, "둘째 창에서", "two", draft=number, draft_revision=1).json["revision"] == 2
    late = keep(client, "첫 창에서", "one", draft=number, draft_revision=1)
    assert (late.status_code, late.json["error"]) == (409, "draft_changed")
    assert "둘째 창에서" in client.get(f"/proposals/new?draft={number}").text


def test_a_window_whose_answer_was_lost_goes_on_with_its_own_draft(client: FlaskClient) -> None:
    number = keep(client, "하나").json["draft"]
    assert keep(client, "하나 둘").json["draft"] == number, "the first answer never came"
    assert keep(client, "하나 둘 셋", draft=number, draft_revision=1).json["revision"] == 3
    assert number_of_drafts() == 1


def test_without_a_script_the_second_window_sees_both_texts(client: FlaskClient) -> None:
    number = keep(client, "처음").json["draft"]
    keep(client, "둘째 창에서", "two", draft=number, draft_revision=1)
    fields = {"title": "첫 창에서", "body": TEXT, "window": "three", "draft": number, "draft_revision": 1}
    page = client.post("/proposals/drafts", data=fields | {"process_key": "citizen"})
    assert page.status_code == 409 and "첫 창에서" in page.text and "둘째 창에서" in page.text
    again = client.post("/proposals/drafts", data=fields | {"draft_revision": 2})
    assert again.status_code == 302, "having seen both, the writer decides"


def test_what_was_thrown_away_elsewhere_is_told_and_can_be_kept_anew(client: FlaskClient) -> None:
    number = keep(client).json["draft"]
    client.post(f"/proposals/drafts/{number}/discard")
    assert number_of_drafts() == 0
    gone = keep(client, draft=number, draft_revision=1)
    assert (gone.status_code, gone.json["error"]) == (409, "draft_gone")
    page = client.post(
        "/proposals/drafts", data={"title": "버스", "body": TEXT, "draft": number, "draft_revision": 1}
    )
    assert page.status_code == 409 and TEXT in page.text and f'value="{number}"' not in page.text


def test_nothing_is_kept_of_nothing(client: FlaskClient) -> None:
    assert keep(client, "", body=" ").json == {"found": ""}
    assert number_of_drafts() == 0
    assert client.post("/proposals/drafts", data={"title": ""}).status_code == 302


def test_a_resident_number_is_never_kept(client: FlaskClient) -> None:
    refused = keep(client, body="제 번호는 ９００１０１ - １２３４５６７ 입니다")
    assert (refused.status_code, refused.json["error"]) == (422, "resident_number_refused")
    assert number_of_drafts() == 0
    page = client.post(
        "/proposals/drafts", data={"title": "버스", "body": "번호 900101-1234567", "process_key": "citizen"}
    )
    assert page.status_code == 422 and "1234567" not in page.text and "번호 ●●●●●●-●●●●●●●" in page.text


def test_a_refused_resident_number_is_shown_where_it_stands_and_the_rest_is_pointed_out(
    client: FlaskClient,
) -> None:
    said = keep(client, body="전화는 010-1234-5678, 주민번호는 900101-1234567 입니다").json
    assert "주민번호는 ●●●●●●-●●●●●●●" in said["message"] and "이 기기에만" in said["message"]
    assert "제안 내용" in said["message"] and "1234567" not in said["message"]
    assert "전화번호" in said["found"]


def test_going_on_is_offered_before_throwing_away_and_on_the_first_page(
    app: Flask, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    number = keep(client, "막차 <b>연장</b>").json["draft"]
    for address in ("/", "/proposals/new"):
        page = client.get(address).text
        assert "이어서 쓰기" in page and f'href="/proposals/new?draft={number}"' in page
        assert "막차 &lt;b&gt;연장" in page and page.find("이어서 쓰기") < (page.find("버리기") % len(page))
    assert "이어서 쓰기" not in app.test_client().get("/").text
    author = sign_in(app.test_client(), make_account("별이"))
    assert "이어서 쓰기" not in author.get("/").text
    keep(author)
    assert "이어서 쓰기" in author.get("/").text


def test_a_browser_has_room_for_a_few_and_an_account_for_more(
    app: Flask, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    for n in range(drafts.OF_A_BROWSER):
        assert keep(client, f"글 {n}", f"w{n}").status_code == 200
    full = keep(client, "하나 더", "more")
    assert (full.status_code, full.json["error"]) == (422, "too_many_drafts")
    member = sign_in(app.test_client(), make_account("별이"))
    for n in range(drafts.OF_AN_ACCOUNT):
        assert keep(member, f"글 {n}", f"w{n}").status_code == 200
    assert keep(member, "하나 더", "more").status_code == 422


def test_what_a_visitor_was_writing_goes_to_the_account(
    app: Flask, client: FlaskClient, make_account: Make
) -> None:
    author = make_account("별이")
    author.password_hash = passwords.hashed("길고긴-비밀번호-42")
    db.session.commit()
    keep(client, "방금 쓴 글")
    keep(client, "어제 쓴 글", "old")
    old = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert old is not None
    old.changed_at -= timedelta(days=1)
    db.session.commit()
    answer = client.post("/sign-in", data={"email": author.email, "password": "길고긴-비밀번호-42"})
    assert answer.status_code == 302
    db.session.expire_all()
    mine = db.session.scalars(select(Draft).where(Draft.account_id == author.id)).all()
    assert [json.loads(row.content)["fields"]["title"] for row in mine] == ["방금 쓴 글"]
    page = client.get("/proposals/new").text
    assert "방금 쓴 글" in page and "어제 쓴 글" in page, (
        "the older one stays the browser's, and is not mixed"
    )
    keep(client, "어제 쓴 글, 오늘", "new", draft=old.id, draft_revision=1)
    assert {
        row.account_id for row in db.session.scalars(select(Draft).execution_options(populate_existing=True))
    } == {author.id}


@pytest.mark.parametrize("keeps_first", [True, False])
def test_pictures_of_a_visitor_belong_to_the_account_that_goes_on(
    client: FlaskClient, make_account: Make, sign_in: SignIn, keeps_first: bool
) -> None:
    number = keep(client).json["draft"]
    picture = {"file": (BytesIO(making.picture()), "a.jpg")}
    assert client.post(f"/files/of/draft/{number}", data=picture).status_code == 302
    author = make_account("별이")
    member = sign_in(client, author)
    if keeps_first:
        assert keep(member, draft=number, draft_revision=1).status_code == 200
    else:
        form = {"title": "버스", "body": TEXT, "process_key": "citizen", "draft": number, "draft_revision": 1}
        assert member.post("/proposals/new", data=form).status_code == 302
    assert db.session.scalars(select(StoredFile.account_id)).all() == [author.id]


@pytest.mark.parametrize("press", ["/proposals/new", "/proposals/preview", "/proposals/drafts"])
def test_a_file_that_was_only_chosen_goes_along_with_the_text(
    client: FlaskClient, make_account: Make, sign_in: SignIn, press: str
) -> None:
    member = sign_in(client, make_account("별이"))
    number = keep(member).json["draft"]
    shown = member.get(f"/proposals/new?draft={number}").text
    assert re.search(r'<input id="upload-file"[^>]+form="writing"', shown)
    assert re.search(r'<form[^>]+id="writing"[^>]+enctype="multipart/form-data"', shown)
    assert member.post(press, data=written(number, making.picture())).status_code < 400
    kept = db.session.scalars(select(StoredFile)).one()
    assert (kept.proposal_id is not None) == (press == "/proposals/new")


def test_a_file_is_kept_where_the_text_is_refused_and_the_text_where_the_file_is(
    client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    member = sign_in(client, make_account("별이"))
    number = keep(member).json["draft"]
    refused = member.post("/proposals/new", data=written(number, making.picture(), title=""))
    assert refused.status_code == 422 and TEXT in refused.text and 'class="upload"' in refused.text
    refused = member.post("/proposals/new", data=written(number, b"<svg onload=alert(1)>", "a.svg"))
    assert refused.status_code == 422 and TEXT in refused.text and "SVG" in refused.text
    assert db.session.scalar(select(func.count(Proposal.id))) == 0
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1


def test_a_visitors_file_waits_with_the_draft_until_they_have_signed_in(
    client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    number = keep(client).json["draft"]
    page = {"Accept": "text/html"}
    led = client.post("/proposals/new", data=written(number, making.picture()), headers=page)
    assert led.status_code == 302 and led.location.startswith("/sign-in")
    with client.application.test_request_context(headers=cookies(client)):
        act = pending.waiting()
        assert act is not None and not act.files
    assert db.session.scalars(select(StoredFile.draft_id)).all() == [number]
    refused = written(number, b"<svg onload=alert(1)>", "a.svg")
    led = client.post("/proposals/new", data=refused, headers=page)
    onward = parse_qs(urlsplit(led.location).query)["next"][0]
    waits = sign_in(client, make_account("별이")).get(onward).text
    assert "파일은 보관하지 못했습니다" in waits and "data-go-on" not in waits


def test_a_file_is_put_at_nobody_elses_draft(
    app: Flask, client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    number = keep(client).json["draft"]
    stranger = sign_in(app.test_client(), make_account("남"))
    answer = stranger.post("/proposals/new", data=written(number, making.picture()))
    assert answer.status_code == 422 and TEXT in answer.text
    assert str(NotKept()) in answer.text
    assert db.session.scalar(select(func.count(StoredFile.id))) == 0


@pytest.mark.parametrize(("size", "status"), [(10, 422), (3_000_000, 413)])
def test_a_file_in_the_place_of_the_text_is_no_text(
    client: FlaskClient, make_account: Make, sign_in: SignIn, size: int, status: int
) -> None:
    member = sign_in(client, make_account("별이"))
    form = {"title": "버스", "process_key": "citizen", "body": (BytesIO(b"x" * size), "a.txt")}
    assert member.post("/proposals/new", data=form).status_code == status


@pytest.mark.parametrize("token", [False, True])
@pytest.mark.parametrize("press", ["/proposals/new", "/proposals/preview", "/proposals/drafts"])
def test_what_is_large_is_counted_also_where_nothing_of_it_is_kept(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, press: str, token: bool
) -> None:
    app.extensions["demosx_limits"][0].storage.reset()
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", token)
    monkeypatch.setattr(receiving, "BYTES_OF_ADDRESS", "5000000 per day")
    large = making.pdf(b"x" * 3_000_000)
    first, second = (client.post(press, data=written(7, large, "a.pdf")).status_code for _ in range(2))
    assert first != 413 and second == 413
    assert client.post(press, data=written(7, b"", "")).status_code != 413
    assert db.session.scalar(select(func.count(StoredFile.id))) == 0


def cookies(client: FlaskClient) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())}


def written(number: int, content: bytes, name: str = "a.jpg", title: str = "버스") -> dict[str, Any]:
    form = {"title": title, "body": TEXT, "window": "one", "process_key": "citizen"}
    return {**form, "draft": number, "draft_revision": 1, "file": (BytesIO(content), name)}


def test_filing_deletes_the_draft_and_a_second_tap_files_nothing(
    client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    sign_in(client, make_account("별이"))
    number = keep(client).json["draft"]
    fields = {"title": "버스", "body": TEXT, "process_key": "citizen", "draft": number, "draft_revision": 1}
    first = client.post("/proposals/new", data=fields | {"window": "one"})
    second = client.post("/proposals/new", data=fields | {"window": "one"})
    assert first.location == second.location
    assert number_of_drafts() == 0 and db.session.scalar(select(func.count(Proposal.id))) == 1


def test_a_draft_changed_elsewhere_is_not_filed_unseen(
    client: FlaskClient, make_account: Make, sign_in: SignIn
) -> None:
    sign_in(client, make_account("별이"))
    number = keep(client).json["draft"]
    keep(client, "다른 창에서 고친 글", "two", draft=number, draft_revision=1)
    fields = {"title": "버스", "body": TEXT, "process_key": "citizen", "draft": number, "draft_revision": 1}
    page = client.post("/proposals/new", data=fields)
    assert page.status_code == 409 and "다른 창에서 고친 글" in page.text
    assert client.post("/proposals/new", data=fields | {"draft_revision": 2}).status_code == 302


def test_drafts_go_after_their_days(app: Flask, client: FlaskClient) -> None:
    keep(client)
    keep(client, "다른 글", "two")
    row = db.session.scalars(select(Draft).order_by(Draft.id)).first()
    assert row is not None and row.expires_at - row.changed_at == timedelta(days=30)
    row.expires_at = clock.wall() - timedelta(seconds=1)
    db.session.commit()
    assert client.get(f"/proposals/new?draft={row.id}").status_code == 404
    delete_old()
    assert number_of_drafts() == 1


def test_a_draft_is_its_owners_to_take_along_and_goes_with_them(app: Flask, make_account: Make) -> None:
    author = make_account("별이")
    with app.test_request_context():
        drafts.keep({"title": "버스", "body": TEXT, "area": "transport"}, actor=actor_of(author.id))
        rows = draft_holdings.export(author.id)
        assert [(row["title"], row["text"], row["area"]) for row in rows] == [("버스", TEXT, "transport")]
        draft_holdings.forget(author.id, False)
        assert draft_holdings.export(author.id) == []


@pytest.mark.parametrize(("name", "length"), [("body", 40_001), ("title", 1_001), ("area", 101)])
def test_a_draft_is_longer_than_what_can_be_filed_but_not_endless(
    client: FlaskClient, name: str, length: int
) -> None:
    assert keep(client, **{name: "가" * (length - 1)}).status_code == 200
    refused = keep(client, **{name: "가" * length})
    assert (refused.status_code, refused.json["error"]) == (422, "draft_too_long")
    assert "1" in refused.json["message"]


def test_keeping_is_throttled(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setattr(drafts, "SAVES_FROM_ONE_ADDRESS", "2 per hour")
    assert [keep(client).status_code for _ in range(3)] == [200, 200, 429]
