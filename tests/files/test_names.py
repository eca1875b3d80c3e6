"""Names of files: what people called them, and nothing with which a name could do something."""

import pytest

from demosx.files.names import LONGEST, shown_name

HOSTILE = [
    ("../../etc/passwd", "passwd.pdf"),
    ("..\\..\\boot.ini", "boot.pdf"),
    ("<script>alert(1)</script>.png", "script.pdf"),
    ("계획<1>.PDF.exe", "계획1.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
    ("a\0.pdf", "a.pdf"),
    ("\u202efdp.exe", "fdp.pdf"),
    ("\u2066x\u2069.pdf", "x.pdf"),
    (".pdf", "pdf.pdf"),
    ("...", "파일.pdf"),
    ("", "파일.pdf"),
    ("CON.txt", "파일.pdf"),
    ("%00%2e%2e.pdf", "002e2e.pdf"),
    ("=cmd|' /C calc'!A0.csv", "C calc'!A0.pdf"),
    ("\u200f\u061cx.pdf", "x.pdf"),
]


@pytest.mark.parametrize(("claimed", "wanted"), HOSTILE)
def test_a_name_loses_what_is_dangerous(claimed: str, wanted: str) -> None:
    shown = shown_name(claimed, "pdf", "파일")
    assert shown.endswith(".pdf") and "/" not in shown and "\\" not in shown
    assert not any(c in shown for c in '<>:"|?*\r\n\0\u202e\u2066%')
    assert shown == wanted


def test_a_long_name_is_cut() -> None:
    assert len(shown_name("가" * 300 + ".pdf", "pdf", "파일")) == LONGEST + 4


def test_a_plain_name_stays_as_it_is() -> None:
    assert shown_name("2026년 보행로 조사 (최종).hwp", "hwp", "파일") == "2026년 보행로 조사 (최종).hwp"
