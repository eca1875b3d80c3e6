"""Every screen has no barriers that axe finds, fits telephones and desks, and breaks no policy."""

import pytest
from playwright.sync_api import Page

from tests.browser.city import NICKNAMES
from tests.browser.conftest import City, Window
from tests.browser.looking import look
from tests.browser.screens import BROKEN, NO_SCREEN, REFUSED, SCREENS, TURNED_AWAY

pytestmark = pytest.mark.browser
EMPTY = """form => {
    for (const box of form.querySelectorAll("input:not([type=hidden]):not([type=radio]), textarea")) box.value = "";
}"""
SEND = """form => { form.noValidate = true; delete form.dataset.confirm; form.requestSubmit(); }"""


def visit(city: City, window: Window, role: str, path: str) -> Page:
    """Open a page as somebody with this role, who is let in or turned away as it is written down."""
    page = window(city.place, NICKNAMES.get(role, ""))
    answer = page.goto(path.format_map(city.numbers))
    assert answer is not None and answer.status < 500, path
    assert (answer.status >= 400) == ((role, path) in TURNED_AWAY), f"{path} answers {answer.status}"
    return page


@pytest.mark.parametrize(("role", "path"), SCREENS)
def test_a_screen_is_for_everybody(city: City, window: Window, role: str, path: str) -> None:
    assert look(visit(city, window, role, path)) == []


@pytest.mark.parametrize(("role", "path", "form"), REFUSED)
def test_a_form_that_comes_back_is_for_everybody(
    city: City, window: Window, role: str, path: str, form: str
) -> None:
    page = visit(city, window, role, path)
    found = page.locator(f"main form[method=post][action$='{form.format_map(city.numbers)}']").first
    found.evaluate(EMPTY)
    with page.expect_navigation() as answer:
        found.evaluate(SEND)
    assert answer.value.status == 422
    assert look(page) == []


@pytest.mark.parametrize("status", BROKEN)
def test_an_error_is_for_everybody(city: City, window: Window, status: int) -> None:
    page = visit(city, window, "member", "/proposals/new")
    page.locator("#body").fill("지워지면 안 되는 글입니다.")
    form = page.locator("main form[method=post]").first
    form.evaluate("(form, address) => { form.action = address; }", f"/broken/{status}")
    # Not the next navigation: saving the draft gives the page another address.
    with page.expect_response(lambda found: found.url.endswith(f"/broken/{status}")) as answer:
        form.evaluate(SEND)
    assert answer.value.status == status
    page.wait_for_url(f"**/broken/{status}")
    assert look(page) == []


def test_every_address_that_shows_a_screen_is_looked_at(city: City) -> None:
    app = city.place.app
    addresses = app.url_map.bind("127.0.0.1")
    paths = [path.partition("?")[0].format_map(city.numbers) for _role, path in SCREENS if path != "/nowhere"]
    seen = {addresses.match(path)[0] for path in paths}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - seen == NO_SCREEN
