"""Documents that are archives: DOCX, XLSX, PPTX, HWPX and ODT, told by their members and looked at before.

Nothing is unpacked but the two small members that say what the document is. What an archive says of its sizes is
enough: whoever opens it later must not be drowned by it.
"""

import zipfile
from typing import BinaryIO

from .errors import Broken, HasMacros, NotTaken

MEMBERS = 5000
UNPACKED = 400_000_000  # bytes that all members may have together
TIMES = 200  # how many times larger than the archive they may be
SAYS = 1_000_000  # bytes of a member that is read
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN = frozenset({"application/hwp+zip", "application/vnd.oasis.opendocument.text"})
PROGRAMS = ("vbaproject", "vbadata", "/macrosheets/", "/activex/", "/oleobject", "basic/", "/dialogs/")
RUNS = tuple(
    ".exe .dll .com .scr .bat .cmd .ps1 .vbs .vbe .jse .wsf .hta .lnk .msi .jar .sh .html .htm .svg .zip .iso".split()
)


def document(content: BinaryIO) -> str:
    """The media type of a document that is an archive. Raises a `NotTaken` for any other archive."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            _look_at(archive, _length(content))
            return _kind(archive)
    except (
        zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError, KeyError
    ) as broken:  # fmt: skip
        raise Broken() from broken


def _look_at(archive: zipfile.ZipFile, length: int) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MEMBERS or len(set(names)) != len(names) or archive.comment:
        raise NotTaken()
    if any(_strange(member) for member in members):
        raise NotTaken()
    whole = sum(member.file_size for member in members)
    if whole > UNPACKED or whole > TIMES * max(length, 10_000):
        raise NotTaken()
    if any(word in f"/{name.casefold()}" for name in names for word in PROGRAMS):
        raise HasMacros()
    if any(name.casefold().rstrip(". ").endswith(RUNS) for name in names):
        raise HasMacros()


def _strange(member: zipfile.ZipInfo) -> bool:
    """Whether a member would be laid elsewhere than below, is locked, or is no file (its mode says so on Unix)."""
    name = member.filename
    outside = name.startswith("/") or ".." in name.replace("\\", "/").split("/") or ":" in name
    odd = "\\" in name or any(ord(c) < 32 for c in name) or len(name) > 300
    link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return outside or odd or link or bool(member.flag_bits & 1)


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        said = _read(archive, "mimetype").decode("ascii", "replace").strip()
        if said in OPEN and archive.infolist()[0].filename == "mimetype":
            return said
        raise NotTaken()
    kinds = [media_type for member, media_type in OFFICE.items() if member in names]
    if "[Content_Types].xml" not in names or len(kinds) != 1:
        raise NotTaken()
    types = _read(archive, "[Content_Types].xml").decode("utf-8", "replace")
    if "macroenabled" in types.casefold():
        raise HasMacros()
    if f"{kinds[0]}.main+xml" not in types:
        raise NotTaken()
    return kinds[0]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small member. One that says it is small and is not ends with an error."""
    if archive.getinfo(name).file_size > SAYS:
        raise NotTaken()
    with archive.open(name) as member:
        return member.read(SAYS)


def _length(content: BinaryIO) -> int:
    here = content.tell()
    content.seek(0, 2)
    length = content.tell()
    content.seek(here)
    return length
