"""Infertility injections at health centres: the documented case, day by day, by the rules that Seoul had in 2018.

Proposed on 2018-01-19, taken up by the planning panel on 10-02, deliberated from 12-14 to 2019-01-13 with 5,147 votes
(5,007 for, 135 against, 5 other), answered by the mayor on 2019-03-26 with five commitments.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from sqlalchemy import select

from demosx.core.db import db
from demosx.journey.models import Visit
from demosx.testing import ZONE, at
from tests.stories.conftest import City
from tests.stories.crowd import Crowd
from tests.stories.reading import has_happened, line_of, now_in, told
from tests.visiting import Page, Person

TITLE = "보건소에서도 난임 주사를 맞을 수 있게 해 주세요"
TEXT = "시험관 시술을 하면 여러 주 동안 날마다 같은 시간에 주사를 맞아야 합니다. 보건소는 집에서 걸어서 8분입니다."
QUESTION = "보건소에서도 난임 주사를 맞을 수 있다면 어떨까요?"
PROMISES = [
    ("처방이 있으면 보건소에서 주사", "2019-12-15"),
    ("안전하게 놓기 위한 지침", "2019-06-01"),
    ("집과 일터 가까이에서 놓아 주는 의원 안내", "2019-05-15"),
    ("물어볼 수 있는 상담 창구", "2019-07-01"),
    ("시술을 겪은 부부의 마음 돌봄", "2019-09-30"),
]
BEFORE_THE_PANEL = "많은 부부가 겪지만 알려지지 않은 일입니다."
TAKEN_UP = "의사와 간호사와 당사자가 한자리에서 따져 볼 일입니다."
HISTORY = [
    ("2018-01-19", ["접수", "제안자"]),
    ("2018-09-10", ["기획단 검토", BEFORE_THE_PANEL, "운영"]),
    ("2018-10-02", ["기획단 검토: 공론화", TAKEN_UP, "기획단"]),
    ("2018-10-02", ["시민토론"]),
    ("2018-11-27", ["부서"]),
    ("2018-11-27", ["기존 정책"]),
    ("2018-11-28", ["시민토론", "2018년 12월 14일(금)", "운영"]),
    ("2018-12-14", ["시민토론"]),
    ("2019-01-14", ["시장 답변", "기간"]),
    ("2019-03-26", ["시장 답변: 수용", "기관장"]),
    ("2019-03-26", ["실행"]),
    ("2019-03-26", ["실행 소식", "6월 26일(수)"]),
    ("2019-05-30", ["실행 소식"]),
    ("2019-05-30", ["실행 소식", "9월 26일(목)"]),
]
STAYS = [
    ("support", "2018-01-19 21:10", "2018-09-10 10:00", 0),
    ("review", "2018-09-10 10:00", "2018-10-02 15:00", 0),
    ("forum", "2018-10-02 15:00", "2019-01-14 00:00", "votes"),
    ("head_answer", "2019-01-14 00:00", "2019-03-26 15:00", 0),
    ("execution", "2019-03-26 15:00", None, 0),
]
SIDES: dict[str, Any] = {
    "sides-yes": "걸어갈 수 있는 보건소에서 맞게 합니다.",
    "sides-no": "의사가 늘 있는 곳부터 엽니다.",
    "sides-other": "남겨 주신 뜻도 함께 살피겠습니다.",
}
VOTES = {"sqlite": {"yes": 5007, "no": 135, "other": 5}, "postgresql": {"yes": 501, "no": 13, "other": 2}}
"""On PostgreSQL a tenth of them: that the numbers come true does not hang on how many they are."""
SHOWN = {
    "sqlite": ("5,147", ["5,007", "135", "5"], ["97.3%", "2.6%", "0.1%"]),
    "postgresql": ("516", ["501", "13", "2"], ["97.1%", "2.5%", "0.4%"]),
}
"""All votes, those of each choice, and its share, as pages write them."""
SUPPORTERS = 32


class Story:
    """The people of the case, and where the proposal and its deliberation are."""

    def __init__(self, city: City, database: str) -> None:
        self.city = city
        self.votes = VOTES[database]
        self.all_votes = sum(self.votes.values())
        self.shown, self.counts, self.shares = SHOWN[database]
        self.citizen = city.person("두번째봄")
        self.operator = city.person("운영팀 한결", "operator")
        self.member = city.person("기획위원 솔", "planning_panel")
        self.mayor = city.person("한들 시청", "head")
        self.officer = city.person("건강증진과", "officer", department="health")
        self.health = city.department("health")
        self.visitor = city.visitor()
        self.crowd = Crowd(city.app, self.all_votes + 1)
        self.proposal = ""
        self.forum = ""

    def desk(self, person: Person) -> Page:
        """The staff's page of the proposal."""
        return person.open(f"/desk{self.proposal}")


