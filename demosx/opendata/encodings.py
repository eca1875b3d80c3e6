"""Which characters the bytes of a file stand for: UTF-8, or CP949 as Korean spreadsheets write it, or as told."""

import codecs
import io
from typing import BinaryIO, TextIO

from ..core.errors import InvalidInput
from ..core.terminal import _

TRIED = ("utf-8-sig", "cp949")
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NAMES = {"utf-8-sig": "UTF-8", "cp949": "CP949", "utf-16": "UTF-16"}
BLOCK = 1 << 20


class UnknownEncoding(InvalidInput):
    """The bytes of a file are not text in any encoding that was tried."""


def encoding_of(stream: BinaryIO, wanted: str | None = None) -> str:
    """The encoding that the whole stream is valid in: the one that is wanted, or the first of those usual here.

    Text that is valid UTF-8 is hardly ever anything else, so that comes first. Raises UnknownEncoding with the line.
    """
    start = stream.read(2)
    stream.seek(0)
    tried = (_known(wanted),) if wanted else (MARKS[start],) if start in MARKS else TRIED
    failed = {}
    for name in tried:
        line = _first_bad_line(stream, name)
        if line is None:
            return name
        failed[name] = line
        stream.seek(0)
    where = ", ".join(
        _("%(encoding)s: line %(line)s", encoding=NAMES.get(x, x), line=n) for x, n in failed.items()
    )
    raise UnknownEncoding(
        _(
            "This file is not text in a known encoding (it breaks at %(where)s). Please say which: --encoding NAME",
            where=where,
        )
    )


def text_of(stream: BinaryIO, encoding: str) -> TextIO:
    """The stream as text, with line ends as they are."""
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise UnknownEncoding(_("There is no encoding called %(name)s.", name=name)) from None
    return "utf-8-sig" if found == "utf-8" else found


def _first_bad_line(stream: BinaryIO, encoding: str) -> int | None:
    """The number of the first line that is not valid, from 1; None if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        block = stream.read(BLOCK)
        try:
            line += decoder.decode(block, final=not block).count("\n")
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            return line + block[:start].count(b"\n")
        if not block:
            return None
