"""Files that are no process files at all: pictures, documents, other formats and encodings, too large or too deep."""

import codecs
import re

from .slips import Slip, slip

LARGEST = 2_000_000
DEEPEST = 20
MAGIC = (
    (b"\x89PNG", {"ko": "그림(PNG)", "en": "a picture (PNG)"}),
    (b"\xff\xd8\xff", {"ko": "사진(JPEG)", "en": "a photograph (JPEG)"}),
    (b"GIF8", {"ko": "그림(GIF)", "en": "a picture (GIF)"}),
    (b"%PDF", {"ko": "PDF 문서", "en": "a PDF document"}),
    (
        b"PK\x03\x04",
        {
            "ko": "워드·엑셀·한글(HWPX) 문서나 압축 파일",
            "en": "a Word, Excel or HWPX document, or a ZIP file",
        },
    ),
    (
        b"\xd0\xcf\x11\xe0",
        {"ko": "한글(HWP)이나 예전 워드·엑셀 문서", "en": "a HWP document, or an old Word or Excel one"},
    ),
    (b"{\\rtf", {"ko": "서식 있는 글(RTF)", "en": "a formatted text (RTF)"}),
    (b"\x1f\x8b", {"ko": "압축 파일", "en": "a compressed file"}),
    (b"SQLite format 3", {"ko": "데이터베이스", "en": "a database"}),
)
UNKNOWN = {"ko": "알 수 없는 방식", "en": "in an unknown way"}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
YAML_LINE = re.compile(r"\s*(?:- )?[^\W\d][\w ]*:(?:\s|$)")
TOML_LINE = re.compile(r"\s*(?:\[|[^\W\d][\w.\" -]*=)")
BRACKET = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|(?P<opens>[\[{])|(?P<closes>[\]}])|(?P<begins>\n[^\W\d][\w.-]*\s*=)'
)
DOTS = re.compile(rf"(?:[\w\"'-]+[ \t]*\.[ \t]*){{{DEEPEST},}}")


def decode(data: bytes) -> tuple[str | None, list[Slip]]:
    """The text of a file, and what is wrong with how it was saved. No text where it holds none, or none that can be
    read."""
    if len(data) > LARGEST:
        return None, [slip("too_large", 1, most=LARGEST // 1_000_000)]
    for beginning, what in MAGIC:
        if data.startswith(beginning):
            return None, [slip("no_text", 1, what=what)]
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace"), [slip("encoding", 1, encoding="UTF-16")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if b"\0" in data:
        return None, [slip("no_text", 1, what={"ko": "글이 아닌 파일", "en": "no text at all"})]
    try:
        return data.decode("cp949"), [slip("encoding", line, encoding="CP949(ANSI)")]
    except UnicodeDecodeError:
        return None, [slip("encoding", line, encoding=UNKNOWN)]


def foreign(text: str) -> Slip | None:
    """Why a text is no process file at all, if it is none."""
    if len(text) > LARGEST:
        return slip("too_large", 1, most=LARGEST // 1_000_000)
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return slip("empty_file", 1)
    if name := _format(text.lstrip(), lines):
        return slip("other_format", text[: len(text) - len(text.lstrip())].count("\n") + 1, format=name)
    line = _too_deep(text)
    return slip("too_deep", line, most=DEEPEST) if line else None


def _format(text: str, lines: list[str]) -> str:
    """The format that a text seems to be in, if that is not TOML."""
    if text.startswith("{"):
        return "JSON"
    if text.startswith("<"):
        return "HTML/XML"
    if any(map(TOML_LINE.match, lines)):
        return ""
    yaml = sum(bool(YAML_LINE.match(line)) for line in lines)
    return "YAML" if lines[0].startswith("---") or yaml * 2 > len(lines) else ""


def _too_deep(text: str) -> int:
    """The line on which brackets or dots go deeper than any process file needs, or 0."""
    if dots := DOTS.search(text):
        return text.count("\n", 0, dots.start()) + 1
    depth = 0
    for found in BRACKET.finditer(text):
        depth += {"opens": 1, "closes": -1, "begins": -depth}.get(found.lastgroup or "", 0)
        if depth > DEEPEST:
            return text.count("\n", 0, found.start()) + 1
    return 0
