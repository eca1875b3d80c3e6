"""Rules that are applied while people file, merge and go over: nobody waits for ever, and nothing is passed over."""

import time
from collections.abc import Callable
from datetime import date
from threading import Event

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.journey.merged import lock_in_order
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.proposals.ticking import settle_due
from tests.counting import at_once
from tests.merging.conftest import TURNS, crowd

WAITING = 0.7  # seconds in which the other one comes as far as it can
ENDING = 'by = ["operator"]\nmove = "b"\n[[stages.a.rules]]\nby = ["operator"]\nend = "withdrawn"'
FIRST = TURNS.replace('by = ["operator"]\nmove = "b"', ENDING)
ALL = FIRST.replace('first = "a"', 'first = "a"\napplies_to = "all"')
SECOND, THIRD = f"{ALL}# 2\n", f"{ALL}# 3\n"
DAY, LATER = "2019-02-02 12:00", "2019-02-03 12:00"


@pytest.fixture
def turns(app: Flask) -> None:
    """The first rules."""
    with testing.at("2019-01-02 12:00"):
        apply_version(FIRST, "turns.toml")
        db.session.commit()


@pytest.fixture
def people(app: Flask, turns: None) -> list[Actor]:
    return crowd(3)


def filed(person: Actor, title: str = "밤 11시 이후에도 버스를") -> int:
    """A proposal by the rules of now."""
    assert person.id is not None
    with testing.at(DAY):
        return testing.proposal(db.session.get_one(Account, person.id), title, process_key="turns").id


def the(number: int) -> Proposal:
    """A proposal in the session of this thread."""
    return db.session.get_one(Proposal, number)


def applying(source: str, ready: Event, first: bool = False) -> Callable[[], object]:
    """Apply rules once somebody else has begun; or `first`, and take a while."""

    def act() -> None:
        assert first or ready.wait(10)
        with testing.at(LATER):
            apply_version(source, "turns.toml")
        if first:
            ready.set()
            time.sleep(WAITING)

    return act


def version_of(number: int) -> int:
    """The number of the rules by which a proposal travels, after the clock has run."""
    db.session.rollback()
    with testing.at("2019-02-04 12:00"):
        settle_due()
        return int(the(number).version.number)


def test_what_goes_over_while_newer_rules_are_applied_goes_on_to_those(
    app: Flask, people: list[Actor]
) -> None:
    number = filed(people[0])
    with testing.at(DAY):
        apply_version(SECOND, "turns.toml")
        db.session.commit()
    ready = Event()

    def going_over() -> None:
        assert ready.wait(10)
        with testing.at(LATER), moment(the(number)):
            pass

    at_once(app, [going_over, applying(THIRD, ready, first=True)])
    assert version_of(number) == 3


def test_what_is_reopened_while_rules_are_applied_goes_over(app: Flask, people: list[Actor]) -> None:
    number = filed(people[0])
    lead = actor_of(testing.account("총괄", roles=["lead"]).id)
    db.session.commit()
    with testing.at(DAY), transaction(), moment(the(number), lead) as journey:
        journey.force("end", "withdrawn", "철회")
    ready = Event()

    def reopening() -> None:
        assert ready.wait(10)
        with testing.at(LATER), moment(the(number), lead) as journey:
            journey.force("reopen", "a", "다시")

    at_once(app, [reopening, applying(SECOND, ready, first=True)])
    assert version_of(number) == 2


def test_rules_are_applied_while_two_proposals_are_merged(app: Flask, people: list[Actor]) -> None:
    one, other = (filed(person, f"제안 {n}") for n, person in enumerate(people[:2]))
    for number, day in (
        (one, date(2019, 5, 1)),
        (other, date(2019, 4, 1)),
    ):  # the database finds the second one first
        db.session.execute(db.update(Proposal).where(Proposal.id == number).values(closes_on=day))
    db.session.commit()
    ready = Event()

    def merging() -> None:
        lock_in_order(the(one), [one])
        ready.set()
        time.sleep(WAITING)
        lock_in_order(the(one), [one, other])

    at_once(app, [merging, applying(SECOND, ready)])
    assert [version_of(one), version_of(other)] == [2, 2]


@pytest.mark.parametrize("first", ["filing", "applying"])
def test_what_is_filed_while_rules_are_applied_goes_over(app: Flask, people: list[Actor], first: str) -> None:
    ready, made = Event(), []

    def filing() -> None:
        assert first == "filing" or ready.wait(10)
        with testing.at(DAY):
            made.append(
                propose("밤 버스", "더 늦게까지 다녀야 합니다.", actor=people[0], process_key="turns").id
            )
        if first == "filing":
            ready.set()
            time.sleep(WAITING)

    at_once(app, [filing, applying(SECOND, ready, first=first == "applying")])
    assert version_of(made[0]) == 2
