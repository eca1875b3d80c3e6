"""What came in is found to be something: it ends with the reason, is hidden, or goes on where it was."""

from collections.abc import Callable

import pytest

from demosx import testing
from demosx.core import jobs
from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.core.permissions import Actor
from demosx.desk.services import override
from demosx.journey.rules import process_of
from demosx.ledger.queries import timeline
from demosx.notifications.models import Notice
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from demosx.triage import queries
from demosx.triage.errors import OverAnyway, ReasonNeeded, SortedTooLate
from demosx.triage.models import Sorting
from demosx.triage.sorting import sort
from tests.triage.conftest import DAY

File = Callable[..., Proposal]
WHY = "가로등 고장은 민원으로 더 빨리 처리됩니다."


def wait() -> list[str]:
    """The titles of what waits to be sorted."""
    return [one.title for one in queries.waiting(Proposal.id > 0, {}).items]


def test_a_proposal_goes_on_and_waits_no_more(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        assert wait() == [one.title]
        sort(one, "proposal", operating)
    assert wait() == [] and one.ended is None and one.sorted_as == "proposal"
    assert [entry.verb for entry in timeline(one.id, public_only=False)][-1] == "sorted"
    assert "sorted" not in [entry.verb for entry in timeline(one.id)]


def test_a_complaint_ends_sent_on_and_its_reason_is_public(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        sort(one, "complaint", operating, reason=WHY, to_body="도로관리과 민원실")
    ended = timeline(one.id)[-1]
    assert (one.ended, ended.verb, ended.reason) == ("complaint", "ended", f"도로관리과 민원실 — {WHY}")
    kept = db.session.query(Sorting).one()
    assert (kept.found, kept.to_body, kept.reason) == ("complaint", "도로관리과 민원실", WHY)


def test_spam_is_hidden_and_comes_back_where_it_was(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        stage = one.stage
        sort(one, "spam", operating, reason="광고")
        assert one.hidden_at is not None and one.ended == "spam" and not one.listed
        with pytest.raises(ReasonNeeded):
            sort(one, "proposal", operating)
        sort(one, "proposal", operating, reason="잘못 보았습니다")
        db.session.refresh(one)
    assert one.hidden_at is None and one.ended is None and one.stage == stage and one.listed
    assert one.visit_number == 2


def test_out_of_the_citys_powers_after_having_been_a_complaint(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        sort(one, "complaint", operating, reason=WHY)
        sort(one, "outside", operating, reason="법률은 국회가 고칩니다", to_body="국회")
    assert one.ended == "outside"
    assert [row.found for row in db.session.query(Sorting).order_by(Sorting.id)] == ["complaint", "outside"]


def test_what_gets_a_department_is_not_new_any_more(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        assign_departments(one, testing.department("transport").id, actor=operating)
        db.session.commit()
    assert wait() == [] and one.sorted_as == "proposal"


def test_the_same_once_more_changes_nothing(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        sort(one, "complaint", operating, reason=WHY)
        before = len(timeline(one.id, public_only=False))
        sort(one, "complaint", operating, reason="다른 이유")
    assert len(timeline(one.id, public_only=False)) == before


@pytest.mark.parametrize("found", ["complaint", "outside", "spam"])
def test_nothing_is_sorted_out_without_a_reason(file: File, operating: Actor, found: str) -> None:
    with testing.at(DAY):
        one = file()
        with pytest.raises(ReasonNeeded):
            sort(one, found, operating, reason=" \u200b ")
    assert one.sorted_as is None and one.ended is None


def test_what_has_gone_on_or_ended_otherwise_stays_as_it_is(file: File, operating: Actor) -> None:
    lead = actor_of(testing.account("총괄", ["lead"]).id)
    with testing.at(DAY):
        one, other = file(), file("둘째")
        later = next(
            key for key, stage in process_of(one.version_id).stages.items() if stage.kind == "deliberation"
        )
        override(one, "move", later, "빨리", lead)
        with pytest.raises(SortedTooLate):
            sort(one, "outside", operating, reason=WHY)
        override(other, "end", "closed", "끝", lead)
        with pytest.raises(OverAnyway):
            sort(other, "outside", operating, reason=WHY)
    assert one.ended is None and other.ended == "closed"


def test_what_is_no_sorting_is_refused(file: File, operating: Actor) -> None:
    with testing.at(DAY), pytest.raises(InvalidInput):
        sort(file(), "merged", operating, reason=WHY)


def test_the_proposer_is_told(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one = file()
        sort(one, "complaint", operating, reason=WHY)
        db.session.commit()
        jobs.run_due()
    assert one.proposer_id in [notice.account_id for notice in db.session.query(Notice)]
