"""Answers: one thing, whether they complete a duty of the proposal or of its stage."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from demosx.core.db import db
from demosx.core.errors import NotAllowed
from demosx.core.permissions import book
from demosx.documents.errors import LinkWrong
from demosx.duties.services import open_duties
from demosx.ledger.queries import timeline
from demosx.proposals.services import hide
from demosx.stages.answer import errors, queries
from demosx.stages.answer.models import Answer, Commitment
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.deliberation.services import vote
from demosx.stages.review.agenda import assign_departments
from demosx.testing import at, department
from tests.stages.walks import actor, bring_to, open_forum

Make = Callable[..., Any]
TEXT = "난임 부부의 부담을 덜기 위해 세 곳의 보건소에서 먼저 시작합니다."


@pytest.fixture
def waiting(make_account: Make, make_proposal: Make) -> Any:
    """A proposal that waits for the answer of the head since 1 March 2019."""
    with at("2019-03-01 10:00"):
        made = make_proposal(make_account("별이"))
        bring_to(made, "head_answer")
    return made


def head(make_account: Make) -> Any:
    return actor(make_account("시장", roles=["head"]))


def test_the_answer_of_a_stage_moves_it_on(waiting: Any, make_account: Make) -> None:
    promises = [Promise(f"이행 과제 {n}", due_on=date(2019, 6, n)) for n in range(1, 6)]
    with at("2019-03-26 15:00"):
        said = Said("accept", TEXT, title="한들시장", format="meeting", promises=promises)
        made = answer(waiting, "head_answer", said, head(make_account))
        db.session.commit()
    assert (waiting.stage, waiting.answered_at) == ("execution", made.answered_at)
    assert (made.by_role, made.title, made.on_time, made.public) == ("head", "한들시장", True, True)
    assert [(kept.position, kept.title, kept.state) for kept in made.commitments] == [
        (n, f"이행 과제 {n}", "planned") for n in range(1, 6)
    ]
    verbs = [entry.verb for entry in timeline(waiting.id)]
    assert verbs.count("answered") == 1 and verbs.index("answered") < verbs.index("moved", 2)


def test_the_answer_of_a_department_completes_a_duty_and_leaves_the_stage(
    make_account: Make, make_proposal: Make
) -> None:
    with at("2019-02-01 10:00"):
        made = make_proposal(make_account("별이"))
        assign_departments(made, department("transport").id)
        bring_to(made, "department_reply")
        officer = actor(make_account("담당자", roles=["officer"], at_department="transport"))
    with at("2019-02-20 10:00"):
        given = answer(made, "department_reply", Said("decline", "예산이 없습니다."), officer)
        db.session.commit()
    assert (made.ended, given.department_id, given.by_role) == (
        "answered",
        department("transport").id,
        "department",
    )


def test_a_late_answer_says_so(waiting: Any, make_account: Make) -> None:
    due = open_duties(waiting.id)[0].due_on
    assert due == date(2019, 4, 1), "30 days from 1 March are over on Sunday 31 March, so Monday"
    with at("2019-04-02 00:00"):
        assert answer(waiting, "head_answer", Said("later", TEXT), head(make_account)).on_time is False


def test_what_an_answer_needs(waiting: Any, make_account: Make) -> None:
    who = head(make_account)
    wrong: list[tuple[Said, type[Exception]]] = [
        (Said("accept", " "), errors.TextMissing),
        (Said("maybe", TEXT), errors.UnknownVerdict),
        (Said("accept", TEXT, format="video"), errors.VideoMissing),
        (Said("accept", TEXT, video_url="https://example.org/v"), errors.VideoMissing),
        (Said("accept", TEXT, format="dance"), errors.VideoMissing),
        (Said("accept", TEXT, format="video", video_url="javascript:alert(1)"), LinkWrong),
    ]
    for said, error in wrong:
        with pytest.raises(error):
            answer(waiting, "head_answer", said, who)
        db.session.rollback()
    assert db.session.query(Answer).count() == 0


def test_nothing_is_answered_twice_or_unasked(waiting: Any, make_account: Make) -> None:
    who = head(make_account)
    with pytest.raises(errors.NothingToAnswer):
        answer(waiting, "department_answer", Said("accept", TEXT), who)
    db.session.rollback()
    answer(waiting, "head_answer", Said("accept", TEXT), who)
    db.session.commit()
    with pytest.raises(errors.NothingToAnswer):
        answer(waiting, "head_answer", Said("decline", TEXT), who)
    db.session.rollback()
    bring_to(waiting, "agenda")
    with pytest.raises(errors.NothingToAnswer):
        answer(waiting, "agenda", Said("decline", TEXT), who)


def test_the_reasons_of_each_side_are_answered_where_there_was_a_ballot(
    make_account: Make, make_proposal: Make
) -> None:
    with at("2019-03-01 10:00"):
        made = make_proposal(make_account("별이"))
        visit_id = open_forum(made, actor(make_account("운영", roles=["operator"])), "2019-03-01")
        vote(made, visit_id, "no", actor(make_account("하나")))
        bring_to(made, "head_answer")
        sides = {"no": "안전을 먼저 살피겠습니다.", "yes": "  ", "maybe": "그런 쪽은 없습니다."}
        given = answer(made, "head_answer", Said("partly", TEXT, sides=sides), head(make_account))
        db.session.commit()
    assert given.sides == {"no": "안전을 먼저 살피겠습니다."}


def test_who_may_answer(waiting: Any, make_account: Make) -> None:
    """Owners of the duty, not the lead in their name; an officer only of the department at work."""
    duty = open_duties(waiting.id)[0]
    may = {
        role: book().can(actor(make_account(role, roles=[role])), "answer:write", duty)
        for role in ("head", "lead", "operator", "official", "planning_panel", "admin")
    }
    assert may == {
        "head": True, "lead": False, "operator": False, "official": False, "planning_panel": False, "admin": False
    }  # fmt: skip
    bring_to(waiting, "department_reply")
    duty = open_duties(waiting.id)[0]
    officer = make_account("담당자", roles=["officer"], at_department="transport")
    assert not book().can(actor(officer), "answer:write", duty)
    assign_departments(waiting, department("transport").id)
    db.session.commit()
    assert book().can(actor(officer), "answer:write", duty)


def test_nobody_answers_in_the_name_of_the_head(waiting: Any, make_account: Make) -> None:
    for role in ("lead", "operator", "official"):
        with pytest.raises(NotAllowed):
            answer(waiting, "head_answer", Said("accept", TEXT), actor(make_account(role, roles=[role])))
        db.session.rollback()
    assert db.session.query(Answer).count() == 0 and waiting.stage == "head_answer"


def test_what_a_stage_keeps_to_staff_is_in_no_list(make_app: Make, tmp_path: Any) -> None:
    from demosx.core.resources import shipped
    from demosx.testing import account, apply_examples
    from demosx.testing import proposal as file_proposal

    rules = (shipped("examples/processes") / "seoul-2018.toml").read_text(encoding="utf-8")
    file = tmp_path / "quiet.toml"
    file.write_text(
        rules.replace('kind  = "answer"', 'kind = "answer"\nshown_to = "staff"'), encoding="utf-8"
    )
    with make_app(()).app_context(), at("2019-03-01 10:00"):
        apply_examples([str(file)])
        made = file_proposal(account("별이"))
        bring_to(made, "head_answer")
        answer(
            made,
            "head_answer",
            Said("accept", TEXT, promises=[Promise("약속")]),
            actor(account("시장", ["head"])),
        )
        db.session.commit()
        assert made.listed
        assert queries.latest_answers().items == [] and queries.promises().items == []
        assert queries.answers_of(made.id) == [] and queries.commitments_of(made.id) == []
        assert len(queries.answers_of(made.id, public_only=False)) == 1
        found = queries.numbers()
        assert (found.answered, found.promised) == (0, 0)


def test_lists_and_numbers_leave_out_what_is_hidden(waiting: Any, make_account: Make) -> None:
    operator = actor(make_account("운영", roles=["operator"]))
    with at("2019-03-05 10:00"):
        answer(
            waiting,
            "head_answer",
            Said("accept", TEXT, promises=[Promise("약속", due_on=date(2019, 3, 6))]),
            head(make_account),
        )
        db.session.commit()
        assert [given.verdict for given in queries.latest_answers("accept").items] == ["accept"]
        assert queries.latest_answers("decline").items == []
        assert queries.promises(late=True).items == []
    with at("2019-03-07 00:00"):
        assert [kept.title for kept in queries.promises(late=True).items] == ["약속"]
        found = queries.numbers()
        assert (found.answered, found.answered_on_time, found.promised, found.late) == (1, 1, 1, 1)
        hide(waiting, "광고입니다", operator)
        db.session.commit()
        assert queries.latest_answers().items == [] and queries.promises().items == []
        assert queries.numbers() == queries.Numbers(0, 0, 0, 0, 0, 0)


def test_a_promise_done_is_whole(waiting: Any, make_account: Make) -> None:
    answer(waiting, "head_answer", Said("accept", TEXT, promises=[Promise("약속")]), head(make_account))
    kept = db.session.query(Commitment).one()
    kept.state = "done"
    with pytest.raises(Exception, match="done_whole"):
        db.session.flush()
