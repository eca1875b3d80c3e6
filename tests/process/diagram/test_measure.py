"""Widths of texts, and where they break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.diagram.measure import width, wrap, wrap_items


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("공감", 2, 2),
        ("50명", 2.1, 2.3),
        ("illness", 2, 3.1),
        ("WWW", 2.5, 3),
        ("가\u0301", 1, 1),
        ("→", 1, 1),
    ],
)
def test_how_wide(text: str, least: float, most: float) -> None:
    assert least <= width(text) <= most
    assert width(text, bold=True) >= width(text)


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("", 5, []),
        ("공감 50명 이상이면", 20, ["공감 50명 이상이면"]),
        ("공감 50명 이상이면", 6, ["공감 50명", "이상이면"]),
        ("하나 둘셋 넷다섯 여섯", 8.5, ["하나 둘셋", "넷다섯 여섯"]),
        ("결정이 ‘공론화하지 않음’이고", 9.5, ["결정이 ‘공론화하지", "않음’이고"]),
        ("결정이 ‘공론화 안 함’이면", 10, ["결정이", "‘공론화 안 함’이면"]),
        ("그리고 이 단계에 온 뒤", 6.5, ["그리고", "이 단계에", "온 뒤"]),
        ("시장·국장·과장·담당자답변", 5.5, ["시장·국장·", "과장·", "담당자답변"]),
        ("가나다라마바사", 3, ["가나다", "라마바", "사"]),
    ],
)
def test_lines_break_between_words(text: str, limit: float, lines: list[str]) -> None:
    assert wrap(text, limit) == lines


def test_items_stay_whole_where_they_fit() -> None:
    assert wrap_items(["기간 30일", "운영자가 정함", "투표: 찬성, 반대"], 15) == [
        "기간 30일 · 운영자가 정함", "투표: 찬성, 반대",
    ]  # fmt: skip
    assert wrap_items(["아주 길다란 항목 하나"], 6) == ["아주 길다란", "항목 하나"]
    assert wrap_items([], 5) == []


@given(st.text("가나 abW‘’“”·,W", max_size=60), st.floats(1.2, 30))
def test_no_line_is_too_long_and_no_letter_is_lost(text: str, limit: float) -> None:
    lines = wrap(text, limit)
    assert all(width(line) <= limit for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
