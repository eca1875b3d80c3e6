"""What browser tests share: a small town of their own to change, the demonstration city to look at, and windows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from tests.browser.city import demonstration, numbers
from tests.browser.looking import HEIGHT, PHONE, watch
from tests.browser.serving import Place, served

Window = Callable[..., Page]
STAFF = {
    "운영팀 하나": ("operator", None),
    "교통과 두리": ("officer", "transport"),
    "기획위원 세라": ("planning_panel", None),
    "추첨시민 네온": ("drawn_panel", None),
}


@dataclass
class City:
    """The demonstration city where it is served, and the numbers of its pages."""

    place: Place
    numbers: dict[str, Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser goes on to another page while a file is sent: the server of these tests then leaves the file open."""
    left = "ignore:Exception ignored in. <_io.FileIO name='.*/static/:pytest.PytestUnraisableExceptionWarning"
    for item in items:
        if item.get_closest_marker("browser") is not None:
            item.add_marker(pytest.mark.filterwarnings(left))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A town with its staff, a member and no proposals, by the rules of Seoul in 2019. Its clock can be moved."""

    def found(address: str) -> Application:
        app = testing.application(tmp_path_factory.mktemp("town"), url=address, demo=True)
        with app.app_context():
            db.create_all()
            testing.apply_examples()
            testing.account("주민 다섯별")
            for nickname, (role, department) in STAFF.items():
                testing.account(nickname, [role], department)
        return app

    with served(found) as place:
        yield place


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The demonstration city. Nothing in it is changed but what is needed for seldom screens."""
    folder = tmp_path_factory.mktemp("city")
    with served(lambda address: demonstration(folder, address)) as place:
        with place.app.test_request_context():
            found = numbers()
        yield City(place, found)


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Open a window on a site: `window(town, "주민 다섯별", width=390)`. Its browser may complain about nothing."""
    problems: list[str] = []
    opened: list[BrowserContext] = []

    def show(place: Place, nickname: str = "", width: int = PHONE, **options: Any) -> Page:
        context = browser.new_context(
            base_url=place.address, viewport={"width": width, "height": HEIGHT}, locale="ko-KR", **options
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        if nickname:
            context.add_cookies(place.signed_in(nickname))
        page = context.new_page()
        watch(page, problems)
        return page

    yield show
    for context in opened:
        context.close()
    assert not problems


@pytest.fixture
def letters(town: Place) -> Path:
    """The folder in which the letters of the town become files."""
    return town.app.extensions["demosx_site"].folder / "data" / "mail"
