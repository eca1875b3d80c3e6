"""Codes: read as people type them; a slip of the finger is noticed."""

import pytest
from flask import Flask

from demosx.intake import codes


def test_a_code_is_read_however_it_is_typed(app: Flask) -> None:
    code = codes.new_code()
    plain = code.replace("-", "")
    for typed in (
        code,
        plain,
        plain.lower(),
        f" {code[:4]} {code[5:9]}–{code[10:]} ",
        f"https://x.org/claim?code={code}",
    ):
        assert codes.read(typed) == code


def test_one_wrong_letter_or_two_that_changed_places_make_no_code(app: Flask) -> None:
    for _ in range(20):
        letters = codes.new_code().replace("-", "")
        for at, letter in enumerate(letters):
            other = codes.ALPHABET[(codes.ALPHABET.index(letter) + 7) % len(codes.ALPHABET)]
            assert codes.read(letters[:at] + other + letters[at + 1 :]) is None
        for at in range(10):
            if letters[at] != letters[at + 1]:
                swapped = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
                assert codes.read(swapped) is None


@pytest.mark.parametrize("typed", ["", "0" * 12, "ABCD", "가나다라마바사아자차카타", "x" * 5000])
def test_what_is_no_code_is_none(app: Flask, typed: str) -> None:
    assert codes.read(typed) is None


def test_codes_differ_and_the_database_gets_a_hash(app: Flask) -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    code = made.pop()
    assert len(codes.digest_of(code)) == 64 and code not in codes.digest_of(code)
