"""What is shaped like a resident registration number is told from everything else, however it is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.core.resident_numbers import (
    DOTS,
    ResidentNumberRefused,
    hold_resident_number,
    holds_resident_number,
    refuse_resident_numbers,
    without_resident_numbers,
)


@pytest.mark.parametrize(
    "text",
    [
        "9001011234567", "900101-1234567", "900101 - 1234567", "900101.2234567", "９００１０１－１２３４５６７",
        "900101–1234567", "9 0 0 1 0 1 1 2 3 4 5 6 7", "주민번호는 900101-1234567입니다", "900101\u200b-1234567",
        "19900101-1234567", "050505-3234567", "900101-5234567", "000229-4000000", "⑨00101-1234567", "900101_1234567",
        "٩٠٠١٠١-١٢٣٤٥٦٧", "900101-1234567 010-1234-5678", "m900101-1234567x",
    ],
)  # fmt: skip
def test_it_is_known_however_it_is_written(text: str) -> None:
    assert holds_resident_number(text)
    with pytest.raises(ResidentNumberRefused):
        refuse_resident_numbers("이름", None, text)
    shown = without_resident_numbers(text)
    assert not holds_resident_number(shown)
    assert DOTS in shown


@pytest.mark.parametrize(
    "text",
    [
        "", "홍길동", "1990-01-01", "010-1234-5678", "901301-1234567", "900132-1234567", "900101-9234567",
        "900101-123456", "90010112345678", "1764072000000", "010229-3000000", "2019-0123-4567", "K-1234567890",
        "4111 1111 1111 1111", "900101-1******",
    ],
)  # fmt: skip
def test_other_numbers_are_let_through(text: str) -> None:
    assert not holds_resident_number(text)
    assert without_resident_numbers(text) == text


def test_two_halves_in_two_fields_are_one_number() -> None:
    assert hold_resident_number(["홍길동", "900101", "1234567"])
    assert not hold_resident_number(["1990-01-01", "1234567"])
    assert not hold_resident_number(["900101", "8234", "07301"])


def test_the_rest_of_a_text_stays() -> None:
    assert (
        without_resident_numbers("제 번호 900101-1234567 로 찾아 주세요.")
        == f"제 번호 {DOTS} 로 찾아 주세요."
    )


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2025, 1, 1)),
    st.integers(0, 999_999), st.sampled_from(["", "-", " ", " - ", "·"]),
)  # fmt: skip
def test_every_number_is_known(born: date, rest: int, between: str) -> None:
    century = 1 if born.year < 2000 else 3
    assert holds_resident_number(f"{born:%y%m%d}{between}{century}{rest:06}")
