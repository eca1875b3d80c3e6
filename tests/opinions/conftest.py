"""A proposal in its support stage, one in a deliberation, and people."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from flask import Flask

from demosx.consent.services import agree_to_all
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

At = Callable[[str], AbstractContextManager[None]]
LONG_AGO = datetime(2019, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def day(at: At) -> Iterator[None]:
    """Noon of 2 February 2019, while proposals of the day before gather support."""
    with at("2019-02-02 12:00"):
        yield


@pytest.fixture
def people(app: Flask) -> list[Actor]:
    """Six people."""
    made = [
        Account(
            nickname=f"사람{n}",
            nickname_key=f"사람{n}",
            language="ko",
            created_at=LONG_AGO,
            confirmed_at=LONG_AGO,
        )
        for n in range(6)
    ]
    db.session.add_all(made)
    db.session.flush()
    for account in made:
        agree_to_all(account.id)
    db.session.commit()
    return [actor_of(account.id) for account in made]


@pytest.fixture
def operator(app: Flask, make_account: Callable[..., Account]) -> Actor:
    return actor_of(make_account("운영", roles=["operator"]).id)


@pytest.fixture
def filed(
    app: Flask, at: At, make_account: Callable[..., Account], make_proposal: Callable[..., Proposal]
) -> Proposal:
    """A proposal of 1 February 2019, at noon."""
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("별이"))


@pytest.fixture
def debated(filed: Proposal, day: None, make_account: Callable[..., Account], operator: Actor) -> Proposal:
    """The same, moved to its deliberation, which has begun."""
    lead = actor_of(make_account("총괄", roles=["lead"]).id)
    with moment(filed, lead) as journey:
        journey.force("move", "forum", "시험")
    with moment(filed, operator) as journey:
        journey.open_stage(journey.now.date())
    db.session.commit()
    return filed
