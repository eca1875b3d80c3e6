"""Who gets which letter, in which language, and who gets none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.resources import shipped
from demosx.duties.models import Duty
from demosx.duties.reminders import remind
from demosx.duties.services import assign
from demosx.journey.travel import moment
from demosx.notifications.quiet import quiet
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.services import suspend
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from demosx.proposals.ticking import settle_due
from demosx.stages.review.agenda import assign_departments

At = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def city(app: Flask, at: At) -> SimpleNamespace:
    """People who are told, one of whom reads English, and a proposal of 1 February 2019."""
    with at("2019-02-01 09:00"):
        people = SimpleNamespace(
            citizen=testing.account("별이"),
            operator=testing.account("운영자", ["operator"]),
            officer=testing.account("담당자", ["officer"], "transport"),
            colleague=testing.account("Colleague", ["officer"], "transport"),
            parks=testing.account("공원", ["officer"], "parks"),
            panel=testing.account("기획단원", ["planning_panel"]),
        )
        people.colleague.language = "en"
        people.proposal = testing.proposal(people.citizen, "밤 11시 이후에도 버스를")
        testing.forget_letters()
        return people


def letters(to: Account | None = None) -> list[testing.Written]:
    """The letters written so far, or those to one person, as they would leave now."""
    return testing.letters(to)


def gather(proposal: Proposal, supports: int) -> None:
    """Let supports be counted that were gathered elsewhere."""
    with moment(proposal) as journey:
        journey.proposal.supports_elsewhere = journey.proposal.supports = supports
    db.session.commit()


def responsible(city: SimpleNamespace, department: str) -> None:
    """Make a department responsible."""
    number = testing.department(department).id
    assign_departments(city.proposal, number, [], actor=actor_of(city.operator.id))
    db.session.commit()


def test_filing_tells_nobody(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-01 10:00"):
        testing.proposal(city.citizen, "다른 제안")
    assert letters() == []


def test_a_duty_is_told_to_those_who_owe_it_in_their_language(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        responsible(city, "transport")
        gather(city.proposal, 50)
    (korean,), (english,) = letters(city.officer), letters(city.colleague)
    assert korean.subject == "[할 일] 부서 답변 – 밤 11시 이후에도 버스를"
    assert "3월 4일(월)까지" in korean.body and city.proposal.number in korean.body
    assert english.subject == "[To do] Department's answer – 밤 11시 이후에도 버스를"
    assert "By the end of Mon 4 Mar" in english.body
    for letter in (korean, english):
        assert f"http://localhost/desk/proposals/{city.proposal.id}\n" in letter.body
    assert letters(city.parks) == letters(city.panel) == letters(city.operator) == []


def test_the_proposer_is_told_what_happened(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(city.proposal, 500)
    (told,) = letters(city.citizen)
    assert told.subject == "제안 소식: 밤 11시 이후에도 버스를"
    assert "의제 선정" in told.body and "부서 답변" in told.body
    assert f"http://localhost/proposals/{city.proposal.id}\n" in told.body
    assert "/desk/" not in told.body


def test_the_proposer_is_told_what_the_calendar_did(city: SimpleNamespace, at: At) -> None:
    with at("2019-03-20 12:00"):
        settle_due()
    (told,) = letters(city.citizen)
    assert "기간 만료" in told.body and "3월 4일(월)" in told.body


def test_nobody_is_told_of_their_own_doing(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"), moment(city.proposal, actor_of(city.citizen.id)) as journey:
        (withdraw,) = [rule.key for rule in journey.process.rules if "proposer" in rule.by]
        journey.press(withdraw, {})
    db.session.commit()
    assert city.proposal.ended == "withdrawn" and letters() == []


def test_a_duty_that_nobody_owes_is_told_to_the_operators(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(city.proposal, 50)
        (told,) = letters(city.operator)
        assert told.subject == "[맡을 곳 없음] 부서 답변 – 밤 11시 이후에도 버스를"
        responsible(city, "parks")
    (handed,) = letters(city.parks)
    assert handed.subject == "[할 일] 부서 답변 – 밤 11시 이후에도 버스를"
    assert len(letters(city.operator)) == 1


def test_handing_to_another_department_tells_it_once(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        responsible(city, "transport")
        gather(city.proposal, 50)
        responsible(city, "parks")
        responsible(city, "parks")
    (handed,) = letters(city.parks)
    assert handed.subject == "[넘겨받음] 부서 답변 – 밤 11시 이후에도 버스를"
    assert "넘겨받기" in handed.body
    beginnings = [letter.subject.split(" – ")[0] for letter in letters(city.officer)]
    assert beginnings == ["[할 일] 부서 답변", "[다른 부서로 넘김] 부서 답변"]


def test_reminders_go_out_once(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        responsible(city, "transport")
        gather(city.proposal, 50)
    for day in ("2019-02-27", "2019-02-27", "2019-02-28", "2019-03-05", "2019-03-05", "2019-03-06"):
        with at(f"{day} 09:00"):
            remind()
    subjects = [letter.subject for letter in letters(city.officer)]
    assert subjects == [
        "[할 일] 부서 답변 – 밤 11시 이후에도 버스를",
        "[기한 임박] 부서 답변 – 밤 11시 이후에도 버스를",
        "[기한 지남] 부서 답변 – 밤 11시 이후에도 버스를",
    ]


def test_whoever_works_on_it_is_reminded_and_when_late_the_others_too(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        responsible(city, "transport")
        gather(city.proposal, 50)
        assign(db.session.scalars(db.select(Duty)).one(), city.officer.id, actor_of(city.operator.id))
        db.session.commit()
    before = len(letters(city.colleague))
    with at("2019-02-27 09:00"):
        remind()
    assert len(letters(city.colleague)) == before
    beginnings = [letter.subject.split("]")[0] for letter in letters(city.officer)]
    assert beginnings == ["[할 일", "[배정", "[기한 임박"]
    with at("2019-03-05 09:00"):
        remind()
    assert len(letters(city.colleague)) == before + 1


def test_who_cannot_be_written_to_is_left_out(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        suspend(city.citizen, actor_of(city.operator.id), "규칙 위반")
        city.officer.confirmed_at = None
        responsible(city, "transport")
        gather(city.proposal, 500)
    assert letters(city.citizen) == letters(city.officer) == []
    assert len(letters(city.colleague)) == 1


def test_nobody_is_told_of_what_is_hidden_archived_or_taken_in_quietly(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        hidden, archived, imported = (testing.proposal(city.citizen, title) for title in "가나다")
        hide(hidden, "개인정보", actor_of(city.operator.id))
        archived.archived = True
        db.session.commit()
        gather(hidden, 500)
        gather(archived, 500)
        with quiet():
            gather(imported, 500)
        (only,) = letters()
        assert only.subject.startswith("제안이 숨겨졌습니다"), "that it was hidden is all that is said of it"
        assert "개인정보" in only.body and only.to == city.citizen.email
        gather(city.proposal, 500)
        assert len(letters()) > 1


def test_a_rule_tells_the_people_it_names(make_app: Callable[..., Flask], at: At, tmp_path: Path) -> None:
    """`notify` names an aide and the proposer; its label is what they are told."""

    source = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
    rule = '[[stages.support.rules]]\nwhen = "supports >= 30"\nnotify = ["aide", "proposer"]\n'
    rule += 'label = { ko = "곧 커질 제안입니다", en = "This one is growing" }\n\n[[stages.support.rules]]'
    file = tmp_path / "citizen.toml"
    file.write_text(source.replace("[[stages.support.rules]]", rule, 1), encoding="utf-8")
    app = make_app(processes=(str(file),))
    with app.app_context(), at("2019-02-10 12:00"):
        aide, citizen = testing.account("보좌관", ["aide"]), testing.account("별이")
        other = testing.account("운영자", ["operator"])
        proposal = testing.proposal(citizen, "버스")
        gather(proposal, 29)
        assert letters(aide) == []
        gather(proposal, 30)
        gather(proposal, 31)
        (to_aide,), (to_citizen,) = letters(aide), letters(citizen)
        assert to_aide.subject == to_citizen.subject == "곧 커질 제안입니다"
        assert "/desk/proposals/" in to_aide.body and "/desk/" not in to_citizen.body
        assert letters(other) == []


def test_hostile_words_stay_in_their_line(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        evil = testing.proposal(city.citizen, "제목 <b>굵게</b> {{ 7*7 }} &amp; \u202e끝")
        gather(evil, 500)
    told = letters(city.citizen)[-1]
    assert "<b>굵게</b> {{ 7*7 }} &amp;" in told.subject and "\n" not in told.subject
    assert "&lt;" not in told.body and "49" not in told.subject
