"""Titles are alike where they share what few others have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.merging.alike import alike

OTHERS = {
    1: "심야 버스를 더 다니게 해 주세요",
    2: "놀이터에 그늘막을 설치해 주세요",
    3: "도서관을 밤 10시까지 열어 주세요",
    4: "심야버스 노선 신설",
    5: "Please open the library later",
    6: "마을버스 정류장에 의자를 놓아 주세요",
    7: "어린이집을 늘려 주세요",
    8: "골목길에 가로등을 달아 주세요",
    9: "분리수거함을 아파트 밖에도 놓아 주세요",
    10: "전동 킥보드 주차 구역이 필요합니다",
    11: "시청 누리집을 휴대전화에서도 보게 해 주세요",
    12: "하천 산책로의 물웅덩이를 메워 주세요",
    13: "작은 공연장을 만들어 주세요",
}


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("심야 버스를 늘려 주세요", [1, 4]),
        ("놀이터 그늘막", [2]),
        ("A library that is open later", [5]),
        ("도서관 열람실을 밤 늦게까지", [3]),
        ("반려견 놀이 공간", []),
        ("", []),
    ],
)
def test_what_is_alike_comes_first(title: str, near: list[int]) -> None:
    assert alike(title, OTHERS)[: len(near) or None] == near


def test_the_most_alike_comes_first_and_not_too_many() -> None:
    titles = {n: "심야 버스" + " 노선" * (n % 2) for n in range(20)}
    found = alike("심야 버스 노선", titles, most=3)
    assert found == [1, 3, 5]


@given(st.text(max_size=30), st.dictionaries(st.integers(), st.text(max_size=30), max_size=8))
def test_any_title_can_be_compared(title: str, others: dict[int, str]) -> None:
    found = alike(title, others)
    assert len(set(found)) == len(found) <= 5 and set(found) <= set(others)
