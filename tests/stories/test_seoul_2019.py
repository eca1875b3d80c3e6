"""Two proposals by the rules of 2019, over HTTP: one that a department answers, one that goes all the way.

Everybody acts through what the site offers them, and the site offers each of them that and nothing else.
"""

from collections.abc import Callable
from itertools import cycle, islice, repeat
from typing import Any

import pytest

from demosx.testing import at
from tests.stories.conftest import City
from tests.stories.crowd import Crowd
from tests.stories.reading import has_happened, now_in
from tests.visiting import Page, Person

TITLE = "밤 열한 시 뒤에도 마을버스를"
QUESTION = "마을버스가 밤 열두 시까지 다닌다면 어떨까요?"
TEXT = "막차가 열 시 사십 분이라 늦게 마치는 사람들은 걸어서 집에 갑니다."
ANSWER: dict[str, Any] = {
    "verdict": "partly",
    "body": "두 노선부터 자정까지 다닙니다.",
    "sides-yes": "두 노선에서 시작합니다.",
    "sides-no": "소음을 함께 살핍니다.",
    "sides-other": "다른 뜻도 들었습니다.",
    "commitments-0-title": "두 노선 시범 운행",
    "commitments-0-due_on": "2019-09-01",
}
AFTERWARDS = {"notes", "classify", "documents", "departments", "updates", "commitments"}
PAPER: dict[str, Any] = {
    "part": "research",
    "title": "두 달 이용 결과",
    "body": "하루 평균 310명이 탔습니다.",
    "publish": True,
}


class Roles:
    """One person in each role, and the proposal that they work on."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.visitor = city.visitor()
        self.citizen = city.person("막차")
        self.neighbour = city.person("이웃")
        self.operator = city.person("운영", "operator")
        self.official = city.person("추진", "official")
        self.officer = city.person("교통과 담당", "officer", department="transport")
        self.other_officer = city.person("공원과 담당", "officer", department="parks")
        self.panel = [city.person(f"기획위원 {n}", "planning_panel") for n in range(4)]
        self.drawn = [city.person(f"추첨시민 {n}", "drawn_panel") for n in range(3)]
        self.head = city.person("시장실", "head")
        self.lead = city.person("총괄", "lead")
        self.transport = city.department("transport")
        self.address = ""

    def file(self) -> None:
        """The citizen files the proposal through the form."""
        form = self.citizen.open("/proposals/new").form(to="/proposals/new")
        self.address = self.citizen.send(form, title=TITLE, body=TEXT, area="transport").path

    def desk(self, person: Person, page: str = "") -> Page:
        """The staff's page of the proposal, or a page below it."""
        return person.open(f"/desk{self.address}{page}")

    def assign(self) -> None:
        """The operator gives it to the department of transport."""
        form = self.desk(self.operator, "/departments").form(to="/departments")
        self.operator.send(form, lead=str(self.transport))

    @property
    def stage(self) -> str:
        """Where everybody sees that it is."""
        return now_in(self.visitor.open(self.address))


@pytest.fixture
def roles(found: Callable[..., City]) -> Roles:
    """The people of a city that has the rules of 2019."""
    return Roles(found("seoul-2019", "agency", on="2019-01-02 09:00"))


def offered(page: Page) -> set[str]:
    """What a page lets somebody do: for buttons of the process what stands on them, else the end of the address."""
    done = set()
    for form in page.forms:
        last = form.action.rsplit("/", 1)[-1]
        done.update(form.labels if last == "press" else [last])
    links = {a.attributes.get("href", "").partition("?")[0].rsplit("/", 1)[-1] for a in page.main.all("a")}
    pages = {"departments", "agenda", "documents", "deliberation", "updates", "commitments", "override"}
    return (done | links & pages | {word for word in links if word.endswith(("_answer", "_reply"))}) - {
        "sign-out"
    }


