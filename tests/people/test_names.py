"""What may be a nickname or an address, and when two are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.people.errors import EmailInvalid, NicknameInvalid, NicknameReserved
from demosx.people.names import LONGEST, check_email, check_nickname, email_key, nickname_key


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("별이", "별이"),
        ("  초록   지붕 ", "초록 지붕"),
        (unicodedata.normalize("NFD", "한강바람"), "한강바람"),
        ("🌱새싹", "🌱새싹"),
        ("محمد 7", "محمد 7"),
        ("\u202e별이\u202c", "별이"),
        ("별\u200b이", "별이"),
        ("Ada\u3164Lovelace", "AdaLovelace"),
        ("O'Neill-Kim", "O'Neill-Kim"),
    ],
)
def test_a_nickname_as_it_is_shown(typed: str, shown: str) -> None:
    assert check_nickname(typed) == shown


@pytest.mark.parametrize(
    "typed",
    ["", " ", "별", "ㅤㅤㅤ", "🌱🌱", "...", "\u200b\u200b\u200b", "가" * (LONGEST + 1), "a\u0301\u0302\u0303\u0304\u0305b",
     "\ue000\ue001a", "a\u2028b\u0378"],
)  # fmt: skip
def test_what_is_no_nickname(typed: str) -> None:
    with pytest.raises(NicknameInvalid):
        check_nickname(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "admin",
        "Ａｄｍｉｎ",
        "관리자",
        "관 리 자",
        "운영자",
        "O P E R A T O R",
        "시\u200b장",
        "★관리자★",
        "[운영팀]",
        "시_장",
    ],
)
def test_nobody_may_pass_for_the_office(typed: str) -> None:
    with pytest.raises(NicknameReserved):
        check_nickname(typed)
    assert check_nickname(typed, reserved=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim", "kim"),
        ("Ｋｉｍ", "kim"),
        (" 초록  지붕 ", "초록 지붕"),
        (unicodedata.normalize("NFD", "한강"), "한강"),
        ("STRASSE", "straße"),
        ("별\u200d이", "별이"),
        ("별\ufe0f이", "별이"),
        ("별\u3164이", "별이"),
        ("①번", "1번"),
    ],
)
def test_nicknames_that_read_the_same_are_the_same(one: str, other: str) -> None:
    assert nickname_key(one) == nickname_key(other)


@given(st.text(max_size=60))
def test_a_nickname_that_is_taken_as_good_is_shown_as_it_is_kept(typed: str) -> None:
    try:
        shown = check_nickname(typed)
    except (NicknameInvalid, NicknameReserved):
        return
    assert check_nickname(shown) == shown
    assert nickname_key(shown)
    assert "\0" not in shown


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(typed: str) -> None:
    assert nickname_key(nickname_key(typed)) == nickname_key(typed)


def test_addresses_that_differ_in_case_are_the_same() -> None:
    assert email_key(" Kim@Example.ORG ") == email_key("kim@example.org")
    assert email_key("ｋｉｍ@example.org") == "kim@example.org"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("kim@example.org", "kim@example.org"), (" Kim.Ha+neul@Example.ORG ", "Kim.Ha+neul@example.org"),
     ("kim@서울.example.org", "kim@xn--2i4bq6h.example.org")],
)  # fmt: skip
def test_an_address_as_mail_is_sent_to(typed: str, kept: str) -> None:
    assert check_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "kim", "kim@", "@example.org", "kim@localhost", "kim@example.invalid", "a@b@example.org", "kim @example.org",
     "kim@example.org\nBcc: all@example.org", "kim@example.org, lee@example.org", "<kim@example.org>", "김@example.org",
     "k" * 65 + "@example.org", "kim@demo.invalid", "kim\0@example.org"],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(EmailInvalid):
        check_email(typed)
