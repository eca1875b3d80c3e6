"""Looking waits for the page: a browser is on it before anything of it has come, with scripts and without."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import PHONE, outline, overflow

pytestmark = pytest.mark.browser
PAUSE = 0.3  # seconds
PAGE = b"""<!doctype html><html lang="en"><title>Late</title><body><h1>Late</h1><a href="/wide">On</a>"""
WIDE = b"""<p style="width: 2000px">Wide</p>"""


class Slow(BaseHTTPRequestHandler):
    """Answers at once that there is a page, and in two parts, each after a pause, with what is on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        for part in (PAGE, WIDE if self.path == "/wide" else b""):
            self.wfile.flush()
            sleep(PAUSE)
            self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing among the tests."""


@pytest.fixture
def slow() -> Iterator[str]:
    """The address of a site whose pages come late and in parts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_a_page_of_which_nothing_has_come_is_waited_for(page: Page, slow: str) -> None:
    page.goto(slow, wait_until="commit")
    assert outline(page) == []


def test_what_comes_last_is_measured_too(page: Page, slow: str) -> None:
    page.goto(f"{slow}/wide", wait_until="commit")
    assert overflow(page, PHONE)[0].startswith(f"{PHONE}: 2")


def test_the_page_behind_a_link_is_looked_at_and_not_the_one_before(page: Page, slow: str) -> None:
    page.goto(slow)
    assert overflow(page, PHONE) == []
    with page.expect_navigation():
        page.get_by_role("link").click()
    assert overflow(page, PHONE) != []
