"""A text that is not TOML: what was meant, and every slip on its own line."""

import codecs
import re
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.mending.conditions import meant
from demosx.process.mending.foreign import decode, foreign
from demosx.process.mending.reading import read_toml
from demosx.process.mending.statements import statements
from demosx.process.mending.text import mend
from tests.process.journeys import EXAMPLES

FILES = sorted(EXAMPLES.glob("*.toml"))
SIGNS = st.text(st.sampled_from("abc가=:#\"'[]{},.\\ \n\t“”＝，\u00a0\u200b1-_"), max_size=60)


def slips(text: str) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in read_toml(text)[2]]


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ('a = "x"  # it is "so"', "x", None),
        ("a = “30 days”", "30 days", "strange_sign"),
        ('a = "30 days”', "30 days", "strange_sign"),
        ("a = ‘30 days’", "30 days", "strange_sign"),
        ('a = "“인용”은 그대로"', "“인용”은 그대로", None),
        ('a = "인용 “안”', "인용 “안", "strange_sign"),
        ("a\u3000=\u00a05", 5, "invisible_sign"),
        ("a = 5\u200b", 5, "invisible_sign"),
        ("a = 5\x0b", 5, "invisible_sign"),
        ("a ＝ ５", 5, "strange_sign"),
        ('a = "x', "x", "open_quote"),
        ('a = "x  # 설명', "x", "open_quote"),
        ('a = x"', "x", "open_quote"),
        ("a = \"x'", "x", "open_quote"),
        ('a = """x', "x", "open_quote"),
        ('a = "x "y" z"', "x 'y' z", "quote_in_quotes"),
        ('a = "x" y"', "x y", "quote_in_quotes"),
        ("a = 'it's'", "it's", "quote_in_quotes"),
        ('a = "x\\d"', "x\\d", "backslash"),
        ("a = x", "x", "no_quotes"),
        ("a = supports >= 50", "supports >= 50", "no_quotes"),
        ("a = decision == 'x'", "decision == 'x'", "no_quotes"),
        ("a = 30일", "30 days", "no_quotes"),
        ("a = 5,000", 5000, "number_form"),
        ("a = 50명", 50, "number_form"),
        ("a = { b = 5,000, c = 1 }", {"b": 5000, "c": 1}, "number_form"),
        ("a = 2019.1.1", date(2019, 1, 1), "day_form"),
        ("a = 2019년 1월 1일", date(2019, 1, 1), "day_form"),
        ("a = True", True, "true_false"),
        ("a = 아니요", False, "true_false"),
        ('a = "x",', "x", "sign_behind"),
        ('a = "x" y', "x", "left_over"),
        ('a = ~"x"', "x", "left_over"),
        ("a = 5 // x", 5, "comment_sign"),
        ("a =", "", "no_value"),
        ("a 5", 5, "no_equals"),
        ('a["x"]', ["x"], "no_equals"),
        ("a : 5", 5, "wrong_equals"),
        ("a := 5", 5, "wrong_equals"),
        ("a == 5", 5, "wrong_equals"),
        ("- a = 5", 5, None),
        ('a = "x", "y"', ["x", "y"], "no_brackets"),
        ('a = "x", "y"]', ["x", "y"], "no_brackets"),
        ("a = x, y", ["x", "y"], "no_quotes"),
        ('a = ["x" "y"]', ["x", "y"], "missing_comma"),
        ('a = ["x", "y"', ["x", "y"], "open_bracket"),
        ('a = ["x", "y"}', ["x", "y"], "wrong_bracket"),
        ('a = ("x", "y")', ["x", "y"], "wrong_bracket"),
        ('a = ["x",, "y"]', ["x", "y"], "left_over"),
        ('a = ["x, "y"]', ["x", "y"], "open_quote"),
        ('a = ["x", y"]', ["x", "y"], "open_quote"),
        ("a = [x, y]", ["x", "y"], "no_quotes"),
        ('a = { b = "x" c = "y" }', {"b": "x", "c": "y"}, "missing_comma"),
        ('a = { b = "x, c = "y" }', {"b": "x", "c": "y"}, "open_quote"),
        ('a = { b: "x" }', {"b": "x"}, "wrong_equals"),
        ('a = { b "x" }', {"b": "x"}, "no_equals"),
        ('a = { b = "x", }', {"b": "x"}, "trailing_comma"),
        ('a = { b = "x"', {"b": "x"}, "open_bracket"),
        ('a = b = "x" }', {"b": "x"}, "no_opening"),
        ('a = {\n  b = "x",\n  c = [1, 2],\n}', {"b": "x", "c": [1, 2]}, "table_over_lines"),
    ],
)  # fmt: skip
def test_what_was_meant(text: str, value: Any, code: str | None) -> None:
    text = re.sub("[aａ]", "key", text, count=1) + "\nfirst = 1"
    raw, mended, found = read_toml(text)
    assert raw == {"key": value, "first": 1}
    assert [(one.code, one.line) for one in found] == ([(code, 1)] if code else [])
    assert mended.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "told", "tables"),
    [
        ("[stages.a\nx = 1", [("header_brackets", 1)], {"stages": {"a": {"x": 1}}}),
        ("stages.a]\nx = 1", [("header_brackets", 1)], {"stages": {"a": {"x": 1}}}),
        ("[[rules]\nx = 1", [("header_brackets", 1)], {"rules": [{"x": 1}]}),
        ("[rules]\nx = 1\n[rules]\nx = 2", [("header_brackets", 1), ("header_brackets", 3)],
         {"rules": [{"x": 1}, {"x": 2}]}),
        ("[[stages.a]]\nx = 1", [("header_brackets", 1)], {"stages": {"a": {"x": 1}}}),
        ("[stages.a,b]\nx = 1", [("header_signs", 1)], {"stages": {"ab": {"x": 1}}}),
        ("[[stages.arules]]\nx = 1", [("header_signs", 1)], {"stages": {"a": {"rules": [{"x": 1}]}}}),
        ("[stages.a] b\nx = 1", [("left_over", 1)], {"stages": {"a": {"x": 1}}}),
        ("[stages.]\nx = 1\n[words]\ny = 2", [("header_name", 1)], {"words": {"y": 2}}),
        ("[stages.제안]\nx = 1", [], {"stages": {"제안": {"x": 1}}}),
        ("x = 1\ny = 2\nx = 3", [("key_twice", 3)], {"x": 1, "y": 2}),
        ("[stages.a]\nx = 1\n[stages.a]\nx = 2\n[[stages.a.rules]]\nz = 1\n[words]\nx = 3", [("table_twice", 3)],
         {"stages": {"a": {"x": 1}}, "words": {"x": 3}}),
        ("key = [\n 1,\n 2\n 3\n]\nb = 1", [("missing_comma", 4)], {"key": [1, 2, 3], "b": 1}),
        ("key = [\n 1,\n 2\n\nb = 1", [("open_bracket", 1)], {"key": [1, 2], "b": 1}),
        ("key = [\n 1,\n# x\n[words]\nb = 1", [("open_bracket", 1)], {"key": [1], "words": {"b": 1}}),
        ('key = "x\nname = y"\nc = “z”\nd = "y',
         [("open_quote", 1), ("open_quote", 2), ("strange_sign", 3), ("open_quote", 4)],
         {"key": "x", "name": "y", "c": "z", "#4": 0}),
    ],
)  # fmt: skip
def test_every_slip_has_its_line(text: str, told: list[tuple[str, int]], tables: dict[str, Any]) -> None:
    assert slips(text) == told
    assert read_toml(text)[0] == tables


