"""Deciding that supports do not count: recorded, public in numbers, reversible, once; and the count is the recount."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import Conflict
from demosx.core.mail import Letter
from demosx.core.permissions import Actor
from demosx.duties.models import Duty
from demosx.journey.models import Participation, Visit
from demosx.journey.travel import Missing
from demosx.ledger.models import Entry
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.scrutiny.errors import NothingToDiscount, UndoneAlready
from demosx.scrutiny.services import discount, restore
from demosx.stages.support.models import Discount, Support, Withheld
from demosx.stages.support.queries import recount, support_of, supports_by_district
from demosx.stages.support.services import support, withdraw_support
from tests.counting import at_once
from tests.merging.conftest import crowd
from tests.scrutiny.conftest import DAY

WHY = "같은 곳에서 한꺼번에 들어온 공감입니다."
Give = Callable[..., list[Actor]]


def numbers(people: list[Actor]) -> list[int]:
    return [person.id or 0 for person in people]


def counts(proposal: Proposal) -> tuple[int, int, int, int]:
    """Supports of the proposal and of its stay, participants, and the recount."""
    db.session.rollback()
    db.session.expire_all()
    visit = db.session.scalars(db.select(Visit).where(Visit.proposal_id == proposal.id)).one()
    people = db.session.scalar(
        db.select(db.func.count()).select_from(Participation).where(Participation.proposal_id == proposal.id)
    )
    assert proposal.participants == visit.participants == people
    return proposal.supports, visit.supports, proposal.participants, recount(proposal.id)


def test_what_is_discounted_does_not_count_and_counts_again(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    supported(5)
    script = supported(3, block="script")
    (made,) = discount({filed.id: numbers(script)}, WHY, actor=operator)
    db.session.commit()
    assert counts(filed) == (5, 5, 5, 5)
    assert (made.supports, made.reason, made.by_id) == (3, WHY, operator.id)
    restore(made, "작업장에서 온 공감이었습니다.", actor=operator)
    db.session.commit()
    assert counts(filed) == (8, 8, 8, 8)
    told = db.session.execute(
        db.select(Entry.verb, Entry.data, Entry.reason, Entry.role, Entry.public)
        .order_by(Entry.id.desc())
        .limit(2)
    ).all()
    assert told == [
        ("counted_again", {"count": 3, "supports": 8}, "작업장에서 온 공감이었습니다.", "operator", True),
        ("discounted", {"count": 3, "supports": 5}, WHY, "operator", True),
    ]
    assert not {str(number) for number in numbers(script)} & set(str(told).split())


def test_a_decision_needs_a_reason_and_is_taken_once(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    script = supported(3)
    with pytest.raises(Missing):
        discount({filed.id: numbers(script)}, "  ", actor=operator)
    (made,) = discount({filed.id: numbers(script)}, WHY, actor=operator)
    for people in ({filed.id: numbers(script)}, {}):
        with pytest.raises(NothingToDiscount):
            discount(people, WHY, actor=operator)
    with pytest.raises(Missing):
        restore(made, "", actor=operator)
    restore(made, WHY, actor=operator)
    with pytest.raises(UndoneAlready):
        restore(made, WHY, actor=operator)


def test_a_duty_that_was_opened_stays_and_one_that_is_reached_again_opens_once(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    people = supported(52)
    open_duties = db.select(Duty.name, Duty.closed_at)
    assert db.session.execute(open_duties).all() == [("department_answer", None)]
    (made,) = discount({filed.id: numbers(people[:30])}, WHY, actor=operator)
    db.session.commit()
    assert counts(filed)[0] == 22
    restore(made, WHY, actor=operator)
    db.session.commit()
    assert db.session.execute(open_duties).all() == [("department_answer", None)]


def test_counting_again_may_reach_a_number_of_the_rules(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    (made,) = discount({filed.id: numbers(supported(30))}, WHY, actor=operator)
    supported(40)
    assert db.session.scalars(db.select(Duty.name)).all() == []
    restore(made, WHY, actor=operator)
    assert db.session.scalars(db.select(Duty.name)).all() == ["department_answer"]


def test_whoever_withdraws_and_supports_again_counts_no_more_than_before(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    supported(2)
    (person,) = supported(1)
    (made,) = discount({filed.id: [person.id or 0]}, WHY, actor=operator)
    assert withdraw_support(filed, actor=person)
    db.session.commit()
    assert counts(filed) == (2, 2, 2, 2) and support_of(filed.id, person.id or 0) is None
    assert support(filed, actor=person) and not support(filed, actor=person)
    db.session.commit()
    assert counts(filed) == (2, 2, 2, 2)
    restore(made, WHY, actor=operator)
    db.session.commit()
    assert counts(filed) == (3, 3, 3, 3) and db.session.scalars(db.select(Withheld)).all() == []


def test_whoever_has_withdrawn_for_good_does_not_come_back(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    supported(2)
    (person,) = supported(1)
    (made,) = discount({filed.id: [person.id or 0]}, WHY, actor=operator)
    withdraw_support(filed, actor=person)
    restore(made, WHY, actor=operator)
    db.session.commit()
    assert counts(filed) == (2, 2, 2, 2)
    assert support(filed, actor=person)
    db.session.commit()
    assert counts(filed) == (3, 3, 3, 3)


def test_districts_are_reached_by_what_counts(filed: Proposal, now: None, operator: Actor) -> None:
    people = crowd(4, "narae", "narae", "solmaru", None)
    for person in people:
        support(filed, actor=person)
    discount({filed.id: numbers(people[1:3])}, WHY, actor=operator)
    assert supports_by_district(filed.id, 1) == {"narae": 1}


def test_nobody_is_written_to(filed: Proposal, supported: Give, operator: Actor) -> None:
    for person in supported(3):
        db.session.get_one(Account, person.id).email = None
    letters = db.select(db.func.count(Letter.id))
    before = db.session.scalar(letters)
    (made,) = discount(
        {filed.id: [n for (n,) in db.session.execute(db.select(Support.account_id))]}, WHY, actor=operator
    )
    restore(made, WHY, actor=operator)
    assert db.session.scalar(letters) == before


def test_two_who_decide_at_once_take_one_decision(
    app: Flask, filed: Proposal, supported: Give, operator: Actor
) -> None:
    script, number = numbers(supported(6)), filed.id

    def decide() -> bool:
        with testing.at(DAY):
            try:
                discount({number: script}, WHY, actor=operator)
            except Conflict:
                db.session.rollback()
                return False
        return True

    assert sorted(at_once(app, [decide] * 8)) == [False] * 7 + [True]
    assert counts(filed) == (0, 0, 0, 0)
    (made,) = db.session.scalars(db.select(Discount.id))
    db.session.rollback()

    def undo() -> bool:
        with testing.at(DAY):
            try:
                restore(db.session.get_one(Discount, made), WHY, actor=operator)
            except Conflict:
                db.session.rollback()
                return False
        return True

    assert sorted(at_once(app, [undo] * 8)) == [False] * 7 + [True]
    assert counts(filed) == (6, 6, 6, 6)


def test_supports_come_and_go_while_it_is_decided(
    app: Flask, filed: Proposal, supported: Give, operator: Actor
) -> None:
    old, number = supported(12), filed.id
    new = crowd(12)

    def decide() -> None:
        with testing.at(DAY):
            (made,) = discount({number: numbers(old)}, WHY, actor=operator)
            db.session.commit()
            restore(made, WHY, actor=operator)

    def give(person: Actor) -> None:
        with testing.at(DAY):
            support(db.session.get_one(Proposal, number), actor=person)

    def take(person: Actor) -> None:
        with testing.at(DAY):
            withdraw_support(db.session.get_one(Proposal, number), actor=person)

    acts: list[Callable[[], None]] = [
        decide,
        *(partial(give, who) for who in new),
        *(partial(take, who) for who in old[:4]),
    ]
    at_once(app, acts)
    assert counts(filed) == (20, 20, 20, 20)


def test_the_database_keeps_a_decision_whole(filed: Proposal, supported: Give, operator: Actor) -> None:
    (made,) = discount({filed.id: numbers(supported(1))}, WHY, actor=operator)
    db.session.commit()
    for change in ({"reason": ""}, {"supports": 0}, {"undone_at": made.at}):
        with pytest.raises(IntegrityError):
            db.session.execute(db.update(Discount).values(**change))
        db.session.rollback()
