"""The picture that messengers show beside a link: the title, where the proposal is, and whose site it is.

Drawn by us, in the colour of the site. Its version is the hash of what it says, so the same picture is drawn once.
"""

import hashlib
import io
import json
from dataclasses import astuple, dataclass

from PIL import Image, ImageColor, ImageDraw

from .sharing_fonts import drawable, font

WIDTH, HEIGHT = 1200, 630
EDGE, BAND = 76, 20
LINES = 4
INK, SOFT, PAPER = "#1a2230", "#4c5563", "#ffffff"
TITLE_SIZES = ((76, 2), (64, 3), (54, LINES))  # the largest with which so many lines are enough
LOOK = 1  # to be raised when it is drawn in another way


@dataclass(frozen=True)
class Card:
    """What the picture says. `accent` is a colour that `ImageColor` knows."""

    title: str
    site: str
    stage: str
    supports: str
    accent: str

    @property
    def version(self) -> str:
        """A name that changes with what the picture says: 32 hexadecimal digits."""
        said = json.dumps([LOOK, *astuple(self)], ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def draw(card: Card) -> bytes:
    """The picture as PNG, of 1200 × 630. Where there is no font, or none of the letters, it is shapes alone."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, BAND, HEIGHT), card.accent)
    _square(pen, card.accent)
    site, title = drawable(card.site), drawable(card.title)
    _write(pen, (EDGE, 62), site if title else "", 34, card.accent)
    _title(pen, title or site)
    _foot(pen, drawable(card.stage), drawable(card.supports), card.accent)
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=6)
    return made.getvalue()


def broken_lines(text: str, size: int, width: int, most: int) -> list[str]:
    """A text in lines of at most `width` pixels, broken between words, as Korean is; a word wider than a line is broken
    inside. What does not fit into `most` lines ends with an ellipsis."""
    lines, line = [], ""
    for word in _words(text, size, width):
        longer = f"{line} {word}".strip()
        if line and _width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and _width(f"{last}…", size) > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


def _words(text: str, size: int, width: int) -> list[str]:
    words = []
    for word in text.split():
        rest = word
        while _width(rest, size) > width:
            cut = next(n for n in range(len(rest), 0, -1) if n == 1 or _width(rest[:n], size) <= width)
            words.append(rest[:cut])
            rest = rest[cut:]
        words.append(rest)
    return [word for word in words if word]


def _title(pen: ImageDraw.ImageDraw, title: str) -> None:
    if not title:
        return
    width = WIDTH - 2 * EDGE
    for size, most in TITLE_SIZES:
        lines = broken_lines(title, size, width, most)
        if not lines[-1].endswith("…") or title.endswith("…"):
            break
    step = round(size * 1.36)
    top = 130 + max(0, (340 - step * len(lines)) // 2)
    for number, line in enumerate(lines):
        _write(pen, (EDGE, top + number * step), line, size, INK, bold=True)


def _foot(pen: ImageDraw.ImageDraw, stage: str, supports: str, accent: str) -> None:
    """Where the proposal is, in a box, and how many support it."""
    left = EDGE
    if stage:
        line = broken_lines(stage, 32, 560, 1)[0]
        wide = round(_width(line, 32)) + 48
        pen.rounded_rectangle((left, 516, left + wide, 580), 32, _tint(accent))
        _write(pen, (left + 24, 526), line, 32, accent)
        left += wide + 32
    _write(
        pen, (left, 526), broken_lines(supports, 32, WIDTH - EDGE - left, 1)[0] if supports else "", 32, SOFT
    )


def _square(pen: ImageDraw.ImageDraw, accent: str) -> None:
    """People around a square: what the picture shows also where nothing can be written."""
    tint = _tint(accent)
    pen.ellipse((WIDTH - 250, HEIGHT - 130, WIDTH + 90, HEIGHT + 210), outline=tint, width=26)
    for x, y in ((WIDTH - 222, HEIGHT - 92), (WIDTH - 80, HEIGHT - 142)):
        pen.ellipse((x - 20, y - 20, x + 20, y + 20), tint)


def _write(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, colour: str, bold: bool = False
) -> None:
    letters = font(size)
    if letters is not None and text:
        pen.text(
            at, text, colour, letters, stroke_width=max(1, size // 40) if bold else 0, stroke_fill=colour
        )


def _width(text: str, size: int) -> float:
    letters = font(size)
    return letters.getlength(text) if letters is not None else 0.0


def _tint(colour: str) -> tuple[int, int, int]:
    """A tenth of a colour on white."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return tuple(round(255 - (255 - part) * 0.12) for part in (red, green, blue))  # type: ignore[return-value]
