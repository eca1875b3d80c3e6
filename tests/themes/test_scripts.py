"""The scripts of the default theme, in a real browser, on small pages without a server."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from demosx.themes import DEFAULT

SITE = "http://square.test"
SCRIPTS = "".join(
    f'<script type="module" src="/js/{name}.js"></script>'
    for name in ("confirm", "drafts", "compose", "page")
)
WORDS = (
    '<div id="page-words" hidden data-account="{account}" data-restored="Put back."'
    ' data-discard="Throw away" data-left="{n} left"'
    ' data-over="{n} over" data-cancel="Cancel" data-confirm="Please confirm"></div>'
)
WRITE = (
    '<form method="post" action="/sent" data-draft="new"><input name="title" id="title" maxlength="20">'
    '<input type="radio" name="side" value="yes"><input type="radio" name="side" value="no">'
    '<input type="password" name="password"><button>Send</button></form>'
)
SAVED = '<div data-flash="success">Saved.</div>'
Open = Callable[..., Page]
pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page with this body; what it sends is answered with `answer`. Scripts run under the site's policy, and
    `account` is who is signed in."""
    context = browser.new_context()
    page = context.new_page()
    bodies: dict[str, str] = {}
    words = WORDS

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/js/"):
            route.fulfill(path=DEFAULT / "static" / path.lstrip("/"), content_type="text/javascript")
            return
        body = bodies["/sent"] if route.request.method == "POST" else bodies["/"]
        route.fulfill(
            body=f'<!doctype html><html lang="en"><body>{words}{body}{SCRIPTS}</body></html>',
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": "default-src 'none'; script-src 'self'; form-action 'self'"},
        )

    def show(body: str, answer: str = "", account: str = "") -> Page:
        nonlocal words
        words = WORDS.replace("{account}", account)
        bodies.update({"/": body, "/sent": answer})
        page.goto(f"{SITE}/")
        return page

    page.route(f"{SITE}/**", serve)
    yield show
    context.close()


def drafts(page: Page) -> list[str]:
    """The names of the drafts on this device."""
    found: list[str] = page.evaluate("Object.keys(localStorage)")
    return sorted(found)


def write(page: Page) -> None:
    """Type something, and wait until it is kept."""
    page.fill("#title", "A later bus")
    page.check("[value=no]")
    page.fill("[name=password]", "secret")
    page.evaluate("""() => new Promise(kept => {
        const look = () => localStorage["demosx:draft:new"]?.includes('"no"') ? kept() : setTimeout(look, 20);
        look();
    })""")


def test_what_was_typed_comes_back_and_says_so(open_page: Open) -> None:
    page = open_page(WRITE)
    write(page)
    page.reload()
    assert page.input_value("#title") == "A later bus" and page.is_checked("[value=no]")
    assert page.text_content(".draft-note") == "Put back.Throw away"
    assert "secret" not in page.evaluate("localStorage['demosx:draft:new']")


def test_nobody_reads_what_somebody_before_them_was_writing(open_page: Open) -> None:
    """Their session has ended, and nobody has signed out."""
    write(open_page(WRITE, account="7"))
    page = open_page(WRITE)
    assert page.input_value("#title") == "" and page.query_selector(".draft-note") is None
    page = open_page(WRITE, account="7")
    assert page.input_value("#title") == "A later bus"
    page = open_page("<p>Another page</p>", account="8")
    page.wait_for_function("Object.keys(localStorage).length === 0")


def test_what_a_visitor_was_writing_goes_on_with_whoever_signs_in(open_page: Open) -> None:
    write(open_page(WRITE))
    assert open_page(WRITE, account="7").input_value("#title") == "A later bus"


def test_a_draft_can_be_thrown_away(open_page: Open) -> None:
    page = open_page(WRITE)
    write(page)
    page.reload()
    page.click("text=Throw away")
    assert page.input_value("#title") == "" and drafts(page) == []
    page.reload()
    assert page.input_value("#title") == "" and page.query_selector(".draft-note") is None


