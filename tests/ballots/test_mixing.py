"""A ballot stays secret from somebody who reads the database, not only from those who read the screens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from demosx import testing
from demosx.ballots.mixing import mix_closed
from demosx.ballots.models import Ballot, Vote
from demosx.ballots.queries import ballot_of, recount, tally, vote_of
from demosx.commands import database as migrations
from demosx.core import ticks
from demosx.core.db import db
from demosx.stages.deliberation.services import vote
from demosx.testing import at
from tests.stages.walks import actor, open_forum

Make = Callable[..., Any]
VOTERS = 12


@pytest.fixture
def voted(make_account: Make, make_proposal: Make) -> Any:
    """A deliberation of March 2019 in which twelve people voted one after the other: the ballot, and they."""
    with at("2019-02-28 09:00"):
        proposal = make_proposal(make_account("별이"))
        visit_id = open_forum(proposal, actor(make_account("운영", roles=["operator"])), "2019-03-01")
    people = [make_account(f"사람 {n}") for n in range(VOTERS)]
    for n, who in enumerate(people):
        with at("2019-03-05 12:00"):
            vote(proposal, visit_id, ("yes", "no", "other")[n % 3], actor(who))
            db.session.commit()
    return visit_id, people


def written(visit_id: int) -> list[Any]:
    """The transactions that wrote the votes, as PostgreSQL shows them to whoever can read the table."""
    query = text(
        "SELECT vote.xmin::text FROM vote JOIN ballot b ON b.id = ballot_id WHERE b.visit_id = :visit"
    )
    return list(db.session.scalars(query, {"visit": visit_id}))


def test_a_closed_ballot_does_not_remember_in_which_order_people_voted(voted: Any, database: str) -> None:
    visit_id, people = voted
    ballot = ballot_of(visit_id)
    assert ballot is not None
    before = recount(ballot)
    if database == "postgresql":
        assert len(set(written(visit_id))) == VOTERS, "each vote was a transaction of its own"
    db.session.commit()
    with at("2019-04-01 00:00"):
        assert ticks.run()["ballots_mixed"] == 1
    ballot = ballot_of(visit_id)
    assert ballot is not None and ballot.mixed_at is not None
    assert recount(ballot) == before == {row.key: row.count for row in tally(ballot).rows}
    mine = vote_of(ballot, people[1].id)
    assert mine is not None and mine.choice == "no"
    if database == "postgresql":
        assert len(set(written(visit_id))) == 1
        found = list(db.session.scalars(text("SELECT id FROM vote ORDER BY ctid")))
        assert found == sorted(found), "they lie in the order of numbers drawn at random"


def test_votes_are_mixed_once_and_never_while_people_vote(voted: Any) -> None:
    with at("2019-03-31 23:59"):
        assert mix_closed() == 0
    assert db.session.query(Ballot).one().mixed_at is None
    db.session.commit()
    with at("2019-04-02 00:00"):
        assert [mix_closed(), mix_closed()] == [1, 0]
    assert db.session.query(Vote).count() == VOTERS


def test_more_votes_than_one_batch_are_all_kept(voted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demosx.ballots.mixing.BATCH", 5)
    before = {(row.id, row.voter, row.choice) for row in db.session.query(Vote)}
    db.session.commit()
    with at("2019-04-02 00:00"):
        assert mix_closed() == 1
    assert {(row.id, row.voter, row.choice) for row in db.session.query(Vote)} == before


def test_who_took_part_is_not_kept_in_the_order_of_voting(voted: Any, database: str) -> None:
    if database == "sqlite":
        with pytest.raises(OperationalError, match="no such column: rowid"):
            db.session.execute(text("SELECT rowid FROM participation"))
    columns = {
        column.name for table in ("vote", "participation") for column in db.metadata.tables[table].columns
    }
    assert not [name for name in columns if name.endswith(("_on", "_at")) or name == "at"], "no day, no time"


def test_a_migrated_database_does_not_keep_it_either(tmp_path: Path) -> None:
    app = testing.application(tmp_path, database={"url": f"sqlite:///{tmp_path / 'migrated.sqlite'}"})
    migrations.upgrade(app)
    with app.app_context():
        with pytest.raises(OperationalError, match="no such column: rowid"):
            db.session.execute(text("SELECT rowid FROM participation"))
        db.session.remove()
        db.engine.dispose()
