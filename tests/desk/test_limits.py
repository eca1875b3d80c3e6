"""Grants that are limited really limit: one proposal at a time, in lists, and in who is asked or told."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor, Grant, book
from demosx.core.web import Application
from demosx.desk.access import in_sight, seen_at, within_reach
from demosx.desk.queries import duties, staff
from demosx.duties.models import Duty
from demosx.journey.access import here
from demosx.journey.owners import accounts_of
from demosx.journey.people import people_of, role_for
from demosx.journey.rules import process_of
from demosx.opinions.moderation import MODERATE
from demosx.people import services
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.access import may_see
from demosx.proposals.models import Proposal
from tests.small_city import NOW, SmallCity

ROLES = ("operator", "official", "officer", "planning_panel", "lead", "aide")


@pytest.fixture
def city(app: Application) -> Iterator[SmallCity]:
    """The small city, held at its day."""
    with testing.at(NOW):
        yield SmallCity(app)


def grants(city: SmallCity) -> list[Grant]:
    """Every role with every limit."""
    offices = (None, testing.department("transport").id, testing.department("parks").id)
    limits = product(ROLES, offices, (None, "agenda", "forum"), (None, "citizen", "agency"))
    every = [Grant(role, office, panel, process) for role, office, panel, process in limits]
    return [grant for grant in every if grant.role != "officer" or grant.department_id is not None]


def proposals() -> list[Proposal]:
    return list(db.session.scalars(select(Proposal).order_by(Proposal.id)))


def holder(*held: Grant) -> Actor:
    return Actor(id=10_000, nickname="별이", confirmed=True, grants=held)


def test_a_limited_grant_counts_only_where_it_reaches(city: SmallCity) -> None:
    open_one, review, agency = (city.proposal(kind) for kind in ("open", "review", "staff"))
    may = book().can
    by_process = holder(Grant("operator", process="agency"))
    assert may(by_process, MODERATE), "without a subject it opens the door"
    assert may(by_process, MODERATE, agency) and not may(by_process, MODERATE, open_one)
    by_panel = holder(Grant("planning_panel", panel="agenda"))
    assert may(by_panel, "review:decide", review) and not may(by_panel, "agenda:write", open_one)
    parks = holder(Grant("operator", department_id=testing.department("parks").id))
    assert not may(parks, "proposal:hide", open_one)
    both = holder(Grant("operator", testing.department("transport").id, process="agency"))
    assert not may(both, "proposal:hide", open_one) and may(both, "proposal:hide", agency)


def test_limits_hold_also_where_a_permission_has_no_check_of_its_own(city: SmallCity) -> None:
    agency = process_of(city.proposal("staff").version_id)
    for process, may in ((None, True), ("agency", True), ("citizen", False)):
        official = holder(Grant("official", process=process))
        assert book().can(official, "proposal:create_agency", agency) is may, process
        assert book().can(official, "duty:complete", city.proposal("staff")) is may, process
    assert not book().can(holder(Grant("official", panel="agenda")), "proposal:create_agency", agency)


def test_lists_show_what_one_proposal_at_a_time_would(city: SmallCity) -> None:
    checked = [name for name, check in book().checks.items() if check.__qualname__.startswith(here.__name__)]
    assert {"proposal:hide", "proposal:assign", MODERATE} <= set(checked)
    every = proposals()
    for grant in grants(city):
        actor = holder(grant)
        for permission in ("proposal:hide", "proposal:assign", MODERATE, "proposal:note"):
            listed = set(db.session.scalars(select(Proposal.id).where(within_reach(actor, permission))))
            assert listed == {one.id for one in every if book().can(actor, permission, one)}, (
                grant,
                permission,
            )


def test_who_sees_what_in_lists_is_who_may_see_it(city: SmallCity) -> None:
    every = proposals()
    for grant in grants(city):
        actor = holder(grant)
        sight = set(db.session.scalars(select(Proposal.id).where(in_sight(actor))))
        for one in every:
            stage = process_of(one.version_id).stages[one.stage]
            shown = db.session.scalar(select(Proposal.id).where(Proposal.id == one.id, seen_at(actor, stage)))
            assert (shown is not None) == may_see(actor, one), (grant, one.title, one.stage)
            assert one.id in sight or not may_see(actor, one), (grant, one.title)


def test_a_desk_holds_what_its_owner_owes(city: SmallCity) -> None:
    every = list(db.session.scalars(select(Duty).where(Duty.closed_at.is_(None))))
    assert every
    for grant in grants(city):
        actor = holder(grant)
        found = [*duties.dated(actor, None).items, *duties.undated(actor, None).items]
        mine = {one.id for one in every if role_for(actor, one) and may_see(actor, one.proposal)}
        if grant.role in ("operator", "official", "lead"):
            waiting = {one.id for one in every if one.department_id is None and "department" in one.owners}
            mine |= {
                n
                for n in waiting
                if book().can(actor, "proposal:assign", db.session.get_one(Duty, n).proposal)
            }
        assert {one.id for one in found} == mine, grant


def test_arrivals_are_those_one_may_assign(city: SmallCity) -> None:
    with db.session.begin_nested():
        city.proposal("open").lead_department_id = None
    waiting = {
        key: {one.process_key for one in staff.arrivals(holder(Grant("operator", process=key)), None).items}
        for key in ("citizen", "agency")
    }
    assert waiting == {"citizen": {"citizen"}, "agency": {"agency"}}


@pytest.mark.parametrize(
    ("limits", "kinds"),
    [
        ({}, {"open", "review", "staff"}),
        ({"process": "citizen"}, {"open", "review"}),
        ({"panel": "agenda"}, {"review"}),
        ({"panel": "agenda", "process": "agency"}, set()),
    ],
)
def test_who_is_asked_and_told_is_who_has_the_role_there(
    city: SmallCity, limits: dict[str, str], kinds: set[str]
) -> None:
    member = db.session.get_one(Account, city.people["member"])
    services.grant(member, "aide", **limits)  # type: ignore[arg-type]
    db.session.flush()
    for kind in ("open", "review", "staff"):
        told = member in accounts_of(["aide"], city.proposal(kind))
        has = "aide" in people_of(actor_of(member.id), city.proposal(kind))
        assert told == has == (kind in kinds), kind
