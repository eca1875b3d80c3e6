"""People to whom a proposal is something, and a proposal to which something happens."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db, transaction
from demosx.journey.travel import moment
from demosx.notifications.models import Notice
from demosx.notifications.services import follow
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.support.services import support

At = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def town(app: Flask, at: At) -> SimpleNamespace:
    """A proposer, a supporter, a follower, one who is all of that, and a stranger; a proposal of 1 February 2019."""
    return make_town(at)


def make_town(at: At) -> SimpleNamespace:
    """The same in an application of a test's own."""
    with at("2019-02-01 09:00"):
        names = {
            "proposer": "별이",
            "supporter": "달이",
            "follower": "해님",
            "stranger": "구름",
            "all": "바람",
        }
        people = {key: testing.account(name) for key, name in names.items()}
        town = SimpleNamespace(**people, operator=testing.account("운영자", ["operator"]))
        town.proposal = testing.proposal(town.proposer, "밤 11시 이후에도 버스를")
        for who in (town.supporter, town.all):
            support(town.proposal, actor=actor_of(who.id))
        for who in (town.follower, town.all):
            follow(town.proposal, actor=actor_of(who.id))
        db.session.commit()
        testing.forget_letters()
        db.session.execute(db.delete(Notice))
        db.session.commit()
    return town


def step(proposal: Proposal, supports: int = 500, actor: Any = None) -> None:
    """Something happens to a proposal: so many supports that were gathered elsewhere are counted."""
    with transaction(), moment(proposal, actor) as journey:
        journey.proposal.supports_elsewhere = supports
        journey.proposal.supports = supports + journey.proposal.supports_site


def notices(who: Account | None = None) -> list[Notice]:
    """Everything that was told, or what one person was told."""
    query = db.select(Notice).order_by(Notice.account_id, Notice.id).execution_options(populate_existing=True)
    if who is not None:
        query = query.where(Notice.account_id == who.id)
    return list(db.session.scalars(query))
