"""The order of the stages, their layers, and the sides at which lines run."""

import pytest

from demosx.process.diagram import Stop, Story, Then, Told
from demosx.process.diagram.arranging import arrange, in_order
from demosx.process.diagram.cards import LEFT, RIGHT
from demosx.process.diagram.plan import lanes_of


def story(ways: str, anywhere: str = "") -> Story:
    """Stages by one letter each with those that they lead to: "a:bc b:d c:d d:"."""
    parts = [part.split(":") for part in ways.split()]
    stops = tuple(stop(key, targets, number) for number, (key, targets) in enumerate(parts, 1))
    return Story("ko", "", "", (), "", stops, stop("", anywhere) if anywhere else None, None, "{}")


def stop(key: str, targets: str, number: int = 0) -> Stop:
    return Stop(key, key, number, rules=tuple(Told("", "", Then("move", "", "", (), to)) for to in targets))


@pytest.mark.parametrize(
    ("ways", "layers"),
    [
        ("a:b b:c c:", "a b c"),
        ("a:bc b:d c:d d:", "a bc d"),
        ("a:bcd b: c: d:", "a bcd"),
        ("a:bcde b: c: d: e:", "a bdc e"),
        ("a:b b:ca c:", "a b c"),
        ("a:bc b:c c:", "a b c"),
        ("a:bc b: c:b", "a c b"),
        ("a:b b: c:", "a bc"),
        ("a:", "a"),
    ],
)
def test_alternatives_stand_side_by_side(ways: str, layers: str) -> None:
    found = arrange(in_order(story(ways)), 3, 0.2).plan.layers
    assert ["".join(layer) for layer in found] == layers.split()


@pytest.mark.parametrize(
    ("ways", "order"),
    [
        ("a:b b:c c:", "abc"),
        ("a:be b:c c:d d:ab e:", "abcde"),
        ("a:be b:cd c:e d:ce e:", "abdce"),
    ],
)
def test_the_file_s_order_stands_unless_lines_cross(ways: str, order: str) -> None:
    found = in_order(story(ways))
    assert "".join(stop.key for stop in found.stops) == order
    assert [stop.number for stop in found.stops] == list(range(1, len(order) + 1))
    assert arrange(found, 1, 0).cost[:2] == (0, 0)


def test_back_at_the_left_and_on_at_the_right() -> None:
    found = arrange(story("a:bc b:c c:a", anywhere="b"), 1, 0)
    sides = {(way.source, way.target): side for way, side in found.side_of.items()}
    assert sides == {("a", "c"): RIGHT, ("c", "a"): LEFT, ("", "b"): RIGHT}
    assert [(source, target) for source, target in found.plan.down] == [("a", "b"), ("b", "c")]


def test_what_cannot_be_drawn_without_a_crossing_is_drawn_with_the_fewest() -> None:
    everything = story("a:bcde b:acde c:abde d:abce e:abcd")
    upright, beside = arrange(in_order(everything), 1, 0), arrange(in_order(everything), 3, 0.2)
    assert upright.cost[0] == beside.cost[0] == 0
    one_side = lanes_of(upright.plan, upright.plan.aside)
    assert upright.cost[1] <= one_side.crossings / 2
    assert beside.cost <= upright.cost
