"""What an error page gives back, and that it stands when nothing else does."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from demosx.core.db import db
from demosx.people.models import Account
from tests.visiting import Page

HTML = {"Accept": "text/html", "Accept-Language": "en"}


def test_what_was_typed_is_given_back_under_its_name(app: Flask) -> None:
    sent = {"title": "A later bus", "2-title": "A night bus", "password": "secret", "back": "/proposals/1"}
    page = Page(app.test_client().post("/sign-in", data=sent, headers=HTML))
    assert page.status == 400
    kept = page.root.one(css="kept")
    assert [(label.text.split()[0], label.one("textarea").text) for label in kept.all("label")] == [
        ("Title", "A later bus"),
        ("Title", "A night bus"),
    ]
    page.hides("secret")


def test_of_what_nobody_typed_nothing_is_given_back(app: Flask) -> None:
    sent = {
        "addition": "Also at night",
        "stance": "yes",
        "choice": "no",
        "contact_meant": "5f1e",
        "quotes": "7",
    }
    page = Page(app.test_client().post("/sign-in", data=sent, headers=HTML))
    (label,) = page.root.one(css="kept").all("label")
    assert label.text == "Addition Also at night"


def test_the_language_can_be_changed_on_the_page_of_a_refused_form(
    app: Flask, make_account: Callable[..., Account], sign_in: Callable[..., FlaskClient]
) -> None:
    client = sign_in(app.test_client(), make_account("말바꿈"))
    page = Page(client.post("/proposals/1/support", headers=HTML))
    assert page.status == 400
    form = page.root.one("form", css="languages")
    assert form.one("input", name="next").attributes["value"] == "/"
    page = Page(client.get("/proposals?q=bus", headers=HTML))
    form = page.root.one("form", css="languages")
    assert form.one("input", name="next").attributes["value"] == "/proposals?q=bus"


@pytest.mark.parametrize("address", ["/", "/proposals", "/proposals/1", "/me"])
def test_without_a_database_a_page_says_that_it_will_be_back(
    app: Flask, make_account: Callable[..., Account], sign_in: Callable[..., FlaskClient], address: str
) -> None:
    client = sign_in(app.test_client(), make_account("기다림"))
    db.session.remove()

    def break_down(*_arguments: object) -> None:
        raise OperationalError("", {}, Exception("no database"))

    event.listen(db.engine, "before_cursor_execute", break_down)
    try:
        answer = client.get(address, headers=HTML)
    finally:
        event.remove(db.engine, "before_cursor_execute", break_down)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert Page(answer).title


@pytest.mark.parametrize("field", ["password", "new_password", "PasswordAgain", "api_token", "2-passwords"])
def test_no_field_of_a_secret_is_given_back(app: Flask, field: str) -> None:
    sent = {"title": "A later bus", field: "open sesame"}
    page = Page(app.test_client().post("/sign-in", data=sent, headers=HTML))
    assert page.status == 400
    page.hides("open sesame")
    assert "A later bus" in page.root.one(css="kept").text


def test_a_method_that_is_not_allowed_says_which_are(client: FlaskClient) -> None:
    answer = client.put("/sign-in", headers=HTML)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.mimetype == "text/html"
