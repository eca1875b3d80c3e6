"""A city in the middle of its work: proposals in every stage and in every state that a change of rules could harm."""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from typing import Any

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.documents.services import add_document
from demosx.journey.queries import visits_of
from demosx.journey.rules import apply_version
from demosx.journey.store import load_duties
from demosx.journey.travel import moment
from demosx.ledger.models import Entry
from demosx.ledger.queries import timeline
from demosx.merging.services import merge
from demosx.opinions.services import say
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide, propose
from demosx.proposals.ticking import settle_due
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.deliberation.services import open_deliberation, vote, write_question
from demosx.stages.execution.services import News, add_update
from demosx.stages.review.agenda import assign_departments
from demosx.stages.review.services import cast_decision
from demosx.stages.support.services import support

GATE = """
[[stages.support.rules]]
by = ["operator"]
label = { ko = "공개 전 확인", en = "Look at it first" }
move = "gate"
[stages.gate]
kind = "review"
name = { ko = "공개 전 확인", en = "Look first" }
owner = "operator"
shown_to = "staff"
[[stages.gate.rules]]
by = ["operator"]
move = "agenda"
"""
OLD = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
OLD = OLD.replace("# ── 2. 의제 선정", GATE + "# ── 2. 의제 선정", 1)
CHANGES = (
    ('applies_to = "new"', 'applies_to = "all"'),
    ('when = "supports >= 50"', 'when = "supports >= 30"'),
    ('period = "30 days"                 # 접수', 'period = "40 days"                 # 접수'),
    ("[[rules]]                          # 부서가", '[goes_to]\nagenda = "panel"\n[[rules]]  # 부서가'),
    ("stages.agenda", "stages.panel"),
    ('"agenda"', '"panel"'),
    ('{ ko = "의제 선정", en = "Agenda setting" }', '{ ko = "기획단 회의", en = "Panel meeting" }'),
    ('decides  = ["vote", "ideas", "experiment", "inform"]', 'decides  = ["vote", "ideas", "inform"]'),
    ("other = {", 'later = { ko = "나중에", en = "Later" }, other = {'),
    ('owner    = "department"            # 제안이', 'owner    = ["department", "head"]  # 제안이'),
    ('within   = "20 days"', 'within   = "5 days"'),
    ('report_every = "3 months"', 'report_every = "1 month"'),
    ('name   = { ko = "담당부서 답변"', 'name   = { ko = "부서의 답"'),
    ('answered    = { ko = "답변 완료"', 'answered    = { ko = "답변을 마침"'),
)
APPLIED = "2019-03-15 10:00"


def rules(*changes: tuple[str, str], of: str = OLD) -> str:
    """A process file with some places changed."""
    for old, new in changes:
        assert old in of, old
        of = of.replace(old, new)
    return of


NEW = rules(*CHANGES)


def change(source: str = NEW, at: str = APPLIED) -> None:
    """Apply new rules, and let the clock do the rest."""
    with testing.at(at):
        with transaction():
            apply_version(source, "citizen.toml", reason="시민들이 바랐습니다.")
        settle_due()


