"""What is noticed among the supports of a proposal, and what is not."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.scrutiny.patterns import LEAST, Given, Group, Usual, groups, many_by_one
from tests.scrutiny.days import HOUR, START, at_once, by_day, numbered, people, shared

NETWORKS = (0.2, 0.15, 0.1, 0.05)  # telephone networks, behind whose few addresses many people are
KNOWN = Usual(2000, {"network-0": 400, "network-1": 300, "network-2": 200, "network-3": 100}, 100)


def kinds(found: Sequence[Group]) -> set[str]:
    return {group.kind for group in found}


@pytest.fixture
def week() -> list[Given]:
    """A week of a proposal that sixty support a day."""
    return people(Random(5), 7, by_day(60), NETWORKS)


def test_an_ordinary_week_is_nothing_to_look_at(week: list[Given]) -> None:
    assert len(week) > 300 and groups(week, KNOWN) == []


def test_many_from_one_block_within_an_hour_are_noticed(week: list[Given]) -> None:
    script = at_once(37, "office", HOUR, Random(1))
    found = [group for group in groups(numbered(week + script), KNOWN) if group.kind == "block"]
    assert [(group.block, group.count) for group in found] == [("office", 37)]
    assert found[0].expected < 1


def test_a_telephone_network_is_not_noticed_for_being_large(week: list[Given]) -> None:
    crowd = people(Random(3), 7, by_day(600), NETWORKS)
    assert Counter(one.block for one in crowd)["network-0"] > 600
    assert "block" not in kinds(groups(crowd, KNOWN))
    assert "block" in kinds(groups(crowd, Usual())), (
        "a site that knows nothing yet has nothing to compare with"
    )


def test_whoever_comes_often_does_not_make_it_usual(week: list[Given]) -> None:
    script = at_once(60, "office", HOUR, Random(1))
    known = Usual(100, {"office": 100})
    assert "block" in kinds(groups(numbered(week + script), known))


def test_a_workshop_shows_and_a_small_one_does_not(week: list[Given]) -> None:
    assert "block" in kinds(groups(numbered(week + at_once(25, "school", HOUR, Random(2))), KNOWN))
    assert groups(numbered(week + at_once(LEAST - 1, "school", HOUR, Random(2))), KNOWN) == []


def test_many_new_accounts_within_an_hour_are_noticed(week: list[Given]) -> None:
    new = [Given(0, one.at, f"home-{n}", 2) for n, one in enumerate(at_once(30, "", HOUR, Random(4)))]
    found = {group.kind: group for group in groups(numbered(week + new), KNOWN)}
    assert 30 <= found.pop("young").count <= 36
    assert found.keys() <= {"burst"}


def test_a_sudden_hour_is_noticed_by_the_proposals_own_measure(week: list[Given]) -> None:
    many = [Given(0, one.at, f"home-{n}") for n, one in enumerate(at_once(90, "", HOUR, Random(4)))]
    (group,) = groups(numbered(week + many), KNOWN)
    assert group.kind == "burst" and group.count >= 60 and group.expected < 10
    busy = people(Random(5), 7, by_day(4000), NETWORKS)
    assert "burst" not in kinds(groups(numbered(busy + many), KNOWN))


def test_a_proposal_not_a_day_old_has_no_measure_of_its_own() -> None:
    first_day = people(Random(6), 1, by_day(2000), NETWORKS)
    assert "burst" not in kinds(groups(first_day, KNOWN))


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.3])
def test_a_clock_is_noticed_and_a_crowd_is_not(jitter: float) -> None:
    chance = Random(7)
    script = [
        Given(0, START + timedelta(minutes=7 * n + 7 * jitter * chance.random()), f"proxy-{n}")
        for n in range(40)
    ]
    assert kinds(groups(numbered(script), KNOWN)) == {"even"}
    crowd = [Given(0, START + timedelta(milliseconds=20 * n), f"home-{n}") for n in range(40)]
    assert "even" not in kinds(groups(numbered(crowd), KNOWN)), "all at once is a crowd"


def test_a_script_behind_one_address_is_noticed_among_others(week: list[Given]) -> None:
    script = [Given(0, START + timedelta(hours=50, minutes=11 * n), "office") for n in range(20)]
    found = {group.kind: group for group in groups(numbered(week + script), KNOWN)}
    assert found["even"].block == "office" and found["even"].count == 20


def test_one_account_that_supports_many_proposals_is_noticed() -> None:
    reader = [Given(n, START + timedelta(minutes=3 * n)) for n in range(60)]
    script = [Given(n, START + timedelta(seconds=4 * n)) for n in range(60)]
    assert list(many_by_one(reader)) == []
    (group,) = many_by_one(script)
    assert (group.kind, group.count) == ("busy", 60)


supports = st.builds(
    Given,
    st.just(0),
    st.integers(0, 7 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds)),
    st.sampled_from(["", "a", "b", "c"]),
    st.integers(0, 168),
)


@given(st.lists(supports, max_size=200), st.integers(0, 500))
@settings(max_examples=60, deadline=None)
def test_groups_hold_members_in_order_once_and_never_few(made: list[Given], seen: int) -> None:
    ordered = numbered(made)
    for group in groups(ordered, Usual(seen, {"a": seen}, seen // 3)):
        numbers = [one.id for one in group.members]
        assert numbers == sorted(set(numbers)) and group.count >= LEAST
        assert set(group.members) <= set(ordered)
        assert not group.block or {one.block for one in group.members} == {group.block}
        if group.kind == "young":
            assert all(one.hours < 24 for one in group.members)


def test_a_shared_link_is_shown_as_a_burst_and_as_nothing_else() -> None:
    viral = people(Random(8), 7, shared(40, 80, 200, 8), NETWORKS)
    assert kinds(groups(viral, KNOWN)) <= {"burst"}
