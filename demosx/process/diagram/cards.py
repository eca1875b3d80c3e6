"""A card: one stage with what it is, and a row for each rule that does not simply lead on to the next stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .measure import width, wrap, wrap_items
from .pieces import Piece, block, chip
from .shapes import Box, Line, Shape, Text
from .story import Stop, Then, Told
from .style import CARD_SIDE, NAME, NUMBER, SIDE_BY_SIDE, SMALL, Style

LEFT, RIGHT = "left", "right"
COUNT_DIGITS = "99,999"


@dataclass(frozen=True)
class Outlet:
    """Where a line to another stage leaves a card: from this point, to the given side."""

    target: str
    x: float
    y: float
    side: str


@dataclass(frozen=True)
class Card:
    """A card from its own top left corner. `entry`: the height at which lines from the side come in."""

    shapes: tuple[Shape, ...]
    height: float
    entry: float
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True)
class Row:
    """One or more rules that do the same, and to which side a line leaves; nothing where none does."""

    told: tuple[Told, ...]
    side: str = ""

    @property
    def then(self) -> Then:
        """What they do."""
        return self.told[0].then

    def clauses(self, limit: float) -> list[str]:
        """When they do it, in lines of at most `limit` em."""
        clauses = [self.told[0].clause, *(one.also for one in self.told[1:])]
        return [line for clause in clauses for line in wrap(clause, limit)]

    def whole(self, limit: float) -> list[str]:
        """The same with what they do beside it, where nothing else says so."""
        clauses = [self.told[0].clause, *(one.also for one in self.told[1:])]
        beside = (f" ({'; '.join(one.then.lines)})" if one.then.lines else "" for one in self.told)
        return [line for both in zip(clauses, beside, strict=True) for line in wrap("".join(both), limit)]


def rows_of(stop: Stop, sides: Mapping[int, str]) -> list[Row]:
    """The rows for the rules with these places. Rules that follow one another and do the same share one."""
    rows: list[Row] = []
    for place, side in sides.items():
        told = stop.rules[place]
        if rows and rows[-1].then == told.then and rows[-1].side == side:
            rows[-1] = Row((*rows[-1].told, told), side)
        else:
            rows.append(Row((told,), side))
    return rows


def card(
    stop: Stop,
    rows: Sequence[Row],
    wide: float,
    style: Style,
    numbers: Mapping[str, int],
    split: float,
    count: str,
) -> Card:
    """Draw a stop as a card of this width. `numbers`: those of the stages; `split`: the share of the width that clauses
    have; `count`: what stands for a stage's count."""
    drawing = _Drawing(stop, wide, style, numbers, split)
    drawing.header(count)
    for row in rows:
        drawing.row(row)
    return Card(tuple(drawing.shapes), drawing.y, drawing.entry, tuple(drawing.outlets))


