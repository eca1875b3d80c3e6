"""Look at a picture as somebody would who wants to find fault with it."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from demosx.process.diagram.shapes import Area, Box, Line, Picture, Text

HAIR = 0.4
Segment = tuple[tuple[float, float], tuple[float, float]]


def flaws(picture: Picture) -> list[str]:
    """What overlaps, sticks out or is crossed."""
    return [*_outside(picture), *_overlaps(picture), *_crossed(picture)]


def crossings(picture: Picture) -> int:
    """How often lines to different stages cross."""
    ways = [line for line in lines(picture) if line.role == "way"]
    return sum(
        _cross(one, other)
        for first, second in combinations(ways, 2)
        if first.points[-1] != second.points[-1]
        for one in pairwise(first.points)
        for other in pairwise(second.points)
    )


def texts(picture: Picture) -> list[Text]:
    return [shape for shape in picture.shapes if isinstance(shape, Text)]


def boxes(picture: Picture) -> list[Box]:
    return [shape for shape in picture.shapes if isinstance(shape, Box)]


def lines(picture: Picture) -> list[Line]:
    return [shape for shape in picture.shapes if isinstance(shape, Line)]


def _outside(picture: Picture) -> Iterator[str]:
    page = Area(0, 0, picture.width, picture.height)
    for shape in (*texts(picture), *boxes(picture)):
        if not page.holds(shape.area):
            yield f"outside: {shape}"
    for line in lines(picture):
        if not all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in line.points):
            yield f"outside: {line}"


def _overlaps(picture: Picture) -> Iterator[str]:
    for one, other in combinations(texts(picture), 2):
        if _less(one.area).meets(_less(other.area)):
            yield f"texts overlap: {one.text} / {other.text}"
    for box, other_box in combinations(boxes(picture), 2):
        a, b = box.area, other_box.area
        if a.meets(b) and not a.holds(b) and not b.holds(a):
            yield f"boxes overlap: {box} / {other_box}"
    for text in texts(picture):
        for box in boxes(picture):
            if box.area.meets(_less(text.area)) and not box.area.holds(_less(text.area)):
                yield f"text leaves its box: {text.text} / {box}"


def _crossed(picture: Picture) -> Iterator[str]:
    """Lines that run over words or through boxes. A line may leave the boxes that it begins in."""
    for line in lines(picture):
        for segment in pairwise(line.points):
            drawn = _drawn(segment)
            for text in texts(picture):
                if drawn.meets(_less(text.area)):
                    yield f"{line.role} over words: {text.text}"
            for box in boxes(picture):
                inside = _less(box.area)
                begins = segment[0] == line.points[0] and box.area.holds(Area(*segment[0], *segment[0]))
                within = box.area.holds(drawn) and line.role != "way"
                if drawn.meets(inside) and not begins and not within:
                    yield f"{line.role} through {box.role}: {segment}"


def _less(area: Area) -> Area:
    return Area(area.left + HAIR, area.top + HAIR, area.right - HAIR, area.bottom - HAIR)


def _drawn(segment: Segment) -> Area:
    (x0, y0), (x1, y1) = segment
    return Area(min(x0, x1), min(y0, y1) - HAIR / 2, max(x0, x1), max(y0, y1) + HAIR / 2)


def _cross(one: Segment, other: Segment) -> bool:
    """Whether an upright and a level segment cross, ends not counted."""
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in ((*one, *other), (*other, *one)):
        if ax == bx and cy == dy and ay != by and cx != dx:
            return min(ay, by) < cy < max(ay, by) and min(cx, dx) < ax < max(cx, dx)
    return False
