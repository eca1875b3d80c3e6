"""What in a text is pointed out as personal data, and what is let alone."""

import gzip
import json
import os
import re

import pytest
from flask import Flask

from demosx.core.resident_numbers import prose_without_resident_numbers, written_in
from demosx.proposals.personal_data import found_in, mark, without

TOLD = [
    ("연락 주세요 010-1234-5678", "phone", "010-1234-****"),
    ("연락 주세요 01012345678.", "phone", "0101234****"),
    ("０１０－１２３４－５６７８", "phone", "０１０－１２３４－****"),
    ("+82 10 1234 5678", "phone", "+82 10 1234 ****"),
    ("사무실 02) 123-4567입니다", "phone", "02) 123-****"),
    ("044-201-4752", "phone", "044-201-****"),
    ("메일 gildong.hong@example.co.kr로", "email", "gi***@example.co.kr"),
    ("4111-1111-1111-1111", "card", "4111-1111-1111-****"),
    ("국민은행 계좌 123456-01-234567", "account", "123456-01-23****"),
    ("통장 110123456789로 입금", "account", "11012345****"),
    ("차량 번호 12가 3456이 늘 서 있어요", "plate", "12가 ****"),
    ("서울12바3456 택시", "plate", "서울12바****"),
]
LET_ALONE = [
    "2019-07-01 12:30부터 2019.08.31까지", "예산 1,234,567,890원과 20조 5000억 원", "제10호 2019년 고시",
    "120번과 1588-2572",
    "1234-5678-1234-5678", "버스 12345번, 6-2-1번지 30동 1203호", "https://example.org/2019/010/1234", "3.1415926535",
    "ISBN 978-89-1234-567-8", "법률 제15022호, 2017. 10. 31., 일부개정", "별이@모임", "30배 1000개", "02-2019 공고",
    "우편번호 04524, 인구 9,741,383명",
]  # fmt: skip
NUMBERS = [
    "900101-1234567", "9001011234567", "900101 - 1 234567", "９００１０１－１２３４５６７", "9 0 0 1 0 1 1 2 3 4 5 6 7",
    "90.01.01-1234567", "19900101-1234567", "900101-123 4567", "90\u200b0101-1\u200d234567",
]  # fmt: skip
ORDINARY = [
    "2008. 3. 14., 2012. 1. 26.", "1979.12.12.~1980.5.30", "artid=200909101412431", "900101-1******", "991332-1234567",
    "010-1234-5678 010-2345-6789",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "shown"), TOLD, ids=[kind + text[:8] for text, kind, _shown in TOLD]
)
def test_personal_data_is_pointed_out_half_hidden(text: str, kind: str, shown: str) -> None:
    found = found_in(text)
    assert [(one.kind, one.shown.lstrip("(")) for one in found] == [(kind, shown)]
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize("text", LET_ALONE)
def test_ordinary_numbers_are_let_alone(text: str) -> None:
    assert found_in(text) == []


def test_what_is_removed_leaves_the_rest_as_it_was(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        assert without("전화 010-1234-5678, 메일 a.b@example.org 끝") == (
            "전화 (전화번호 지움), 메일 (이메일 주소 지움) 끝"
        )
        assert without("그대로 2019년") == "그대로 2019년"


def test_a_mark_holds_for_what_was_shown_and_nothing_else(app: Flask) -> None:
    first, more = found_in("010-1234-5678"), found_in("010-1234-5678 010-9999-5678")
    assert mark(first) == mark(list(first)) != mark(more)
    assert re.fullmatch("[0-9a-f]{32}", mark(first)) and re.fullmatch("[0-9a-f]{32}", mark(more))


@pytest.mark.parametrize("text", NUMBERS)
def test_resident_numbers_in_prose_are_known(text: str) -> None:
    whole = f"제 번호는 {text}입니다. 2019년 3월 1일"
    assert len(written_in(whole)) == 1
    assert prose_without_resident_numbers(whole) == "제 번호는 ●●●●●●-●●●●●●●입니다. 2019년 3월 1일"


@pytest.mark.parametrize("text", ORDINARY)
def test_days_and_other_numbers_in_prose_are_none(text: str) -> None:
    assert written_in(text) == []


@pytest.mark.parametrize(
    "text", ["1" * 40000, "7 " * 20000, "12.12." * 8000, "a@" * 20000, "0-" * 20000, "12가 " * 9000]
)
def test_no_text_takes_long(text: str) -> None:
    assert written_in(text) == []
    assert len(found_in(text)) == 0


@pytest.mark.skipif(
    not os.environ.get("DEMOSX_PETITIONS"), reason="DEMOSX_PETITIONS names the petitions of 2019"
)
def test_of_two_thousand_petitions_few_are_stopped() -> None:
    """7 of 2,390 hold a telephone number or an address, all of them real; none a resident number."""
    with gzip.open(os.environ["DEMOSX_PETITIONS"], "rt", encoding="utf-8") as lines:
        texts = ["{title}\n{content}".format(**json.loads(line)) for line in lines]
    assert sum(bool(found_in(text)) for text in texts) <= 0.005 * len(texts)
    assert not [text for text in texts if written_in(text)]