def test_a_line_that_means_nothing_leaves_a_mark_and_what_follows_in_a_rule_is_left_out() -> None:
    raw, _, found = read_toml(
        "[words]\n그 다음 단계로\nx = 1\n[[rules]]\ny = 1\n다음 규칙\nz = 1\n[words.b]\nx = 2"
    )
    assert [(one.code, one.line) for one in found] == [("loose_text", 2), ("loose_text", 6)]
    assert raw == {"words": {"#2": 0, "x": 1, "b": {"x": 2}}, "rules": [{"y": 1, "#6": 0}]}


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.stem))
def test_a_text_in_order_stays_as_it_is(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    better, found = mend(text)
    assert found == []
    assert tomllib.loads(better) == tomllib.loads(text)
    assert "\n".join(one.text for one in statements(text)) == text


@given(SIGNS)
def test_whatever_the_text_it_keeps_its_lines(text: str) -> None:
    assert "\n".join(one.text for one in statements(text)) == text
    raw, better, found = read_toml(text)
    assert better.count("\n") == text.count("\n")
    assert all(1 <= one.line <= text.count("\n") + 1 for one in found)
    assert len({one.line for one in found}) == len(found)
    assert raw is not None or found


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("supports = 50", "supports == 50"),
        ("supports => 50 && votes ≤ 3", "supports >= 50 and votes <= 3"),
        ("supports >= 5,000,000 OR !period_over", "supports >= 5000000 or not period_over"),
        ("supports >= 50명 and days >= 30 일", "supports >= 50 and days >= 30"),
        ("supports >= 3만", "supports >= 30000"),
        ("supports >= 1%", "supports >= 0.01 * population"),
        ("votes.yes / votes >= 50%", "votes.yes / votes >= 0.5"),
        ("공감이 50명 이상이고 의견 3건 미만", "supports >= 50 and opinions < 3"),
        ("if supports >= 50 then", "supports >= 50"),
        ("supports is at least 50", "supports >= 50"),
        ("decision is not 'a'", "decision != 'a'"),
        ("decision == ‘a’", "decision == 'a'"),
        ("decision == “a", "decision == 'a'"),
        ("period_over == false", "not period_over"),
        ("1 < supports < 5", "1 < supports and supports < 5"),
        ("((supports > 5)", "((supports > 5))"),
        ("supports >= 50 votes", "supports >= 50"),
        ("supports >= 50 period_over", ""),
        ("", ""),
    ],
)
def test_the_condition_that_was_meant(text: str, right: str) -> None:
    assert meant(text) == right


@pytest.mark.parametrize(
    ("data", "text", "code"),
    [
        ("키 = 1".encode(), "키 = 1", None),
        (codecs.BOM_UTF8 + "키 = 1".encode(), "키 = 1", None),
        ("규칙 = 1".encode("cp949"), "규칙 = 1", "encoding"),
        ("키 = 1".encode("utf-16"), "키 = 1", "encoding"),
        (b"\x81\xff\xff", None, "encoding"),
        (b"a\xff\x00b", None, "no_text"),
        (b"%PDF-1.7", None, "no_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", None, "no_text"),
        (b" " * 2_000_001, None, "too_large"),
    ],
)
def test_how_a_file_was_saved(data: bytes, text: str | None, code: str | None) -> None:
    found, told = decode(data)
    assert found == text
    assert [one.code for one in told] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = 1", None),
        ("\n# 설명: 이렇게\n", "empty_file"),
        ("key: a\nname: b\n", "other_format"),
        ("키: 1\na = 1\n", None),
        ("a = " + "[" * 21, "too_deep"),
        ("a = " + "[" * 20, None),
        ("\n".join("a = [1" for _ in range(50)), None),
        (". ".join("말" * 30), "too_deep"),
    ],
)
def test_what_is_no_process_file_at_all(text: str, code: str | None) -> None:
    found = foreign(text)
    assert (found.code if found else None) == code
