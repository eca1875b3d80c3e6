"""The Korean particle for where something leads; the others are held with the conditions that use them."""

import pytest

from demosx.process.particles import towards


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("토론", "토론으로"),
        ("종료", "종료로"),
        ("서울", "서울로"),
        ("‘답변 완료’", "‘답변 완료’로"),
        ("‘기간 만료됨’", "‘기간 만료됨’으로"),
        ("3", "3으로"),
        ("", "로"),
    ],
)
def test_where_something_leads(word: str, said: str) -> None:
    assert towards(word) == said
