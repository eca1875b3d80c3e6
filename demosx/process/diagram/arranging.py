"""Find the layers in which lines cross least: stages that follow one another below, alternatives side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, permutations

from .plan import ANYWHERE, Layers, Plan, Routed, Way, routed, ways_of
from .story import Story

MOST_STEPS = 24


def in_order(story: Story) -> Story:
    """The stages in the order in which they are drawn and numbered: that of the file, unless fewer lines cross in
    another."""
    ways, order, last = _given(story)
    onward = {(way.source, way.target) for way in ways}
    found = [
        _improved(
            lambda layers: routed(Plan(layers + last, ways, 0)),
            start,
            lambda layers: _swapped(layers, onward),
        )
        for start in (_one_by_one(order), _one_by_one(chain(*_layers(order, ways, 1))))
    ]
    best = min(found, key=lambda one: one.cost[:2])
    numbers = {key: number for number, (key, *_none) in enumerate(best.plan.layers, 1)}
    stops = sorted(story.stops, key=lambda stop: numbers[stop.key])
    return replace(story, stops=tuple(replace(stop, number=numbers[stop.key]) for stop in stops))


def arrange(story: Story, columns: int, least: float) -> Routed:
    """The best plan that was found, with at most `columns` stages in a layer. `least`: the share of the width that two
    stages must have in common for an arrow between them."""
    ways, order, last = _given(story)

    def plan(layers: Layers) -> Routed:
        return routed(Plan(layers + last, ways, least))

    upright = plan(_one_by_one(order))
    if columns == 1:
        return upright
    return min(_improved(plan, _layers(order, ways, columns), _varied), upright, key=lambda found: found.cost)


def _given(story: Story) -> tuple[tuple[Way, ...], list[str], Layers]:
    """The rules that move, the stages in order, and the layer that comes last in any case."""
    return ways_of(story), [stop.key for stop in story.stops], ((ANYWHERE,),) if story.anywhere else ()


def _one_by_one(order: Iterable[str]) -> Layers:
    return tuple((key,) for key in order)


def _improved(
    plan: Callable[[Layers], Routed], layers: Layers, near: Callable[[Layers], Iterable[Layers]]
) -> Routed:
    """Step to the best of the nearest layers as long as one is better."""
    best = plan(layers)
    for _step in range(MOST_STEPS):
        if not best.cost[0] and not best.cost[1]:
            break
        found = min(
            ((plan(other), other) for other in near(layers)), key=lambda one: one[0].cost, default=None
        )
        if found is None or found[0].cost >= best.cost:
            break
        best, layers = found
    return best


def _swapped(layers: Layers, onward: set[tuple[str, str]]) -> Iterator[Layers]:
    """Two stages the other way round, where no rule leads on from the upper to the lower. The first stage stays the
    first."""
    for place, ((upper,), (lower,)) in enumerate(pairwise(layers)):
        if place and (upper, lower) not in onward:
            yield (*layers[:place], (lower,), (upper,), *layers[place + 2 :])


def _varied(layers: Layers) -> Iterator[Layers]:
    """One layer in another order, or in two."""
    for place, layer in enumerate(layers):
        before, after = layers[:place], layers[place + 1 :]
        for other in permutations(layer):
            if other != layer:
                yield (*before, other, *after)
            for cut in range(1, len(layer)):
                yield (*before, other[:cut], other[cut:], *after)


def _layers(order: Sequence[str], ways: Iterable[Way], columns: int) -> Layers:
    """Each stage one below the lowest from which a rule leads on to it; stages to which none does, beside the one
    before them in the file."""
    place = {key: number for number, key in enumerate(order)}
    sources: dict[str, list[str]] = {key: [] for key in order}
    for way in ways:
        if way.source != ANYWHERE and place[way.source] < place[way.target]:
            sources[way.target].append(way.source)
    level = {order[0]: 0}
    for before, key in pairwise(order):
        level[key] = max((level[source] + 1 for source in sources[key]), default=level[before])
    rows = [[key for key in order if level[key] == number] for number in range(max(level.values()) + 1)]
    return tuple(tuple(row[start : start + columns]) for row in rows for start in range(0, len(row), columns))
