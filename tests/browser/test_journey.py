"""One proposal from joining to what became of it, in windows of a telephone and of a desk, each role with its own."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demosx import testing
from demosx.core import clock
from demosx.core.mail import deliver
from tests.browser.conftest import Window
from tests.browser.looking import DESK, PHONE, outline, overflow
from tests.browser.serving import Place

pytestmark = pytest.mark.browser
PASSWORD = "길고긴-비밀번호-42"


class Journey:
    """The windows of those who take part, and where the proposal is."""

    def __init__(self, town: Place, window: Window, letters: Path, width: int) -> None:
        self.town, self.window, self.letters, self.width = town, window, letters, width
        self.title = f"막차를 한 시간 늦춰 주세요 ({width})"
        self.question = f"막차를 밤 1시까지 늦추면 어떨까요? ({width})"
        self.address = f"byeol{width}@example.org"
        self.proposer = window(town, width=width)
        self.member, self.operator, self.officer, self.planner, self.drawn = (
            window(town, nickname, width)
            for nickname in ("주민 다섯별", "운영팀 하나", "교통과 두리", "기획위원 세라", "추첨시민 네온")
        )
        self.proposal = ""

    def desk(self, page: Page, part: str = "") -> Page:
        """Open the staff's page of the proposal, or a part of it."""
        page.goto(f"/desk{self.proposal}{part}")
        return page

    def sent(self, page: Page, button: str, says: str) -> None:
        """Press a button; the page that follows says that it is done, and fits the screen."""
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".flashes")).to_contain_text(says)
        assert outline(page) + overflow(page, self.width) == []


@pytest.fixture(params=[PHONE, DESK])
def journey(request: pytest.FixtureRequest, town: Place, window: Window, letters: Path) -> Journey:
    """A journey that begins, at one width of the screen. The clock goes as everywhere."""
    town.app.config["CLOCK_FILE"].unlink(missing_ok=True)
    return Journey(town, window, letters, request.param)


def test_a_proposal_from_joining_to_what_became_of_it(journey: Journey) -> None:
    join(journey)
    sign_in_again(journey)
    propose(journey)
    support(journey)
    speak(journey)
    put_on_the_agenda(journey)
    choose_the_method(journey)
    open_the_deliberation(journey)
    vote(journey)
    answer(journey)
    tell_the_news(journey)


def join(journey: Journey) -> None:
    """A visitor joins, and opens the link in the letter."""
    page = journey.proposer
    page.goto("/join")
    page.get_by_role("textbox", name="이메일").fill(journey.address)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("textbox", name="별명").fill(f"별밤 {journey.width}")
    page.get_by_label("모두 동의하며").check()
    page.get_by_role("button", name="회원가입", exact=True).click()
    expect(page).to_have_url(re.compile("/join/sent$"))
    with journey.town.app.app_context():
        deliver()
    page.goto(link_for(journey))
    page.get_by_role("button", name="네, 제 계정입니다").click()
    expect(page.locator(".flashes")).not_to_be_empty()


def link_for(journey: Journey) -> str:
    """The link in the letter that went to the proposer."""
    letters = [
        message_from_bytes(f.read_bytes(), policy=policy.default) for f in journey.letters.glob("*.eml")
    ]
    texts = [letter.get_content() for letter in letters if letter["To"] == journey.address]
    found = re.search(rf"{re.escape(journey.town.address)}/confirm/\S+", "".join(texts))
    assert found, texts
    return found[0]


def sign_in_again(journey: Journey) -> None:
    """The new member signs out, and in again with the password."""
    page = journey.proposer
    page.goto("/me")
    press_in_menu(page, "로그아웃")
    page.goto("/sign-in")
    page.get_by_label("이메일").fill(journey.address)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="로그인", exact=True).click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def press_in_menu(page: Page, name: str) -> None:
    """Press a button of the header, which a telephone keeps in its menu, and wait for what it leads to."""
    menu = page.locator("button[popovertarget=menu]").first
    if menu.is_visible():
        menu.click()
    with page.expect_navigation():
        page.get_by_role("banner").get_by_role("button", name=name, exact=True).click()


def propose(journey: Journey) -> None:
    """The member files a proposal from the front page."""
    page = journey.proposer
    page.goto("/")
    page.get_by_role("link", name="제안하기").first.click()
    page.get_by_label("제목").fill(journey.title)
    page.get_by_label("제안 내용").fill("밤 11시가 넘으면 병원에서 집에 갈 길이 없습니다.")
    journey.sent(page, "제안 제출", "접수")
    expect(page.locator("h1")).to_have_text(journey.title)
    journey.proposal = page.url.removeprefix(journey.town.address)


def support(journey: Journey) -> None:
    """Another member supports it."""
    journey.member.goto(journey.proposal)
    journey.sent(journey.member, "공감합니다", "고맙습니다")
    expect(journey.member.locator("#now")).to_contain_text("1명")


