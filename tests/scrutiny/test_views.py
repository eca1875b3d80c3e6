"""The desk's pages about unusual support, and what whoever is concerned reads."""

from collections.abc import Callable

import pytest
from flask import Flask

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core import clock
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.ledger.models import Entry
from demosx.people.looks import AccessLog
from demosx.people.models import Account
from demosx.people.services import grant
from demosx.proposals.models import Proposal
from demosx.scrutiny.models import Finding
from demosx.scrutiny.noticing import look_now
from demosx.scrutiny.services import discount, restore
from demosx.stages.support.models import Discount
from demosx.stages.support.services import support
from tests.counting import queries
from tests.merging.conftest import crowd
from tests.scrutiny.conftest import DAY
from tests.visiting import Person

Give = Callable[..., list[Actor]]


@pytest.fixture
def noticed(filed: Proposal, supported: Give) -> Finding:
    """A group of 37 from one block, beside 20 others."""
    supported(20)
    supported(37, block="script")
    look_now()
    return db.session.scalars(db.select(Finding).where(Finding.kind == "block")).one()


def test_a_group_is_listed_with_why_and_decided_on(noticed: Finding, filed: Proposal, desk: Person) -> None:
    page = desk.open("/desk/supports")
    page.shows(filed.title, "한 주소 대역에서 공감 37건이 들어왔습니다. 평소라면 약")
    page = desk.open(f"/desk/supports/{noticed.id}")
    page.shows(
        "워크숍, 학교, 사무실, 이동통신망에서도 이렇게 보일 수 있습니다.", "57", "20",
        "이 단계의 기준인 50명에 30명이 모자라게 됩니다.", "이미 열린 일은 그대로 남습니다.",
    )  # fmt: skip
    assert page.root.one("svg", css="times-chart").all("rect")
    assert desk.send(page.form(to="/discount"), 422, reason=" ").form(to="/discount")
    page = desk.send(page.form(to="/discount"), reason="한 곳에서 한꺼번에 들어왔습니다.")
    page.shows("공감 37건을 집계에서 뺐습니다. 이력에 기록했습니다.")
    assert db.session.get_one(Proposal, filed.id, populate_existing=True).supports == 20
    desk.open(f"/proposals/{filed.id}").shows(
        "공감 37건을 집계에서 뺐습니다", "한 곳에서 한꺼번에 들어왔습니다.", "20명이 공감"
    )
    desk.open("/desk/supports").hides(f'/desk/supports/{noticed.id}"')
    desk.open("/desk/supports?show=looked").shows(filed.title)


def test_a_decision_is_undone_on_the_page_of_the_proposal(
    noticed: Finding, filed: Proposal, desk: Person
) -> None:
    form = desk.open(f"/desk/supports/{noticed.id}").form(to="/discount")
    desk.send(form, reason="한꺼번에 들어왔습니다.")
    page = desk.open(f"/desk/proposals/{filed.id}/supports")
    page.shows("한꺼번에 들어왔습니다.", "공감 37건")
    assert desk.send(page.form(to="/undo"), 422, reason="").form(to="/undo")
    page = desk.send(page.form(to="/undo"), reason="워크숍이었습니다.")
    page.shows("다시 집계에 넣었습니다.", "워크숍이었습니다.")
    assert not page.offers("/undo")
    assert db.session.get_one(Proposal, filed.id, populate_existing=True).supports == 57


def test_the_page_of_a_group_says_what_was_decided_and_why(noticed: Finding, desk: Person) -> None:
    address = f"/desk/supports/{noticed.id}"
    assert not desk.open(address).root.all(id="decided")
    desk.send(desk.open(address).form(to="/discount"), reason="한 곳에서 한꺼번에 들어왔습니다.")
    page = desk.open(address)
    decided = page.root.one(id="decided").text
    assert "공감 37건" in decided and "한 곳에서 한꺼번에 들어왔습니다." in decided
    page.hides("남긴 메모가 없습니다.")


