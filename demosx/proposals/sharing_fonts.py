"""The letters of the picture that messengers show: a Korean font that comes with the package, else one of the machine.

No machine needs to have any. What a font cannot draw is left out, so that nobody sees empty boxes.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import pylopdf_fonts_ko
from PIL import ImageFont

NOWHERE = "\uffff"  # no character, so every font draws its empty box for it
SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/AppleSDGothicNeo.ttc",
    "C:/Windows/Fonts/malgun.ttf",
)


@cache
def font_file() -> Path | None:
    """The file of the font that is used; None where there is none."""
    places = (pylopdf_fonts_ko.sans_path(), *map(Path, SYSTEM))
    return next((place for place in places if place.is_file()), None)


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont | None:
    """The font in a size in pixels; None where there is none."""
    file = font_file()
    if file is None:
        return None
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text as it can be drawn: composed, in one line, without what the font has no sign for. Empty where many of
    its letters could not be drawn, since what is left would mislead."""
    if font(20) is None:
        return ""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(c if _has(c) else (" " if c.isspace() else "") for c in plain)
    letters = sum(c.isalnum() for c in plain)
    if not letters or sum(c.isalnum() for c in kept) < letters * 0.7:
        return ""
    return " ".join(kept.split())


@lru_cache(maxsize=20_000)
def _has(character: str) -> bool:
    """Whether the font has a sign for a character."""
    if character == " ":
        return True
    if unicodedata.category(character)[0] in "CZ" or unicodedata.combining(character):
        return False
    drawn = _signs().getmask(character)
    return bytes(drawn) != _empty_box() and drawn.size[0] > 0


@cache
def _signs() -> ImageFont.FreeTypeFont:
    found = font(20)
    assert found is not None
    return found


@cache
def _empty_box() -> bytes:
    return bytes(_signs().getmask(NOWHERE))
