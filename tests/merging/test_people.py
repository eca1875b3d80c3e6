"""The people of a merged proposal count where it goes on, each once; and alone again when it is undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.duties.services import open_duties
from demosx.journey.merged import tree_of
from demosx.journey.queries import standing
from demosx.merging.errors import (
    MergedOnwards,
)
from demosx.opinions.moderation import hide, show
from demosx.opinions.services import say
from demosx.proposals.models import Proposal
from demosx.stages.support.kind import SupportOptions, measure
from demosx.stages.support.models import Support
from demosx.stages.support.services import support, withdraw_support
from tests.merging.acts import joined, let_support, numbers, parted
from tests.merging.conftest import DAY, crowd

File = Callable[..., Proposal]


def test_people_count_once_where_it_goes_on(now: None, file: File, operator: Actor) -> None:
    one, other, (a, b, c, d) = file(), file(), crowd(4)
    let_support(one, a, b)
    let_support(other, b, c)
    say(one, "저도요", actor=d)
    joined(one, other, operator)
    assert (one.ended, one.merged_into_id, one.merged_visit) == ("merged", other.id, 1)
    assert numbers(other) == (3, 4, 3, 4)
    assert numbers(one) == (2, 3, 2, 3)
    assert (other.opinions, one.opinions) == (0, 1)
    came = {
        row.account_id: row.via_id
        for row in db.session.scalars(db.select(Support).filter_by(proposal_id=other.id))
    }
    assert came == {a.id: one.id, b.id: None, c.id: None}


def test_facts_are_those_of_everybody_at_once(now: None, file: File, operator: Actor) -> None:
    one, other = file(), file()
    people = crowd(5, "narae", "narae", "solmaru", "narae", "solmaru")
    let_support(one, *people[:3])
    let_support(other, *people[3:])
    joined(one, other, operator)
    here = standing(other)
    assert [here.facts()[name] for name in ("supports", "participants", "participants.ever")] == [5, 5, 5]
    for minimum, regions in ((2, 2), (3, 1), ({"solmaru": 2, "narae": 4}, 1)):
        stage = replace(here.stage, options=SupportOptions(region_minimum=minimum))
        assert measure(replace(here.stop, stage=stage)) == {"regions_reached": regions}


def test_what_was_gathered_elsewhere_is_not_added(now: None, file: File, operator: Actor) -> None:
    one, other, people = file(), file(), crowd(2)
    one.supports_elsewhere, one.supports = 30, 30
    db.session.commit()
    let_support(one, *people)
    joined(one, other, operator)
    assert (one.supports, other.supports, other.supports_elsewhere) == (32, 2, 0)


def test_what_was_merged_before_goes_along(now: None, file: File, operator: Actor) -> None:
    first, one, other, (a, b, c) = file(), file(), file(), crowd(3)
    let_support(first, a, b)
    let_support(one, b, c)
    joined(first, one, operator)
    joined(one, other, operator)
    assert numbers(one) == numbers(other) == (3, 3, 3, 3)
    assert tree_of(first) == tree_of(other) == sorted([first.id, one.id, other.id])
    with pytest.raises(MergedOnwards):
        parted(first, operator)
    db.session.rollback()
    parted(one, operator)
    parted(first, operator)
    assert [p.supports for p in (first, one, other)] == [2, 2, 0]
    assert [p.participants for p in (first, one, other)] == [2, 2, 0]


def test_who_came_along_counts_already(now: None, file: File, operator: Actor) -> None:
    one, other, (a,) = file(), file(), crowd(1)
    let_support(one, a)
    joined(one, other, operator)
    assert not support(other, actor=a)
    assert numbers(other) == (1, 1, 1, 1)


def test_withdrawing_takes_everything_back_once(now: None, file: File, operator: Actor) -> None:
    first, one, other, (a, b) = file(), file(), file(), crowd(2)
    for proposal in (first, one, other):
        let_support(proposal, a, b)
    joined(first, one, operator)
    joined(one, other, operator)
    assert withdraw_support(other, actor=a) and not withdraw_support(other, actor=a)
    db.session.commit()
    for proposal in (first, one, other):
        assert numbers(proposal) == (1, 1, 1, 1)
    parted(one, operator)
    assert {row.account_id for row in db.session.scalars(db.select(Support))} == {b.id}


def test_undone_people_come_back_and_duties_stay(file: File, operator: Actor) -> None:
    one, other, people = file(), file(), crowd(55)
    with testing.at(DAY):
        let_support(one, *people[:52])
        let_support(other, *people[50:])
        say(one, "저도요", actor=people[54])
        joined(one, other, operator)
        withdraw_support(other, actor=people[0])
        db.session.commit()
    with testing.at("2019-02-10 12:00"):
        parted(one, operator)
        assert (one.merged_into_id, one.ended, one.stage, one.visit_number) == (None, None, "support", 2)
        assert one.closes_on == date(2019, 3, 12)
        assert numbers(one) == (
            51,
            51,
            51,
            52,
        )  # who only said something counts in the stay in which they did
        assert numbers(other) == (5, 5, 5, 5)
        assert [duty.name for duty in open_duties(other.id)] == ["department_answer"]
        assert [duty.name for duty in open_duties(one.id)] == ["department_answer"]
        assert not support(one, actor=people[5]) and withdraw_support(one, actor=people[5])


def test_who_came_with_two_stays_with_the_other(now: None, file: File, operator: Actor) -> None:
    one, two, other, (a, b) = file(), file(), file(), crowd(2)
    let_support(one, a)
    let_support(two, a)
    say(one, "저도요", actor=b)
    say(two, "저도요", actor=b)
    joined(one, other, operator)
    joined(two, other, operator)
    assert numbers(other) == (1, 2, 1, 2)
    parted(one, operator)
    assert numbers(other) == (1, 2, 1, 2)
    parted(two, operator)
    assert numbers(other) == (0, 0, 0, 0)


def test_what_is_hidden_afterwards_counts_no_more_there(now: None, file: File, operator: Actor) -> None:
    first, one, other, (a,) = file(), file(), file(), crowd(1)
    opinion = say(first, "욕설", actor=a)
    joined(first, one, operator)
    joined(one, other, operator)
    assert numbers(other) == (0, 1, 0, 1)
    hide(opinion, "욕설", actor=operator)
    assert [numbers(p) for p in (first, one, other)] == [(0, 0, 0, 0)] * 3
    show(opinion, actor=operator)
    assert [numbers(p) for p in (first, one, other)] == [(0, 1, 0, 1)] * 3


def test_what_is_hidden_afterwards_leaves_who_came_with_another(
    now: None, file: File, operator: Actor
) -> None:
    one, two, other, (a,) = file(), file(), file(), crowd(1)
    opinion = say(one, "욕설", actor=a)
    let_support(two, a)
    joined(one, other, operator)
    joined(two, other, operator)
    hide(opinion, "욕설", actor=operator)
    assert (numbers(one), numbers(other)) == ((0, 0, 0, 0), (1, 1, 1, 1))
