"""Adding and removing pictures on a telephone, what is refused, and passing a proposal on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from tests.browser.conftest import Window
from tests.browser.looking import SMALL_PHONE, overflow
from tests.browser.serving import Place, served
from tests.browser.test_writing import Troubled, photo, troubled  # noqa: F401 — a fixture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with one proposal, and room for small files only."""

    def found(address: str) -> Application:
        folder = tmp_path_factory.mktemp("uploads")
        app = testing.application(folder, url=address, uploads={"picture": 100_000, "file": 100_000})
        with app.app_context():
            db.create_all()
            testing.apply_examples()
            testing.proposal(testing.account("글쓴이 하나"), "정류장에 지붕을")
        return app

    with served(found) as place:
        yield place


def sent(name: str, content: bytes, media_type: str = "image/png") -> dict[str, object]:
    return {"name": name, "mimeType": media_type, "buffer": content}


def test_a_picture_is_described_and_removed_and_what_is_refused_is_said(
    village: Place,
    troubled: Troubled,  # noqa: F811
) -> None:
    page = troubled(village, "글쓴이 하나")
    page.goto("/files/of/proposal/1")
    box = page.locator("#upload-file")
    box.set_input_files(sent("bus.png", photo()))
    words = page.locator(".upload input[name=description]")
    expect(words).to_be_focused()
    words.fill("지붕 없는 정류장")
    words.blur()
    expect(page.locator(".uploads-status")).to_have_text("저장했습니다")
    box.set_input_files(sent("a.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"))
    expect(page.locator(".uploads-wrong")).to_contain_text("SVG")
    expect(page.locator(".uploads-wrong")).to_be_focused()
    box.set_input_files(sent("long.txt", "가".encode() * 90_000, "text/plain"))
    expect(page.locator(".uploads-wrong")).to_contain_text("너무 큽니다")
    box.set_input_files(sent("huge.txt", b"a" * 2_500_000, "text/plain"))
    expect(page.locator(".uploads")).to_contain_text("너무 큽니다")
    assert words.input_value() == "지붕 없는 정류장"
    assert overflow(page, SMALL_PHONE) == []
    page.locator(".upload").get_by_role("button", name="빼기").click()
    expect(page.locator(".upload")).to_have_count(0)
    expect(box).to_be_focused()
    page.get_by_role("link", name="완료").click()
    expect(page).to_have_url(f"{village.address}/proposals/1")


def test_an_address_is_copied_with_and_without_the_clipboard(village: Place, window: Window) -> None:
    page = window(village, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/proposals/1")
    url = page.locator(".share-url").input_value()
    expect(page.locator("[data-share-send]")).to_be_hidden()  # this browser has no list of apps
    page.locator("[data-share-copy]").click()
    expect(page.locator("[data-share-status]")).to_have_text("주소를 복사했습니다.")
    assert page.evaluate("navigator.clipboard.readText()") == url
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException());"
        "document.execCommand = (what) => { window.copied = what + getSelection(); return true; };"
        "navigator.share = (what) => { window.shared = what.url; return Promise.reject(new DOMException()); };"
    )
    page.reload()
    page.locator("[data-share-copy]").click()
    expect(page.locator("[data-share-status]")).to_have_text("주소를 복사했습니다.")
    assert page.evaluate("window.copied").startswith("copy")
    page.locator("[data-share-send]").click()
    assert page.evaluate("window.shared") == url
