"""The two shapes that a picture can have, and the measures that follow from the size of its text."""

from dataclasses import dataclass

SMALL, NAME, TITLE = 0.95, 1.15, 1.8
NUMBER = 1.8
CARD_SIDE = 0.75
LANE, LANE_MARGIN, MOST_LANES = 1.15, 1.3, 0.1
COLUMN_GAP = 1.4
SIDE_BY_SIDE = 34
SPLITS = (0.5, 0.44, 0.38, 0.56)
NARROWEST_LABEL = 11


@dataclass(frozen=True)
class Air:
    """The space between things, in em: from line to line, above and below a row, around a card, from card to card."""

    leading: float
    row: float
    card: float
    gap: float


EASY = Air(leading=1.4, row=0.34, card=0.72, gap=1.35)
TIGHT = Air(leading=1.28, row=0.2, card=0.5, gap=1.1)


@dataclass(frozen=True)
class Style:
    """`width` of the whole picture and `size` of its text, in units of the picture. `tallest`: the height that it
    should not exceed, where there is one. `columns`: how many stages may stand side by side. `titled`: whether the
    process's name stands above. `counts`: whether stages have room for a number."""

    width: float
    size: float
    margin: float
    columns: int
    tallest: float | None = None
    titled: bool = True
    counts: bool = False
    air: Air = EASY

    def em(self, times: float) -> float:
        """So many times the size of the text."""
        return times * self.size

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


PAGE = Style(width=595.28, size=9.75, margin=25, columns=3, tallest=841.89)
"""A4 upright, in points."""
PHONE = Style(width=317, size=13, margin=0.5, columns=1, titled=False)
"""The content of a page that is 360 px wide, in px."""