def test_the_case_goes_as_it_went(found: Callable[..., City], database: str) -> None:
    story = Story(found("seoul-2018", "agency", on="2018-01-02 09:00"), database)
    file_it(story)
    gather_support(story)
    bring_before_the_panel(story)
    decide(story)
    prepare(story)
    open_it(story)
    vote_day_by_day(story)
    read_the_result(story)
    answer_it(story)
    tell_what_became_of_it(story)
    read_the_history(story)


def file_it(story: Story) -> None:
    """19 January 2018: a citizen files the proposal."""
    with at("2018-01-19 21:10"):
        form = story.citizen.open("/proposals/new").form(to="/proposals/new")
        page = story.citizen.send(form, title=TITLE, body=TEXT, area="welfare")
        story.proposal = page.path
        public = story.visitor.open(story.proposal)
        assert public.title == TITLE
        public.shows(TEXT, "두번째봄", "1월 19일(금)", "복지", "2018-000001")
        assert now_in(public) == "제안"
        assert line_of(public) == ["제안", "기획단 검토", "시민토론", "시장 답변", "실행"]
        story.visitor.open("/proposals").shows(TITLE)


def gather_support(story: Story) -> None:
    """People support it with the button, each once, and one of them takes it back."""
    with at("2018-01-20 12:00"):
        page = story.operator.open(story.proposal)
        story.operator.send(page.form(to="/support")).shows("고맙습니다", "1명이 공감했어요")
        page = story.operator.open(story.proposal)
        story.operator.send(page.form(to="/withdraw-support")).shows("0명이 공감했어요")
    with at("2018-02-03 12:00"):
        give = f"{story.proposal}/support"
        story.crowd.each(story.crowd.cookies[:SUPPORTERS], give, repeat({}, SUPPORTERS))
        assert story.crowd.post(story.crowd.cookies[0], give) == 302
        story.visitor.open(story.proposal).shows(f"{SUPPORTERS}명이 공감했어요")


def bring_before_the_panel(story: Story) -> None:
    """The operators bring it before the planning panel. Nothing has an end by the calendar until then."""
    with at("2018-09-10 10:00"):
        assert now_in(story.visitor.open(story.proposal)) == "제안"
        page = story.desk(story.operator)
        wrong = story.operator.send(page.form("기획단 검토로 올림"), reason="", status=422)
        wrong.shows("사유")
        page = story.desk(story.operator)
        assert now_in(page) == "제안"
        page = story.operator.send(
            page.form("기획단 검토로 올림"), reason="많은 부부가 겪지만 알려지지 않은 일입니다."
        )
        assert now_in(page) == "기획단 검토"
        story.member.open("/desk").shows(TITLE)


