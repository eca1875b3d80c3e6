"""Ballots: one person, one valid vote; in secret; within their days; and every tally is the recount."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ForeignKey, inspect, text
from sqlalchemy.exc import IntegrityError

from demosx.ballots.errors import AlreadyVoted, ChoicesFixed, NoBallot, UnknownChoice
from demosx.ballots.models import Ballot, BallotCount, Vote
from demosx.ballots.queries import ballot_of, recount, tally, tally_for, vote_of, voter_key
from demosx.ballots.services import change_choices
from demosx.core.db import db
from demosx.journey.models import Participation, Visit
from demosx.journey.rules import calendar
from demosx.ledger.models import Entry
from demosx.stages.deliberation.errors import VotingClosed
from demosx.stages.deliberation.services import vote
from demosx.testing import at
from tests.stages.walks import actor, bring_to, open_forum

Make = Callable[..., Any]
CHOICES = ("yes", "no", "other")


@pytest.fixture
def forum(make_account: Make, make_proposal: Make) -> Any:
    """A deliberation that is open from 1 March 2019 on, and its proposal."""
    with at("2019-02-28 09:00"):
        proposal = make_proposal(make_account("별이"))
        visit_id = open_forum(proposal, actor(make_account("운영", roles=["operator"])), "2019-03-01")
    return proposal, visit_id


def cast(forum: Any, who: Any, choice: str, moment: str = "2019-03-05 12:00") -> Ballot:
    proposal, visit_id = forum
    with at(moment):
        vote(proposal, visit_id, choice, actor(who))
        db.session.commit()
    ballot = ballot_of(visit_id)
    assert ballot is not None
    return ballot


def counted(ballot: Ballot) -> dict[str, int]:
    return {row.key: row.count for row in tally(ballot).rows}


def test_a_later_vote_replaces_the_earlier_one(forum: Any, make_account: Make) -> None:
    one, other = make_account("하나"), make_account("둘")
    for who, choice in ((one, "yes"), (other, "yes"), (one, "no"), (one, "no"), (one, "other")):
        ballot = cast(forum, who, choice)
        assert counted(ballot) == recount(ballot)
    assert counted(ballot) == {"yes": 1, "no": 0, "other": 1}
    assert (ballot.total, db.session.get_one(Visit, forum[1]).votes) == (2, 2)
    assert db.session.query(Participation).filter_by(voted=True).count() == 2
    assert tally(ballot).leading is None, "two share the first place"


def test_counts_are_exact_and_in_the_order_of_the_ballot(forum: Any, make_account: Make) -> None:
    for n, choice in enumerate(("no", "no", "other")):
        ballot = cast(forum, make_account(f"사람 {n}"), choice)
    found = tally(ballot)
    assert [(row.key, row.count, str(row.share)) for row in found.rows] == [
        ("yes", 0, "0"), ("no", 2, "2/3"), ("other", 1, "1/3")
    ]  # fmt: skip
    assert found.leading is not None and found.leading.key == "no"
    assert found.rows[1].by_channel == {"online": 2}


def test_one_vote_per_person_is_held_by_the_database(forum: Any, make_account: Make) -> None:
    who = make_account("하나")
    ballot = cast(forum, who, "yes")
    db.session.add(Vote(ballot_id=ballot.id, voter=voter_key(ballot, who.id), choice="no"))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    "moment", ["2019-02-28 23:59:59", "2019-04-01 00:00:00", "2019-04-01 00:00:01", "2020-01-01 00:00"]
)
def test_no_vote_outside_of_its_days_though_no_tick_ever_ran(
    forum: Any, make_account: Make, moment: str
) -> None:
    proposal, visit_id = forum
    who = actor(make_account("하나"))
    with at(moment), pytest.raises(VotingClosed):
        vote(proposal, visit_id, "yes", who)
    db.session.rollback()
    assert db.session.query(Vote).count() == 0


@pytest.mark.parametrize("moment", ["2019-03-01 00:00:00", "2019-03-31 23:59:59"])
def test_votes_count_from_the_first_instant_to_the_last(forum: Any, make_account: Make, moment: str) -> None:
    assert cast(forum, make_account("하나"), "yes", moment).total == 1


def test_the_last_vote_is_settled_before_the_period_is_over(forum: Any, make_account: Make) -> None:
    proposal, visit_id = forum
    cast(forum, make_account("하나"), "yes", "2019-03-31 23:59:59")
    with at("2019-05-01 12:00"), pytest.raises(VotingClosed):
        vote(proposal, visit_id, "no", actor(make_account("둘")))
    db.session.rollback()
    with at("2019-05-01 12:00"):
        bring_to(proposal, "forum")
    left = db.session.get_one(Visit, visit_id).left_at
    assert left == calendar().midnight(date(2019, 4, 1)), "looked at in May, it ended with March"


def test_only_what_stands_on_the_ballot(forum: Any, make_account: Make) -> None:
    proposal, visit_id = forum
    with at("2019-03-05 12:00"):
        for choice in ("", "maybe", "YES"):
            with pytest.raises(UnknownChoice):
                vote(proposal, visit_id, choice, actor(make_account(f"누구 {choice}")))
            db.session.rollback()


def test_the_choices_stay_after_the_first_vote(forum: Any, make_account: Make) -> None:
    ballot = ballot_of(forum[1])
    assert ballot is not None
    change_choices(ballot, {"yes": {"ko": "그래요"}, "no": {"ko": "아니에요"}})
    db.session.commit()
    cast(forum, make_account("하나"), "yes")
    with pytest.raises(ChoicesFixed):
        change_choices(ballot, {"yes": {"ko": "찬성"}, "no": {"ko": "반대"}, "other": {"ko": "기타"}})
    db.session.rollback()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE ballot SET choices = '{}'"))
    assert list(db.session.get_one(Ballot, ballot.id, populate_existing=True).choices) == ["yes", "no"]


def test_a_deliberation_that_only_collects_ideas_has_no_ballot(
    make_account: Make, make_proposal: Make
) -> None:
    with at("2019-02-28 09:00"):
        proposal = make_proposal(make_account("별이"))
        proposal.memory = {**proposal.memory, "decisions": {"method": ["ideas", 1, 1]}}
        db.session.commit()
        visit_id = open_forum(proposal, actor(make_account("운영", roles=["operator"])), "2019-02-28")
        with pytest.raises(NoBallot):
            vote(proposal, visit_id, "yes", actor(make_account("하나")))


def test_a_vote_names_nobody(forum: Any, make_account: Make) -> None:
    who = make_account("하나")
    ballot = cast(forum, who, "yes")
    columns = {column["name"] for column in inspect(db.engine).get_columns("vote")}
    assert columns == {"id", "ballot_id", "voter", "choice"}
    row = db.session.query(Vote).one()
    assert len(row.voter) == 64 and row.id != 1
    assert vote_of(ballot, who.id) is row
    assert vote_of(ballot, who.id + 1) is None


def test_no_table_joins_a_person_to_a_choice() -> None:
    """Wherever a choice of a ballot is stored, no foreign key leads to an account."""
    for table in db.metadata.tables.values():
        if "choice" not in table.columns or table.name == "review_vote":
            continue
        keys = [key for column in table.columns for key in column.foreign_keys]
        assert all(isinstance(key, ForeignKey) and key.column.table.name != "account" for key in keys)
        assert not {"account_id", "actor_id", "person_id"} & set(table.columns.keys())
    assert "choice" not in Participation.__table__.columns


def test_the_history_does_not_tell_of_votes(forum: Any, make_account: Make) -> None:
    before = db.session.query(Entry).count()
    cast(forum, make_account("하나"), "yes", "2019-03-01 00:00:00")
    told = db.session.query(Entry).order_by(Entry.id).offset(before).all()
    assert [entry.verb for entry in told] == ["opened"], "the calendar opened it; the vote left no trace"


def test_another_secret_of_the_site_gives_nobody_a_second_vote(
    forum: Any, make_account: Make, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = make_account("하나")
    ballot = cast(forum, who, "yes")
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-secret")
    with pytest.raises(AlreadyVoted):
        cast(forum, who, "no")
    db.session.rollback()
    assert recount(ballot) == counted(ballot) == {"yes": 1, "no": 0, "other": 0}


def test_one_reads_only_ones_own_vote(forum: Any, make_account: Make) -> None:
    one, other = make_account("하나"), make_account("둘")
    ballot = cast(forum, one, "no")
    assert tally_for(ballot, one.id)[1] == "no"
    assert tally_for(ballot, other.id)[1] is None
    assert tally_for(ballot, None)[1] is None


def test_another_ballot_gives_a_person_another_key(
    forum: Any, make_account: Make, make_proposal: Make
) -> None:
    who = make_account("하나")
    ballot = cast(forum, who, "no")
    with at("2019-02-28 09:00"):
        second = make_proposal(make_account("달이"))
        visit_id = open_forum(second, actor(make_account("운영 2", roles=["operator"])), "2019-03-01")
    other = cast((second, visit_id), who, "no")
    assert voter_key(ballot, who.id) != voter_key(other, who.id)


VOTES = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([*CHOICES, "nothing"]), st.integers(-2, 32)), max_size=25
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=VOTES)
def test_a_tally_is_always_the_recount(app: Any, make_account: Make, make_proposal: Make, votes: Any) -> None:
    tag = f"{abs(hash(str(votes)))}"
    people = [make_account(f"{tag} {n}") for n in range(5)]
    with at("2019-02-20 09:00"):
        proposal = make_proposal(people[0])
        forum = (
            proposal,
            open_forum(proposal, actor(make_account(f"{tag} op", roles=["operator"])), "2019-03-01"),
        )
    latest: dict[int, str] = {}
    for n, choice, days in sorted(votes, key=lambda vote: vote[2]):
        moment = date(2019, 3, 1) + timedelta(days=days)
        with suppress(UnknownChoice, VotingClosed):
            cast(forum, people[n], choice, f"{moment} 12:00")
            latest[n] = choice
        db.session.rollback()
        ballot = ballot_of(forum[1])
        assert ballot is not None
        assert counted(ballot) == recount(ballot) == {key: [*latest.values()].count(key) for key in CHOICES}
        assert ballot.total == db.session.get_one(Visit, forum[1]).votes == len(latest)
    assert db.session.query(BallotCount).filter(BallotCount.n < 0).count() == 0