@pytest.mark.parametrize(("answer", "left"), [(SAVED, []), ("<h1>Broken</h1>", ["demosx:draft:new"])])
def test_a_draft_goes_only_when_the_site_says_that_it_is_saved(
    open_page: Open, answer: str, left: list[str]
) -> None:
    page = open_page(WRITE, answer)
    write(page)
    page.click("text=Send")
    page.wait_for_url("**/sent")
    page.wait_for_load_state()
    assert drafts(page) == left


def test_success_of_something_else_leaves_the_draft(open_page: Open) -> None:
    page = open_page(WRITE + '<form method="post" action="/sent"><button>Agree</button></form>', SAVED)
    write(page)
    page.click("text=Agree")
    page.wait_for_url("**/sent")
    assert drafts(page) == ["demosx:draft:new"]


def test_what_the_server_gave_back_wins_over_the_draft(open_page: Open) -> None:
    page = open_page(WRITE)
    write(page)
    page = open_page(WRITE.replace('id="title"', 'id="title" value="Newer" aria-invalid="true"'))
    assert page.input_value("#title") == "Newer" and page.query_selector(".draft-note") is None


def test_signing_out_leaves_no_draft_for_the_next_person(open_page: Open) -> None:
    page = open_page(
        WRITE + '<form method="post" action="/sent" data-sign-out><button>Sign out</button></form>'
    )
    write(page)
    page.click("text=Sign out")
    page.wait_for_url("**/sent")
    assert drafts(page) == []


@pytest.mark.parametrize(("composing", "sends"), [(True, False), (False, True)])
def test_enter_that_ends_a_syllable_does_not_send(open_page: Open, composing: bool, sends: bool) -> None:
    page = open_page(WRITE)
    done = page.evaluate(
        """isComposing => document.getElementById("title").dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing, bubbles: true, cancelable: true}))""",
        composing,
    )
    assert done is sends


def test_a_counter_says_how_much_room_is_left(open_page: Open) -> None:
    page = open_page(WRITE)
    assert page.text_content(".counter") == "20 left"
    page.fill("#title", "열두 글자")
    assert page.text_content(".counter") == "15 left"
    assert page.get_attribute("#title", "aria-describedby") == "title-counter"


def test_a_weighty_form_asks_and_sends_what_was_pressed(open_page: Open) -> None:
    button = '<button name="do" value="end">End it</button>'
    page = open_page(f'<form method="post" action="/sent" data-confirm="Really?">{button}</form>')
    page.click("text=End it")
    assert page.text_content("dialog p") == "Really?" and page.url == f"{SITE}/"
    page.click("dialog >> text=Cancel")
    page.wait_for_selector("dialog", state="detached")
    assert page.url == f"{SITE}/"
    page.click("text=End it")
    with page.expect_request("**/sent") as sent:
        page.click("dialog >> text=End it")
    assert sent.value.post_data == "do=end"


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_is_asked_before_what_is_needed_is_there(open_page: Open, typed: str) -> None:
    page = open_page(
        '<form method="post" action="/sent" data-confirm="Really?" novalidate><fieldset>'
        f'<input name="reason" value="{typed}" required></fieldset><button>End it</button></form>',
        "<h1>A reason is missing</h1>",
    )
    with page.expect_navigation():
        page.click("text=End it", timeout=3000)
    assert page.text_content("h1") == "A reason is missing"


def test_a_second_tap_sends_nothing(open_page: Open) -> None:
    page = open_page(WRITE)
    page.evaluate(
        "addEventListener('submit', e => { window.sent = (window.sent ?? 0) + !e.defaultPrevented })"
    )
    page.evaluate("""() => {
        const form = document.querySelector("form");
        form.target = "nowhere";
        form.requestSubmit();
        form.requestSubmit();
    }""")
    assert page.evaluate("window.sent") == 1


def test_a_folded_dossier_is_open_on_paper_and_folded_again(open_page: Open) -> None:
    page = open_page('<details class="material"><summary>Research</summary>Text</details>')
    opened = "document.querySelector('details').open"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(opened) is True
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(opened) is False
