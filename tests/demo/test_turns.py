"""What happens to proposals on the way: every clock, hand-over and merger that the city is to show."""

import tomllib
from typing import Any

from sqlalchemy import select

from demosx.core.db import db
from demosx.demo.texts import FOLDER
from demosx.duties.models import Duty
from demosx.duties.queries import overdue
from demosx.ledger.models import Entry
from demosx.people.models import Department
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support

from .conftest import NOW, Made


def of(title: str) -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.title.startswith(title))).one()


def duty(proposal: Proposal, name: str = "department_answer") -> Duty:
    query = select(Duty).where(Duty.proposal_id == proposal.id, Duty.name == name).order_by(Duty.id.desc())
    found = db.session.scalars(query).first()
    assert found is not None
    return found


def told(proposal: Proposal, verb: str) -> list[Entry]:
    query = select(Entry).where(Entry.proposal_id == proposal.id, Entry.verb == verb, Entry.public)
    return list(db.session.scalars(query.order_by(Entry.id)))


def test_one_answer_stands_still_until_the_proposal_is_supplemented(city: Made) -> None:
    proposal = of("나래시장 화장실을")
    answer, supplement = duty(proposal), duty(proposal, "supplement")
    assert answer.paused_since is not None and answer.due_on is None and answer.closed_at is None
    assert supplement.closed_at is None and supplement.owners == ["proposer"]
    assert told(proposal, "paused") and told(proposal, "duty_opened")[-1].reason.startswith("저녁 청소")


def test_one_runs_on_after_its_supplement(city: Made) -> None:
    proposal = of("방파제 구명환")
    assert duty(proposal, "supplement").closed_as == "done" and told(proposal, "duty_closed")[0].reason
    assert duty(proposal).due_on is not None and told(proposal, "resumed")


def test_one_is_extended_with_a_reason(city: Made) -> None:
    proposal = of("길가 무인 판매대")
    assert duty(proposal).extended == ["14 days"]
    assert told(proposal, "extended")[0].reason.startswith("마을회관")


def test_one_is_handed_over_and_taken_up(city: Made) -> None:
    proposal = of("나래시장 건널목")
    transport = db.session.scalars(select(Department.id).where(Department.key == "transport")).one()
    answer = duty(proposal)
    assert answer.department_id == transport != proposal.lead_department_id
    assert answer.pauses and answer.paused_since is None
    assert told(proposal, "duty_handed")[0].reason and told(proposal, "resumed")


def test_one_deliberation_is_extended(city: Made) -> None:
    proposal = of("바다람 곡물창고")
    entry = told(proposal, "extended")[0]
    assert entry.data["stage"] == "forum" and entry.reason and entry.data["until"] == str(proposal.closes_on)


def test_some_are_overdue(city: Made) -> None:
    late = list(db.session.scalars(select(Duty).where(overdue(NOW.date()), Duty.public)))
    assert len(late) >= 2


def test_merged_people_count_once(city: Made) -> None:
    for raw in merged_stories():
        proposal = of(raw["title"]["ko"])
        assert proposal.ended == "merged" and proposal.merged_into_id is not None
        into = db.session.get_one(Proposal, proposal.merged_into_id)
        more = raw["supports"] - raw["alike"]["supporters"]
        assert told(into, "merged_in")[0].data["more"] == more > 0
        came = select(Support.account_id).where(Support.via_id == proposal.id)
        assert len(set(db.session.scalars(came))) == more and told(proposal, "merged")[0].reason


def test_what_a_merged_proposal_was_owed_went_over_and_was_withdrawn(city: Made) -> None:
    proposal, answer = of("나래3구역 헐기 전에"), duty(of("나래3구역 헐기 전에"))
    assert answer.closed_as == "withdrawn" and answer.reason
    assert proposal.stage == "agenda" and proposal.ended is None


def merged_stories() -> list[dict[str, Any]]:
    text = (FOLDER / "c1.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["proposals"]
    return found