class _Drawing:
    """A card in the making, from top to bottom."""

    def __init__(
        self, stop: Stop, wide: float, style: Style, numbers: Mapping[str, int], split: float
    ) -> None:
        self.stop = stop
        self.wide = wide
        self.style = style
        self.em = style.em
        self.numbers = numbers
        self.split = split
        self.pad = self.em(style.air.card)
        self.side = self.em(CARD_SIDE)
        self.shapes: list[Shape] = []
        self.outlets: list[Outlet] = []
        self.entry = self.pad + self.em(NUMBER / 2)
        self.indent = self.side + self.em(NUMBER + 0.6) if stop.number else self.side
        self.y = 0.0

    def header(self, count: str) -> None:
        """The number, the name, and behind it on one line, or else below, what there is to know of the stage."""
        size, room = self.style.size, self.wide - self.indent - self.side
        if self.stop.number:
            self.number()
        aside = self.count(count) if count else 0.0
        notes = " · ".join(self.stop.notes)
        beside = self.em(width(notes) * SMALL + (1.5 if notes else 0))
        name_wide = self.em(width(self.stop.name, True) * NAME)
        one_line = name_wide + beside + aside <= room
        lines = (
            [self.stop.name] if one_line else wrap(self.stop.name, (room - aside) / size / NAME, bold=True)
        )
        name = block(lines, self.style, "name", scale=NAME, bold=True)
        self.y = self.entry - name.middle
        self.shapes += name.at(self.indent, self.y)
        self.y += name.height
        if one_line:
            right, baseline = self.wide - self.side - aside, self.entry + self.em(0.34 * SMALL)
            self.shapes += (
                [Text(right, baseline, notes, self.em(SMALL), "soft", anchor="end")] if notes else []
            )
            self.facts(self.stop.facts, room - name_wide - beside - aside, self.indent + name_wide)
        else:
            self.facts((*self.stop.notes, *self.stop.facts), 0, 0)
        self.y = max(self.y, self.pad + self.em(NUMBER) if self.stop.number else 0) + self.pad * 0.75

    def number(self) -> None:
        across, text = self.em(NUMBER), str(self.stop.number)
        x, y = self.side + across / 2, self.pad + across / 2 + self.em(0.37)
        self.shapes.append(Box(self.side, self.pad, across, across, "number", radius=across / 2))
        self.shapes.append(Text(x, y, text, self.style.size, "number", bold=True, anchor="middle"))

    def count(self, count: str) -> float:
        """Room for how many are in the stage; how much of the line it takes."""
        size = self.em(SMALL)
        across, high = width(count, True) * size + 1.4 * size, 1.6 * size
        left, y = self.wide - self.side - across, self.entry + 0.36 * size
        self.shapes.append(Box(left, self.entry - high / 2, across, high, "count", radius=high / 2))
        self.shapes.append(Text(left + across / 2, y, count, size, "count", True, "middle", self.stop.key))
        return across + 0.8 * size

    def facts(self, facts: Sequence[str], room: float, end: float) -> None:
        """What there is to know of the stage: behind its name where there is room, else below in as few lines as it
        fits."""
        size, line = self.style.size, " · ".join(facts)
        if line and (width(line) + 1) * size <= room:
            self.shapes.append(Text(end + size, self.entry + 0.36 * size, line, size, "soft"))
        elif line:
            piece = block(wrap_items(facts, (self.wide - self.indent - self.side) / size), self.style, "soft")
            self.shapes += piece.at(self.indent, self.y + 0.1 * size)
            self.y += piece.height + 0.1 * size

    def row(self, row: Row) -> None:
        """When, and what then. A line to the left needs the space before what happens then."""
        self.shapes.append(Line(((self.side, self.y), (self.wide - self.side, self.y)), "divider"))
        self.y += self.em(self.style.air.row)
        beside = self.wide / self.style.size >= SIDE_BY_SIDE and row.side != LEFT
        height = self.beside(row) if beside else self.below(row)
        self.y += height + self.em(self.style.air.row)

    def beside(self, row: Row) -> float:
        """What happens then stands at the right of the clauses."""
        half = (self.wide - 2 * self.side) * self.split
        left = self.side + half + self.em(2.2)
        then = self.chip(row, self.wide - self.side - left)
        clause = block(row.clauses(half / self.style.size), self.style, "body")
        top = self.y + max(0, clause.middle - then.middle)
        middle = top + then.middle
        self.shapes += [*clause.at(self.side, middle - clause.middle), *then.at(left, top)]
        start = self.side + clause.width + self.em(0.6)
        self.shapes.append(Line(((start, middle), (left - self.em(0.2), middle)), "then", arrow=True))
        self.leave(row, left, then, middle)
        return max(middle - clause.middle + clause.height, top + then.height) - self.y

    def below(self, row: Row) -> float:
        """What happens then stands below the clauses."""
        left, start, gap = self.side + self.em(1.7), self.side + self.em(0.4), self.em(0.2)
        clause = block(row.clauses((self.wide - 2 * self.side) / self.style.size), self.style, "body")
        then = self.chip(row, self.wide - self.side - left)
        top = self.y + clause.height + gap
        middle = top + then.middle
        self.shapes += [*clause.at(self.side, self.y), *then.at(left, top)]
        if row.side != LEFT:
            elbow = ((start, self.y + clause.height), (start, middle), (left - gap, middle))
            self.shapes.append(Line(elbow, "then", arrow=True))
        self.leave(row, left, then, middle)
        return clause.height + gap + then.height

    def chip(self, row: Row, limit: float) -> Piece:
        number = self.numbers.get(row.then.stage)
        return chip(row.then, str(number) if number else row.then.tag, limit, self.style)

    def leave(self, row: Row, left: float, then: Piece, middle: float) -> None:
        if row.side:
            x = left if row.side == LEFT else left + then.width
            self.outlets.append(Outlet(row.then.stage, x, middle, row.side))
