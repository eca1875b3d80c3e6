"""Which transactions begin as writing ones: those of forms, and of the views of GET that say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from demosx import testing
from demosx.core import db as database
from demosx.core.db import db
from demosx.core.permissions import public
from demosx.core.web import writes


@pytest.fixture
def app_with_views(tmp_path: Path) -> Iterator[Flask]:
    made = testing.application(tmp_path)
    made.config["WTF_CSRF_ENABLED"] = False

    @made.route("/reads", methods=["GET", "POST"])
    @public
    def reads() -> str:
        return str(database._writing.get())

    @made.route("/comes-back")
    @public
    @writes
    def comes_back() -> str:
        return str(database._writing.get())

    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_a_get_that_says_so_writes(app_with_views: Flask) -> None:
    browser = app_with_views.test_client()
    assert browser.get("/reads").text == "False"
    assert browser.post("/reads").text == "True"
    assert browser.get("/comes-back").text == "True"
    assert browser.get("/reads").text == "False", "and only that one"
    assert database._writing.get() is False
