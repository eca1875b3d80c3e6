"""What is refused does not end up in a log."""

import logging
import traceback

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from demosx.commands.serve import options
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import services, views

SECRET = "the-secret-of-a-mailed-link"


def test_a_broken_constraint_does_not_tell_an_address(app: Flask) -> None:
    first = services.create_account("별이", email="kim@example.org")
    again = type(first)(
        email="kim@example.org", email_key="kim@example.org", nickname="달이", nickname_key="달이",
        language="ko", created_at=first.created_at,
    )  # fmt: skip
    db.session.add(again)
    with pytest.raises(IntegrityError) as broken:
        db.session.flush()
    told = "".join(traceback.format_exception(broken.value))
    assert "kim@" not in told and "달이" not in told
    assert "email_key" in told, "what was broken is still said"


def test_a_page_that_breaks_does_not_tell_its_link(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr(views.coming_in.services, "token_holder", broken)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"/reset/{SECRET}", headers={"Accept": "text/html"})
    client.application.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "/reset/<secret>" in caplog.text and "no luck" in caplog.text
    assert SECRET not in caplog.text


def test_the_server_writes_no_log_of_addresses(app: Application) -> None:
    told = options(app, app.extensions["demosx_site"], "127.0.0.1", 8000, None, None)
    assert told["accesslog"] is None