class BusyCity:
    """Proposals by what is the matter with them, all by the rules of 2019, in a site of their own."""

    def __init__(self, app: Application) -> None:
        """The rules must have been applied already, on 2 January 2019."""
        self.app = app
        self.people: dict[str, Actor] = {}
        self.proposals: dict[str, int] = {}
        with testing.at("2019-01-02 10:00"):
            self._settle()
        self._support()
        self._review()
        self._deliberate()
        self._answer()
        self._finish()

    def in_another(self, app: Application) -> "BusyCity":
        """The same city on a copy of its database."""
        other = copy(self)
        other.app = app
        return other

    def proposal(self, name: str) -> Proposal:
        """One of them, as it is now."""
        return db.session.get_one(Proposal, self.proposals[name], populate_existing=True)

    def entries(self, name: str, verb: str = "") -> list[Entry]:
        """The history of one of them, or what it says of one verb."""
        found = timeline(self.proposals[name], public_only=False)
        return [entry for entry in found if not verb or entry.verb == verb]

    def owed(self, name: str) -> dict[str, date | None]:
        """What is owed on one of them, and by when."""
        duties = load_duties(self.proposals[name])
        return {duty.name: duty.due_on for duty in duties if duty.closed_at is None}

    def names(self, *without: str) -> list[str]:
        """Everything that is under way, but for these."""
        over = {"answered", "merged", "archived", *without}
        return [name for name in self.proposals if name not in over]

    def _settle(self) -> None:
        roles = ("operator", "official", "head", "lead")
        for role in roles:
            self.people[role] = actor_of(testing.account(role, [role]).id)
        self.people["officer"] = actor_of(testing.account("담당", ["officer"], "transport").id)
        for role in ("planning_panel", "drawn_panel"):
            for number in range(4):
                name = f"{role}{number}"
                self.people[name] = actor_of(testing.account(name, [role]).id)
        self.citizens = [actor_of(testing.account(f"시민{number}").id) for number in range(70)]

    def _file(self, name: str, day: str, supporters: int = 0) -> Proposal:
        """A proposal of noon of a day, supported an hour later."""
        with testing.at(f"{day} 12:00"), transaction():
            proposer = self.citizens[-1 - len(self.proposals) // 3]
            made = propose(f"{name}: 막차를 늦춰 주세요", "걸어서 집에 갑니다.", actor=proposer)
            assign_departments(made, testing.department("transport").id, actor=self.people["operator"])
            self.proposals[name] = made.id
        with testing.at(f"{day} 13:00"):
            for citizen in self.citizens[:supporters]:
                with transaction():
                    support(self.proposal(name), actor=citizen)
        return self.proposal(name)

    def _do(self, name: str, at: str, act: Callable[[Any], Any], who: str = "operator") -> None:
        """Something that is done to a proposal at a moment."""
        with testing.at(at), transaction(), moment(self.proposal(name), self.people[who]) as journey:
            act(journey)

    def _force(self, name: str, at: str, stage: str) -> None:
        self._do(name, at, lambda journey: journey.force("move", stage, "시험하려고 옮깁니다."), "lead")

    def _support(self) -> None:
        self._file("few", "2019-03-01", 3)
        self._file("enough", "2019-03-01", 35)
        self._file("waiting", "2019-02-01", 52)
        self._file("answered once", "2019-03-01", 55)
        self._do(
            "answered once",
            "2019-03-05 10:00",
            lambda journey: journey.complete("department_answer", "partly", {}),
        )
        self._file("paused", "2019-03-01", 50)
        self._do(
            "paused",
            "2019-03-07 10:00",
            lambda journey: journey.pause("department_answer", "supplement", "그림"),
        )
        self._file("extended", "2019-03-01", 50)
        self._do(
            "extended", "2019-03-07 10:00",
            lambda journey: journey.extend("department_answer", None, {"reason": "복잡함"}), "official",
        )  # fmt: skip
        self._file("overdue", "2019-02-13", 50)
        self._file("hidden", "2019-03-01", 35)
        with testing.at("2019-03-02 10:00"), transaction():
            hide(self.proposal("hidden"), "개인정보", self.people["operator"])
        with testing.at("2019-03-02 11:00"), transaction():
            say(self.proposal("few"), "저도 걸어갑니다.", actor=self.citizens[0])
            add_document(
                self.proposal("few"),
                "research",
                "자료",
                "내용",
                publish=True,
                actor=self.people["operator"],
            )

    def _review(self) -> None:
        self._file("gate", "2019-03-01", 4)
        self._force("gate", "2019-03-02 10:00", "gate")
        for name, stage, voters in (
            ("half decided", "agenda", "planning_panel"), ("half chosen", "method", "drawn_panel"),
        ):  # fmt: skip
            self._file(name, "2019-03-01", 2)
            self._force(name, "2019-03-04 10:00", stage)
            choice = "deliberate" if stage == "agenda" else "vote"
            with testing.at("2019-03-05 10:00"), transaction():
                cast_decision(self.proposal(name), choice, "좋습니다", self.people[f"{voters}0"])

    def _deliberate(self) -> None:
        for name in ("preparing", "scheduled", "unvoted", "voted"):
            self._file(name, "2019-03-01", 2)
            self._force(name, "2019-03-04 10:00", "forum")
        for name, day in (("scheduled", 20), ("unvoted", 5), ("voted", 5)):
            with testing.at("2019-03-05 10:00"), transaction():
                write_question(
                    self.proposal(name), "막차를?", "쉽게", revision=1, actor=self.people["operator"]
                )
                open_deliberation(self.proposal(name), date(2019, 3, day), self.people["operator"])
        with testing.at("2019-03-06 10:00"):
            for number, citizen in enumerate(self.citizens[:9]):
                with transaction():
                    stay = visits_of(self.proposals["voted"])[-1].id
                    vote(self.proposal("voted"), stay, ("yes", "no", "other")[number % 3], citizen)
            with transaction():
                say(self.proposal("voted"), "찬성합니다.", actor=self.citizens[1], stance="yes")

    def _answer(self) -> None:
        for name, stage in (
            ("head", "head_answer"),
            ("reply", "department_reply"),
            ("carrying out", "execution"),
        ):
            self._file(name, "2019-03-01", 2)
            self._force(name, "2019-03-04 10:00", stage)
        office = testing.department("transport").id
        self._file("promised", "2019-02-20", 50)
        with testing.at("2019-03-04 10:00"), transaction():
            promises = [Promise("막차 연장", "자정까지", office, date(2019, 6, 1))]
            said = Said("accept", "다음 달부터 다닙니다.", promises=promises)
            answer(self.proposal("promised"), "department_answer", said, self.people["officer"])
        with testing.at("2019-03-06 10:00"), transaction():
            add_update(self.proposal("promised"), News("다니기 시작했습니다."), self.people["officer"])

    def _finish(self) -> None:
        self._file("answered", "2019-02-01", 50)
        self._do(
            "answered",
            "2019-02-10 10:00",
            lambda journey: journey.complete("department_answer", "decline", {}),
        )
        self._file("merged", "2019-03-01", 10)
        with testing.at("2019-03-08 10:00"), transaction():
            operator = self.people["operator"]
            merge(self.proposal("merged"), self.proposal("few"), "같은 내용입니다.", actor=operator)
        self._file("archived", "2019-02-02", 1)
        self._do("archived", "2019-03-06 10:00", lambda journey: None)
        with transaction():
            self.proposal("archived").archived = True
        with testing.at("2019-03-14 10:00"):
            self.tick(self.proposals.values())

    def tick(self, numbers: Iterable[int]) -> None:
        """Let the calendar act on each, as the clock would have done."""
        for number in list(numbers):
            with transaction(), moment(db.session.get_one(Proposal, number)):
                pass
