"""A workshop of forty people: fifteen on paper, fifteen in a spreadsheet, ten on tablets. Counts right, people once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from flask import Flask

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.events.models import Event, EventProposal
from demosx.intake import claiming, queries, sheets
from demosx.intake.errors import SheetTwice
from demosx.intake.models import Entry, Sheet
from demosx.intake.reach import reach
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from tests.intake.test_claiming import counted
from tests.visiting import Page, Person

HEAD = "번호,구분,제목,내용,접수번호,자치구,동의"


def on_paper(desk: Person, event: Event) -> list[str]:
    """Fifteen forms, typed off with their codes by somebody without scripts; two people have written two things."""
    printed = desk.open(f"/desk/intake/form?event={event.id}&copies=15&first=1")
    codes = [one.text for one in printed.root.all(css="paper-claim")]
    assert len(set(codes)) == 15
    page: Page = desk.open(f"/desk/intake?event={event.id}&channel=paper")
    for number, code in enumerate(codes, start=1):
        for nth in range(2 if number <= 2 else 1):
            form = page.form(to="/desk/intake")
            page = desk.send(
                form, title=f"종이 {number}-{nth}", body="글", consent=True, person=str(number), code=code,
                district="narae" if number % 2 else "solmaru", channel="paper",
            )  # fmt: skip
            assert "저장했습니다" in page.flashes
    return codes


def in_a_spreadsheet(event: Event, on: Proposal, operator: Actor) -> None:
    """Fifteen people, of whom three also have an opinion; the same file is sent twice and taken in once."""
    lines = [f"{number},,표 {number},글,,나래구,예" for number in range(16, 31)]
    lines += [f"{number},의견,,찬성합니다 {number},{on.number},나래구,예" for number in (16, 17, 18)]
    content = "\n".join((HEAD, *lines)).encode("cp949")
    with transaction():
        made = [sheets.upload("워크숍.csv", content, event, actor=operator) for _ in range(2)]
    refused = 0
    for sheet in made:
        try:
            with transaction():
                sheets.take_in(db.session.get_one(Sheet, sheet.id), "workshop", event, actor=operator)
        except SheetTwice:
            refused += 1
    assert refused == 1


def on_tablets(app: Application, event: int, people: list[int]) -> None:
    """Two helpers at once send what ten people have said, each entry twice, as after an answer that got lost."""

    helpers = [Person(app, number) for number in people]

    def work(which: int) -> list[tuple[int, bool]]:
        person = helpers[which]
        ready = person.client.get("/desk/intake/ready", headers={"Accept": "application/json"}).json
        answers = []
        for number in range(31 + which, 41, 2):
            sent: dict[str, Any] = {
                "csrf_token": ready["token"], "who": ready["me"]["who"], "key": str(uuid4()), "kind": "proposal",
                "channel": "field", "event": str(event), "title": f"태블릿 {number}", "body": "글", "consent": "y",
                "person": str(number), "district": "solmaru",
            }  # fmt: skip
            for _ in range(2):
                answer = person.client.post("/desk/intake", data=sent, headers={"Accept": "application/json"})
                assert answer.status_code == 200, answer.text
                answers.append((number, answer.json["again"]))
        return answers

    with ThreadPoolExecutor(2) as pool:
        answers = [one for found in pool.map(work, range(2)) for one in found]
    assert sorted(answers) == sorted((number, again) for number in range(31, 41) for again in (False, True))


def test_forty_people_are_counted_once_and_every_number_is_the_recount(
    app: Application, event: Event, desk: Person, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"), "버스를 늘려 주세요")
    helpers = [testing.account(name, ["field_helper"]).id for name in ("도우미 하나", "도우미 둘")]
    db.session.commit()
    number = event.id
    codes = on_paper(desk, event)
    with app.test_request_context():
        in_a_spreadsheet(event, on, operator)
    db.session.rollback()
    on_tablets(app, number, helpers)
    db.session.rollback()
    assert queries.entered_at(number, event.created_at) == (17 + 18 + 10, 40)
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 1 + 17 + 15 + 10
    assert db.session.scalar(db.select(db.func.count()).select_from(EventProposal)) == 17 + 15 + 10 + 1
    assert counted(on) == (3, 0)
    with app.test_request_context():
        met = reach(event, event.created_at, event.ends_at)
    assert (met.entries, met.people) == (45, 40)
    assert {row.key: row.people for row in met.districts} == {"narae": 8 + 15, "solmaru": 7 + 10}
    typed = db.session.scalars(db.select(Entry.entered_by).where(Entry.channel == "field")).all()
    assert sorted(typed) == sorted(helpers * 5)
    _seen_by_everybody(app, on)
    _claimed(app, codes, operator)
    assert queries.entered_at(number, event.created_at) == (45, 40)


def _seen_by_everybody(app: Application, on: Proposal) -> None:
    """A proposal of the workshop says where it comes from; the opinions on another one name nobody."""
    made = db.session.scalars(db.select(Proposal).where(Proposal.title == "표 20")).one()
    visitor = Person(app)
    visitor.open(f"/proposals/{made.id}").shows("워크숍", "은평 워크숍", "담당자가 받아 적었습니다")
    page = visitor.open(f"/proposals/{on.id}")
    page.shows("찬성합니다 16", "현장에서 의견을 준 시민 3명")


def _claimed(app: Flask, codes: list[str], operator: Actor) -> None:
    """One of those with two things takes both over; hiding one of them afterwards leaves all numbers right."""
    citizen = actor_of(testing.account("주민").id)
    with transaction():
        offered = claiming.found(codes[0])
        assert len(offered) == 2
        claiming.claim(codes[0], {one.id for one in offered}, actor=citizen)
    mine = db.session.scalars(db.select(Proposal).where(Proposal.proposer_id == citizen.id)).all()
    assert [one.title for one in mine] == ["종이 1-0", "종이 1-1"]
    with transaction():
        hide(mine[0], "욕설", operator)
    for one in mine:
        assert counted(one) == (0, 0)
