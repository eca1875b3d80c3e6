"""Pictures and files on the network: who gets them, with which headers, how large a request may be, and the pages."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.files import receiving
from demosx.files.models import StoredFile
from demosx.files.places import Place
from demosx.files.queries import attached
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import services as proposals
from demosx.proposals.models import Proposal
from tests.counting import queries
from tests.files import making
from tests.files.conftest import add, post

PICTURE = making.picture()
NAMES = [
    "../../x.png",
    "<script>alert(1)</script>.png",
    "a" * 300 + ".png",
    "a\r\nX-Evil: 1.png",
    "\u202egnp.exe",
    'a";filename="evil.html',
    "파일 이름.png",
]


@pytest.fixture
def stored(app: Flask, here: Place, mine: Actor) -> StoredFile:
    """A picture beside the proposal."""
    kept = add(here, PICTURE, mine, description="비 오는 정류장")
    db.session.commit()
    return kept


def test_a_picture_is_shown_to_whoever_sees_the_proposal(client: FlaskClient, stored: StoredFile) -> None:
    for address in (f"/files/{stored.key}", f"/files/{stored.key}/small"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["Cache-Control"] == "private, max-age=300"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.head(address).data == b""


def test_all_else_is_only_saved(client: FlaskClient, here: Place, mine: Actor) -> None:
    polyglot = making.pdf(b"<html><script>alert(1)</script></html>")
    kept = add(here, polyglot, mine, "보고서.html")
    text = add(here, "가로등".encode(), mine, "메모.txt")
    db.session.commit()
    answer = client.get(f"/files/{kept.key}")
    assert (answer.data, answer.mimetype) == (polyglot, "application/pdf")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"___.pdf\"; filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf"
    )
    assert client.get(f"/files/{text.key}").content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_a_header_or_a_page(theirs: FlaskClient, here: Place, mine: Actor, name: str) -> None:
    kept = add(here, PICTURE, mine, name)
    db.session.commit()
    given = theirs.get(f"/files/{kept.key}").headers
    assert "X-Evil" not in given and "\n" not in given["Content-Disposition"]
    assert "evil.html" not in given["Content-Disposition"].split("filename*")[0].replace("evil.jpg", "")
    assert kept.name.endswith(".jpg") and len(kept.name) <= 130
    page = theirs.get(f"/files/of/proposal/{here.id}").get_data(as_text=True)
    assert "<script>alert" not in page and "\u202e" not in page


def test_what_is_out_of_sight_is_not_given(
    client: FlaskClient,
    stored: StoredFile,
    proposal: Proposal,
    make_account: Callable[..., Account],
    sign_in: Callable[..., FlaskClient],
    app: Flask,
) -> None:
    missing = f"/files/{'0' * 32}"
    nothing = client.get(missing).get_data(as_text=True)
    operator = make_account("운영", roles=["operator"])
    address = f"/files/{stored.key}"
    proposals.hide(proposal, "개인정보", actor_of(operator.id))
    db.session.commit()
    for hidden in (address, f"{address}/small"):
        answer = client.get(hidden)
        assert answer.status_code == 404
        assert answer.get_data(as_text=True).replace(hidden, missing) == nothing
    assert client.get(f"/files/of/proposal/{proposal.id}").status_code == 404
    assert sign_in(app.test_client(), operator).get(address).status_code == 200
    for strange in ("x", "%00", "../../etc/passwd", "A" * 32, "0" * 31 + "%00", f"{stored.key}.small"):
        assert client.get(f"/files/{strange}").status_code == 404


def test_a_removed_one_is_gone_at_once(theirs: FlaskClient, stored: StoredFile) -> None:
    assert theirs.post(f"/files/{stored.key}/remove").status_code == 302
    assert theirs.get(f"/files/{stored.key}").status_code == 404
    assert theirs.post(f"/files/{stored.key}/remove").status_code == 404


def test_it_stands_under_the_text_in_one_query(client: FlaskClient, stored: StoredFile, here: Place) -> None:
    address = f"/proposals/{here.id}"
    client.get(address)
    with queries() as sent:
        page = client.get(address).get_data(as_text=True)
    assert sum("stored_file" in one for one in sent) == 1
    assert f'src="/files/{stored.key}/small"' in page
    assert 'alt="비 오는 정류장"' in page
    assert page.index("proposal-text") < page.index(stored.key) < page.index('id="now"')


def test_several_pictures_at_once_are_one_line_of_the_history(
    client: FlaskClient, here: Place, mine: Actor, app: Flask
) -> None:
    for colour in ("#f00", "#0f0", "#00f"):
        add(here, making.picture(colour=colour), mine)
    db.session.commit()
    page = client.get(f"/proposals/{here.id}", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert page.count("A picture was added") == 1


def test_the_page_leads_whoever_may_to_where_it_is_changed(
    app: Flask,
    theirs: FlaskClient,
    here: Place,
    mine: Actor,
    make_account: Callable[..., Account],
    sign_in: Callable[..., FlaskClient],
) -> None:
    page, link = f"/proposals/{here.id}", f"/files/of/proposal/{here.id}"
    assert link in theirs.get(page).get_data(as_text=True)
    staff = sign_in(app.test_client(), make_account("운영", roles=["operator"]))
    assert link not in staff.get(page).get_data(as_text=True)
    add(here, PICTURE, mine)
    db.session.commit()
    assert link in staff.get(page).get_data(as_text=True)
    other = sign_in(app.test_client(), make_account("달이"))
    for client in (other, app.test_client()):
        assert link not in client.get(page).get_data(as_text=True)


def test_a_page_without_scripts_adds_describes_and_removes(theirs: FlaskClient, here: Place) -> None:
    address = f"/files/of/proposal/{here.id}"
    assert "multipart/form-data" in theirs.get(address).get_data(as_text=True)
    assert post(theirs, here, PICTURE).headers["Location"].endswith(address)
    assert post(theirs, here, making.pdf(), "계획.pdf").status_code == 302
    picture, file = attached(here)
    theirs.post(f"/files/{picture.key}/describe", data={"description": "<b>정류장</b>"})
    page = theirs.get(address).get_data(as_text=True)
    assert "&lt;b&gt;정류장" in page and "계획.pdf" in page
    theirs.post(f"/files/{file.key}/remove")
    assert attached(here) == [picture]


def test_done_takes_along_what_was_chosen(theirs: FlaskClient, here: Place) -> None:
    address = f"/files/of/proposal/{here.id}"
    assert 'form="upload-add" name="then" value="done"' in theirs.get(address).text
    for content, name in ((PICTURE, "a.jpg"), (b"", "")):
        answer = post(theirs, here, content, name, fields={"then": "done"})
        assert answer.status_code == 302 and answer.location == f"/proposals/{here.id}"
    assert len(attached(here)) == 1
    refused = post(theirs, here, b"<svg onload=alert(1)>", "a.svg", fields={"then": "done"})
    assert refused.status_code >= 400 and "SVG" in refused.text


def test_what_is_refused_is_said_on_the_same_page(theirs: FlaskClient, here: Place) -> None:
    for content, name, status, words in (
        (b"", "a.png", 422, "비어|empty"),
        (b"<svg onload=alert(1)>", "a.png", 422, "SVG"),
        (making.bomb(), "a.png", 422, "50"),
        (PICTURE[:300], "a.jpg", 422, "손상|damaged"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic", 422, "HEIC"),
    ):
        answer = post(theirs, here, content, name)
        assert answer.status_code == status, name
        page = answer.get_data(as_text=True)
        assert re.search(words, page) and 'role="alert"' in page
    assert post(theirs, here, b"", "").status_code == 422
    assert theirs.post(f"/files/of/proposal/{here.id}").status_code == 422
    assert not attached(here)


def test_a_script_gets_the_part_alone(theirs: FlaskClient, here: Place) -> None:
    answer = post(theirs, here, PICTURE, headers={"X-Requested-With": "fragment"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.lstrip().startswith('<section class="uploads"')
    assert "비어" in post(theirs, here, b"", headers={"X-Requested-With": "fragment"}).get_data(as_text=True)


def test_large_requests_only_from_whom_may_send(
    client: FlaskClient, theirs: FlaskClient, here: Place, app: Flask
) -> None:
    large = making.pdf(b"x" * 3_000_000)
    assert post(app.test_client(), here, large, "a.pdf").status_code == 413
    assert post(app.test_client(), here, b"", "a.pdf").status_code == 403
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert post(theirs, here, large, "a.pdf", headers=headers).status_code == 413
    assert theirs.post("/sign-in", data={"file": (BytesIO(large), "a.pdf")}).status_code == 413
    assert post(theirs, here, large, "a.pdf", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert post(theirs, here, making.pdf(b"x" * 20_000_001), "a.pdf").status_code == 413


def test_what_is_large_is_counted_once_and_before_it_is_read(
    app: Flask, theirs: FlaskClient, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions["demosx_limits"][0].storage.reset()
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setattr(receiving, "BYTES_OF_ADDRESS", "5000000 per day")
    large = making.pdf(b"x" * 3_000_000)
    assert [post(theirs, here, large, "a.pdf").status_code for _ in range(2)] == [302, 413]


def test_it_takes_the_token_of_the_form(app: Flask, theirs: FlaskClient, here: Place) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert post(theirs, here, PICTURE).status_code == 400
    assert not attached(here)


def test_operators_take_down_with_a_reason(
    app: Flask,
    client: FlaskClient,
    stored: StoredFile,
    here: Place,
    make_account: Callable[..., Account],
    sign_in: Callable[..., FlaskClient],
) -> None:
    staff = sign_in(client, make_account("운영", roles=["operator"]))
    page = staff.get(f"/files/of/proposal/{here.id}").get_data(as_text=True)
    assert 'name="reason"' in page and 'type="file"' not in page
    assert staff.post(f"/files/{stored.key}/remove").status_code == 422
    assert post(staff, here, PICTURE).status_code == 403
    assert staff.post(f"/files/{stored.key}/remove", data={"reason": "얼굴이 보입니다."}).status_code == 302
    page = staff.get(f"/proposals/{here.id}").get_data(as_text=True)
    assert "얼굴이 보입니다." in page and stored.key not in page


def test_bytes_that_are_gone_are_a_missing_page(client: FlaskClient, stored: StoredFile) -> None:
    from demosx.core.storage import storage

    storage().delete(stored.key)
    assert client.get(f"/files/{stored.key}").status_code == 404
