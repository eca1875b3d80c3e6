"""Two proposals that are alike, and the people behind them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.journey.rules import apply_version
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from tests.visiting import Person

NOON = datetime(2019, 1, 1, 12, tzinfo=UTC)
DAY = "2019-02-02 12:00"
TURNS = """
format = 1
key = "turns"
name = { ko = "돌아가며", en = "In turns" }
opened_by = ["member"]
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
allows = ["support", "opine", "merge"]
[[stages.a.rules]]
by = ["operator"]
move = "b"
[stages.b]
kind = "support"
name = { ko = "나", en = "B" }
allows = ["support", "opine", "merge"]
[[stages.b.rules]]
by = ["operator"]
move = "a"
"""


def crowd(how_many: int, *districts: str | None) -> list[Actor]:
    """Confirmed accounts that have agreed, made together; the first live in these districts."""
    db.session.commit()
    already = db.session.scalar(db.select(db.func.count(Account.id))) or 0
    made = [
        Account(
            nickname=f"사람{n}", nickname_key=f"사람{n}", language="ko", created_at=NOON, confirmed_at=NOON
        )
        for n in range(already, already + how_many)
    ]
    for account, district in zip(made, districts, strict=False):
        account.district = district
    db.session.add_all(made)
    db.session.flush()
    for account in made:
        agree_to_all(account.id)
    db.session.commit()
    return [actor_of(account.id) for account in made]


@pytest.fixture
def operator(app: Flask) -> Actor:
    """Somebody who may merge."""
    return actor_of(testing.account("운영", roles=["operator"]).id)


@pytest.fixture
def file(app: Flask) -> Callable[..., Proposal]:
    """File a proposal on 1 February 2019, each by a person of their own."""

    def made(title: str = "밤 11시 이후에도 버스를", **more: str) -> Proposal:
        with testing.at("2019-02-01 12:00"):
            (proposer,) = crowd(1)
            return testing.proposal(db.session.get_one(Account, proposer.id), title, **more)

    return made


@pytest.fixture
def turns(app: Flask) -> None:
    """A process in which a proposal goes to and fro between two stages that allow everything."""
    with testing.at("2019-01-02 12:00"):
        apply_version(TURNS, "turns.toml")
        db.session.commit()


@pytest.fixture
def now() -> Iterator[None]:
    """The second of February 2019, at noon."""
    with testing.at(DAY):
        yield


@pytest.fixture
def desk(app: Application, operator: Actor) -> Person:
    """The operator at a browser."""
    return Person(app, operator.id)


@pytest.fixture
def visitor(app: Application) -> Person:
    """Anybody at a browser."""
    return Person(app)
