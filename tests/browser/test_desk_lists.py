"""Lists of the desk: of people, read on a telephone; and of opinions, where words of the site are offered."""

import pytest
from playwright.sync_api import expect

from demosx import testing
from demosx.core.db import db
from demosx.opinions.models import Opinion
from demosx.opinions.reports import report
from demosx.opinions.services import say
from demosx.people.queries import actor_of
from demosx.triage import replies
from tests.browser.conftest import Window
from tests.browser.looking import PHONE, SMALL_PHONE, found_on, look
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
BEYOND = (
    """() => [...document.querySelectorAll(".table-wrap")].map(list => list.scrollWidth - list.clientWidth)"""
)


@pytest.mark.parametrize("width", [PHONE, SMALL_PHONE])
def test_people_and_looks_at_them_fit_a_telephone(town: Place, window: Window, width: int) -> None:
    nickname = f"별명이 꽤 긴 관리자 {width}"
    with town.app.app_context():
        testing.account(nickname, ["admin", "lead"])
    page = window(town, nickname, width)
    for path in ("/desk/people", "/desk/looks"):
        page.goto(path)
        expect(page.locator("tbody tr").first).to_be_visible()
        assert found_on(page, BEYOND) == [0], path
        assert look(page) == []


@pytest.mark.parametrize("width", [PHONE, SMALL_PHONE])
def test_choosing_a_rule_opens_what_the_author_is_told(town: Place, window: Window, width: int) -> None:
    with town.app.app_context():
        operator = testing.account(f"운영 {width}", ["operator"])
        number = rude_opinion(width)
        replies.add(f"욕설 {width}", "abuse", "「{title}」 의견에 욕설이 있어요.", actor_of(operator.id))
        replies.add(f"숨김 {width}", "hide", "규칙에 맞지 않아요.", actor_of(operator.id))
        db.session.commit()
    page = window(town, f"운영 {width}", width)
    page.goto(f"/desk/opinions/{number}")
    words = page.get_by_label("글쓴이에게 알릴 말", exact=True)
    expect(words).to_be_hidden()
    page.get_by_role("radio", name="욕설·혐오 표현").check()
    expect(words).to_have_value(f"「막말이 달린 제안 {width}」 의견에 욕설이 있어요.")
    page.get_by_role("radio", name="광고").check()
    expect(words).to_have_value("규칙에 맞지 않아요.")
    words.fill("제가 쓴 말")
    page.get_by_role("radio", name="욕설·혐오 표현").check()
    expect(words).to_have_value("제가 쓴 말")
    assert look(page) == []
    page.get_by_role("radio", name="나중에").check()
    expect(words).to_be_hidden()


def rude_opinion(width: int) -> int:
    """The number of an opinion that somebody has reported."""
    proposal = testing.proposal(testing.account(f"제안 {width}"), f"막말이 달린 제안 {width}")
    said: Opinion = say(proposal, "막말", actor=actor_of(testing.account(f"막말 {width}").id))
    report(said, "abuse", actor=actor_of(testing.account(f"신고 {width}").id))
    return said.id
