"""Carrying out: promises with progress, news, and the report that is due on its rhythm."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile, NotAllowed
from demosx.core.resources import shipped
from demosx.duties.services import open_duties
from demosx.ledger.queries import timeline
from demosx.people.queries import actor_of
from demosx.stages.answer.models import Commitment
from demosx.stages.answer.queries import is_late, next_reports, numbers, promises
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.execution import errors
from demosx.stages.execution.models import Update
from demosx.stages.execution.pages import carried_out
from demosx.stages.execution.services import News, add_commitment, add_update
from demosx.stages.review.agenda import assign_departments
from demosx.testing import account, apply_examples, at, department, sign_in
from demosx.testing import proposal as file_proposal
from tests.stages.walks import actor, bring_to

Make = Callable[..., Any]


@pytest.fixture
def operator(make_account: Make) -> Any:
    return actor(make_account("운영", roles=["operator"]))


@pytest.fixture
def promised(make_account: Make, make_proposal: Make) -> Any:
    """A proposal in execution since 1 March 2019, with two promises."""
    with at("2019-03-01 10:00"):
        made = make_proposal(make_account("별이"))
        bring_to(made, "head_answer")
        promises = [Promise("보건소 세 곳", due_on=date(2019, 5, 31)), Promise("예산")]
        answer(
            made,
            "head_answer",
            Said("accept", "하겠습니다.", promises=promises),
            actor(make_account("시장", ["head"])),
        )
        db.session.commit()
    return made


def kept(proposal: Any) -> list[Commitment]:
    query = db.session.query(Commitment).filter_by(proposal_id=proposal.id)
    return query.order_by(Commitment.position).populate_existing().all()


def test_news_moves_a_promise_on(promised: Any, operator: Any) -> None:
    first = kept(promised)[0]
    with at("2019-04-01 10:00"):
        add_update(promised, News("두 곳이 문을 열었습니다.", first.id, "doing", 60, revision=1), operator)
        add_update(promised, News("세 곳 모두 열었습니다.", first.id, "done", 90, revision=2), operator)
        db.session.commit()
    assert [(one.state, one.progress, one.revision) for one in kept(promised)] == [
        ("done", 100, 3),
        ("planned", 0, 1),
    ]
    shown = carried_out(promised.id)
    assert [update["progress"] for update in shown["commitments"][0]["updates"]] == [100, 60]
    assert [entry.verb for entry in timeline(promised.id)].count("update_added") == 2


def test_two_people_telling_of_one_promise(promised: Any, operator: Any) -> None:
    first = kept(promised)[0]
    add_update(promised, News("하나", first.id, "doing", 10, revision=1), operator)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        add_update(promised, News("둘", first.id, "dropped", 0, revision=1), operator)
    db.session.rollback()
    assert kept(promised)[0].state == "doing"


@pytest.fixture
def officer(promised: Any, make_account: Make) -> Any:
    """The officer of the department that leads, another department assisting."""
    with at("2019-03-01 11:00"):
        assign_departments(promised, department("transport").id, [department("welfare").id])
        db.session.commit()
    return actor(make_account("담당자", roles=["officer"], at_department="transport"))


def test_only_the_leading_department_writes_the_report(
    promised: Any, officer: Any, operator: Any, make_account: Make
) -> None:
    helper = actor(make_account("협조", roles=["officer"], at_department="welfare"))
    for other in (helper, operator):
        with pytest.raises(NotAllowed):
            add_update(promised, News("우리가 대신 씁니다.", report=True), other)
        db.session.rollback()
    assert [duty.name for duty in open_duties(promised.id)] == ["report"]
    add_update(promised, News("우리 부서가 도운 일입니다."), helper)
    add_update(promised, News("담당부서의 소식입니다.", report=True), officer)
    db.session.commit()
    assert [told.duty_id is not None for told in db.session.query(Update).order_by(Update.id)] == [
        False,
        True,
    ]


def test_the_report_is_written_once_and_the_rhythm_goes_on(promised: Any, officer: Any) -> None:
    assert open_duties(promised.id)[0].due_on == date(2019, 6, 3), (
        "three months end on Saturday 1 June, so Monday"
    )
    with at("2019-06-10 10:00"):
        told = add_update(promised, News("첫 소식입니다.", report=True), officer)
        db.session.commit()
        (due,) = open_duties(promised.id)
        assert (due.name, due.due_on, due.number) == ("report", date(2019, 9, 2), 2), (
            "a late report does not shift it"
        )
        assert next_reports([promised.id]) == {promised.id: date(2019, 9, 2)}
    assert told.duty_id is not None and told.duty_id != due.id
    bring_to(promised, "agenda")
    with pytest.raises(errors.NoReportDue):
        add_update(promised, News("소식", report=True), officer)


def test_a_promise_is_late_from_the_day_after(promised: Any) -> None:
    first = kept(promised)[0]
    with at("2019-05-31 23:59"):
        assert not is_late(first)
    with at("2019-06-01 00:00"):
        assert is_late(first) and carried_out(promised.id)["commitments"][0]["state"] == "late"
        first.state = "dropped"
        assert not is_late(first)
    db.session.rollback()


def test_what_news_needs(promised: Any, operator: Any, make_account: Make, make_proposal: Make) -> None:
    first = kept(promised)[0]
    wrong: list[tuple[News, type[Exception]]] = [
        (News(" "), errors.NothingSaid),
        (News("소식", 987654, "doing", 10), errors.UnknownCommitment),
        (News("소식", first.id, "flying", 10), errors.UnknownState),
        (News("소식", first.id, "doing", 101), errors.UnknownState),
        (News("소식", first.id, "doing", None), errors.UnknownState),
    ]
    for news, error in wrong:
        with pytest.raises(error):
            add_update(promised, news, operator)
        db.session.rollback()
    other = make_proposal(make_account("달이"))
    with pytest.raises(errors.UnknownCommitment):
        add_update(other, News("소식", first.id, "doing", 10), operator)
    db.session.rollback()
    assert db.session.query(Update).count() == 0


def test_what_is_carried_out_in_a_stage_kept_to_staff_is_not_public(make_app: Make, tmp_path: Path) -> None:
    rules = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
    file = tmp_path / "quiet.toml"
    file.write_text(
        rules.replace('kind         = "execution"', 'kind = "execution"\nshown_to = "staff"'),
        encoding="utf-8",
    )
    app = make_app(())
    with app.app_context(), at("2019-03-01 10:00"):
        apply_examples([str(file)])
        made = file_proposal(account("별이"))
        operator, number = account("운영", roles=["operator"]), made.id
        bring_to(made, "execution")
        before, known = len(timeline(number)), len(timeline(number, False))
        who = actor_of(operator.id)
        add_commitment(made, Promise("조용한 약속"), who)
        add_update(made, News("조용한 소식"), who)
        assign_departments(made, department("transport").id, actor=who)
        db.session.commit()
        assert len(timeline(number)) == before and len(timeline(number, False)) == known + 3
        assert promises().items == [] and numbers().promised == 0
        visitor, staff = app.test_client(), sign_in(app.test_client(), operator)
        for path in (f"/proposals/{number}", "/results?show=promises"):
            assert "조용한" not in visitor.get(path).get_data(as_text=True)
        shown = staff.get(f"/proposals/{number}").get_data(as_text=True)
        assert "조용한 약속" in shown and "조용한 소식" in shown


def test_promises_outside_of_an_answer(promised: Any, operator: Any) -> None:
    add_commitment(promised, Promise("안내문"), operator)
    add_commitment(promised, Promise("설명회"), operator)
    db.session.commit()
    titles = [shown["title"] for shown in carried_out(promised.id)["commitments"]]
    assert sorted(titles) == sorted(["보건소 세 곳", "예산", "안내문", "설명회"])
    with pytest.raises(errors.NothingSaid):
        add_commitment(promised, Promise(" "), operator)
