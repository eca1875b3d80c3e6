"""The demonstration city as it is filled: in the order of time, by the services, and everything counted right."""

from collections import Counter

from sqlalchemy import func, select

from demosx.ballots.models import Ballot, Vote
from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.demo.texts import FOLDER, stories_in
from demosx.journey.models import Participation, Visit
from demosx.ledger.models import Entry
from demosx.merging.counting import recount
from demosx.opinions.models import Opinion, OpinionAgree
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support

from .conftest import NOW, Made


def test_every_story_is_told_and_said_what_to_try(city: Made) -> None:
    count = stories_in(FOLDER)
    told = select(func.count(Proposal.id)).where(Proposal.channel == "online")
    assert db.session.scalar(told) == count
    assert f"The demonstration city is ready: {count} proposals." in city.printed
    for told in ("/how/rules", "process draw", f"process simulate {city.folder}/scenarios"):
        assert told in city.printed


def test_history_never_runs_backwards_and_stops_now(city: Made) -> None:
    moments = list(db.session.scalars(select(Entry.at).order_by(Entry.id)))
    assert moments == sorted(moments) and moments[-1] <= NOW
    filed = list(db.session.scalars(select(Proposal.filed_at).order_by(Proposal.id)))
    assert filed == sorted(filed)


def test_nothing_that_is_due_waits(city: Made) -> None:
    waiting = select(func.count(Proposal.id)).where(Proposal.next_due_at <= clock.now())
    assert db.session.scalar(waiting) == 0


def test_numbers_are_recounts(city: Made) -> None:
    for proposal in db.session.scalars(select(Proposal)):
        counted = recount(proposal.id)
        visits = list(db.session.scalars(select(Visit).where(Visit.proposal_id == proposal.id)))
        assert proposal.supports_site == proposal.supports == sum(counted.supports.values())
        assert proposal.participants == counted.people
        for visit in visits:
            assert visit.supports == counted.supports.get(visit.number, 0)
            assert visit.participants == counted.participants.get(visit.number, 0)


def test_votes_and_opinions_are_recounts(city: Made) -> None:
    cast = Counter(db.session.scalars(select(Vote.ballot_id)))
    ballots = list(db.session.scalars(select(Ballot)))
    assert {ballot.id: ballot.total for ballot in ballots if ballot.total} == cast
    agreed = Counter(db.session.scalars(select(OpinionAgree.opinion_id)))
    assert {one.id: one.agrees for one in db.session.scalars(select(Opinion)) if one.agrees} == agreed


def test_whoever_is_counted_is_there_once(city: Made) -> None:
    people = select(Support.proposal_id, Support.account_id)
    assert max(Counter(map(tuple, db.session.execute(people))).values()) == 1
    voted = select(func.count()).select_from(Participation).where(Participation.voted)
    assert db.session.scalar(voted) == db.session.scalar(select(func.count(Vote.id)))


def test_nobody_is_written_to_about_the_past(city: Made) -> None:
    assert [(letter.key, letter.maker) for letter in db.session.scalars(select(Letter))] == []
