"""The map of a site: a picture of its own with known edges, on which a place is pressed. No other host is asked.

Positions are latitude and longitude in degrees (WGS 84). The picture is taken as drawn with even degrees, as wide in
relation to its height as the land is in its middle.
"""

from dataclasses import dataclass
from math import cos, radians
from pathlib import Path

from ..core.settings import site
from ..core.settings_proposals import Map

WIDE = 1000
PRESSED_WIDE = 280
"""Pixels: as wide is the picture where no script says how large it really is."""
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Marker:
    """A place on the picture, from its left and from its top, where the picture is `WIDE` wide."""

    x: float
    y: float


def picture() -> Path | None:
    """The file of the picture; None where the site has no map, or names a file that is none."""
    named = site().map.picture
    folder = site().folder.resolve()
    file = (folder / named).resolve() if named else folder
    known = file.is_file() and file.is_relative_to(folder) and file.suffix.lower() in TYPES
    return file if known else None


def high(wide: int = WIDE, edges: Map | None = None) -> int:
    """How high the picture is where it is so wide: the site's, or one that reaches as far as these `edges`."""
    edges = edges or site().map
    middle = cos(radians((edges.north + edges.south) / 2))
    return max(1, round(wide * (edges.north - edges.south) / ((edges.east - edges.west) * middle)))


def marker(latitude: float | None, longitude: float | None) -> Marker | None:
    """Where a position is on the picture; None where it is outside of it, or there is none."""
    edges = site().map
    if latitude is None or longitude is None or not edges.picture:
        return None
    x = (longitude - edges.west) / (edges.east - edges.west)
    y = (edges.north - latitude) / (edges.north - edges.south)
    return Marker(round(x * WIDE, 1), round(y * high(), 1)) if 0 <= x <= 1 and 0 <= y <= 1 else None


def pressed(x: int, y: int) -> tuple[float, float] | None:
    """The latitude and longitude of what was pressed on the picture where it is `PRESSED_WIDE` wide; None for its very
    corner, which is what a browser sends where the keyboard has pressed."""
    edges, deep = site().map, high(PRESSED_WIDE)
    if (x, y) == (0, 0) or not (0 <= x <= PRESSED_WIDE and 0 <= y <= deep):
        return None
    east = edges.west + x / PRESSED_WIDE * (edges.east - edges.west)
    return round(edges.north - y / deep * (edges.north - edges.south), 5), round(east, 5)
