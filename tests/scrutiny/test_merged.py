"""What does not count, where proposals were merged: one's own support decides, else any that counts."""

from collections.abc import Callable

import pytest

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.merging.counting import recount
from demosx.proposals.models import Proposal
from demosx.scrutiny.services import discount, restore
from tests.merging.acts import joined, let_support, parted
from tests.merging.conftest import crowd, file  # noqa: F401 — a fixture

WHY = "한꺼번에 들어왔습니다."
Three = tuple[Proposal, Proposal, Proposal]


@pytest.fixture
def three(file: Callable[..., Proposal], now: None) -> Three:  # noqa: F811
    """Two proposals that are merged into the third."""
    return file("하나"), file("둘"), file("셋")


def supports(*proposals: Proposal) -> list[int]:
    """What each counts, which is the recount."""
    db.session.commit()
    db.session.expire_all()
    for proposal in proposals:
        assert sum(recount(proposal.id).supports.values()) == proposal.supports
        assert recount(proposal.id).people == proposal.participants
    return [proposal.supports for proposal in proposals]


def test_who_came_with_several_counts_if_they_do_in_one_of_them(three: Three, operator: Actor) -> None:
    one, two, into = three
    (person,) = crowd(1)
    let_support(one, person)
    let_support(two, person)
    (first,) = discount({one.id: [person.id or 0]}, WHY, actor=operator)
    joined(one, into, operator)
    assert supports(one, two, into) == [0, 1, 0]
    joined(two, into, operator)
    assert supports(one, two, into) == [0, 1, 1]
    parted(two, operator)
    assert supports(one, two, into) == [0, 1, 0]
    joined(two, into, operator)
    (second,) = discount({into.id: [person.id or 0]}, WHY, actor=operator)
    assert supports(one, two, into) == [0, 0, 0]
    restore(first, WHY, actor=operator)
    assert supports(one, two, into) == [1, 0, 1]
    restore(second, WHY, actor=operator)
    assert supports(one, two, into) == [1, 1, 1]


def test_what_was_given_to_the_proposal_itself_decides(three: Three, operator: Actor) -> None:
    one, _two, into = three
    people = crowd(2)
    for person in people:
        let_support(one, person)
        let_support(into, person)
    discount({into.id: [people[0].id or 0]}, WHY, actor=operator)
    discount({one.id: [people[1].id or 0]}, WHY, actor=operator)
    joined(one, into, operator)
    assert supports(one, into) == [1, 1]


def test_a_decision_holds_where_its_supports_have_gone(three: Three, operator: Actor) -> None:
    one, two, into = three
    people = crowd(3)
    let_support(one, *people)
    joined(one, two, operator)
    joined(two, into, operator)
    (made,) = discount({into.id: [people[0].id or 0, people[1].id or 0]}, WHY, actor=operator)
    assert supports(one, two, into) == [1, 1, 1] and made.supports == 2
    parted(two, operator)
    parted(one, operator)
    assert supports(one, two, into) == [1, 0, 0]
    restore(made, WHY, actor=operator)
    assert supports(one, two, into) == [3, 0, 0]
