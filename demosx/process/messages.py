"""The sentences of the check, by code and language: what is wrong, and what would be right.

Facts stand in braces. In Korean no particle follows a fact directly, since its form would depend on the word.
"""

from collections.abc import Mapping

Sentences = Mapping[str, Mapping[str, str]]


def _both(ko: str, en: str) -> Mapping[str, str]:
    return {"ko": ko, "en": en}


SHAPE: Sentences = {
    "syntax": _both("TOML 문법에 맞지 않습니다: {why}.", "This is not TOML: {why}."),
    "missing_key": _both("`{key}` 항목이 없습니다.", "`{key}` is missing."),
    "unknown_key": _both("`{key}`: 여기에 쓸 수 없는 항목입니다.", "There is no key `{key}` here."),
    "not_one_of": _both("`{key}`: `{given}` 값은 쓸 수 없습니다.", "`{key}` cannot be `{given}`."),
    "format": _both(
        "`format`: 이 프로그램은 형식 1만 읽습니다. 이 파일은 {given}입니다.",
        "This program reads format 1; this file says {given}.",
    ),
    "wrong_type": _both("`{key}`: {expected} 형식이어야 합니다.", "`{key}` must be {expected}."),
    "bad_value": _both("`{key}`: 값이 맞지 않습니다 ({why}).", "`{key}` does not fit: {why}."),
    "length": _both("`{key}`: `{given}` 값은 기간이 아닙니다.", "`{key}`: `{given}` is not a length of time."),
    "reminder": _both("`{key}`: `{given}` 값은 알림 시점이 아닙니다.", "`{key}`: `{given}` is not a reminder."),
    "share": _both("`{key}`: `{given}` 값은 비율이 아닙니다.", "`{key}`: `{given}` is not a share."),
    "names": _both("`{key}`: 언어별 이름이 아닙니다.", "`{key}` is not a name by language."),
    "name_empty": _both("`{key}`: `{lang}` 이름이 비어 있습니다.", "`{key}`: the name in `{lang}` is empty."),
    "bad_key": _both("`{given}`: 이름표로 쓸 수 없습니다.", "`{given}` cannot be a key."),
    "set_table": _both("`set`: 표가 아닙니다.", "`set` is not a table."),
    "set_value": _both("`set`의 `{fact}`: 쓸 수 없는 값입니다.", "`set`: `{fact}` has a value that cannot be used."),
    "unknown_kind": _both("`{kind}`: 그런 단계 종류가 없습니다.", "There is no kind of stage `{kind}`."),
    "two_actions": _both("한 규칙에 행동이 둘 이상입니다: {actions}.", "This rule has more than one action: {actions}."),
    "no_action": _both("규칙에 행동이 없습니다.", "This rule does nothing."),
}  # fmt: skip

CONDITIONS: Sentences = {
    "condition_empty": _both("조건이 비어 있습니다.", "The condition is empty."),
    "condition_too_long": _both("조건이 {longest}자를 넘습니다.", 
        "The condition is longer than {longest} characters."),
    "condition_too_deep": _both("조건의 괄호가 너무 깊습니다.", "The condition has too many brackets in brackets."),
    "condition_other_sign": _both(
        "조건 {at}번째 글자: `{text}` 기호는 쓰지 않습니다.", "`{text}` (at {at}) is not used in conditions."
    ),
    "condition_open_quote": _both(
        "조건 {at}번째 글자: 따옴표가 닫히지 않았거나 굽은 따옴표입니다.",
        "The quote at {at} is not closed, or is a curly one.",
    ),
    "condition_strange_sign": _both(
        "조건 {at}번째 글자: `{text}` 글자는 쓸 수 없습니다.", "`{text}` (at {at}) does not belong in a condition."
    ),
    "condition_chain": _both(
        "조건 {at}번째 글자: 비교를 이어 쓸 수 없습니다.", "Comparisons cannot be chained (at {at})."
    ),
    "condition_left_over": _both(
        "조건 {at}번째 글자: `{text}` 앞에 `and`나 `or`가 없습니다.",
        "Something is missing before `{text}` (at {at}): `and` or `or`?",
    ),
    "condition_value_missing": _both(
        "조건 {at}번째 글자: `{text}` 자리에 숫자, 낱말, 사실 이름이 와야 합니다.",
        "A number, a word or a fact should stand where `{text}` is (at {at}).",
    ),
    "condition_capitals": _both(
        "조건 {at}번째 글자: `{text}` 대신 `{right}`(소문자)라고 씁니다.",
        "`{text}` (at {at}) is written in small letters: `{right}`.",
    ),
    "condition_true_false": _both(
        "조건 {at}번째 글자: `{text}` 없이 이름만 씁니다.", "`{text}` (at {at}) is not needed: a yes/no stands alone."
    ),
    "condition_open_bracket": _both(
        "조건 {at}번째 글자의 괄호가 닫히지 않았습니다.", "The bracket opened at {at} is not closed."
    ),
}  # fmt: skip

MESSAGES: Sentences = {**SHAPE, **CONDITIONS}

HINTS: Sentences = {
    "similar": _both("`{similar}`?", "Did you mean `{similar}`?"),
}
