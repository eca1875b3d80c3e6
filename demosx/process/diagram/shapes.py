"""What a picture is made of. Lengths are in units of the picture; y grows downwards."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from .measure import width

ASCENT, DESCENT = 0.9, 0.26


class Area(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Area") -> bool:
        """Whether two overlap; touching is no overlap."""
        beside = self.left < other.right and other.left < self.right
        return beside and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Area") -> bool:
        """Whether another lies within."""
        beside = self.left <= other.left and other.right <= self.right
        return beside and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Text:
    """One line of text from its baseline. `role`: what it is, for colours; `fill`: the stage whose count it shows."""

    x: float
    y: float
    text: str
    size: float
    role: str
    bold: bool = False
    anchor: str = "start"
    fill: str = ""

    @property
    def area(self) -> Area:
        """The space that it takes, on the safe side."""
        wide = width(self.text, self.bold) * self.size
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Area(left, self.y - ASCENT * self.size, left + wide, self.y + DESCENT * self.size)

    def moved(self, right: float, down: float) -> "Text":
        """The same elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    role: str
    radius: float = 0

    @property
    def area(self) -> Area:
        """The space that it takes."""
        return Area(self.x, self.y, self.x + self.width, self.y + self.height)

    def moved(self, right: float, down: float) -> "Box":
        """The same elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Line:
    """A line through points, with an arrow head at its end or without."""

    points: tuple[tuple[float, float], ...]
    role: str
    arrow: bool = False

    def moved(self, right: float, down: float) -> "Line":
        """The same elsewhere."""
        return replace(self, points=tuple((x + right, y + down) for x, y in self.points))


Shape = Text | Box | Line


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn, the lowest first. `size`: that of its text."""

    width: float
    height: float
    size: float
    shapes: tuple[Shape, ...]
