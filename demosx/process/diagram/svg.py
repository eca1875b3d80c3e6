"""Write a picture as SVG: a file with its own colours, or a part of a page whose style sheet has them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from .shapes import Box, Line, Picture, Shape, Text

HEAD, SPREAD, BEND = 0.72, 0.36, 0.5
HEADS = {"then": 0.8}
FILE_WIDTH = 210
COLOURS = """
.process-map{font-family:"Pretendard GOV Variable","Pretendard GOV",Pretendard,"Noto Sans KR","Noto Sans CJK KR",\
"Apple SD Gothic Neo","Malgun Gothic",system-ui,sans-serif}
text{fill:#1a2230}
.map-soft{fill:#4c5563}
.map-name,.map-title{fill:#1a2230}
.map-label{fill:#07463f}
.map-paper{fill:#fff}
.map-card{fill:#fff;stroke:#7b828d;stroke-width:1}
.map-band{fill:#f4f5f3;stroke:#7b828d;stroke-width:1;stroke-dasharray:3 2.4}
.map-divider{stroke:#d5d8dc;stroke-width:.8}
.map-then,.map-way{fill:none;stroke:#0b6258;stroke-width:.9}
.map-way{stroke-width:1.7}
.map-head{fill:#0b6258}
.map-begin{fill:#0b6258}
text.map-begin,text.map-number,text.map-tag-move,text.map-tag-end{fill:#fff}
.map-number,.map-tag-move{fill:#0b6258}
.map-chip-move{fill:#fff;stroke:#0b6258;stroke-width:1.3}
.map-chip-end{fill:#eceef0;stroke:#1a2230;stroke-width:1}
.map-tag-end{fill:#1a2230}
.map-chip-open{fill:#e4f1ee;stroke:#0b6258;stroke-width:1}
.map-tag-open,.map-tag-mark,.map-tag-notify,.map-count{fill:#fff;stroke:#0b6258;stroke-width:.8}
text.map-tag-open,text.map-tag-mark,text.map-tag-notify,text.map-count{fill:#07463f;stroke:none}
.map-chip-mark,.map-chip-notify{fill:#fff;stroke:#7b828d;stroke-width:1}
@page{size:210mm 297mm;margin:0}
"""


def as_file(picture: Picture, lang: str, title: str, content: str) -> str:
    """A file that needs nothing else. `content`: what it shows, for those who do not see it."""
    high = FILE_WIDTH * picture.height / picture.width
    size = f' width="{FILE_WIDTH}mm" height="{_n(high)}mm"'
    paper = f'<rect class="map-paper" width="{_n(picture.width)}" height="{_n(picture.height)}"/>'
    head = f"{_opening(picture, lang, 'map', size)}{_words('map', title, content)}<style>{COLOURS}</style>"
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', head, paper, *_shapes(picture, {}), "</svg>", ""]
    )


def as_part(
    picture: Picture, lang: str, key: str, title: str, content: str, counts: Mapping[str, str]
) -> str:
    """A part of a page. Ids begin with `key`; `counts`: what stands at the stages that have room for it."""
    head = _opening(picture, lang, key, "") + _words(key, title, content)
    return "".join([head, *_shapes(picture, counts), "</svg>"])


def _opening(picture: Picture, lang: str, key: str, size: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="process-map" lang="{_escaped(lang)}" role="img" '
        f'aria-labelledby="{key}-title" aria-describedby="{key}-desc" '
        f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}"{size}>'
    )


def _words(key: str, title: str, content: str) -> str:
    return (
        f'<title id="{key}-title">{_escaped(title)}</title><desc id="{key}-desc">{_escaped(content)}</desc>'
    )


def _shapes(picture: Picture, counts: Mapping[str, str]) -> Iterator[str]:
    return (_shape(shape, picture.size, counts) for shape in picture.shapes)


def _shape(shape: Shape, size: float, counts: Mapping[str, str]) -> str:
    match shape:
        case Text():
            return _text(shape, counts)
        case Box():
            return _box(shape)
        case Line():
            return _line(shape, size)


def _text(text: Text, counts: Mapping[str, str]) -> str:
    shown = counts.get(text.fill, "") if text.fill else text.text
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    weight = ' font-weight="700"' if text.bold else ""
    return (
        f'<text class="map-{text.role}" x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}"'
        f"{weight}{anchor}>{_escaped(shown)}</text>"
    )


def _box(box: Box) -> str:
    return (
        f'<rect class="map-{box.role}" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}" rx="{_n(box.radius)}"/>'
    )


def _line(line: Line, size: float) -> str:
    points = line.points
    if not line.arrow:
        return _stroke(line.role, points, size)
    (x0, y0), (x, y) = points[-2:]
    length = abs(x - x0) + abs(y - y0) or 1
    right, down, large = (x - x0) / length, (y - y0) / length, size * HEADS.get(line.role, 1)
    stop = (x - right * HEAD * large * 0.8, y - down * HEAD * large * 0.8)
    back, side = (x - right * HEAD * large, y - down * HEAD * large), SPREAD * large
    corners = (
        (x, y),
        (back[0] - down * side, back[1] + right * side),
        (back[0] + down * side, back[1] - right * side),
    )
    head = "L".join(f"{_n(a)} {_n(b)}" for a, b in corners)
    return _stroke(line.role, (*points[:-1], stop), size) + f'<path class="map-head" d="M{head}Z"/>'


def _stroke(role: str, points: Sequence[tuple[float, float]], size: float) -> str:
    return f'<path class="map-{role}" d="{_path(points, BEND * size)}"/>'


def _path(points: Sequence[tuple[float, float]], bend: float) -> str:
    """A path through points, its corners rounded."""
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before, bend), _towards(corner, after, bend)
        parts.append(
            f"L{_n(start[0])} {_n(start[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(end[0])} {_n(end[1])}"
        )
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(parts)


def _towards(start: tuple[float, float], end: tuple[float, float], far: float) -> tuple[float, float]:
    """A point on the way from one to another, at most half of it."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1]) or 1
    share = min(far / length, 0.5)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _escaped(text: str) -> str:
    """A text as XML may hold it: without signs that mean something, or nothing, there."""
    return escape(
        "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