def test_what_was_noticed_twice_is_decided_on_once(filed: Proposal, supported: Give, desk: Person) -> None:
    supported(20)
    supported(37, block="script", old=False)
    look_now()
    groups = dict(db.session.execute(db.select(Finding.kind, Finding.id)).all())
    assert {"block", "young"} <= set(groups)
    desk.send(desk.open(f"/desk/supports/{groups['block']}").form(to="/discount"), reason="한꺼번에")
    page = desk.open("/desk/supports")
    page.hides(f"/desk/supports/{groups['block']}", f"/desk/supports/{groups['young']}")
    desk.open(f"/desk/supports/{groups['young']}").shows("공감 37건", "한꺼번에")


def test_nothing_is_wrong_with_the_very_same_supports(filed: Proposal, supported: Give, desk: Person) -> None:
    supported(20)
    supported(37, block="script", old=False)
    supported(12, block="another")
    look_now()
    waiting = {kind: f'/desk/supports/{number}"' for kind, number in db.session.execute(
        db.select(Finding.kind, Finding.id).where(Finding.count == 37))}  # fmt: skip
    assert {"block", "young"} <= set(waiting)
    wider = db.session.scalars(db.select(Finding.id).where(Finding.count > 37)).all()
    page = desk.open(waiting["young"].removesuffix('"'))
    page = desk.send(page.form(to="/keep"), note="청소년센터 워크숍")
    page.hides(*waiting.values())
    for number in wider:
        assert f'/desk/supports/{number}"' in page.html
    desk.open("/desk/supports?show=looked").shows("청소년센터 워크숍")


def test_two_at_the_desk_the_second_is_told(noticed: Finding, desk: Person, app: Application) -> None:
    form = desk.open(f"/desk/supports/{noticed.id}").form(to="/discount")
    other = Person(app, testing.account("다른 운영", roles=["operator"]).id)
    second = other.open(f"/desk/supports/{noticed.id}").form(to="/discount")
    desk.send(form, reason="하나")
    other.send(second, 409, reason="둘").shows("다른 담당자가 먼저 결정했거나")
    assert db.session.scalars(db.select(Discount.reason)).all() == ["하나"]


def test_nothing_is_wrong(noticed: Finding, filed: Proposal, desk: Person) -> None:
    page = desk.open(f"/desk/supports/{noticed.id}")
    page = desk.send(page.form(to="/keep"), note="청소년센터 워크숍")
    page.shows("기록했습니다.")
    desk.open("/desk/supports?show=looked").shows("청소년센터 워크숍")
    assert db.session.get_one(Proposal, filed.id, populate_existing=True).supports == 57


def test_whoever_is_concerned_reads_it_on_the_proposal(
    app: Application, filed: Proposal, supported: Give, operator: Actor
) -> None:
    (person,) = supported(1)
    (other,) = supported(1)
    discount({filed.id: [person.id or 0]}, "한꺼번에", actor=operator)
    db.session.commit()
    with testing.at(DAY):
        concerned = Person(app, person.id).open(f"/proposals/{filed.id}")
        concerned.shows("확인 중이어서 집계에 들어 있지 않습니다", "본인의 잘못이라는 뜻은 아닙니다")
        assert concerned.offers("/withdraw-support")
        for who in (other.id, None):
            Person(app, who).open(f"/proposals/{filed.id}").hides("확인 중이어서")


def test_supporting_again_says_that_it_does_not_count(
    app: Application, filed: Proposal, supported: Give, operator: Actor
) -> None:
    (person,) = supported(1)
    agree_to_all(person.id or 0)
    discount({filed.id: [person.id or 0]}, "한꺼번에", actor=operator)
    db.session.commit()
    with testing.at(DAY):
        browser = Person(app, person.id)
        page = browser.open(f"/proposals/{filed.id}")
        page = browser.send(page.form(to="/withdraw-support"))
        page = browser.send(page.form(to="/support"))
        page.shows("공감을 기록했습니다. 확인 중이어서 지금은 집계에 들어 있지 않습니다.")


