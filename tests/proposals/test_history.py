"""The timeline says what happened in sentences: when, with which numbers, by whom."""

import ast
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import demosx
from demosx.core.db import db
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline as entries_of
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import services
from demosx.proposals.history import TELLERS, tell, timeline
from demosx.proposals.models import Proposal
from demosx.testing import department

At = Callable[[str], AbstractContextManager[None]]
PACKAGE = Path(demosx.__file__).parent
WITHOUT_A_PROPOSAL = {
    "rules_applied", "department_added", "department_changed", "post_added", "post_changed", "role_granted",
    "role_revoked", "account_suspended", "account_unsuspended", "factor_reset",
    "birth_date_corrected", "verification_undone", "codes_issued", "residents_imported", "account_left",
    "sheet_taken", "token_created", "token_revoked", "looks_inspected", "term_added", "term_changed", "term_moved",
    "label_added", "label_changed", "reply_added", "reply_changed", "day_log_edited", "event_made", "event_changed",
    "event_published", "event_cancelled", "event_noted", "event_result",
    "event_proposal_added", "event_proposal_removed",
}  # fmt: skip
PARTS_OF_VERBS = {"label_", "reply_", "term_", "added", "changed"}  # put together to those above


@pytest.fixture
def travelled(app: Flask, at: At, make_account: Callable[..., Account]) -> Proposal:
    """A proposal that got fifty supports elsewhere, was answered, edited, hidden and shown, and ran out."""
    proposer, operator = (
        actor_of(make_account("별이").id),
        actor_of(make_account("운영", roles=["operator"]).id),
    )
    officer = actor_of(make_account("담당", roles=["officer"], at_department="transport").id)
    with at("2019-02-01 12:00"):
        proposal = services.propose("막차", "글", actor=proposer)
        proposal.lead_department_id = department().id
    with at("2019-02-10 14:05"), moment(proposal) as journey:
        journey.proposal.supports_elsewhere = journey.proposal.supports = 50
    with at("2019-02-11 09:00"):
        services.edit(proposal, "막차 시간", "글", actor=proposer, revision=1)
        services.hide(proposal, "개인정보", operator)
        services.show(proposal, operator)
    with at("2019-02-20 10:00"), moment(proposal, officer) as journey:
        journey.complete("department_answer", "decline", {})
    with at("2019-03-08 10:00"), moment(proposal):
        pass
    db.session.commit()
    return proposal


def told(app: Flask, proposal: Proposal, lang: str) -> list[tuple[str, str, str, str, str]]:
    with force_locale(lang):
        lines = timeline(proposal, entries_of(proposal.id, public_only=False))
    return [(f"{line.day:%m-%d}", line.time, line.title, line.text, line.who) for line in lines]


def test_the_story_in_korean(app: Flask, travelled: Proposal) -> None:
    assert told(app, travelled, "ko") == [
        ("02-01", "12:00", "제안이 접수되었습니다", "", "제안자"),
        ("02-10", "14:05", "2019년 3월 4일(월)까지 ‘부서 답변’ 요청", "공감 50명", ""),
        ("02-11", "09:00", "내용이 수정되었습니다", "", "제안자"),
        ("02-11", "09:00", "제안이 숨겨졌습니다", "개인정보", "운영자"),
        ("02-11", "09:00", "제안이 다시 공개되었습니다", "", "운영자"),
        ("02-20", "10:00", "부서 답변: 수용 곤란", "", "담당부서"),
        ("03-04", "", "종료: 답변 완료", "기간이 끝남", ""),
    ]


def test_the_story_in_english(app: Flask, travelled: Proposal) -> None:
    assert [line[2:] for line in told(app, travelled, "en")] == [
        ("The proposal was filed", "", "Proposer"),
        ("“Department's answer” is asked for by Mon 4 Mar 2019", "50 supporters", ""),
        ("The text was changed", "", "Proposer"),
        ("The proposal was hidden", "개인정보", "Operator"),
        ("The proposal is shown again", "", "Operator"),
        ("Department's answer: Declined", "", "Department in charge"),
        ("It ended: Answered", "The period was over", ""),
    ]


def recorded_verbs() -> set[str]:
    """The first argument of every call of `record`, and of what calls it, wherever it is a word."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", None) or getattr(
                getattr(node, "func", None), "attr", ""
            )
            if (
                isinstance(node, ast.Call)
                and name in ("record", "note", "_tell", "_record", "_note")
                and node.args
            ):
                words = [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
                found |= {word for word in words if isinstance(word, str)}
    return found


def test_every_verb_of_a_proposal_has_a_sentence(app: Flask) -> None:
    known = TELLERS.keys() | app.extensions["demosx_tellers"].keys()
    verbs = recorded_verbs()
    assert {"filed", "moved", "edited", "opinion_hidden"} <= verbs
    assert verbs - known - WITHOUT_A_PROPOSAL - PARTS_OF_VERBS == set()


def test_a_verb_gets_one_sentence(app: Flask) -> None:
    with pytest.raises(ValueError, match="moved"):
        tell(app, "moved", lambda tale: "")
