"""Every public entry of a proposal's history is told its people, but for those that are named with a reason."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from demosx import testing
from demosx.core import jobs
from demosx.core.db import transaction
from demosx.ledger.services import record
from demosx.notifications.quiet import quiet
from demosx.notifications.steps import TRAVELLING, UNTOLD
from demosx.people.queries import actor_of
from demosx.proposals.history import TELLERS
from demosx.proposals.services import hide
from demosx.stages.review.agenda import assign_departments
from tests.notifications.conftest import At, notices

PACKAGE = Path(__file__).parents[2] / "demosx"
BESIDE = {  # what is told although the proposal does not travel
    "addition_written", "proposer_changed", "supplement_answered", "supplement_asked", "supplement_lapsed",
    "supplement_taken_back",
    "agenda_written", "classified", "commitment_added", "counted_again", "departments_assigned", "discounted",
    "document_added", "document_changed", "document_withdrawn", "question_written", "recused", "round_started",
    "taken_down", "update_added",
}  # fmt: skip
NEVER_PUBLIC = {
    "entry_corrected", "entry_removed", "duty_assigned", "objection_kept", "opinion_kept", "opinion_objected", "noted",
    "opinion_version_removed", "notified", "publication_set", "sorted",
}  # fmt: skip
FACTS = {
    "lead": "traffic",
    "count": 3,
    "supports": 5,
    "part": "other",
    "round": 2,
    "rule": "",
    "due": "2019-03-04",
}


def steps() -> dict[int, str]:
    """Who was told of a step, as what."""
    jobs.run_due()
    return {one.account_id: one.kind for one in notices() if one.what == "step"}


def test_each_verb_that_has_a_sentence_is_decided_upon(app: Flask) -> None:
    """A new one must be put somewhere: told beside the travelling, told with it, or not told for a reason."""
    known = {*TELLERS, *app.extensions["demosx_tellers"]}
    assert known == {*BESIDE, *TRAVELLING, *UNTOLD, *NEVER_PUBLIC}
    assert not BESIDE & {*TRAVELLING, *UNTOLD} and not BESIDE & NEVER_PUBLIC
    assert set(UNTOLD) & TRAVELLING == {"filed"}
    assert all(UNTOLD.values())


def test_what_travelling_announces_is_what_it_writes_down() -> None:
    """Of these the listener to single entries says nothing; so each must come by the other way."""
    sources = [path.read_text("utf-8") for path in (PACKAGE / "journey").glob("*.py")]
    noted = {verb for text in sources for call in re.findall(r"\.note\(([^)]*)\)", text)
             for verb in re.findall(r'"(\w+)"', call.split(",")[0])}  # fmt: skip
    by_variable = {"extended", "paused", "resumed"}  # verbs of clocks, which one function notes
    assert noted | by_variable | {"merged_in"} == TRAVELLING
    recorded = {verb for path in PACKAGE.rglob("*.py")
                for verb in re.findall(r'\brecord\(\s*"(\w+)"', path.read_text("utf-8"))}  # fmt: skip
    assert not recorded & TRAVELLING


@pytest.mark.parametrize("verb", sorted(BESIDE))
def test_a_step_beside_the_travelling_is_told_everybody_to_whom_the_proposal_is_something(
    town: SimpleNamespace, at: At, verb: str
) -> None:
    with at("2019-02-10 12:00"), transaction():
        about = {"proposal_id": town.proposal.id, "subject": ("opinion", 1), "data": FACTS}
        record(verb, actor=actor_of(town.operator.id), **about)
    assert steps() == {
        town.proposer.id: "mine", town.supporter.id: "supported", town.follower.id: "followed",
        town.all.id: "followed",
    }  # fmt: skip


@pytest.mark.parametrize("verb", sorted(UNTOLD))
def test_what_is_no_step_is_told_nobody(town: SimpleNamespace, at: At, verb: str) -> None:
    with at("2019-02-10 12:00"), transaction():
        about = {"proposal_id": town.proposal.id, "subject": ("opinion", 1), "data": FACTS}
        record(verb, actor=actor_of(town.operator.id), **about)
    assert steps() == {}


@pytest.mark.parametrize(
    "why", ["not public", "hidden", "archived", "nobody listens", "told by another entry"]
)
def test_a_step_beside_the_travelling_stays_untold_where_nobody_may_know(
    town: SimpleNamespace, at: At, why: str
) -> None:
    with at("2019-02-10 12:00"), transaction():
        if why == "hidden":
            hide(town.proposal, "개인정보", actor_of(town.operator.id))
        town.proposal.archived = why == "archived"
        facts = {"report": True} if why == "told by another entry" else FACTS
        note = {"proposal_id": town.proposal.id, "data": facts, "public": why != "not public"}
        if why == "nobody listens":
            with quiet():
                record("update_added", **note)
        else:
            record("update_added", **note)
    assert steps() == {}


def test_a_department_that_is_made_responsible_is_told_the_proposer_in_words(
    town: SimpleNamespace, at: At
) -> None:
    with at("2019-02-10 12:00"):
        with transaction():
            made = testing.department()
            assign_departments(town.proposal, made.id, actor=actor_of(town.operator.id))
        (letter,) = testing.letters(town.proposer)
    assert "담당 부서를 정했습니다" in letter.body and letter.subject.startswith("제안 소식")
