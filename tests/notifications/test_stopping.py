"""One click that ends a kind of letters, as RFC 8058 asks: a POST from nowhere, years later, and nothing by looking."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.consent.models import Answer
from demosx.core.db import db, transaction
from demosx.notifications.kinds import Choice
from demosx.notifications.models import Notice, NoticeSetting
from demosx.notifications.queries import choices_of
from demosx.notifications.services import choose
from demosx.notifications.tokens import token
from demosx.people.models import Account
from demosx.privacy.leaving import leave
from tests.notifications.conftest import At, step


def address(town: SimpleNamespace, what: str = "mine") -> str:
    return f"/unsubscribe/{token(town.proposer.id, what)}"


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A mail program: no cookies, and forms need their tokens, as on a real site."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client(use_cookies=False)


def pace(town: SimpleNamespace, kind: str = "mine") -> str:
    db.session.rollback()
    return choices_of(town.proposer.id)[kind].pace


def test_looking_changes_nothing(town: SimpleNamespace, stranger: FlaskClient) -> None:
    page = stranger.get(address(town))
    assert page.status_code == 200 and pace(town) == "immediately"
    assert "그만 받기" in page.get_data(as_text=True)
    assert stranger.head(address(town)).status_code == 200 and pace(town) == "immediately"


@pytest.mark.parametrize(
    "body",
    [
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"List-Unsubscribe": "One-Click"}, "content_type": "multipart/form-data"},
        {"data": b""},
    ],
    ids=["urlencoded", "multipart", "empty"],
)
def test_a_post_from_nowhere_ends_it(
    town: SimpleNamespace, stranger: FlaskClient, body: dict[str, object]
) -> None:
    answer = stranger.post(address(town), **body)  # type: ignore[arg-type]
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert (pace(town), pace(town, "duties")) == ("never", "immediately")
    assert stranger.post(address(town), **body).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["mine", "weekly"])
def test_an_address_that_was_used_says_so_when_it_is_opened_again(
    town: SimpleNamespace, stranger: FlaskClient, what: str
) -> None:
    """It offers no button that would do nothing, but the settings, where letters can be had again."""
    korean = {"Accept-Language": "ko"}
    assert "List-Unsubscribe" in stranger.get(address(town, what), headers=korean).get_data(as_text=True)
    stranger.post(address(town, what))
    page = stranger.get(address(town, what), headers=korean).get_data(as_text=True)
    assert "이미 그만 받고 있습니다" in page and "/account/notifications" in page
    assert "List-Unsubscribe" not in page
    choose(town.proposer.id, {"mine": Choice("weekly")})
    db.session.commit()
    assert "List-Unsubscribe" in stranger.get(address(town, what), headers=korean).get_data(as_text=True)


def test_the_address_in_a_letter_is_the_one(town: SimpleNamespace, stranger: FlaskClient, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        (letter,) = testing.letters(town.proposer)
        path = letter.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
        assert stranger.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert testing.letters(town.proposer) == [], "what is under way is not sent any more"


def test_a_digest_ends_all_that_comes_with_it(town: SimpleNamespace, stranger: FlaskClient) -> None:
    assert (pace(town, "followed"), pace(town, "replies"), pace(town, "supported")) == (
        "daily", "daily", "weekly",
    )  # fmt: skip
    stranger.post(address(town, "daily"))
    assert (pace(town, "followed"), pace(town, "replies"), pace(town, "supported")) == (
        "never", "never", "weekly",
    )  # fmt: skip


def test_neither_page_tells_whose_it_is(town: SimpleNamespace, stranger: FlaskClient) -> None:
    for answer in (stranger.get(address(town)), stranger.post(address(town))):
        text = answer.get_data(as_text=True)
        assert town.proposer.email not in text and town.proposer.nickname not in text
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("change", [lambda s: s[:-1] + ("a" if s[-1] != "a" else "b"), lambda s: "x" * 43,
                                    lambda s: "WzIsIm1pbmUiXQ" + s[s.index("."):]])  # fmt: skip
def test_a_made_up_address_ends_nothing(
    town: SimpleNamespace, stranger: FlaskClient, change: Callable[[str], str]
) -> None:
    secret = token(town.proposer.id, "mine")
    assert stranger.post(f"/unsubscribe/{change(secret)}").status_code == 404
    assert pace(town) == "immediately"


def test_no_other_form_is_taken_without_its_token(town: SimpleNamespace, stranger: FlaskClient) -> None:
    stranger.post(address(town))
    for path in ("/account/notifications", "/me/notices/read", f"/proposals/{town.proposal.id}/follow"):
        assert stranger.post(path).status_code == 400


def test_who_has_left_is_no_error(town: SimpleNamespace, stranger: FlaskClient) -> None:
    secret = address(town)
    town.proposer.left_at = town.proposer.created_at
    db.session.commit()
    assert stranger.post(secret).status_code == 200
    assert db.session.scalar(db.select(db.func.count(Notice.id))) == 0


@pytest.mark.parametrize("what", ["mine", "news", "daily"])
def test_of_somebody_who_has_left_nothing_is_written(
    town: SimpleNamespace, stranger: FlaskClient, what: str
) -> None:
    link = address(town, what)
    with transaction():
        leave(db.session.get_one(Account, town.proposer.id), remove_texts=False)
    answer = stranger.post(link)
    assert answer.status_code == 200
    assert stranger.get(link).status_code == 200
    for kind in (NoticeSetting, Answer):
        found = db.select(db.func.count()).select_from(kind).where(kind.account_id == town.proposer.id)
        assert db.session.scalar(found) == 0


def test_of_an_account_that_is_gone_nothing_is_written(town: SimpleNamespace, stranger: FlaskClient) -> None:
    assert stranger.post(f"/unsubscribe/{token(999999, 'mine')}").status_code == 200
