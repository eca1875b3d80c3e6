"""Put a story on a page: cards in layers, arrows between them, lines to stages farther off at the sides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .arranging import arrange
from .cards import COUNT_DIGITS, LEFT, Card, Row, card, rows_of
from .measure import wrap, wrap_items
from .pieces import block, centred
from .plan import ANYWHERE, Lanes, Routed
from .shapes import Box, Line, Picture, Shape
from .story import Stop, Story
from .style import (
    CARD_SIDE,
    COLUMN_GAP,
    EASY,
    LANE,
    LANE_MARGIN,
    MOST_LANES,
    NARROWEST_LABEL,
    NUMBER,
    SPLITS,
    TIGHT,
    TITLE,
    Style,
)

# What to try until it fits on a page: sizes, as shares of the usual one, with the space that goes with them.
STEPS = tuple((size / 100, EASY) for size in range(112, 93, -2)) + tuple(
    (size / 100, TIGHT) for size in range(100, 69, -2)
)


@dataclass(frozen=True)
class Placed:
    """A card where it stands."""

    card: Card
    x: float
    y: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width


def draw(story: Story, style: Style) -> Picture:
    """The picture of a process. Where it is to fit on a page its text becomes smaller until it does, within limits."""
    least = (NARROWEST_LABEL + NUMBER) * style.size / style.inner
    routed = arrange(story, style.columns, least)
    tried = {split: _Page(story, style, routed, split).picture() for split in SPLITS}
    split = min(tried, key=lambda one: tried[one].height)
    if style.tallest is None:
        return tried[split]
    for size, air in STEPS:
        picture = _Page(story, replace(style, size=style.size * size, air=air), routed, split).picture()
        if picture.height <= style.tallest:
            return replace(picture, height=style.tallest)
    return picture


class _Page:
    """A page in the making, from top to bottom."""

    def __init__(self, story: Story, style: Style, routed: Routed, split: float) -> None:
        self.story = story
        self.style = style
        self.em = style.em
        self.split = split
        self.routed = routed
        self.left = style.margin + self.beside(routed.left)
        self.right = style.width - style.margin - self.beside(routed.right)
        self.stops = {stop.key: stop for stop in story.stops}
        if story.anywhere:
            self.stops[ANYWHERE] = story.anywhere
        self.numbers = {stop.key: stop.number for stop in story.stops}
        self.shapes: list[Shape] = []
        self.places: dict[str, Placed] = {}
        self.y = style.margin

    def beside(self, lanes: Lanes) -> float:
        """The width of the lanes at one side."""
        return self.away(lanes, lanes.count - 1) + self.em(0.3) if lanes.count else 0

    def away(self, lanes: Lanes, lane: int) -> float:
        """How far from the cards a lane is. Many lanes stand closer."""
        step = min(self.em(LANE), MOST_LANES * self.style.width / lanes.count)
        return self.em(LANE_MARGIN) + step * lane

    def picture(self) -> Picture:
        layers = self.routed.plan.layers
        self.heading()
        self.beginning()
        for number, layer in enumerate(layers):
            if number:
                self.arrows(layers[number - 1], layer)
            self.layer(layer)
        if self.story.rests:
            self.y += self.em(self.style.air.gap)
            made = self.card(self.story.rests, self.right - self.left)
            self.put(made, self.left, self.right - self.left, made.height, "band")
            self.y += made.height
        self.lines()
        return Picture(self.style.width, self.y + self.style.margin, self.style.size, tuple(self.shapes))

    def heading(self) -> None:
        """The name of the process and for what it holds, unless the page says so; and who may take part."""
        room, titled = (self.right - self.left) / self.style.size, self.style.titled
        title = wrap(self.story.name, room / TITLE, bold=True) if titled else []
        holds = [self.story.holds] if titled and self.story.holds else []
        about = wrap_items((*holds, *self.story.about), room)
        for piece in (
            block(title, self.style, "title", scale=TITLE, bold=True),
            block(about, self.style, "soft"),
        ):
            self.shapes += piece.at(self.left, self.y)
            self.y += piece.height
        self.y += self.em(0.8) if title or about else 0

    def beginning(self) -> None:
        """Who may begin, and an arrow to the first stage."""
        pad, gap = self.em(0.9), self.em(self.style.air.gap)
        lines = wrap(self.story.begins, (self.right - self.left - 2 * pad) / self.style.size, bold=True)
        text = block(lines, self.style, "begin", bold=True)
        high = text.height + self.em(0.6)
        self.shapes.append(Box(self.left, self.y, text.width + 2 * pad, high, "begin", radius=self.em(1)))
        self.shapes += centred(text, text.width).at(self.left + pad, self.y + self.em(0.3))
        self.y += high + gap
        rail = self.left + self.rail
        self.shapes.append(Line(((rail, self.y - gap), (rail, self.y)), "way", arrow=True))

    @property
    def rail(self) -> float:
        """How far from a card's left side arrows come in from above: over its number."""
        return self.em(CARD_SIDE + NUMBER / 2)

    def layer(self, keys: Sequence[str]) -> None:
        """The cards of a layer side by side, equally high."""
        wide = self.column(len(keys))
        cards = [self.card(self.stops[key], wide) for key in keys]
        high = max(made.height for made in cards)
        for place, (key, made) in enumerate(zip(keys, cards, strict=True)):
            x = self.left + place * (wide + self.em(COLUMN_GAP))
            self.places[key] = Placed(made, x, self.y, wide)
            self.put(made, x, wide, high, "card" if key else "band")
        self.y += high

    def column(self, count: int) -> float:
        """The width of each of so many columns."""
        return (self.right - self.left - self.em(COLUMN_GAP) * (count - 1)) / count

    def put(self, made: Card, x: float, wide: float, high: float, role: str) -> None:
        """A card at the present height."""
        self.shapes.append(Box(x, self.y, wide, high, role, radius=self.em(0.6)))
        self.shapes += [shape.moved(x, self.y) for shape in made.shapes]

    def card(self, stop: Stop, wide: float) -> Card:
        plan = self.routed.plan
        down = {
            rule for (source, _target), rules in plan.down.items() if source == stop.key for rule in rules
        }
        sides = {way.rule: side for way, side in self.routed.side_of.items() if way.source == stop.key}
        rows = rows_of(
            stop, {rule: sides.get(rule, "") for rule in range(len(stop.rules)) if rule not in down}
        )
        count = self.story.now.format(COUNT_DIGITS) if self.style.counts and stop.listed else ""
        return card(stop, rows, wide, self.style, self.numbers, self.split, count)

    def arrows(self, above: Sequence[str], below: Sequence[str]) -> None:
        """The arrows between two layers, each with what it takes beside it."""
        top, lowest, rails = self.y, self.y + self.em(self.style.air.gap), []
        for (source, target), rules in self.routed.plan.down.items():
            if source in above:
                rail, right = self.between(source, target, below)
                row = Row(tuple(self.stops[source].rules[rule] for rule in rules))
                text = block(row.whole((right - rail - self.em(1.6)) / self.style.size), self.style, "label")
                self.shapes += text.at(rail + self.em(0.9), top + self.em(0.25))
                lowest = max(lowest, top + text.height + self.em(0.5))
                rails.append(rail)
        self.shapes += [Line(((rail, top), (rail, lowest)), "way", arrow=True) for rail in rails]
        self.y = lowest

    def between(self, source: str, target: str, below: Sequence[str]) -> tuple[float, float]:
        """Where an arrow from one card to another of the next layer runs, and how far to the right it has room."""
        wide, one = self.column(len(below)), self.places[source]
        x = self.left + below.index(target) * (wide + self.em(COLUMN_GAP))
        return max(x, one.x) + self.rail, min(x + wide, one.right)

    def lines(self) -> None:
        """The lines at the sides, from what a rule does to the stage that it leads to."""
        for source in self.places.values():
            for outlet in source.card.outlets:
                target = self.places[outlet.target]
                start = (source.x + outlet.x, source.y + outlet.y)
                lane, end = self.lane(outlet.target, outlet.side), target.y + target.card.entry
                edge = target.x if outlet.side == LEFT else target.right
                self.shapes.append(
                    Line((start, (lane, start[1]), (lane, end), (edge, end)), "way", arrow=True)
                )

    def lane(self, target: str, side: str) -> float:
        lanes = self.routed.left if side == LEFT else self.routed.right
        away = self.away(lanes, lanes.lane_of[target])
        return self.left - away if side == LEFT else self.right + away
