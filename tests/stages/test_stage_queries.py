"""The pages of the stages cost as many queries at five hundred rows as at ten, and at most eight."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from demosx.ballots.models import Vote, any_number
from demosx.ballots.queries import ballot_of
from demosx.core import clock
from demosx.core.db import db
from demosx.documents.services import add_document
from demosx.journey.models import Visit
from demosx.journey.travel import moment
from demosx.opinions.models import Opinion
from demosx.opinions.services import say
from demosx.proposals.models import Proposal
from demosx.stages.answer.models import Answer, Commitment
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.deliberation.models import Deliberation
from demosx.stages.deliberation.services import open_deliberation, vote, write_question
from demosx.stages.execution.services import News, add_update
from demosx.stages.review.agenda import assign_departments, write_agenda_item
from demosx.stages.review.services import cast_decision
from demosx.testing import at, department, sign_in
from tests.counting import queries
from tests.stages.walks import actor, bring_to, open_forum, visit_of

Make = Callable[..., Any]


def cost(client: FlaskClient, path: str) -> int:
    db.session.remove()
    with queries() as ran:
        assert client.get(path).status_code == 200
    return len(ran)


def more_proposals(like: Proposal, how_many: int) -> None:
    """Copies of a proposal that waits for nothing, each with a deliberation and an answer that promises something."""
    now = clock.now()
    made = [
        Proposal(
            number=f"{like.number}-{how_many}-{n}", title=f"제안 {n}", text="본문", proposer_id=like.proposer_id,
            version_id=like.version_id, process_key=like.process_key, filed_at=now, settled_at=now,
            audience="everyone", stage="forum", visit_number=1, answered_at=now,
        )
        for n in range(how_many)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    visits = [
        Visit(proposal_id=one.id, number=1, stage="forum", kind="deliberation", entered_at=now,
              starts_on=date(2019, 3, 1), ends_on=date(2019, 3, 31))
        for one in made
    ]  # fmt: skip
    answers = [
        Answer(
            proposal_id=one.id,
            duty_name="head_answer",
            verdict="accept",
            text="답",
            by_role="head",
            answered_at=now,
        )
        for one in made
    ]
    db.session.add_all([*visits, *answers])
    db.session.flush()
    forums = [Deliberation(visit_id=one.id, proposal_id=one.proposal_id, question="질문") for one in visits]
    promises = [
        Commitment(proposal_id=one.proposal_id, answer_id=one.id, position=1, title="약속",
                   due_on=date(2019, 3, 2), changed_at=now)
        for one in answers
    ]  # fmt: skip
    db.session.add_all([*forums, *promises])
    db.session.commit()


def test_lists_cost_the_same_at_any_length(
    client: FlaskClient, make_account: Make, make_proposal: Make
) -> None:
    paths = ("/deliberations", "/deliberations?when=finished", "/ask", "/results", "/results?verdict=accept",
             "/results?show=promises", "/results?show=late")  # fmt: skip
    with at("2019-03-10 10:00"):
        first = make_proposal(make_account("별이"))
        number = first.id
        sign_in(client, make_account("하나"))
        more_proposals(first, 10)
        few = {path: cost(client, path) for path in paths}
        more_proposals(db.session.get_one(Proposal, number), 490)
        assert {path: cost(client, path) for path in paths} == few
        assert max(few.values()) <= 8, few


def more_people(proposal_id: int, visit_id: int, author_id: int, how_many: int) -> None:
    """Votes, opinions and documents as if many had taken part."""
    ballot, number = ballot_of(visit_id), db.session.get_one(Visit, visit_id).number
    assert ballot is not None
    for n in range(how_many):
        voter = f"{how_many:032d}{n:032d}"
        db.session.add(Vote(id=any_number(), ballot_id=ballot.id, voter=voter, choice="yes"))
        db.session.add(Opinion(
            proposal_id=proposal_id, visit_number=number, place="deliberation", account_id=author_id,
            text=f"의견 {n}", stance=("yes", "no")[n % 2], created_at=clock.now(),
        ))  # fmt: skip
    db.session.commit()


def test_a_deliberation_costs_the_same_however_many_take_part(
    client: FlaskClient, make_account: Make, make_proposal: Make
) -> None:
    with at("2019-03-10 10:00"):
        author, operator = make_account("별이"), make_account("운영", roles=["operator"])
        made = make_proposal(author)
        visit_id = open_forum(made, actor(operator), "2019-03-10")
        add_document(made, "press", "기사", "본문", publish=True, actor=actor(operator))
        db.session.commit()
        path, numbers = f"/deliberations/{visit_id}", (made.id, visit_id, author.id)
        sign_in(client, make_account("하나"))
        more_people(*numbers, 10)
        few = cost(client, path)
        more_people(*numbers, 490)
        assert cost(client, path) == few <= 8


@pytest.fixture
def travelled(make_account: Make, make_proposal: Make) -> Any:
    """A proposal that has been everywhere by the rules of 2019: decided, deliberated, answered, being carried out."""
    panel = [actor(make_account(f"기획단 {n}", roles=["planning_panel"])) for n in range(2)]
    drawn = [actor(make_account(f"시민 {n}", roles=["drawn_panel"])) for n in range(2)]
    operator = actor(make_account("운영", roles=["operator"]))
    officer = actor(make_account("담당자", roles=["officer"], at_department="transport"))
    with at("2019-03-01 10:00"):
        made = make_proposal(make_account("별이"))
        assign_departments(made, department("transport").id)
        bring_to(made, "agenda")
        write_agenda_item(made, "질문", "맥락", "요약", revision=0, actor=operator)
        add_document(made, "press", "기사", "본문", publish=True, actor=operator)
        cast_decision(made, "deliberate", "까닭", panel[0])
        cast_decision(made, "vote", "까닭", drawn[0])
        write_question(made, "질문", "요약", revision=1, actor=operator)
        open_deliberation(made, date(2019, 3, 1), operator)
        vote(made, visit_of(made).id, "yes", drawn[0])
        say(made, "저도 그렇게 생각합니다.", actor=drawn[1])
        db.session.commit()
    yield made, officer


def page_cost(client: FlaskClient, proposal: Proposal, reader: Any) -> list[str]:
    """The queries of a proposal's page, for a visitor or somebody who is signed in."""
    path = f"/proposals/{proposal.id}"
    if reader is not None:
        sign_in(client, reader)
    client.get(path)
    db.session.remove()
    with queries() as ran:
        assert client.get(path).status_code == 200
    return ran


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_of_an_open_deliberation_costs_at_most_eight(
    travelled: Any, client: FlaskClient, make_account: Make, signed_in: bool
) -> None:
    reader = make_account("독자") if signed_in else None
    with at("2019-03-10 10:00"):
        sent = page_cost(client, travelled[0], reader)
    assert len(sent) <= 8, "\n".join(sent)


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_of_a_finished_journey_costs_at_most_eight(
    travelled: Any, client: FlaskClient, make_account: Make, signed_in: bool
) -> None:
    made, officer = travelled
    reader = make_account("독자") if signed_in else None
    with at("2019-04-10 10:00"):
        bring_to(made, "head_answer")
        promises = [Promise("약속 하나"), Promise("약속 둘")]
        head = actor(make_account("시장", roles=["head"]))
        answer(made, "head_answer", Said("accept", "하겠습니다.", promises=promises), head)
        add_update(made, News("전체 소식", report=True), officer)
        add_update(made, News("첫 약속", db.session.query(Commitment.id).first()[0], "doing", 10), officer)
        with moment(made) as journey:
            journey.force("end", "carried_out", "다 이루었습니다.")
        db.session.commit()
        sent = page_cost(client, made, reader)
    own = 1 if signed_in else 0  # what is new for the reader, and whether they follow
    assert len(sent) <= 8 + own, "\n".join(sent)
