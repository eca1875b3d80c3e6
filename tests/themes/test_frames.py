"""The frames of pages, and the pages of errors."""

import re
from types import SimpleNamespace

import pytest
from flask import Flask, flash, render_template

from .conftest import Render

OWN = {500, 503}
CODES = [400, 403, 404, 409, 413, 422, 429, 500, 503]
VISITOR = SimpleNamespace(id=None, signed_in=False, is_staff=False, nickname="")


@pytest.mark.parametrize("base", ["base.html", "plain_base.html", "desk_base.html"])
def test_a_page_has_its_landmarks_once(frame: Render, base: str) -> None:
    page = frame(base)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    for tag in ("<main ", "<header ", "<footer ", 'href="#content"', 'id="content"'):
        assert page.count(tag) == 1, tag


def test_the_section_of_the_page_is_marked(frame: Render) -> None:
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', frame("base.html")) == ["/proposals"]


def test_staff_see_the_desk_and_visitors_a_way_in(frame: Render) -> None:
    staff, visitor = frame("base.html"), frame("base.html", actor=VISITOR)
    assert 'href="/desk"' in staff and 'action="/sign-out"' in staff and "<b>Snail" not in staff
    assert 'href="/desk"' not in visitor and 'href="/sign-in"' in visitor and 'href="/join"' in visitor


def test_a_page_for_visitors_begins_no_session(frame: Render) -> None:
    assert "csrf_token" not in frame("base.html", actor=VISITOR)


def test_the_other_language_comes_back_to_this_page(frame: Render) -> None:
    page = frame("base.html")
    assert 'name="next" value="/proposals?q=bus"' in page
    assert 'name="language" value="ko" lang="ko">한국어<' in page and 'value="en" lang' not in page


def test_a_demonstration_says_so(frame: Render) -> None:
    plain = SimpleNamespace(name="H", office="", telephone="", email="", postal_address="", demo=False)
    assert "demonstration" in frame("base.html") and "demonstration" not in frame("base.html", site=plain)


def test_what_the_last_action_did_is_said_once(frame: Render) -> None:
    flash("Saved <1>.", "success")
    page = frame("base.html")
    assert 'data-flash="success"' in page and "Saved &lt;1&gt;." in page
    assert page.count("Saved") == 1


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_says_what_happened_and_what_to_do(frame: Render, code: int) -> None:
    page = frame(f"errors/{code}.html")
    assert page.count("<h1>") == 1 and "What you can do" in page and "data-error" in page
    title = re.search(r"<title>(.*?)(?: ·|</title>)", page)
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert title and heading and title[1] == heading[1] != ""


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_gives_back_what_was_typed(frame: Render, code: int) -> None:
    page = frame(f"errors/{code}.html", kept=[("text", "first line\n</textarea><script>")])
    assert "<textarea readonly" in page and "first line\n&lt;/textarea&gt;&lt;script&gt;" in page


def test_a_conflict_shows_both_texts(frame: Render) -> None:
    page = frame(
        "errors/409.html", kept=[("text", "mine")], theirs=[("text", "theirs")], message="Changed by Kim."
    )
    assert page.index("Changed by Kim.") < page.index("mine</textarea>") < page.index("theirs</textarea>")


def test_what_is_over_is_not_called_somebody_elses_doing(frame: Render) -> None:
    heading = re.compile(r"<h1>(.*?)</h1>")
    over, faster = (
        heading.findall(frame("errors/409.html", message="It is over.", theirs=theirs))
        for theirs in ([], [("text", "theirs")])
    )
    assert (over, faster) == (["This is not possible now"], ["Somebody else was faster"])


@pytest.mark.parametrize("code", sorted(OWN))
def test_errors_of_our_own_need_nothing(visit: Flask, code: int) -> None:
    page = render_template(f"errors/{code}.html")
    assert '<html lang="ko">' in page and "/theme/css/base.css" in page and "<script" not in page
