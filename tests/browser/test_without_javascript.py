"""Supporting, proposing and speaking where a browser runs no scripts, as in some offices and in old telephones."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.looking import DESK, PHONE
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
TEXT = "스크립트가 없어도 제안할 수 있어야 합니다."


def propose(page: Page, title: str) -> None:
    """File a proposal through the form."""
    page.goto("/proposals/new")
    page.get_by_label("제목").fill(title)
    page.get_by_label("제안 내용").fill(TEXT)
    page.get_by_role("button", name="제안 제출").click()
    expect(page.locator(".flashes")).to_contain_text("접수")


@pytest.fixture(params=[PHONE, DESK])
def plain(request: pytest.FixtureRequest, town: Place, window: Window) -> Page:
    """The window of a member whose browser runs no scripts."""
    town.app.config["CLOCK_FILE"].unlink(missing_ok=True)
    return window(town, "주민 다섯별", request.param, java_script_enabled=False)


def test_a_proposal_is_filed_and_read(plain: Page) -> None:
    propose(plain, "스크립트 없는 제안")
    expect(plain.locator("h1")).to_have_text("스크립트 없는 제안")
    expect(plain.locator("main")).to_contain_text(TEXT)


def test_a_form_that_comes_back_holds_what_was_typed(plain: Page) -> None:
    plain.goto("/proposals/new")
    plain.get_by_label("제안 내용").fill(TEXT)
    plain.get_by_role("button", name="제안 제출").click()
    expect(plain.locator(".error-summary")).to_contain_text("제목")
    expect(plain.get_by_label("제안 내용")).to_have_value(TEXT)


def test_support_is_given_and_taken_back(plain: Page) -> None:
    propose(plain, "공감만 하는 제안")
    plain.get_by_role("button", name="공감합니다").click()
    expect(plain.locator("#now")).to_contain_text("1명")
    plain.get_by_role("button", name="공감 취소").click()
    expect(plain.locator("#now")).to_contain_text("0명")


def test_an_opinion_is_given_and_deleted(plain: Page) -> None:
    propose(plain, "의견을 듣는 제안")
    plain.locator("form[action$='/opinions'] textarea").first.fill("저도 그렇게 생각해요.")
    plain.locator("form[action$='/opinions'] button").first.click()
    said = plain.locator("#opinions")
    expect(said).to_contain_text("저도 그렇게 생각해요.")
    said.locator("summary", has_text="삭제").click()
    with plain.expect_navigation():
        said.locator("form[action$='/delete'] button").click()
    expect(plain.locator("#opinions")).not_to_contain_text("저도 그렇게 생각해요.")


def test_the_menu_opens(plain: Page) -> None:
    plain.goto("/")
    menu = plain.locator("button[popovertarget=menu]").first
    if menu.is_visible():
        menu.click()
    plain.get_by_role("navigation", name="주요 메뉴").get_by_role("link", name="결과").click()
    expect(plain.locator("h1")).to_have_text("결과")
