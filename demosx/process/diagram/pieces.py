"""The small parts of a card: blocks of text, and the chips that say what a rule does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .measure import width, wrap, wrap_items
from .shapes import ASCENT, Box, Shape, Text
from .story import Then
from .style import SMALL, Style

CHIP_PAD, CHIP_SIDE, TAG_SIDE, TAG_GAP, TAG_HEIGHT = 0.2, 0.42, 0.4, 0.45, 1.26


@dataclass(frozen=True)
class Piece:
    """Some shapes from their own top left corner. `middle`: the height of the middle of their first line."""

    shapes: tuple[Shape, ...]
    width: float
    height: float
    middle: float

    def at(self, x: float, y: float) -> list[Shape]:
        """Its shapes where they belong."""
        return [shape.moved(x, y) for shape in self.shapes]


def block(lines: Sequence[str], style: Style, role: str, *, scale: float = 1, bold: bool = False) -> Piece:
    """Lines of text below one another; `scale` times as large as other text."""
    size = style.size * scale
    step = style.air.leading * size
    first = (step - size) / 2 + ASCENT * size * 0.97
    shapes = tuple(Text(0, first + place * step, line, size, role, bold) for place, line in enumerate(lines))
    widest = max((width(line, bold) for line in lines), default=0) * size
    return Piece(shapes, widest, step * len(lines), step / 2)


def label(text: str, size: float, role: str, round_: bool = False) -> Piece:
    """A word on a small plate."""
    plate = width(text, bold=True) * size + 2 * TAG_SIDE * size
    height = TAG_HEIGHT * size
    radius = height / 2 if round_ else 0.3 * size
    word = Text(plate / 2, height / 2 + 0.36 * size, text, size, role, bold=True, anchor="middle")
    return Piece((Box(0, 0, plate, height, role, radius), word), plate, height, height / 2)


def chip(then: Then, tag: str, limit: float, style: Style) -> Piece:
    """What a rule does: a tag, a name, and what else is to be said of it."""
    plate = label(tag, style.em(SMALL), f"tag-{then.action}", round_=bool(then.stage))
    left, side, pad = style.em(CHIP_SIDE + TAG_GAP) + plate.width, style.em(0.75), style.em(CHIP_PAD)
    room = (limit - left - side) / style.size
    title = block(wrap(then.title, room, bold=True), style, "title", bold=True)
    first = [line for text in then.lines[:1] for line in wrap(text, room / SMALL)]
    more = block(first + wrap_items(then.lines[1:], room / SMALL), style, "soft", scale=SMALL)
    middle, inner = pad + title.middle, max(title.width, more.width)
    height = 2 * pad + title.height + more.height + (style.em(0.15) if then.lines else 0)
    alone = title.height + more.height < style.em(2)
    if alone:
        title = centred(title, inner)
    radius = height / 2 if alone else style.em(0.5)
    shapes = (
        Box(0, 0, left + inner + side, height, f"chip-{then.action}", radius),
        *plate.at(style.em(CHIP_SIDE), middle - plate.middle),
        *title.at(left, pad),
        *more.at(left, pad + title.height),
    )
    return Piece(shapes, left + inner + side, height, middle)


def centred(piece: Piece, wide: float) -> Piece:
    """Lines of text in the middle of a width, so that a narrower font than expected leaves equal space."""
    shapes = tuple(
        replace(shape, x=wide / 2, anchor="middle") if isinstance(shape, Text) else shape
        for shape in piece.shapes
    )
    return replace(piece, shapes=shapes, width=wide)