def test_where_it_came_from_is_on_no_page(noticed: Finding, filed: Proposal, desk: Person) -> None:
    addresses = ("/desk/supports", f"/desk/supports/{noticed.id}", f"/desk/proposals/{filed.id}/supports")
    for address in addresses:
        page = desk.open(address)
        page.hides(noticed.block, noticed.block[:16], "사람3")


def test_these_pages_ask_the_database_little(
    app: Flask, noticed: Finding, filed: Proposal, desk: Person
) -> None:
    for address in ("/desk/supports", f"/desk/supports/{noticed.id}", f"/desk/proposals/{filed.id}/supports"):
        with queries() as sent:
            desk.open(address)
        assert len(sent) <= 8, "\n".join(sent)


def test_a_hidden_proposal_is_not_named_to_whoever_may_not_see_it(
    app: Application, noticed: Finding, filed: Proposal
) -> None:
    (person,) = crowd(1)
    Person(app, person.id).open("/desk/supports", 403)
    Person(app, person.id).open(f"/desk/supports/{noticed.id}", 403)
    officer = testing.account("주무관", roles=["officer"], at_department="transport")
    Person(app, officer.id).open(f"/desk/supports/{noticed.id}", 403)


def test_what_one_account_supports_is_shown_and_told_to_nobody(
    app: Application, now: None, operator: Actor, desk: Person
) -> None:
    (person,) = crowd(1)
    with testing.at(DAY):
        proposer = db.session.get_one(Account, operator.id)
        proposals = [testing.proposal(proposer, f"제안 이름 {n}") for n in range(30)]
        for proposal in proposals:
            support(proposal, actor=person, block="here")
        db.session.commit()
    look_now()
    busy = db.session.scalars(db.select(Finding)).one()
    page = desk.open(f"/desk/supports/{busy.id}")
    page.shows("제안 30건의 공감이 한 명씩 줄어듭니다")
    page.hides("제안 이름", db.session.get_one(Account, person.id).nickname)
    line = db.session.scalars(db.select(AccessLog)).one()
    assert (line.what, line.person_id, line.account_id) == ("origins", person.id, operator.id)

    desk.send(page.form(to="/discount"), reason="한 사람이 빠르게").shows("공감 30건을 집계에서 뺐습니다.")
    db.session.expire_all()
    made = db.session.scalars(db.select(Discount).order_by(Discount.id)).all()
    assert len(made) == 30 and proposals[0].supports == 0
    desk.open(f"/desk/proposals/{proposals[0].id}/supports").shows("한 사람이 빠르게")
    restore(made[0], "다시 셉니다", actor=operator)
    db.session.commit()
    told = db.session.execute(
        db.select(Entry.verb, Entry.public).where(Entry.subject_type == "discount")
    ).all()
    assert len(told) == 31 and not [verb for verb, public in told if public]
    public = Person(app, None).open(f"/proposals/{proposals[0].id}")
    public.hides("한 사람이 빠르게", "다시 셉니다", "집계에서 뺐습니다", "다시 집계에 넣었습니다")


def test_what_one_account_supports_is_not_for_a_role_that_is_limited(
    app: Application, filed: Proposal, supported: Give
) -> None:
    (person,) = supported(1)
    day = clock.wall()
    db.session.add(Finding(account_id=person.id, kind="busy", key="k", first_id=1, last_id=9, first_at=day,
                           last_at=day, count=30, expected=1.0, found_at=day))  # fmt: skip
    somebody = testing.account("한정 총괄")
    grant(somebody, "lead", process="citizen")
    db.session.commit()
    number = db.session.scalars(db.select(Finding.id)).one()
    limited = Person(app, somebody.id)
    limited.open("/desk/supports").hides(f"/desk/supports/{number}")
    limited.open(f"/desk/supports/{number}", 403)
