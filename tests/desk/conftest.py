"""What the tests of the desk share: people of every role, proposals at different stops."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments

At = Callable[[str], AbstractContextManager[None]]
ROLES = ("operator", "official", "planning_panel", "drawn_panel", "aide", "head", "lead", "admin")


def gather(proposal: Proposal, supports: int) -> None:
    """Let supports be counted that were gathered elsewhere."""
    with moment(proposal) as journey:
        journey.proposal.supports_elsewhere = supports
        journey.proposal.supports = journey.proposal.supports_site + supports
    db.session.commit()


def lead(proposal: Proposal, department: str | None, by: Account) -> None:
    """Make a department responsible."""
    number = testing.department(department).id if department else None
    assign_departments(proposal, number, [], actor=actor_of(by.id))
    db.session.commit()


@pytest.fixture
def city(app: Flask, at: At) -> SimpleNamespace:
    """People of every role, and officers of two departments, of 1 February 2019."""
    with at("2019-02-01 09:00"):
        people = {role: testing.account(f"{role} 김", [role]) for role in ROLES}
        people["transport"] = testing.account("교통 담당", ["officer"], "transport")
        people["parks"] = testing.account("공원 담당", ["officer"], "parks")
        people["citizen"] = testing.account("나리")
        return SimpleNamespace(**people)


@pytest.fixture
def desk_of(app: Flask, client: FlaskClient) -> Callable[[Account], FlaskClient]:
    """A browser of its own for each member of staff."""

    def open_desk(who: Account) -> FlaskClient:
        return testing.sign_in(app.test_client(), who)

    return open_desk
