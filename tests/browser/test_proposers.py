"""What proposers do after filing, on a telephone: proposing together, withdrawing, adding, answering the office."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from tests.browser.conftest import Window
from tests.browser.looking import PHONE, SMALL_PHONE, overflow
from tests.browser.serving import Place, served

pytestmark = pytest.mark.browser
RULES = str(Path(__file__).parents[1] / "proposals" / "fixed.toml")
LONG = "\n\n".join(["정류장에 지붕이 없어 비가 오면 모두 젖습니다. " * 8] * 6)


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place whose texts stay as they are from three supports on, and whose clocks stop for a supplement."""

    def found(address: str) -> Application:
        app = testing.application(tmp_path_factory.mktemp("hamlet"), url=address)
        with app.app_context():
            db.create_all()
            testing.apply_examples([RULES])
            for nickname in ("제안한 이", "함께할 이"):
                testing.account(nickname)
            testing.account("운영 하나", ["operator"])
        return app

    with served(found) as place:
        yield place


def filed(place: Place, title: str, supports: int = 0) -> int:
    """The number of a new proposal with so many supports, at work in a department."""
    with place.app.test_request_context():
        by, operator = (
            db.session.scalars(select(Account).where(Account.nickname == nickname)).one()
            for nickname in ("제안한 이", "운영 하나")
        )
        made = testing.proposal(by, title, LONG, process_key="fixed")
        assign_departments(made, testing.department("transport").id, actor=actor_of(operator.id))
        with transaction(), moment(db.session.get_one(Proposal, made.id)):
            db.session.get_one(Proposal, made.id).supports_site = supports
            db.session.get_one(Proposal, made.id).supports = supports
        return made.id


def fits(page: Page) -> None:
    assert overflow(page, SMALL_PHONE) == []
    page.set_viewport_size({"width": PHONE, "height": 844})


def test_somebody_is_invited_to_propose_together_and_accepts(hamlet: Place, window: Window) -> None:
    number = filed(hamlet, "정류장에 지붕을")
    page = window(hamlet, "제안한 이")
    page.goto(f"/proposals/{number}")
    page.get_by_role("link", name="함께 제안하기").click()
    page.get_by_role("button", name="초대하는 링크 만들기").click()
    link = page.get_by_label("한 사람을 위한 링크").input_value()
    page.get_by_role("button", name="주소 복사").click()
    expect(page.get_by_role("status").filter(has_text="복사")).to_be_visible()
    fits(page)
    friend = window(hamlet, "함께할 이")
    friend.goto(link)
    expect(friend.locator("main")).to_contain_text("함께 제안하면")
    fits(friend)
    friend.get_by_role("button", name="함께 제안하기").click()
    expect(friend.locator(".flashes")).to_be_visible()
    expect(friend.locator(".meta", has_text="함께할 이")).to_be_visible()
    page.reload()
    expect(page.locator("#proposers")).to_contain_text("함께할 이")


def test_a_proposer_withdraws_after_being_asked(hamlet: Place, window: Window) -> None:
    number = filed(hamlet, "거두어들일 제안")
    page = window(hamlet, "제안한 이")
    page.goto(f"/proposals/{number}")
    button = page.locator("details.confirm", has=page.locator("summary", has_text="철회"))
    button.locator("summary").click()
    expect(button.locator("form p").first).not_to_be_empty()
    fits(page)
    button.get_by_role("button", name="철회").click()
    expect(page.locator(".flashes")).to_be_visible()
    expect(page.locator("main .chips")).to_contain_text("철회")
    expect(page.locator("main")).to_contain_text("더 참여할 수는 없지만")
    page.goto("/me")
    expect(page.locator("main")).to_contain_text("거두어들일 제안")


def test_after_the_threshold_the_text_stays_and_an_addition_stands_below(
    hamlet: Place, window: Window
) -> None:
    number = filed(hamlet, "글이 굳은 제안", supports=3)
    page = window(hamlet, "제안한 이")
    page.goto(f"/proposals/{number}")
    expect(page.get_by_role("link", name="글 고치기")).to_have_count(0)
    page.get_by_role("link", name="글 덧붙이기").click()
    fits(page)
    page.get_by_label("덧붙일 글").fill("어제 의자도 부서졌습니다.")
    page.get_by_role("button", name="덧붙이기").click()
    expect(page.locator("#additions")).to_contain_text("어제 의자도 부서졌습니다.")


def test_the_office_asks_the_clock_stops_and_the_answer_lets_it_run_on(hamlet: Place, window: Window) -> None:
    number = filed(hamlet, "보완할 제안", supports=50)
    day = clock.today(testing.ZONE) + timedelta(days=7)
    desk = window(hamlet, "운영 하나")
    desk.goto(f"/desk/proposals/{number}")
    desk.get_by_role("link", name="보완 요구하기").click()
    desk.get_by_label("무엇을 보완해야").fill("사진을 더 보내 주세요.")
    desk.get_by_label("기한").fill(day.isoformat())
    fits(desk)
    desk.get_by_role("button", name="요구하기").click()
    expect(desk.locator(".flashes")).to_be_visible()
    expect(desk.locator("#supplement")).to_contain_text("사진을 더")
    page = window(hamlet, "제안한 이")
    page.goto(f"/proposals/{number}")
    asked = page.locator(".panel", has_text="사진을 더 보내 주세요.").first
    expect(asked).to_contain_text(f"{day.month}월 {day.day}일")
    expect(asked).to_contain_text("처리 기간을 세지 않습니다")
    fits(page)
    asked.get_by_role("textbox").fill("사진 두 장을 함께 두었습니다.")
    asked.get_by_role("button", name="답 보내기").click()
    expect(page.locator(".flashes")).to_be_visible()
    expect(page.locator("main")).to_contain_text("사진 두 장을 함께 두었습니다.")
    desk.goto(f"/desk/proposals/{number}")
    expect(desk.locator("#supplement")).not_to_contain_text("사진을 더")


def test_a_jump_leads_from_the_top_of_a_long_text_to_its_support(hamlet: Place, window: Window) -> None:
    number = filed(hamlet, "긴 제안", supports=2)
    page = window(hamlet, "함께할 이", java_script_enabled=False)
    page.goto(f"/proposals/{number}")
    jump, support = (
        page.locator(".to-now a"),
        page.locator("#now").get_by_role("button", name=re.compile("공감")),
    )
    expect(jump).to_be_in_viewport()
    expect(jump).to_contain_text("2명")
    expect(support).not_to_be_in_viewport()
    jump.click()
    expect(support).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(jump).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    support.click()
    expect(page.locator(".supported")).to_be_visible()
    expect(jump).to_be_hidden()