def test_fifty_supporters_bring_the_departments_answer(roles: Roles) -> None:
    with at("2019-02-01 12:00"):
        roles.file()
        assert offered(roles.citizen.open(roles.address)) >= {"support", "opinions", "철회"}
        assert offered(roles.neighbour.open(roles.address)) == {"support", "opinions", "follow"}
        assert offered(roles.visitor.open(roles.address)) == {"support", "opinions", "follow"}
    crowd = Crowd(roles.city.app, 50)
    with at("2019-02-10 12:00"):
        crowd.each(crowd.cookies[:49], f"{roles.address}/support", repeat({}, 49))
        assert not roles.visitor.open(roles.address).root.all("li", css="duty")
        crowd.each(crowd.cookies[49:], f"{roles.address}/support", [{}])
        duty = roles.visitor.open(roles.address).root.one("li", css="duty")
        assert "부서 답변" in duty.text and "3월 4일(월)" in duty.text
        roles.operator.open("/desk").shows("부서 답변", TITLE)
        roles.officer.open("/desk").hides(TITLE)
        roles.assign()
        roles.officer.open("/desk").shows("부서 답변", TITLE)
        roles.other_officer.open("/desk").hides(TITLE)
    with at("2019-02-20 12:00"):
        answer = f"/desk{roles.address}/answers/department_answer"
        for person in (roles.other_officer, roles.operator, roles.head, roles.neighbour):
            person.open(answer, status=403)
        assert "department_answer" in offered(roles.desk(roles.officer))
        form = roles.officer.open(answer).form(to="/department_answer")
        wrong = roles.officer.send(form, body="운전원이 모자랍니다.", status=422)
        wrong.shows("운전원이 모자랍니다.")
        roles.officer.send(wrong.form(to="/department_answer"), verdict="decline")
        assert roles.stage == "제안"
        roles.visitor.open(roles.address).shows("수용 곤란", "운전원이 모자랍니다.", "transport 과")
    with at("2019-03-03 23:59"):
        assert roles.stage == "제안"
        assert roles.visitor.open(roles.address).offers("/support")
    with at("2019-03-04 00:00"):
        assert roles.stage == "답변 완료"
        assert not roles.neighbour.open(roles.address).forms[1:]
        has_happened(roles.visitor, roles.address, [
            ("2019-02-01", ["접수"]),
            ("2019-02-10", ["부서 답변", "3월 4일(월)", "50명"]),
            ("2019-02-10", ["부서"]),
            ("2019-02-20", ["부서 답변: 수용 곤란"]),
            ("2019-03-04", ["답변 완료", "기간"]),
        ])  # fmt: skip


def test_five_hundred_supporters_bring_it_all_the_way(roles: Roles) -> None:
    crowd = Crowd(roles.city.app, 500)
    with at("2019-02-01 12:00"):
        roles.file()
    with at("2019-02-08 12:00"):
        assert offered(roles.desk(roles.panel[0])) == {"우수제안으로 채택", "notes"}
        crowd.each(crowd.cookies, f"{roles.address}/support", repeat({}, 500))
        assert roles.stage == "의제 선정"
        roles.assign()
    set_the_agenda(roles)
    choose_the_method(roles)
    deliberate(roles, crowd)
    reply(roles)
    carry_out(roles)


def set_the_agenda(roles: Roles) -> None:
    """The planning panel decides together; nobody else has a vote, and one member stands aside."""
    with at("2019-03-05 14:00"):
        assert offered(roles.desk(roles.panel[0])) >= {"decision", "recusal", "agenda", "notes"}
        for person in (roles.operator, roles.officer, roles.drawn[0], roles.head, roles.official):
            assert not {"decision", "recusal"} & offered(roles.desk(person))
        form = roles.desk(roles.operator, "/agenda").form(to="/agenda")
        roles.operator.send(
            form,
            question=QUESTION,
            context="막차는 2011년부터 그대로입니다.",
        )
        aside = roles.desk(roles.panel[3]).form(to="/recusal")
        roles.panel[3].send(aside, reason="버스 회사에서 일합니다.")
        assert "decision" not in offered(roles.desk(roles.panel[3]))
        cast(roles, roles.panel[0], "deliberate")
        assert roles.stage == "의제 선정"
        cast(roles, roles.panel[1], "deliberate")
        assert roles.stage == "공론화 방식 결정"
        roles.visitor.open(roles.address).hides("버스 회사에서 일합니다.")


