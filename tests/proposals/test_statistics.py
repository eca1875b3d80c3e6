"""That SQLite learns how its tables are filled, once there is something to learn, and again when they have grown."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from demosx.core.db import db
from demosx.people.models import Account
from demosx.proposals import statistics
from demosx.proposals.models import Proposal
from tests.multiplying import copy


def known() -> int:
    count: int = db.session.scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'proposal'")) or 0
    return count


def test_it_is_learnt_when_there_is_enough_and_when_the_city_has_grown(
    app: Flask,
    database: str,
    make_account: Callable[..., Account],
    make_proposal: Callable[..., Proposal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposal = make_proposal(make_account("별이"))
    monkeypatch.setattr(statistics, "ENOUGH", 3)
    assert statistics.keep_up() == 0
    copy(Proposal, proposal.id, 3, number=lambda n: f"9-{n}")
    db.session.commit()
    learnt = statistics.keep_up()
    if database == "postgresql":
        assert learnt == 0
        return
    assert learnt == len(db.metadata.sorted_tables) and known()
    assert statistics.keep_up() == 0
    copy(Proposal, proposal.id, 20, number=lambda n: f"8-{n}")
    db.session.commit()
    assert statistics.keep_up() == learnt
    assert statistics.keep_up() == 0
    db.session.execute(text("DELETE FROM sqlite_stat1"))
    db.session.commit()
