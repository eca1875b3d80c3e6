"""Where the stages stand: in layers from top to bottom, and which lines between them run at which side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .cards import LEFT, RIGHT
from .story import Story

ANYWHERE = ""
Layers = tuple[tuple[str, ...], ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """A rule that moves: from which stage, the place of the rule among the stage's, and to where."""

    source: str
    rule: int
    target: str


def ways_of(story: Story) -> tuple[Way, ...]:
    """Every rule that moves from one stage to another, those of every stage from the card that shows them."""
    cards = [*story.stops, *([story.anywhere] if story.anywhere else [])]
    return tuple(
        Way(stop.key, place, told.then.stage)
        for stop in cards
        for place, told in enumerate(stop.rules)
        if told.then.stage not in ("", stop.key)
    )


@dataclass(frozen=True)
class Plan:
    """Layers of stages. `least`: the share of the width that two stages must have in common for an arrow between
    them."""

    layers: Layers
    ways: tuple[Way, ...]
    least: float

    @cached_property
    def at(self) -> Mapping[str, Place]:
        """The layer of each stage and its place in it."""
        return {
            key: (number, place)
            for number, layer in enumerate(self.layers)
            for place, key in enumerate(layer)
        }

    def span(self, key: str) -> tuple[float, float]:
        """From where to where a stage reaches, as shares of the width."""
        layer, place = self.at[key]
        count = len(self.layers[layer])
        return place / count, (place + 1) / count

    def leads_down(self, way: Way) -> bool:
        """Whether an arrow straight down shows it."""
        if way.source == ANYWHERE or self.at[way.target][0] != self.at[way.source][0] + 1:
            return False
        one, other = self.span(way.source), self.span(way.target)
        return min(one[1], other[1]) - max(one[0], other[0]) >= self.least

    @cached_property
    def down(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """The arrows straight down: between which stages, and which rules they stand for."""
        found: dict[tuple[str, str], tuple[int, ...]] = {}
        for way in filter(self.leads_down, self.ways):
            pair = (way.source, way.target)
            found[pair] = (*found.get(pair, ()), way.rule)
        return found

    @cached_property
    def aside(self) -> tuple[Way, ...]:
        """What a line at the side shows."""
        return tuple(way for way in self.ways if not self.leads_down(way))

    def sides(self, way: Way) -> frozenset[str]:
        """The sides at which a line can run without crossing a stage."""
        return self.open_sides(way.source) & self.open_sides(way.target)

    def open_sides(self, key: str) -> frozenset[str]:
        """The sides of a stage at which no other stands."""
        layer, place = self.at[key]
        first = {LEFT} if place == 0 else set()
        last = {RIGHT} if place == len(self.layers[layer]) - 1 else set()
        return frozenset(first | last)


@dataclass(frozen=True)
class Lanes:
    """The lines at one side: the lane of each target, counted from the stages outwards, and how often lines cross."""

    lane_of: Mapping[str, int]
    crossings: int

    @property
    def count(self) -> int:
        """How many lanes there are."""
        return max(self.lane_of.values(), default=-1) + 1


def lanes_of(plan: Plan, ways: Iterable[Way]) -> Lanes:
    """Give lines their lanes, the shortest next to the stages. Lines to the same stage share one."""
    stops: dict[str, list[Place]] = {}
    for way in ways:
        stops.setdefault(way.target, [(plan.at[way.target][0], 0)]).append(
            (plan.at[way.source][0], way.rule + 1)
        )
    spans = {target: (min(places), max(places)) for target, places in stops.items()}
    order = sorted(spans, key=lambda target: (spans[target][1][0] - spans[target][0][0], spans[target]))
    lane_of: dict[str, int] = {}
    for target in order:
        taken = {
            lane
            for other, lane in lane_of.items()
            if spans[other][0] <= spans[target][1] and spans[target][0] <= spans[other][1]
        }
        lane_of[target] = next(lane for lane in range(len(order)) if lane not in taken)
    crossings = sum(
        lane_of[inner] < lane_of[outer] and spans[inner][0] < place < spans[inner][1]
        for outer, places in stops.items()
        for inner in stops
        for place in places
    )
    return Lanes(lane_of, crossings)


@dataclass(frozen=True)
class Routed:
    """A plan with the side of each line that runs aside, and the lanes at both sides."""

    plan: Plan
    side_of: Mapping[Way, str]
    left: Lanes
    right: Lanes

    @property
    def cost(self) -> tuple[int, int, int, int]:
        """How bad it is; the first number that differs decides."""
        blocked = sum(not self.plan.sides(way) for way in self.plan.aside)
        crossings = self.left.crossings + self.right.crossings
        return blocked, crossings, len(self.plan.aside), len(self.plan.layers)


def routed(plan: Plan) -> Routed:
    """Choose the sides: onward at the right and back at the left, unless fewer lines cross otherwise."""
    side_of = {way: _usual_side(plan, way) for way in plan.aside}
    best = _with_sides(plan, side_of)
    for way in plan.aside:
        if best.cost[1] and len(plan.sides(way)) == 2:
            other = LEFT if side_of[way] == RIGHT else RIGHT
            tried = _with_sides(plan, {**best.side_of, way: other})
            best = min(best, tried, key=lambda one: one.cost)
    return best


def _usual_side(plan: Plan, way: Way) -> str:
    back = plan.at[way.target][0] <= plan.at[way.source][0] and way.source != ANYWHERE
    wanted = LEFT if back else RIGHT
    sides = plan.sides(way)
    return wanted if wanted in sides or not sides else next(iter(sides))


def _with_sides(plan: Plan, side_of: Mapping[Way, str]) -> Routed:
    left, right = (
        lanes_of(plan, [way for way in plan.aside if side_of[way] == side]) for side in (LEFT, RIGHT)
    )
    return Routed(plan, side_of, left, right)
