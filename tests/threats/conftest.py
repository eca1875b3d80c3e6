"""What the threats are tried on: the small city on each database, and its people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from demosx import testing
from demosx.core.db import db
from demosx.core.web import SAFE
from tests.databases import fresh, hurry
from tests.small_city import NOW, SmallCity
from tests.test_routes import settle_things
from tests.visiting import Seal

Ask = Callable[..., TestResponse]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """The small city, made once for a file of tests. What a test adds to it stays, unless it uses `undone`."""
    folder = tmp_path_factory.mktemp("threats")
    with fresh(request.param, folder) as url:
        app = testing.application(folder, database={"url": url})
        with app.app_context():
            hurry()
            db.create_all()
            with testing.at("2019-01-02 09:00"):
                testing.apply_examples()
        made = SmallCity(app)
        settle_things(made)
        yield made
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a request does stays."""
    monkeypatch.setattr(db.session, "commit", db.session.flush)


@pytest.fixture
def ask(city: SmallCity) -> Iterator[Ask]:
    """Send a request as one of the people: `ask("member", "POST", "/proposals/new", title="…")`.

    `query` is what stands behind the question mark; `at_path` a path that is sent as it stands.
    """
    seal, client = Seal(city.app), city.app.test_client(use_cookies=False)

    def send(
        who: str,
        method: str,
        address: str,
        /,
        headers: Any = (),
        query: Any = None,
        at_path: str = "",
        **fields: Any,
    ) -> TestResponse:
        own = {"Cookie": seal.cookie(city.secrets[who]), "Accept": "text/html", "Accept-Language": "en"}
        return client.open(
            address,
            method=method,
            headers={**own, **dict(headers)},
            query_string=query,
            data=None if method in SAFE else {"csrf_token": seal.token, **fields},
            environ_overrides={"PATH_INFO": at_path} if at_path else {},
        )

    with testing.at(NOW):
        yield send
