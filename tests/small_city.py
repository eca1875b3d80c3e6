"""A small city with one of everything: a person in each role, a proposal in each state, a duty, a letter…"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.core.web import Application
from demosx.documents.services import add_document
from demosx.duties.services import open_duties
from demosx.journey.queries import visits_of
from demosx.journey.travel import moment
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of, grants_of
from demosx.people.services import add_post, admit, create_account, grant
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide, propose
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.deliberation.services import open_deliberation, vote, write_question
from demosx.stages.execution.services import News, add_update
from demosx.stages.review.agenda import assign_departments

NOW, TODAY = "2019-02-10 12:00", date(2019, 2, 10)
HIDDEN_WORDS, STAFF_WORDS = "감춘 제안의 제목", "시가 준비하는 제안의 제목"
# Each person's nickname and roles; `unconfirmed` has not proved the address, officers are of the department behind “@”.
PEOPLE: Mapping[str, str] = {
    "unconfirmed": "", "member": "", "proposer": "", "operator": "operator", "official": "official",
    "officer": "officer@transport", "drafter": "officer@transport", "other_officer": "officer@parks",
    "planner": "planning_panel", "drawn": "drawn_panel", "aide": "aide", "head": "head", "lead": "lead",
    "admin": "admin",
}  # fmt: skip
CITIZENS = ("open", "hidden", "review", "forum", "open_forum", "over_forum", "execution", "hidden_forum")
STAGES = {"review": "agenda", **dict.fromkeys(("forum", "open_forum", "over_forum", "hidden_forum"), "forum")}
STAFF = frozenset(name for name, role in PEOPLE.items() if role)


class SmallCity:
    """The numbers of what there is; `secrets` are those of everybody's session."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.people: dict[str, int] = {}
        self.secrets: dict[str, str | None] = {"visitor": None}
        self.proposals: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        self.scope: frozenset[str] = frozenset()
        with app.app_context(), testing.at(NOW):
            self._settle_people()
            self._file_proposals()
            self._let_them_travel()
            self._add_the_rest()

    def _settle_people(self) -> None:
        with transaction():
            for name, words in PEOPLE.items():
                account = create_account(name, email=f"{name}@example.org", confirmed=name != "unconfirmed")
                db.session.flush()
                agree_to_all(account.id)
                role, _, office = words.partition("@")
                if role:
                    grant(account, role, department=testing.department(office) if office else None)
                self.people[name] = account.id
        with transaction():
            for name, number in self.people.items():
                self.secrets[name] = admit(db.session.get_one(Account, number), factor=True)

    def _file_proposals(self) -> None:
        for kind in CITIZENS:
            title = HIDDEN_WORDS if kind.startswith("hidden") else f"{kind}: 막차를 늦춰 주세요"
            with transaction():
                made = propose(title, "사람들이 걸어서 집에 갑니다.", actor=self.actor("proposer"))
                assign_departments(made, self._office(), actor=self.actor("operator"))
                self.proposals[kind] = made.id
        with transaction():
            made = propose(
                STAFF_WORDS,
                "초안",
                actor=self.actor("drafter"),
                process_key="agency",
                department_id=self._office(),
            )
            self.proposals["staff"] = made.id

    def _let_them_travel(self) -> None:
        lead, operator, officer = (self.actor(name) for name in ("lead", "operator", "officer"))
        for kind, stage in STAGES.items():
            with transaction(), moment(self.proposal(kind), lead) as journey:
                journey.force("move", stage, "시험하려고 옮깁니다.")
        for kind in ("open_forum", "over_forum"):
            with transaction():
                write_question(
                    self.proposal(kind), "밤에도 버스가 다닌다면?", "쉽게", revision=1, actor=operator
                )
                open_deliberation(self.proposal(kind), TODAY, operator)
            with transaction():
                vote(self.proposal(kind), visits_of(self.proposals[kind])[-1].id, "yes", self.actor("member"))
        with transaction(), moment(self.proposal("over_forum"), lead) as journey:
            journey.force("move", "department_reply", "시험하려고 옮깁니다.")
        for kind in ("open", "hidden", "execution"):
            with transaction(), moment(self.proposal(kind)) as journey:
                journey.proposal.supports = journey.proposal.supports_site = journey.visit.supports = 50
        with transaction():
            said = Said(
                "accept",
                "다음 달부터 다닙니다.",
                promises=[Promise("막차 연장", "자정까지", self._office(), TODAY)],
            )
            given = answer(self.proposal("execution"), "department_answer", said, officer)
            promise = given.commitments[0]
            news = News("다니기 시작했습니다.", promise.id, "doing", 40, promise.revision, report=True)
            add_update(self.proposal("execution"), news, officer)

    def _add_the_rest(self) -> None:
        for kind in ("open", "hidden"):
            with transaction():
                proposal, operator = self.proposal(kind), self.actor("operator")
                opinion = say(proposal, "저도 걸어갑니다.", actor=self.actor("proposer"))
                paper = add_document(proposal, "research", "자료", "내용", publish=True, actor=operator)
                duty = next(duty for duty in open_duties(proposal.id) if duty.name == "department_answer")
                self.numbers |= {
                    f"{kind}_opinion": opinion.id,
                    f"{kind}_document": paper.id,
                    f"{kind}_duty": duty.id,
                }
        with transaction():
            post = add_post(testing.department("transport"), "노선 담당", "000-120-0111")
            letter = Letter(to_address="a@example.org", subject="제목", body="본문", state="failed",
                            created_at=clock.wall(), not_before=clock.wall())  # fmt: skip
            db.session.add(letter)
            db.session.flush()
            self.numbers |= {"post": post.id, "letter": letter.id, "department": self._office()}
            self.numbers |= {"grant": grants_of(self.people["aide"])[0].id}
        for kind in ("forum", "open_forum", "over_forum", "hidden_forum"):
            stays = [stay for stay in visits_of(self.proposals[kind]) if stay.stage == "forum"]
            self.numbers[f"{kind}_visit"] = stays[-1].id
        for kind in ("hidden", "hidden_forum"):
            with transaction():
                hide(self.proposal(kind), "이름이 적혀 있습니다.", self.actor("operator"))

    def _office(self) -> int:
        return testing.department("transport").id

    def proposal(self, kind: str) -> Proposal:
        """One of the proposals, in the present context."""
        return db.session.get_one(Proposal, self.proposals[kind])

    def actor(self, name: str) -> Any:
        """One of the people, as who acts."""
        return actor_of(self.people[name])
