"""Sixty-four people vote at once, and one person sixty-four times: one row each, and the tally is the recount."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from demosx.ballots.models import Vote
from demosx.ballots.queries import ballot_of, recount, tally
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.journey.models import Participation, Visit
from demosx.testing import account, proposal, sign_in
from tests.stages.walks import actor, open_forum

CROWD = 64
CHOICES = ("yes", "no", "other")
Make = Callable[..., Any]


@pytest.fixture
def voting(app: Application) -> Any:
    """A deliberation that is open today; the application takes forms without tokens."""
    app.config["WTF_CSRF_ENABLED"] = False
    made = proposal(account("별이"))
    today = clock.today(app.extensions["demosx_site"].zone).isoformat()
    return app, open_forum(made, actor(account("운영", roles=["operator"])), today)


def all_at_once(app: Application, path: str, people: list[Any], choices: list[str]) -> list[int]:
    """Everybody posts at the same instant, each with a connection of their own; gives the answers' statuses."""
    clients = [sign_in(app.test_client(), who) for who in people]
    start = Barrier(len(people))

    def post(n: int) -> int:
        start.wait()
        return clients[n].post(path, data={"choice": choices[n]}).status_code

    db.session.remove()
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(post, range(len(people))))


def test_everybody_at_once(voting: Any) -> None:
    app, visit_id = voting
    people = [account(f"사람 {n}") for n in range(CROWD)]
    choices = [CHOICES[n % 3] for n in range(CROWD)]
    assert all_at_once(app, f"/deliberations/{visit_id}/vote", people, choices) == [302] * CROWD
    ballot = ballot_of(visit_id)
    assert ballot is not None
    wanted = {key: choices.count(key) for key in CHOICES}
    assert recount(ballot) == wanted == {row.key: row.count for row in tally(ballot).rows}
    visit = db.session.get_one(Visit, visit_id, populate_existing=True)
    assert (ballot.total, visit.votes, visit.participants) == (CROWD, CROWD, CROWD)
    assert db.session.query(Participation).filter_by(voted=True).count() == CROWD


def test_one_person_from_many_windows(voting: Any) -> None:
    app, visit_id = voting
    who = account("서두르는 사람")
    choices = [CHOICES[n % 3] for n in range(CROWD)]
    assert all_at_once(app, f"/deliberations/{visit_id}/vote", [who] * CROWD, choices) == [302] * CROWD
    ballot = ballot_of(visit_id)
    assert ballot is not None
    assert db.session.query(Vote).count() == 1
    assert (ballot.total, sum(recount(ballot).values())) == (1, 1)
    assert recount(ballot) == {row.key: row.count for row in tally(ballot).rows}
    assert db.session.get_one(Visit, visit_id, populate_existing=True).participants == 1