def decide(story: Story) -> None:
    """2 October 2018: the planning panel takes it up; an operator could not have."""
    with at("2018-10-02 15:00"):
        assert not story.desk(story.operator).offers("/decision")
        token = story.desk(story.operator).forms[0].filled()
        decided = [*token, ("choice", "deliberate"), ("reasons", "그냥")]
        story.operator.post(f"/desk{story.proposal}/decision", decided, status=403)
        form = story.desk(story.member).form(to="/decision")
        story.member.send(
            form, choice="deliberate", reasons="의사와 간호사와 당사자가 한자리에서 따져 볼 일입니다."
        )
        public = story.visitor.open(story.proposal)
        assert now_in(public) == "시민토론"
        public.shows("공론화")
        assert not public.offers("/support")


def prepare(story: Story) -> None:
    """The operators give it to a department, and write the question and a document."""
    with at("2018-11-27 16:00"):
        form = story.operator.open(f"/desk{story.proposal}/departments").form(to="/departments")
        story.operator.send(form, lead=str(story.health)).shows("health 과")
        paper = story.operator.open(f"/desk{story.proposal}/documents/new").form(to="/documents/new")
        story.operator.send(
            paper,
            part="existing_policy",
            title="지금의 난임부부 시술비 지원",
            body="정부 지원에는 주사를 맞는 값이 들어 있지 않습니다.",
            publish=True,
        )
        form = story.operator.open(f"/desk{story.proposal}/deliberation").form(to="/deliberation")
        story.operator.send(form, question=QUESTION, summary="가까운 보건소에서 주사를 맞게 할지 묻습니다.")
        coming = story.visitor.open("/deliberations?when=coming")
        coming.shows(TITLE)
        coming.hides(QUESTION)


def open_it(story: Story) -> None:
    """Its first day is set to 14 December 2018; until then nobody can vote."""
    with at("2018-11-28 10:00"):
        story.operator.send(story.desk(story.operator).form(to="/opening"), first_day="2018-12-14")
    with story.city.app.app_context():
        story.forum = f"/deliberations/{db.session.scalar(select(Visit.id).where(Visit.stage == 'forum'))}"
    with at("2018-12-13 23:59"):
        early = story.visitor.open(story.forum)
        early.shows("12월 14일(금)")
        early.hides(QUESTION, 'name="choice"')
        assert story.crowd.post(story.crowd.cookies[-1], f"{story.forum}/vote", choice="yes") == 409


def vote_day_by_day(story: Story) -> None:
    """14 December to 13 January: people vote from the first minute of the first day to the last of the last."""
    choices = list(chain.from_iterable(repeat(choice, count) for choice, count in story.votes.items()))
    moments = [f"2018-12-{day} {time}" for day in range(14, 32) for time in ("00:00", "23:59")]
    moments += [f"2019-01-{day:02} {time}" for day in range(1, 14) for time in ("00:00", "23:59")]
    voted = 0
    for number, moment in enumerate(moments, start=1):
        until = len(choices) * number // len(moments)
        with at(moment):
            share = ({"choice": choice} for choice in choices[voted:until])
            story.crowd.each(story.crowd.cookies[voted:until], f"{story.forum}/vote", share)
        voted = until
    with at("2019-01-13 23:59:59"):
        assert story.crowd.post(story.crowd.cookies[0], f"{story.forum}/vote", choice="yes") == 302
        assert story.crowd.post(story.crowd.cookies[0], f"{story.forum}/vote", choice="maybe") == 422
        undecided = story.visitor.open(story.forum)
        undecided.shows(QUESTION, story.shown, "찬성", "반대", "기타")
        undecided.hides(story.counts[0])


def read_the_result(story: Story) -> None:
    """14 January 2019: the vote is over, whether or not anybody has looked since."""
    with at("2019-01-14 00:00"):
        assert story.crowd.post(story.crowd.cookies[-1], f"{story.forum}/vote", choice="no") == 409
        assert story.crowd.post(story.crowd.cookies[0], f"{story.forum}/vote", choice="no") == 409
    with at("2019-01-14 09:00"):
        page = story.visitor.open(story.forum)
        page.shows(story.shown, *story.counts, *story.shares, "2018년 12월 14일(금)", "1월 13일(일)")
        rows = [row.text for row in page.root.all("li", css="tally-row")]
        assert [row.split()[0] for row in rows] == ["찬성", "반대", "기타"]
        assert [row.split()[-1] for row in rows] == [f"{count}표" for count in story.counts]
        public = story.visitor.open(story.proposal)
        assert now_in(public) == "시장 답변"
        public.shows(f"{story.shown}표")
        story.visitor.open("/deliberations?when=finished").shows(QUESTION)
        story.visitor.open("/deliberations").hides(QUESTION)


