"""Writing a proposal: the check before it is sent, the preview, what is similar, the map, what is said after filing."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.core.db import db
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import site_map
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from tests.counting import queries

Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
TEXT = "막차가 너무 이릅니다."
EDGES = {
    "picture": "city.svg",
    "north": 37.6,
    "south": 37.4,
    "west": 126.8,
    "east": 127.2,
    "credit": "한들시",
}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' {{7*7}} %(x)s </textarea>"


@pytest.fixture
def member(client: FlaskClient, make_account: Make, sign_in: SignIn) -> FlaskClient:
    return sign_in(client, make_account("별이"))


def fields(**more: Any) -> dict[str, Any]:
    """What a form holds that can be filed."""
    return {"title": "버스를 늦게까지", "body": TEXT, "process_key": "citizen", "window": "one", **more}


def latest() -> Proposal:
    return db.session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()


def test_personal_data_is_asked_about_once_and_sent_if_its_writer_wants(member: FlaskClient) -> None:
    sent = fields(body="문의는 010-1234-5678로 주세요")
    page = member.post("/proposals/new", data=sent)
    assert page.status_code == 422 and "010-1234-****" in page.text and "그대로 제출" in page.text
    assert "문의는 010-1234-5678로 주세요" in page.text, "what was typed is still there"
    mark = re.search(r'name="sent_anyway" value="(\w+)"', page.text)
    assert mark
    other = member.post("/proposals/new", data=sent | {"body": "010-9999-5678", "sent_anyway": mark[1]})
    assert other.status_code == 422, "something else is asked about anew"
    assert member.post("/proposals/new", data=sent | {"sent_anyway": mark[1]}).status_code == 302
    assert latest().text == "문의는 010-1234-5678로 주세요"


def test_personal_data_is_removed_with_one_press(member: FlaskClient) -> None:
    sent = fields(
        title="연락처 01012345678", body="문의는 010-1234-5678로", place="a@example.org", do="remove"
    )
    assert member.post("/proposals/new", data=sent).status_code == 302
    filed = latest()
    assert (filed.title, filed.text, filed.place) == (
        "연락처 (전화번호 지움)", "문의는 (전화번호 지움)로", "(이메일 주소 지움)",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["title", "body", "place", "group_name"])
def test_a_resident_number_is_never_sent(member: FlaskClient, name: str) -> None:
    for more in ({}, {"do": "remove"}, {"sent_anyway": "x"}):
        page = member.post("/proposals/new", data=fields(**{name: "번호 900101-1234567", **more}))
        assert page.status_code == 422 and "1234567" not in page.text and "●●●●●●-●●●●●●●" in page.text
    assert db.session.scalar(select(Proposal.id)) is None


def test_an_edit_asks_only_about_what_is_new(member: FlaskClient) -> None:
    sent = fields(body="문의는 010-1234-5678로")
    page = member.post("/proposals/new", data=sent).text
    mark = re.search(r'name="sent_anyway" value="(\w+)"', page)
    assert mark and member.post("/proposals/new", data=sent | {"sent_anyway": mark[1]}).status_code == 302
    number = latest().id
    change = sent | {"revision": 1, "body": "문의는 010-1234-5678로 주세요", "group_name": "밤버스 모임"}
    assert member.post(f"/proposals/{number}/edit", data=change).status_code == 302
    assert latest().group_name == "밤버스 모임"
    more = change | {"revision": 2, "body": "010-1234-5678, 010-9999-8888"}
    asked = member.post(f"/proposals/{number}/edit", data=more)
    assert asked.status_code == 422 and "010-9999-****" in asked.text and "010-1234-****" not in asked.text
    assert member.post(f"/proposals/{number}/edit", data=more | {"do": "remove"}).status_code == 302


@pytest.mark.parametrize(("name", "longest"), [("title", 100), ("body", 20_000)])
def test_what_is_too_long_is_told_how_much(member: FlaskClient, name: str, longest: int) -> None:
    text = "가" * (longest + 1234)
    page = member.post("/proposals/new", data=fields(**{name: text}))
    assert page.status_code == 422 and "1,234자가 넘쳤습니다" in page.text and text in page.text


def test_a_preview_shows_the_text_and_keeps_it(
    client: FlaskClient, make_account: Make, make_proposal: Any
) -> None:
    make_proposal(make_account("달이"), title="밤에도 버스를 늦게까지 다니게", text="막차가 이릅니다")
    page = client.post("/proposals/preview", data=fields(body="**굵은** 글, 010-1234-5678"))
    assert (
        page.status_code == 200 and "<strong>굵은</strong> 글" in page.text and "010-1234-****" in page.text
    )
    assert "밤에도 버스를 늦게까지 다니게" in page.text and "/support" in page.text
    kept = re.search(r'name="draft" value="(\d+)"', page.text)
    assert kept and "굵은" in client.get(f"/proposals/new?draft={kept[1]}").text
    assert client.post("/proposals/preview", data=fields(title="")).status_code == 422


def test_hostile_text_is_text_on_every_step(member: FlaskClient) -> None:
    sent = fields(title=HOSTILE[:90], body=HOSTILE, place=HOSTILE, group_name=HOSTILE[:90], window=HOSTILE)
    pages = [member.post("/proposals/preview", data=sent).text, member.get("/proposals/new?draft=1").text]
    pages += [member.get("/proposals/new").text, member.get("/me").text]
    pages += [
        member.post("/proposals/similar", data=sent).text,
        member.post("/proposals/new", data=sent | {"title": ""}).text,
    ]
    answer = member.post("/proposals/new", data=sent)
    assert answer.status_code == 302
    pages.append(member.get(answer.location).text)
    for page in pages:
        assert (
            "<script>alert" not in page
            and "<img src=x" not in page
            and "49" not in re.findall(r"\{\{.*?\}\}", page)
        )


def test_similar_ones_are_public_and_can_be_supported(
    client: FlaskClient, make_account: Make, make_proposal: Any
) -> None:
    author = make_account("달이")
    shown = make_proposal(author, title="심야 버스 막차를 늦춰 주세요", text="밤에 일합니다")
    hidden = make_proposal(author, title="심야 버스 막차를 늦춰 주세요, 숨긴 것", text="밤에 일합니다")
    hide(hidden, "이름", actor_of(make_account("운영", ["operator"]).id))
    db.session.commit()
    part = client.post("/proposals/similar", data={"title": "심야 버스 막차를 늦춰 주세요", "body": ""})
    assert part.status_code == 200 and f"/proposals/{shown.id}/support" in part.text
    assert "숨긴 것" not in part.text and "<html" not in part.text
    assert client.post("/proposals/similar", data={"title": "가", "body": ""}).text.strip() == ""
    assert client.get("/proposals/similar").status_code == 405


def test_supporting_from_the_list_leaves_the_draft(
    app: Flask, member: FlaskClient, make_account: Make, make_proposal: Any
) -> None:
    other = make_proposal(make_account("달이"), title="심야 버스 막차를 늦춰 주세요", text="밤에 일합니다")
    number = member.post("/proposals/drafts", data=fields(), headers={"Accept": "application/json"}).json[
        "draft"
    ]
    assert (
        member.post(f"/proposals/{other.id}/support", headers={"Accept": "application/json"}).status_code
        == 302
    )
    assert TEXT in member.get(f"/proposals/new?draft={number}").text


def test_after_filing_its_page_says_once_what_comes_next(app: Flask, member: FlaskClient) -> None:
    answer = member.post("/proposals/new", data=fields())
    first, again = member.get(answer.location).text, member.get(answer.location).text
    assert "제안이 접수되었습니다" in first and "다음 단계" in first and latest().number in first
    assert "다음 단계" not in again
    assert "다음 단계" not in app.test_client().get(answer.location).text


def test_writing_takes_few_queries(member: FlaskClient) -> None:
    for n in range(5):
        member.post("/proposals/drafts", data=fields(title=f"글 {n}", window=f"w{n}"))
    for address in ("/proposals/new", "/proposals/new?draft=1"):
        member.get(address)
        with queries() as sent:
            assert member.get(address).status_code == 200
        assert len(sent) <= 8, sent


@pytest.fixture
def mapped(make_app: Callable[..., Flask]) -> Flask:
    """A site with a map."""
    app = make_app(map=EDGES)
    folder: Path = app.extensions["demosx_site"].folder
    (folder / "city.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_a_press_on_the_map_sets_the_place_without_a_script(mapped: Flask) -> None:
    client = mapped.test_client()
    with mapped.app_context():
        middle = (140, site_map.high(site_map.PRESSED_WIDE) // 2)
        press = fields() | {"map.x": middle[0], "map.y": middle[1]}
        page = client.post("/proposals/drafts", data=press, follow_redirects=True).text
        assert re.search(r'id="latitude"[^>]*value="37\.5', page) and re.search(
            r'id="longitude"[^>]*value="127\.0', page
        )
        assert 'transform="translate(500.0' in page
        corner = fields(latitude="37.5", longitude="127") | {"map.x": 0, "map.y": 0, "window": "two"}
        assert 'value="37.5"' in client.post("/proposals/drafts", data=corner, follow_redirects=True).text


def test_a_place_is_shown_on_the_proposals_page(mapped: Flask, make_account: Make, sign_in: SignIn) -> None:
    with mapped.app_context():
        client = sign_in(mapped.test_client(), make_account("별이"))
        answer = client.post("/proposals/new", data=fields(latitude="37.5", longitude="126.9"))
        assert (latest().latitude, latest().longitude) == (37.5, 126.9)
        assert 'transform="translate(250.0' in client.get(answer.location).text
        change = fields(revision=1, latitude="", longitude="")
        assert client.post(f"{answer.location}/edit", data=change).status_code == 302
        assert (latest().latitude, latest().longitude) == (None, None)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("37.5", ""), ("", "127"), ("nan", "127"), ("inf", "127"), ("90", "127"), ("x", "y"), ("37.5", "-127")],
)
def test_half_a_place_or_one_outside_is_refused(
    mapped: Flask, make_account: Make, sign_in: SignIn, latitude: str, longitude: str
) -> None:
    with mapped.app_context():
        client = sign_in(mapped.test_client(), make_account("별이"))
        page = client.post("/proposals/new", data=fields(latitude=latitude, longitude=longitude))
        assert page.status_code == 422 and TEXT in page.text


def test_the_map_is_a_file_of_the_site_and_nothing_else(mapped: Flask, client: FlaskClient) -> None:
    picture = mapped.test_client().get("/proposals/map")
    assert picture.status_code == 200 and picture.mimetype == "image/svg+xml"
    assert "default-src 'none'" in picture.headers["Content-Security-Policy"]
    assert picture.headers["Cache-Control"].startswith("public") and not picture.headers.getlist("Set-Cookie")
    assert client.get("/proposals/map").status_code == 404, "a site without one"


@pytest.mark.parametrize("named", ["../secret.svg", "/etc/passwd", "data/secrets.toml", "missing.svg"])
def test_no_other_file_is_given_as_a_map(make_app: Callable[..., Flask], tmp_path: Path, named: str) -> None:
    app = make_app(map=EDGES | {"picture": named})
    (tmp_path.parent / "secret.svg").write_text("secret", encoding="utf-8")
    assert app.test_client().get("/proposals/map").status_code == 404
    with app.app_context():
        assert "지도에 표시" not in app.test_client().get("/proposals/new").text
