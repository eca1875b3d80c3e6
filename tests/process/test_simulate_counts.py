"""Counts are read as a site would count them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from demosx.process import FactType, State, Value, VisitState
from demosx.process.scope import COUNTED
from demosx.process.simulate.counts import Counts
from tests.process.journeys import example
from tests.process.kinds import KINDS

CITIZEN = example("seoul-2019")
THEN = datetime(2019, 2, 1, tzinfo=UTC)


def state(visit: int, stage: str = "support") -> State:
    """A proposal in a visit."""
    return State(filed_at=THEN, visit=VisitState(visit, stage, THEN), settled_until=THEN)


def read(counts: Counts, visit: int, *names: str, stage: str = "support") -> list[Value]:
    """Some of the facts in a visit."""
    facts = counts.read(CITIZEN, state(visit, stage))
    return [facts[name] for name in names]


def test_nothing_is_counted_at_first() -> None:
    counts = Counts(KINDS, {"population": 5})
    assert (
        read(counts, 1, "supports", "supports.ever", "supports.here", "participants", "opinions", "votes")
        == [0] * 6
    )
    assert read(counts, 1, "votes.yes", "votes.other", stage="forum") == [0, 0]
    assert read(counts, 1, "population") == [5]


def test_supports_are_the_proposals_and_those_here_came_since_the_visit_began() -> None:
    counts = Counts(KINDS, {})
    counts = counts.set(1, {"supports": 40})
    assert read(counts, 1, "supports", "supports.ever", "supports.here") == [40, 40, 40]
    assert read(counts, 2, "supports", "supports.ever", "supports.here") == [40, 40, 0]
    counts = counts.set(2, {"supports": 45})
    assert read(counts, 2, "supports", "supports.here") == [45, 5]
    assert read(counts, 3, "supports", "supports.here") == [45, 0]
    counts = counts.set(2, {"supports.here": 9})
    assert read(counts, 2, "supports", "supports.here") == [45, 9]


def test_ever_and_here_are_the_same_counts_under_other_names() -> None:
    counts = Counts(KINDS, {})
    counts = counts.set(
        1, {"supports.ever": 40, "participants.here": 50, "opinions.here": 3, "votes.here": 2}
    )
    assert read(counts, 1, "supports", "participants", "opinions", "votes") == [40, 50, 3, 2]


def test_who_supported_or_voted_took_part() -> None:
    counts = Counts(KINDS, {})
    counts = counts.set(1, {"supports": 40})
    assert read(counts, 1, "participants") == [40]
    counts = counts.set(2, {"votes.yes": 30, "votes.no": 12})
    assert read(counts, 2, "votes", "participants", "participants.ever") == [42, 42, 42]
    counts = counts.set(2, {"participants": 41})
    assert read(counts, 2, "participants") == [41]


def test_the_same_people_may_have_come_again_but_opinions_and_votes_add_up() -> None:
    counts = Counts(KINDS, {})
    counts = counts.set(1, {"participants": 100, "opinions": 10, "votes": 5})
    counts = counts.set(2, {"participants": 60, "opinions": 7, "votes": 6})
    assert read(counts, 2, "participants.ever", "opinions.ever", "votes.ever") == [100, 17, 11]
    counts = counts.set(2, {"participants.ever": 150, "opinions.ever": 16})
    assert read(counts, 2, "participants.ever", "opinions.ever", "participants") == [150, 17, 60]
    assert read(counts, 3, "participants.ever", "participants") == [150, 0]


def test_what_a_plugin_measures_for_a_proposal_stays() -> None:
    counts = Counts(KINDS, {}, frozenset({"cost"}))
    counts = counts.set(1, {"cost": 5, "late": 3, "area": "roads"})
    assert read(counts, 2, "cost", "area") == [5, "roads"]
    assert "late" not in counts.read(CITIZEN, state(2))
    assert KINDS["execution"].facts == {"late": FactType.NUMBER}
    assert read(counts, 2, "late", stage="execution") == [0]


@given(st.lists(st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 1000)), max_size=6))
def test_never_fewer_in_all_than_here(steps: list[dict[str, Value]]) -> None:
    counts = Counts(KINDS, {})
    for visit, facts in enumerate(steps, start=1):
        counts = counts.set(visit, facts)
        for name in COUNTED:
            here, ever, plain = read(counts, visit, f"{name}.here", f"{name}.ever", name)
            assert here <= ever  # type: ignore[operator]
            assert plain == (ever if name == "supports" else here)