def answer_it(story: Story) -> None:
    """26 March 2019: the mayor answers, and promises five things."""
    with at("2019-03-26 15:00"):
        story.mayor.open("/desk").shows("시장 답변")
        address = f"/desk{story.proposal}/answers/head_answer"
        story.officer.open(address, status=403)
        form = story.mayor.open(address).form(to="/head_answer")
        page = story.mayor.send(form, press="more")
        given: dict[str, Any] = {f"commitments-{n}-title": title for n, (title, _day) in enumerate(PROMISES)}
        given |= {f"commitments-{n}-due_on": day for n, (_title, day) in enumerate(PROMISES)}
        given |= {f"commitments-{n}-department_id": str(story.health) for n in range(len(PROMISES))}
        story.mayor.send(
            page.form(to="/head_answer"), verdict="accept", title="한들시장", format="meeting",
            body="시민 백오십 분과 마주 앉아 답을 드립니다.", **SIDES, **given,
        )  # fmt: skip
        public = story.visitor.open(story.proposal)
        assert now_in(public) == "실행"
        public.shows(
            "수용",
            "한들시장",
            "3월 26일(화)",
            "백오십 분",
            *SIDES.values(),
            *(title for title, _day in PROMISES),
        )
        story.visitor.open("/results").shows(TITLE, "수용")
        story.visitor.open("/results?show=promises").shows(*(title for title, _day in PROMISES))


def tell_what_became_of_it(story: Story) -> None:
    """The department's officer tells that the guideline is there; the report of three months is done with it."""
    with at("2019-05-30 11:00"):
        page = story.desk(story.officer)
        news = next(a for a in page.root.all("a") if "commitment=" in a.attributes["href"])
        assert "/updates?" in news.attributes["href"]
        page = story.officer.open(f"/desk{story.proposal}/updates")
        select = page.root.one("select", name="commitment_id")
        number = next(o.attributes["value"] for o in select.all("option") if o.text == PROMISES[1][0])
        form = story.officer.open(f"/desk{story.proposal}/updates?commitment={number}").form(to="/updates")
        story.officer.send(
            form, body="의사회와 함께 열여섯 쪽 지침을 냈습니다.", state="done", progress="100", report=True
        )
        public = story.visitor.open(story.proposal)
        public.shows("열여섯 쪽 지침", "100%", "5월 30일(목)")
        assert public.root.one(id=f"commitment-{number}").text.count("열여섯 쪽 지침") == 1


def read_the_history(story: Story) -> None:
    """Everything that has happened stands there once, on its day, and its stays are dated to the minute."""
    with at("2019-05-31 09:00"):
        has_happened(story.visitor, story.proposal, HISTORY)
        in_english = told(story.city.visitor(language="en"), story.proposal)
        assert [day for day, _line in in_english] == [day for day, _words in HISTORY]
        story.operator.open("/desk/board").shows(TITLE, "실행")
    with story.city.app.app_context():
        visits = db.session.scalars(select(Visit).order_by(Visit.number)).all()
        found = [(x.stage, minute(x.entered_at), x.left_at and minute(x.left_at), x.votes) for x in visits]
        assert found == [(*stay, story.all_votes if votes else 0) for *stay, votes in STAYS]
        counts = [(stay.supports, stay.participants) for stay in visits[:3]]
        assert counts == [(SUPPORTERS, SUPPORTERS), (0, 0), (0, story.all_votes)]


def minute(moment: datetime) -> str:
    """A moment by the clocks of the city."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
