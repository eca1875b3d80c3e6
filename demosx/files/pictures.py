"""Pictures, drawn anew: turned as the camera was held, at most so large, and with nothing in them but what is seen.

Where a picture was taken, with which device and by whom stands in its metadata; nothing of that is copied. What is
kept is written by us, so that no byte of what came in is sent to anybody.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ..core.i18n import number
from .errors import Broken, Busy, TooManyPixels

LARGE, SMALL = 2000, 640  # pixels of the longer side
LONGEST_SIDE = 60_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
QUALITY, SMALL_QUALITY = 85, 78
PNG_STAYS = 600_000  # bytes up to which an opaque drawing or screenshot stays PNG
SCANS = 25  # in which a JPEG may come; cameras use one, programs about ten
SECONDS = 20
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    MemoryError,
)
SRGB = ImageCms.createProfile("sRGB")
_one_at_a_time = BoundedSemaphore(1)


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept: the large one and the small one, in the same format. Sizes are the large one's."""

    media_type: str
    width: int
    height: int
    large: bytes
    small: bytes


def redraw(content: BinaryIO, media_type: str, pixels: int) -> Drawn:
    """The picture in `content`, of at most `pixels`. Raises TooManyPixels, Broken, or Busy where too many wait.

    Only one is worked on in a process at a time: memory is what a large one costs. No transaction should be open.
    """
    if not _one_at_a_time.acquire(timeout=SECONDS):
        raise Busy()
    try:
        with _strictly():
            return _redraw(content, media_type, pixels)
    except Image.DecompressionBombError as bomb:
        raise _too_many(pixels) from bomb
    except (UnidentifiedImageError, *UNREADABLE) as broken:
        raise Broken() from broken
    finally:
        _one_at_a_time.release()


@contextmanager
def _strictly() -> Iterator[None]:
    """What Pillow warns of is what it may warn of: half a picture, or a bomb, is an error anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _too_many(pixels: int) -> TooManyPixels:
    return TooManyPixels(most=number(pixels // 1_000_000))


def _redraw(content: BinaryIO, media_type: str, pixels: int) -> Drawn:
    content.seek(0)
    if media_type == "image/jpeg" and content.read().count(b"\xff\xda") > SCANS:
        raise Broken()
    content.seek(0)
    with Image.open(content, formats=[FORMATS[media_type]]) as picture:
        width, height = picture.size
        if width * height > pixels or max(width, height) > LONGEST_SIDE:
            raise _too_many(pixels)
        picture.draft("RGB", (LARGE, LARGE))  # a JPEG is read at a half, a quarter or an eighth of its size
        picture.load()
        whole = _in_full_colours(picture)
    whole.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    seen = _bare(_upright(whole))
    small = seen.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    kind, large = _written(seen, media_type)
    return Drawn(kind, *seen.size, large, _bytes(small, kind, SMALL_QUALITY))


def _in_full_colours(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller without changing its colours."""
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode == "P" or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode == "1" else picture


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its metadata say, in the colours that it was meant in. Metadata that nobody can read say
    nothing."""
    profile = picture.info.get("icc_profile")
    try:
        turned = ImageOps.exif_transpose(picture)
    except UNREADABLE:
        turned = picture
    if isinstance(profile, bytes) and turned.mode in ("RGB", "RGBA", "CMYK", "L"):
        return _in_srgb(turned, profile)
    return turned


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture with the colours that everybody's screen shows alike. A profile that does not fit is left aside."""
    mode = {"CMYK": "RGB", "L": "RGB"}.get(picture.mode, picture.mode)
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, SRGB, outputMode=mode) or picture
    except (ImageCms.PyCMSError, *UNREADABLE):
        return picture


def _bare(picture: Image.Image) -> Image.Image:
    """Nothing but the pixels: RGBA where something shines through, else RGB."""
    has_alpha = "A" in picture.getbands()
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    if has_alpha and plain.getchannel("A").getextrema()[0] == 255:
        plain = plain.convert("RGB")
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _written(picture: Image.Image, came_as: str) -> tuple[str, bytes]:
    """The format that suits a picture, and its bytes: drawings stay sharp where that is not dear."""
    if picture.mode == "RGBA" or came_as in ("image/png", "image/gif"):
        drawing = _bytes(picture, "image/png")
        if len(drawing) <= PNG_STAYS:
            return "image/png", drawing
    kind = "image/webp" if picture.mode == "RGBA" else "image/jpeg"
    return kind, _bytes(picture, kind)


def _bytes(picture: Image.Image, media_type: str, quality: int = QUALITY) -> bytes:
    made = io.BytesIO()
    how: dict[str, dict[str, Any]] = {
        "image/png": {"optimize": True},
        "image/jpeg": {"quality": quality, "progressive": True, "optimize": True},
    }
    picture.save(made, FORMATS[media_type], **how.get(media_type, {"quality": quality}))
    return made.getvalue()
