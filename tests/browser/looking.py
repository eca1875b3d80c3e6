"""What is wrong with a screen: barriers, things that do not fit, broken markup, refused scripts and pictures."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

PHONE, SMALL_PHONE, DESK = 390, 320, 1280
HEIGHT = 844
AXE = Axe()
# A click leads to an empty document first. Nothing is found on a page before all of it has come.
ONCE_WHOLE = "() => document.readyState === 'complete' ? {found: (%s)()} : null"
OUTLINE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    return {
        title: document.title.trim(),
        headings: document.querySelectorAll("h1").length,
        doubled: ids.filter((id, place) => ids.indexOf(id) !== place),
        language: document.documentElement.lang,
    };
}"""
OVERFLOW = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
        element => element.getBoundingClientRect().right > page.clientWidth + 0.5);
    return [`${page.scrollWidth} > ${page.clientWidth}`, ...wide.slice(-3).map(e => e.outerHTML.slice(0, 120))];
}"""


def watch(page: Page, problems: list[str]) -> None:
    """Write into `problems` whatever the browser complains about: policy, scripts, and parts that do not load."""

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"{page.url}: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            problems.append(f"{page.url}: {response.url} answers {response.status}")

    page.on("console", said)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("response", answered)


def found_on(page: Page, script: str) -> Any:
    """What a function of JavaScript gives on the page that stands there once it has come whole.

    It waits for no page that a click leads to: begin that click inside `page.expect_navigation()`, or first expect
    something that was not there before.
    """
    while True:
        page.wait_for_load_state()
        answer = page.evaluate(ONCE_WHOLE % script)
        if answer is not None:
            return answer["found"]


def outline(page: Page) -> list[str]:
    """What is wrong with the title, the heading and the ids of a page."""
    found: dict[str, Any] = found_on(page, OUTLINE)
    wrong = [f"id {name} is there twice" for name in found["doubled"]]
    if not found["title"] or not found["language"]:
        wrong.append("the page has no title or no language")
    if found["headings"] != 1:
        wrong.append(f"there are {found['headings']} h1")
    return wrong


def overflow(page: Page, width: int) -> list[str]:
    """What is wider than a screen of `width` pixels, so that one has to scroll sideways."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found: list[str] = found_on(page, OVERFLOW)
    return [f"{width}: {line}" for line in found]


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands now."""
    if not found_on(page, "() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    return [
        f"{violation['id']}: {node['html'][:200]} — {node.get('failureSummary', '')[:300]}"
        for violation in page.evaluate(
            "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
        )
        for node in violation["nodes"][:3]
    ]


def look(page: Page, widths: tuple[int, ...] = (PHONE, DESK)) -> list[str]:
    """Everything that is wrong with the page, at each width."""
    wrong = outline(page) + overflow(page, SMALL_PHONE)
    for width in widths:
        wrong += overflow(page, width)
        wrong += [f"{width}: {line}" for line in barriers(page)]
    return wrong
