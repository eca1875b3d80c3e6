"""Pictures and files as they come in: honest ones, and those that somebody has prepared."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), colour: str = "#2a7", **how: Any) -> bytes:
    """A plain picture."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **how)
    return made.getvalue()


def photograph() -> bytes:
    """A picture as a telephone takes it: held upright, with place, device and author in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SECRETPHONE"
    exif[0x013B] = "SECRETAUTHOR"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = io.BytesIO()
    whole = Image.new("RGB", (400, 200), "#fff")
    whole.paste("#f00", (0, 0, 200, 200))
    whole.save(
        made, "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=profile, xmp=b"<x>SECRETXMP</x>"
    )
    return made.getvalue()


def told_png() -> bytes:
    """A PNG with words in it."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRETAUTHOR")
    words.add_itxt("Comment", "SECRETCOMMENT", zip=True)
    return picture("PNG", pnginfo=words)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, rows, b"")))


def scans(number: int = 2000, size: tuple[int, int] = (4000, 4000)) -> bytes:
    """A progressive JPEG of very many scans, each of which makes the reader go over every block again."""
    whole = picture("JPEG", size, progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * number + whole[-2:]


def pdf(behind: bytes = b"") -> bytes:
    """A PDF, with something behind its beginning."""
    return b"%PDF-1.7\n" + behind + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def office(
    main: str = "word/document.xml", kind: str = WORD, also: dict[str, bytes] | None = None, said: str = ""
) -> bytes:
    """A document of an office suite; `also` are more members."""
    types = said or f'<Types><Override PartName="/{main}" ContentType="{kind}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), main: b"<w/>", **(also or {})})


def open_document(kind: str = "application/hwp+zip", also: dict[str, bytes] | None = None) -> bytes:
    """HWPX or ODT: an archive that says so in its first member."""
    return archive({"mimetype": kind.encode(), "content.xml": b"<c/>", **(also or {})})


def archive(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    """A ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in members.items():
            whole.writestr(name, content)
        whole.comment = comment
    return made.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
