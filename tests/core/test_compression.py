"""Answers that come compressed leave no file open."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, send_file

from demosx.core import compression
from demosx.themes import DEFAULT

STYLE = DEFAULT / "static" / "css" / "tokens.css"


@pytest.fixture
def files() -> list[Any]:
    """The files that were opened to be sent."""
    return []


@pytest.fixture
def site(files: list[Any]) -> Iterator[Flask]:
    """A site with one file, compressed."""
    app = Flask(__name__)
    compression.init_app(app)

    @app.get("/style.css")
    def style() -> Response:
        files.append(STYLE.open("rb"))
        return send_file(files[-1], mimetype="text/css")

    yield app
    gc.collect()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("encoding", ["br", "zstd", "identity"])
def test_the_file_of_an_answer_is_closed(site: Flask, files: list[Any], method: str, encoding: str) -> None:
    answer = site.test_client().open(
        "/style.css", method=method, headers={"Accept-Encoding": encoding}, buffered=True
    )
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert [file.closed for file in files] == [True]