def choose_the_method(roles: Roles) -> None:
    """The drawn citizens choose how: two thirds of their votes must agree."""
    with at("2019-03-20 19:00"):
        assert "decision" not in offered(roles.desk(roles.panel[0]))
        cast(roles, roles.drawn[0], "ideas")
        cast(roles, roles.drawn[1], "vote")
        assert roles.stage == "공론화 방식 결정"
        cast(roles, roles.drawn[2], "vote")
        assert roles.stage == "시민토론"


def cast(roles: Roles, member: Person, choice: str) -> None:
    """A member votes, with a reason."""
    member.send(roles.desk(member).form(to="/decision"), choice=choice, reasons="함께 이야기할 일입니다.")


def deliberate(roles: Roles, crowd: Crowd) -> None:
    """It is prepared, opened for thirty days, and 40 people vote: fewer than 5,000."""
    with at("2019-04-01 10:00"):
        assert {"opening", "deliberation"} <= offered(roles.desk(roles.operator))
        assert "opening" not in offered(roles.desk(roles.official)) | offered(roles.desk(roles.officer))
        roles.operator.send(roles.desk(roles.operator).form(to="/opening"), first_day="2019-04-08")
        forum = next(
            a.attributes["href"]
            for a in roles.visitor.open("/deliberations?when=coming").main.all("a")
            if a.attributes["href"].startswith("/deliberations/")
        )
    with at("2019-04-08 00:00"):
        roles.visitor.open(forum).shows(QUESTION)
        choices = islice(cycle(["yes", "yes", "no", "other"]), 40)
        crowd.each(crowd.cookies[:40], f"{forum}/vote", ({"choice": choice} for choice in choices))
        page = roles.neighbour.open(forum)
        said = roles.neighbour.send(page.form(to="/opinions"), body="저는 걸어 다닙니다.", stance="no")
        said.shows("저는 걸어 다닙니다.", "반대")
    with at("2019-05-08 23:59"):
        assert roles.stage == "시민토론"
    with at("2019-05-09 08:00"):
        assert roles.stage == "담당부서 답변"
        roles.visitor.open(forum).shows("40표", "50.0%", "25.0%")


def reply(roles: Roles) -> None:
    """Fewer took part than the head answers to, so the department replies."""
    with at("2019-05-20 10:00"):
        address = f"/desk{roles.address}/answers/department_reply"
        roles.head.open(address, status=403)
        form = roles.officer.open(address).form(to="/department_reply")
        roles.officer.send(form, **ANSWER | {"commitments-0-department_id": str(roles.transport)})
        assert roles.stage == "실행"
        roles.visitor.open(roles.address).shows("일부 수용", "두 노선 시범 운행", "9월 1일(일)")


def carry_out(roles: Roles) -> None:
    """The department tells what it does; the city's staff say with a document that it is done."""
    with at("2019-08-28 10:00"):
        form = roles.desk(roles.officer, "/updates").form(to="/updates")
        roles.officer.send(form, body="두 노선이 자정까지 다니기 시작했습니다.")
        assert "이행 완료" not in offered(roles.desk(roles.officer)) | offered(roles.desk(roles.operator))
        paper = roles.desk(roles.official, "/documents/new").form(to="/documents/new")
        roles.official.send(
            paper, part="research", title="두 달 이용 결과", body="하루 평균 310명이 탔습니다.", publish=True
        )
        page = roles.desk(roles.official)
        assert "이행 완료" in offered(page)
        number = page.form("이행 완료").element.all("option")[1].attributes["value"]
        roles.official.send(page.form("이행 완료"), document=number)
        assert roles.stage == "이행 완료"
        ended = roles.visitor.open(roles.address)
        ended.shows("두 노선이 자정까지 다니기 시작했습니다.", "두 달 이용 결과")
        assert not roles.citizen.open(roles.address).offers("/press")
        assert offered(roles.desk(roles.operator)) == AFTERWARDS
        assert "override" in offered(roles.desk(roles.lead))
