"""What bytes are, by the bytes: never by a name or by what a browser claims.

What is sent as it is must be exactly one thing: a PDF begins as one and ends as one, and a document that is an archive
begins with its first member. So nothing passes that is a document to us and a page with script to somebody else.
"""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

import olefile

from . import archives
from .errors import Broken, Empty, HasMacros, IsHeic, IsVector, NotTaken

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "application/x-hwp": "hwp",
    "application/hwp+zip": "hwpx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "text/csv": "csv",
}
HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
MARKUP = (
    b"<svg",
    b"<html",
    b"<!doctype",
    b"<?xml",
    b"<script",
    b"<head",
    b"<body",
    b"<iframe",
    b"<math",
    b"<xsl",
)
ENCODINGS = ("utf-8-sig", "cp949")


@dataclass(frozen=True)
class Found:
    """What some bytes are."""

    media_type: str

    @property
    def picture(self) -> bool:
        """Whether it is a picture, which is drawn anew before it is kept."""
        return self.media_type in PICTURES

    @property
    def ending(self) -> str:
        """How a file of this kind is called at the end."""
        return ENDINGS[self.media_type]


def recognise(content: BinaryIO, name: str) -> Found:
    """What `content`, which can be read and sought, is. `name` only tells CSV from other text.

    Raises a `NotTaken` that says why not.
    """
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise Empty()
    media_type = _picture(head) or _pdf(head, content) or _hwp(head, content) or _archive(head, content)
    return Found(media_type or _text(head, content, name))


def _picture(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[4:8] == b"ftyp" and any(brand in head[8:64] for brand in HEIC):
        raise IsHeic()
    return ""


def _pdf(head: bytes, content: BinaryIO) -> str:
    if not head.startswith(b"%PDF-"):
        return ""
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 1024))
    if b"%%EOF" not in content.read():
        raise Broken()
    return "application/pdf"


def _hwp(head: bytes, content: BinaryIO) -> str:
    """A document of the word processor that Korean offices use, up to version 5: a compound file that says so."""
    if not head.startswith(OLE):
        return ""
    content.seek(0)
    try:
        with olefile.OleFileIO(content) as whole:
            says = whole.openstream("FileHeader").read(32) if whole.exists("FileHeader") else b""
            programs = [
                path for path in whole.listdir() if path[0].casefold() in ("_vba_project_cur", "macros")
            ]
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as broken:
        raise Broken() from broken
    if not says.startswith(b"HWP Document File"):
        raise NotTaken()
    if programs:
        raise HasMacros()
    return "application/x-hwp"


def _archive(head: bytes, content: BinaryIO) -> str:
    return archives.document(content) if head.startswith(b"PK\x03\x04") else ""


def _text(head: bytes, content: BinaryIO, name: str) -> str:
    """Plain text in UTF-8 or the Korean code page, without what makes it a page or a program."""
    begin = head.lstrip(codecs.BOM_UTF8).lstrip().lower()
    if any(mark in begin for mark in MARKUP):
        raise IsVector()
    content.seek(0)
    raw = content.read()
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(raw)) or begin.startswith(b"#!"):
        raise NotTaken()
    text = _decoded(raw)
    if not text.strip():
        raise Empty()
    if not name.casefold().endswith(".csv"):
        return "text/plain"
    return "text/csv"


def _decoded(raw: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotTaken()