def speak(journey: Journey) -> None:
    """Another member says something about it."""
    page = journey.member
    page.goto(journey.proposal)
    page.locator(f"form[action$='{journey.proposal}/opinions'] textarea").fill("야간 근무자도 많습니다.")
    page.locator(f"form[action$='{journey.proposal}/opinions'] button").click()
    expect(page.locator(".flashes")).to_contain_text("의견을 올렸습니다")
    expect(page.locator("#opinions")).to_contain_text("야간 근무자도 많습니다.")


def put_on_the_agenda(journey: Journey) -> None:
    """The operator gives it to a department, and the planning panel takes it up and writes the agenda item."""
    page = journey.desk(journey.operator, "/departments")
    page.get_by_label("담당부서").select_option(label="transport 과")
    journey.sent(page, "저장", "부서를 정했습니다")
    page = journey.desk(journey.planner)
    page.locator("summary", has_text="우수제안으로 채택").click()
    page.get_by_label("사유").first.fill("밤에 일하는 사람이 늘었습니다.")
    journey.sent(page, "우수제안으로 채택", "했습니다")
    page.get_by_role("link", name="의제 쓰기").click()
    page.get_by_label("질문").fill(journey.question)
    journey.sent(page, "저장", "의제를 저장했습니다")
    decide(journey, page, "공론화")


def decide(journey: Journey, page: Page, choice: str) -> None:
    """A member of a panel votes in the panel."""
    page.get_by_label(choice, exact=True).check()
    page.get_by_label("까닭").fill("함께 따져 볼 일입니다.")
    journey.sent(page, "투표하기", "투표했습니다")


def choose_the_method(journey: Journey) -> None:
    """The drawn panel chooses a vote."""
    decide(journey, journey.desk(journey.drawn), "찬반 투표")


def open_the_deliberation(journey: Journey) -> None:
    """The operator prepares the deliberation and sets its first day, after being asked."""
    page = journey.desk(journey.operator, "/deliberation")
    page.get_by_label("질문").fill(journey.question)
    page.get_by_label("쉬운 요약").fill("막차가 늦어지면 밤에 돌아올 수 있지만, 돈이 더 듭니다.")
    journey.sent(page, "저장", "준비한 내용을 저장했습니다")
    first = (clock.wall().astimezone(testing.ZONE) + timedelta(days=3)).date()
    page.get_by_label("시작일").fill(first.isoformat())
    page.get_by_role("button", name="첫날 정하기").click()
    page.get_by_role("dialog").get_by_role("button", name="첫날 정하기").click()
    expect(page.locator(".flashes")).to_contain_text("첫날을 정했습니다")
    journey.town.move_clock(f"{first} 10:00")


def vote(journey: Journey) -> None:
    """A member votes, and changes the vote."""
    page = journey.member
    page.goto("/deliberations")
    page.get_by_role("link", name=journey.question).click()
    expect(page.locator("main")).to_contain_text(journey.question)
    page.locator("#ballot").get_by_label("찬성", exact=True).check()
    journey.sent(page, "투표하기", "투표했습니다")
    page.locator("#ballot").get_by_label("반대", exact=True).check()
    journey.sent(page, "투표 바꾸기", "투표했습니다")
    expect(page.locator("#ballot")).to_contain_text("1명이 투표했습니다")


def answer(journey: Journey) -> None:
    """After the last day the department answers to the side that was chosen, with a promise."""
    after = clock.wall().astimezone(testing.ZONE) + timedelta(days=40)
    journey.town.move_clock(f"{after:%Y-%m-%d %H:%M}")
    journey.proposer.goto(journey.proposal)
    expect(journey.proposer.locator("main")).to_contain_text("1표")
    page = journey.desk(journey.officer, "/answers/department_reply")
    page.get_by_label("수용", exact=True).check()
    page.get_by_label("답변", exact=True).fill("막차를 밤 1시로 늦추겠습니다.")
    for box in page.locator("textarea[name^='sides-']").all():
        box.fill("말씀하신 걱정을 살폈습니다.")
    page.get_by_label("이행 과제").first.fill("막차 시각을 밤 1시로")
    journey.sent(page, "답변 올리기", "답변을 올렸습니다")


def tell_the_news(journey: Journey) -> None:
    """The department tells how far the promise has come, and the proposer reads it."""
    page = journey.desk(journey.officer, "/updates")
    page.get_by_label("진행 기록").fill("노선 다섯 개의 시간표를 고쳤습니다.")
    page.get_by_label("대상").select_option(label="막차 시각을 밤 1시로")
    page.get_by_label("진행률").fill("40")
    journey.sent(page, "올리기", "소식을 올렸습니다")
    page = journey.proposer
    page.goto(journey.proposal)
    for words in (
        "막차를 밤 1시로 늦추겠습니다.",
        "막차 시각을 밤 1시로",
        "노선 다섯 개의 시간표를 고쳤습니다.",
        "40%",
    ):
        expect(page.locator("main")).to_contain_text(words)
    assert outline(page) + overflow(page, journey.width) == []
