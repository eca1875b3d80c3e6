"""How kinds and sizes are called on screens."""

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .kinds import ENDINGS

KIND_NAMES = {"picture": _l("Picture"), "file": _l("File")}
# What a file dialog offers. Without HEIC in it, an iPhone sends its pictures as JPEG.
ACCEPTED = ",".join(sorted({*ENDINGS, *(f".{ending}" for ending in ENDINGS.values()), ".jpeg"}))


def size_words(size: int) -> str:
    """Bytes in words: "340 KB", "1.2 MB". Decimal, as telephones count."""
    if size < 1_000_000:
        return _("%(size)s KB", size=format_decimal(max(1, round(size / 1000))))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1)))


def type_words(media_type: str) -> str:
    """A kind of file as people know it: by its ending."""
    return ENDINGS[media_type].upper() if media_type in ENDINGS else ""
