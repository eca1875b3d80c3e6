"""Merging while others merge, support and withdraw: nobody waits for ever, and the numbers are the recount."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import Conflict
from demosx.core.permissions import Actor
from demosx.journey.queries import visits_of
from demosx.merging.counting import recount
from demosx.merging.services import merge, unmerge
from demosx.opinions.models import Opinion
from demosx.opinions.moderation import hide
from demosx.opinions.services import say
from demosx.proposals.models import Proposal
from demosx.stages.support.services import support, withdraw_support
from tests.counting import at_once
from tests.merging.acts import WHY, joined, let_support
from tests.merging.conftest import DAY, crowd

File = Callable[..., Proposal]


def the(number: int) -> Proposal:
    """A proposal in the session of this thread."""
    return db.session.get_one(Proposal, number)


def did(act: Callable[[], object]) -> bool:
    """Whether an act could be done; somebody else may have been faster."""
    with testing.at(DAY):
        try:
            act()
        except Conflict:
            db.session.rollback()
            return False
    return True


def merging(one: int, other: int, operator: Actor) -> bool:
    return did(lambda: merge(the(one), the(other), WHY, actor=operator))


def parting(one: int, operator: Actor) -> bool:
    return did(lambda: unmerge(the(one), WHY, actor=operator))


def giving(number: int, person: Actor) -> bool:
    return did(lambda: support(the(number), actor=person))


def taking_back(number: int, person: Actor) -> bool:
    return did(lambda: withdraw_support(the(number), actor=person))


def hiding(opinion: int, operator: Actor) -> bool:
    return did(lambda: hide(db.session.get_one(Opinion, opinion), WHY, actor=operator))


def check(*numbers: int) -> None:
    """Fail unless every number is what the rows say."""
    db.session.rollback()
    for number in numbers:
        counted, proposal = recount(number), the(number)
        assert proposal.supports == sum(counted.supports.values())
        assert proposal.participants == counted.people
        visits = visits_of(number)
        assert {visit.number: visit.supports for visit in visits if visit.supports} == counted.supports
        assert {
            visit.number: visit.participants for visit in visits if visit.participants
        } == counted.participants


@pytest.fixture
def pair(app: Flask, file: File) -> Iterator[tuple[int, int, list[Actor]]]:
    """Two proposals with people of their own and in common."""
    with testing.at(DAY):
        one, other, people = file(), file(), crowd(24)
        let_support(one, *people[:8])
        let_support(other, *people[4:12])
        yield one.id, other.id, people


def test_two_who_merge_crosswise(app: Flask, pair: tuple[int, int, list[Actor]], operator: Actor) -> None:
    one, other, _people = pair
    done = at_once(app, [partial(merging, one, other, operator), partial(merging, other, one, operator)] * 4)
    assert done.count(True) == 1
    check(one, other)
    gone, stays = (the(one), the(other)) if the(one).ended else (the(other), the(one))
    assert (gone.merged_into_id, stays.ended, stays.supports) == (stays.id, None, 12)


def test_supporting_and_withdrawing_while_merging(
    app: Flask, pair: tuple[int, int, list[Actor]], operator: Actor
) -> None:
    one, other, people = pair
    acts = [partial(giving, number, person) for person in people[12:] for number in (one, other)]
    acts += [partial(taking_back, number, person) for person in people[:8] for number in (one, other)]
    acts.insert(len(acts) // 2, partial(merging, one, other, operator))
    assert at_once(app, acts)[len(acts) // 2]
    check(one, other)
    assert the(one).merged_into_id == other


def test_a_tree_under_every_kind_of_change(
    app: Flask, file: File, pair: tuple[int, int, list[Actor]], operator: Actor
) -> None:
    one, other, people = pair
    with testing.at(DAY):
        third = file().id
        let_support(the(third), *people[6:14])
        opinions = [say(the(third), f"{n}", actor=people[n]).id for n in range(14, 18)]
        db.session.commit()
        joined(the(third), the(one), operator)
        joined(the(one), the(other), operator)
    acts = [partial(taking_back, other, person) for person in people[:14]]
    acts += [partial(hiding, opinion, operator) for opinion in opinions]
    acts += [partial(giving, other, person) for person in people[18:]]
    acts += [partial(parting, one, operator), partial(parting, third, operator)] * 3
    at_once(app, acts)
    check(one, other, third)
    while the(third).merged_into_id:
        assert parting(one, operator) or parting(third, operator)
        db.session.commit()
    check(one, other, third)
