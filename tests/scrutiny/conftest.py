"""A proposal, people with origins, and somebody who may decide."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.support.services import support
from tests.merging.conftest import crowd
from tests.visiting import Person

DAY = "2019-02-02 12:00"


@pytest.fixture
def operator(app: Flask) -> Actor:
    """Somebody who may decide on supports."""
    return actor_of(testing.account("운영", roles=["operator"]).id)


@pytest.fixture
def desk(app: Application, operator: Actor) -> Person:
    """The same at a browser."""
    return Person(app, operator.id)


@pytest.fixture
def now() -> Iterator[None]:
    """The second of February 2019, at noon."""
    with testing.at(DAY):
        yield


@pytest.fixture
def filed(app: Flask) -> Proposal:
    """A proposal of the day before; its department is asked at 50 supports, its agenda at 500."""
    with testing.at("2019-02-01 12:00"):
        (proposer,) = crowd(1)
        return testing.proposal(db.session.get_one(Account, proposer.id))


@pytest.fixture
def supported(filed: Proposal, now: None) -> Callable[..., list[Actor]]:
    """Let new people support it within half an hour from `first` seconds after noon on:
    `supported(37, block="203.0.113.0/24", old=False)`."""

    def give(how_many: int, block: str = "", old: bool = True, first: int = 0) -> list[Actor]:
        people, chance = crowd(how_many), Random(how_many)
        instants = sorted(chance.randrange(1800) for _ in people)
        for number, (person, instant) in enumerate(zip(people, instants, strict=True)):
            account = db.session.get_one(Account, person.id)
            account.created_at = datetime(2019, 1, 1, tzinfo=UTC) if old else datetime.now(UTC)
            minute, second = divmod(first + instant, 60)
            with testing.at(f"2019-02-02 12:{minute:02}:{second:02}"):
                support(filed, actor=person, block=block or f"home-{number}")
        db.session.commit()
        return people

    return give
