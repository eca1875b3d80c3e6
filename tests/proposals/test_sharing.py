"""What is passed on of a proposal: the picture, the words in the page's head, the sheet; nothing of what is hidden."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from demosx.core.db import db
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import services, sharing, sharing_card, sharing_fonts, sharing_kept
from demosx.proposals.models import Proposal
from demosx.proposals.sharing_card import Card, broken_lines, draw
from demosx.proposals.sharing_fonts import drawable

At = Callable[[str], AbstractContextManager[None]]
TITLES = [
    "밤 11시 이후에도 버스를",
    "가" * 100,
    "한강공원 " * 40,
    "x" * 300,
    "😀 🚲",
    "مرحبا بالعالم",
    "\u202e뒤집기\u2066 \x00 \r\n ﷽",
    "<script>alert(1)</script> {{7*7}} %s",
    "e\u0301" * 50 + "각\u200d",
    "",
]


@pytest.fixture
def filed(
    app: Flask, at: At, make_account: Callable[..., Account], make_proposal: Callable[..., Proposal]
) -> Proposal:
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("별이"), text="전화 010-1234-5678로 **연락** 주세요.")


def card(title: str) -> Card:
    return Card(title, "한들시", "공감 받는 중", "공감 1,200명", "#0b6258")


@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_a_picture(title: str) -> None:
    picture = Image.open(io.BytesIO(draw(card(title))))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_lines_break_between_words_and_end_with_an_ellipsis() -> None:
    text = "한강공원 자전거도로와 보행로를 분리하고 야간 조명을 늘려 어린이가 안전하게 걸을 수 있게 해 주세요"
    lines = broken_lines(text, 64, 1000, 9)
    assert " ".join(lines) == text
    assert all(sharing_card._width(line, 64) <= 1000 for line in lines)
    short = broken_lines(text, 64, 1000, 2)
    assert len(short) == 2 and short[1].endswith("…") and sharing_card._width(short[1], 64) <= 1000
    long = broken_lines("가" * 100, 64, 1000, 4)
    assert len(long) == 4 and all(sharing_card._width(line, 64) <= 1000 for line in long)


def test_what_the_font_has_not_is_left_out() -> None:
    assert drawable("안녕 😀 🚲 자전거\u202e") == "안녕 자전거"
    assert drawable("مرحبا بالعالم") == ""
    assert drawable("e\u0301") == "é"


def test_without_any_font_there_are_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sharing_fonts, sharing_card):
        monkeypatch.setattr(module, "font", lambda size: None)
    picture = Image.open(io.BytesIO(draw(card("밤 11시"))))
    colours = picture.convert("RGB").getcolors(100_000)
    assert colours is not None and len(colours) < 200
    assert picture.convert("RGB").getpixel((5, 300)) == (0x0B, 0x62, 0x58)


def test_the_head_of_the_page(client: FlaskClient, filed: Proposal) -> None:
    page = client.get(f"/proposals/{filed.id}").get_data(as_text=True)
    head = page[: page.index("</head>")]
    told = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)"', head))
    assert told["og:title"] == filed.title
    assert told["og:url"] == f"http://localhost/proposals/{filed.id}"
    assert "5678" not in told["og:description"] and "연락" in told["og:description"]
    assert (told["og:image:width"], told["og:image:height"], told["og:locale"]) == ("1200", "630", "ko_KR")
    answer = client.get(told["og:image"].removeprefix("http://localhost").replace("&amp;", "&"))
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)


def test_hostile_words_stay_words(client: FlaskClient, make_account: Callable[..., Account]) -> None:
    hostile = '"><script>alert(1)</script>'
    filed = services.propose(hostile, hostile, actor=actor_of(make_account("달이").id))
    db.session.commit()
    for address in (f"/proposals/{filed.id}", f"/proposals/{filed.id}/poster"):
        assert "<script>alert" not in client.get(address).get_data(as_text=True)
    page = client.get(f"/proposals/{filed.id}").get_data(as_text=True)
    assert not re.search(r'(mailto|sms):[^"]*[<>\n]', page)


def test_nothing_of_what_is_not_listed(
    client: FlaskClient,
    filed: Proposal,
    make_account: Callable[..., Account],
    sign_in: Callable[..., FlaskClient],
) -> None:
    operator = make_account("운영", roles=["operator"])
    assert client.get(f"/proposals/{filed.id}/card.png").status_code == 200
    services.hide(filed, "까닭", actor_of(operator.id))
    db.session.commit()
    staff = sign_in(client, operator)
    for address in (
        f"/proposals/{filed.id}/card.png",
        f"/proposals/{filed.id}/poster",
        "/proposals/999999/card.png",
    ):
        assert staff.get(address).status_code == 404
    page = staff.get(f"/proposals/{filed.id}").get_data(as_text=True)
    assert "og:" not in page and "noindex" in page and "card.png" not in page and "/poster" not in page


def test_a_picture_is_drawn_once(
    client: FlaskClient, filed: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    real = sharing_card.draw
    monkeypatch.setattr(sharing_card, "draw", lambda said: drawn.append(said) or real(said))
    for file in sharing_kept.folder().glob("*.png"):
        file.unlink()
    address = f"/proposals/{filed.id}/card.png"
    first = client.get(address)
    assert client.get(address).data == first.data
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(drawn) == 1
    filed.title = "새벽 버스"
    db.session.commit()
    assert client.get(address).headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("what", ["title", "hidden", "text"])
def test_a_former_title_stays_in_no_picture(
    client: FlaskClient, filed: Proposal, make_account: Callable[..., Account], what: str
) -> None:
    client.get(f"/proposals/{filed.id}/card.png")
    assert len(list(sharing_kept.folder().glob(f"{filed.id}-*.png"))) == 1
    if what == "title":
        filed.title = "새벽 버스"
        db.session.flush()
        assert list(sharing_kept.folder().glob(f"{filed.id}-*.png")), "nothing is changed before it is"
    elif what == "hidden":
        services.hide(filed, "까닭", actor_of(make_account("운영", roles=["operator"]).id))
    else:
        filed.text = "다른 글"
    db.session.commit()
    assert len(list(sharing_kept.folder().glob(f"{filed.id}-*.png"))) == (what == "text")


def test_a_picture_that_cannot_be_deleted_undoes_nothing(
    client: FlaskClient, filed: Proposal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(f"/proposals/{filed.id}/card.png")

    def refuse(_file: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    with monkeypatch.context() as held:
        held.setattr(Path, "unlink", refuse)
        filed.title = "새벽 버스"
        db.session.commit()
    assert "could not be deleted" in caplog.text
    assert db.session.scalar(db.select(Proposal.title).where(Proposal.id == filed.id)) == "새벽 버스"


def test_supports_are_rounded_so_that_it_is_not_drawn_with_each() -> None:
    assert [sharing._rounded(count) for count in (0, 7, 99, 101, 1234, 98_765)] == [
        0,
        7,
        99,
        100,
        1200,
        98_000,
    ]


def test_old_pictures_are_swept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in sharing_kept.folder().glob("*.png"):
        file.unlink()
    for version in ("a" * 32, "b" * 32, "c" * 32):
        sharing_kept.keep(7, version, b"x")
    monkeypatch.setattr(sharing_kept, "MOST", 1)
    sharing_kept.sweep()
    assert len(list(sharing_kept.folder().iterdir())) == 1
    assert sharing_kept.sweep() == 0


def test_a_sheet_with_a_code(client: FlaskClient, filed: Proposal) -> None:
    page = client.get(f"/proposals/{filed.id}/poster").get_data(as_text=True)
    assert "<svg" in page and f"localhost/proposals/{filed.id}" in page and filed.number in page
    assert "5678" not in page
