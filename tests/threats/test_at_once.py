"""Sixty-four at once: one row each, and numbers that equal the recount."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from threading import Barrier

from sqlalchemy import func, select

from demosx.ballots.models import Ballot
from demosx.ballots.queries import recount, tally
from demosx.core.db import db
from demosx.journey.models import Participation, Visit
from demosx.ledger.models import Entry
from demosx.opinions.models import Opinion
from demosx.stages.support.models import Support
from demosx.testing import at
from tests.small_city import NOW, SmallCity
from tests.stories.crowd import Crowd
from tests.threats.conftest import Ask

MANY = 64


def at_once(acts: Sequence[Callable[[], int]]) -> list[int]:
    """Let everybody act at the same moment, each in a thread of their own; the statuses of the answers."""
    together = Barrier(len(acts))

    def run(act: Callable[[], int]) -> int:
        together.wait(timeout=60)
        return act()

    with at(NOW), ThreadPoolExecutor(len(acts)) as pool:
        started = [pool.submit(copy_context().run, run, act) for act in acts]
        return [future.result(timeout=300) for future in started]


def test_sixty_four_support_and_vote_at_once(city: SmallCity) -> None:
    crowd = Crowd(city.app, MANY)
    support = f"/proposals/{city.proposals['open']}/support"
    vote = f"/deliberations/{city.numbers['open_forum_visit']}/vote"
    opinion = f"/proposals/{city.proposals['open']}/opinions"
    with city.app.app_context():
        before = city.proposal("open").supports
    assert at_once([partial(crowd.post, cookie, support) for cookie in crowd.cookies]) == [302] * MANY
    choices = ["yes", "no", "other", "yes"] * (MANY // 4)
    votes = [
        partial(crowd.post, cookie, vote, choice=choice)
        for cookie, choice in zip(crowd.cookies, choices, strict=True)
    ]
    assert at_once(votes) == [302] * MANY
    same = [partial(crowd.post, crowd.cookies[0], support)] * 16
    same += [partial(crowd.post, crowd.cookies[0], vote, choice="no")] * 16
    same += [partial(crowd.post, crowd.cookies[0], opinion, body="저도 걸어갑니다.")] * 16
    assert set(at_once(same)) <= {302, 409}
    with city.app.app_context():
        check_counts(city, before)


def check_counts(city: SmallCity, before: int) -> None:
    """Every number that is kept is what counting gives."""
    proposal = city.proposal("open")
    rows = db.session.scalar(select(func.count(Support.id)).where(Support.proposal_id == proposal.id))
    assert rows == MANY and proposal.supports == before + MANY
    visit = db.session.scalars(select(Visit).where(Visit.proposal_id == proposal.id)).one()
    said = db.session.scalar(select(func.count(Opinion.id)).where(Opinion.proposal_id == proposal.id))
    assert proposal.opinions == visit.opinions == said
    people = select(func.count()).select_from(Participation).where(Participation.proposal_id == proposal.id)
    assert db.session.scalar(people) == visit.participants == proposal.participants
    ballot = db.session.scalars(
        select(Ballot).where(Ballot.visit_id == city.numbers["open_forum_visit"])
    ).one()
    counted = {row.key: row.count for row in tally(ballot).rows}
    assert counted == recount(ballot) and sum(counted.values()) == ballot.total == MANY + 1
    assert counted["yes"] == 1 + MANY // 2 - 1 and counted["no"] == MANY // 4 + 1


def test_hiding_and_showing_an_opinion_moves_no_vote(city: SmallCity, ask: Ask) -> None:
    visit, proposal = city.numbers["open_forum_visit"], city.proposals["open_forum"]
    for choice in ("yes", "no"):
        assert ask("proposer", "POST", f"/deliberations/{visit}/vote", choice=choice).status_code == 302
        said = ask(
            "proposer", "POST", f"/proposals/{proposal}/opinions", body=f"저는 {choice}", stance=choice
        )
        assert said.status_code == 302
    with city.app.app_context():
        ballot = db.session.scalars(select(Ballot).where(Ballot.visit_id == visit)).one()
        before = recount(ballot)
        mine = db.session.scalars(select(Opinion.id).where(Opinion.proposal_id == proposal)).all()
    for number in mine:
        for act in ("hide", "show"):
            answer = ask("operator", "POST", f"/opinions/{number}/{act}", rule="abuse", reason="욕설")
            assert answer.status_code == 302
            with city.app.app_context():
                ballot = db.session.scalars(select(Ballot).where(Ballot.visit_id == visit)).one()
                assert recount(ballot) == before == {row.key: row.count for row in tally(ballot).rows}


def test_votes_are_open_by_the_clock_alone(city: SmallCity, ask: Ask) -> None:
    vote = f"/deliberations/{city.numbers['open_forum_visit']}/vote"
    with at("2019-03-12 23:59:59"):
        assert ask("member", "POST", vote, choice="no").status_code == 302
    with at("2019-03-13 00:00"):
        assert ask("member", "POST", vote, choice="yes").status_code == 409
        assert ask("official", "POST", vote, choice="yes").status_code == 409
    with city.app.app_context():
        chosen = db.session.scalars(
            select(Entry.verb).where(Entry.proposal_id == city.proposals["open_forum"])
        ).all()
        assert "voted" not in chosen, "the history names nobody's vote"
        assert city.proposal("open_forum").stage == "forum", "a refused vote settles nothing by itself"
