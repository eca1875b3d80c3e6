"""What bytes are is told by the bytes, and what is two things at once is neither."""

import io
import zipfile

import pytest
from flask import Flask

from demosx.files import archives
from demosx.files.errors import Broken, Empty, HasMacros, IsHeic, IsVector, NotTaken
from demosx.files.kinds import recognise
from tests.files import making

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HWP_WITHOUT_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def kind(content: bytes, name: str = "x") -> str:
    """The media type of some bytes."""
    return recognise(io.BytesIO(content), name).media_type


@pytest.mark.parametrize(
    ("content", "name", "wanted"),
    [
        (making.picture("JPEG"), "x.png", "image/jpeg"),
        (making.picture("PNG"), "<script>.png", "image/png"),
        (making.picture("WEBP"), "a.svg", "image/webp"),
        (making.picture("GIF"), "", "image/gif"),
        (making.pdf(), "a.html", "application/pdf"),
        (making.office(), "a.docx", making.WORD),
        (making.open_document(), "a.hwpx", "application/hwp+zip"),
        (
            making.open_document("application/vnd.oasis.opendocument.text"),
            "",
            "application/vnd.oasis.opendocument.text",
        ),
        ("가로등이 없습니다".encode(), "메모.txt", "text/plain"),
        ("가로등,2\n".encode("cp949"), "표.CSV", "text/csv"),
        (b"a,b\n", "a.exe", "text/plain"),
    ],
)
def test_kinds_that_are_taken(content: bytes, name: str, wanted: str) -> None:
    assert kind(content, name) == wanted


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.png", Empty),
        (b" \n", "a.txt", Empty),
        (SVG, "a.png", IsVector),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "a.txt", IsVector),
        (b"hello <IFRAME src=x>", "a.txt", IsVector),
        (b"<script>alert(1)</script>%PDF-1.7\n%%EOF", "a.pdf", IsVector),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", IsHeic),
        (b"%PDF-1.7 cut off", "a.pdf", Broken),
        (b"MZ\x90\0", "a.pdf", NotTaken),
        (b"#!/bin/sh\nrm -rf /\n", "a.txt", NotTaken),
        (b"text with a \0 in it", "a.txt", NotTaken),
        (b"\xff\xfe\xfa\x00\x81", "a.txt", NotTaken),
        (HWP_WITHOUT_HEADER, "a.hwp", Broken),
        (b"PK\x03\x04 and nothing more", "a.docx", Broken),
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes, name: str, error: type[NotTaken]) -> None:
    with pytest.raises(error):
        kind(content, name)


@pytest.mark.parametrize(
    ("also", "error"),
    [
        ({"word/vbaProject.bin": b"x"}, HasMacros),
        ({"xl/macrosheets/sheet1.xml": b"x"}, HasMacros),
        ({"word/activeX/activeX1.bin": b"x"}, HasMacros),
        ({"word/embeddings/oleObject1.bin": b"x"}, HasMacros),
        ({"word/media/evil.EXE": b"x"}, HasMacros),
        ({"word/page.html": b"x"}, HasMacros),
        ({"../../etc/cron.d/x": b"x"}, NotTaken),
        ({"/etc/passwd": b"x"}, NotTaken),
        ({"C:/x": b"x"}, NotTaken),
        ({"a\\b": b"x"}, NotTaken),
        ({"xl/workbook.xml": b"x"}, NotTaken),  # two documents in one
        ({"word/big.xml": bytes(5_000_000)}, NotTaken),  # a thousand times as large as it comes
        ({f"word/{number}": b"" for number in range(archives.MEMBERS)}, NotTaken),
    ],
)  # fmt: skip
def test_archives_that_are_refused(also: dict[str, bytes], error: type[NotTaken]) -> None:
    with pytest.raises(error):
        kind(making.office(also=also))


def test_a_macro_document_that_calls_itself_plain() -> None:
    said = f"<Types>{making.WORD}.main+xml application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
    with pytest.raises(HasMacros):
        kind(making.office(said=said))


def test_an_archive_of_any_other_kind_is_no_document() -> None:
    for content in (
        making.archive({"a.txt": b"x"}),
        making.open_document("application/epub+zip"),
        making.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}),
        making.archive({"mimetype": b"application/hwp+zip"}, comment=b"<script>"),
    ):
        with pytest.raises(NotTaken):
            kind(content)


def test_a_member_that_lies_about_its_size_ends_with_a_word_and_not_with_memory() -> None:
    content = bytearray(making.archive({"mimetype": bytes(50_000_000), "a": b""}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.index(mark)
        content[start + at : start + at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(NotTaken):
        kind(bytes(content))


def test_an_archive_that_names_one_member_twice() -> None:
    made = io.BytesIO(making.office())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as whole:
        whole.writestr("word/document.xml", b"another")
    with pytest.raises(NotTaken):
        kind(made.getvalue())


def test_words_name_what_to_do(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert "JPEG" in str(IsHeic())
        assert "PDF" in str(HasMacros())
