"""The main actions without a mouse or a finger: with the tabulator, the arrows, space and enter."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import City, Window
from tests.browser.looking import DESK, PHONE
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
MOST = 120
FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until `target` has the focus, and see where it is on the way.

    On a page that is still coming the focus may move by itself.
    """
    page.wait_for_load_state()
    wanted = target.element_handle()
    for _step in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body || document.hasFocus()")
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            assert page.evaluate(FOCUS), f"the focus on {target} cannot be seen"
            return
    pytest.fail(f"{target} cannot be reached with the tabulator")


@pytest.fixture(params=[PHONE, DESK])
def page(request: pytest.FixtureRequest, town: Place, window: Window) -> Page:
    """The window of a member."""
    town.app.config["CLOCK_FILE"].unlink(missing_ok=True)
    return window(town, "주민 다섯별", request.param)


def propose(page: Page, title: str) -> None:
    """File a proposal, touching keys only."""
    page.goto("/proposals/new")
    tab_to(page, page.get_by_label("제목"))
    page.keyboard.insert_text(title)
    tab_to(page, page.get_by_label("제안 내용"))
    page.keyboard.insert_text("손가락 대신 글쇠로 씁니다.")
    tab_to(page, page.get_by_role("button", name="제안 제출"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_the_first_key_leads_past_the_menu(page: Page) -> None:
    page.goto("/proposals")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_proposing_supporting_and_speaking(page: Page) -> None:
    propose(page, "글쇠로 낸 제안")
    tab_to(page, page.get_by_role("button", name="공감합니다"))
    page.keyboard.press("Space")
    expect(page.locator("#now")).to_contain_text("1명")
    box = page.locator("form[action$='/opinions'] textarea").first
    tab_to(page, box)
    page.keyboard.insert_text("글쇠로 한 말")
    tab_to(page, page.get_by_role("button", name="의견 올리기"))
    page.keyboard.press("Enter")
    expect(page.locator("#opinions")).to_contain_text("글쇠로 한 말")


def test_a_form_that_comes_back_begins_at_what_is_to_be_corrected(page: Page) -> None:
    page.goto("/proposals/new")
    tab_to(page, page.get_by_role("button", name="제안 제출"))
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, page.locator(".error-summary a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("제목")).to_be_focused()


def test_the_menu_of_a_telephone_opens_and_closes(town: Place, window: Window) -> None:
    page = window(town, "주민 다섯별", PHONE)
    page.goto("/")
    button = page.locator("button[popovertarget=menu]").first
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize(("width", "nickname"), [(PHONE, "보리차"), (DESK, "새벽배달")])
def test_voting(city: City, window: Window, width: int, nickname: str) -> None:
    page = window(city.place, nickname, width)
    page.goto(f"/deliberations/{city.numbers['forum_open']}")
    choices = page.locator("#ballot input[type=radio]")
    tab_to(page, choices.first)
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_checked()
    tab_to(page, page.locator("#ballot").get_by_role("button"))
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_contain_text("투표했습니다")
    expect(choices.nth(1)).to_be_checked()
