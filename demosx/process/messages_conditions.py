"""The sentences about conditions that cannot be read."""

from .sentences import Sentences, both

CONDITIONS: Sentences = {
    "condition_empty": both("조건이 비어 있습니다.", "The condition is empty."),
    "condition_too_long": both(
        "조건이 {longest}자를 넘습니다.", "The condition is longer than {longest} characters."
    ),
    "condition_too_deep": both(
        "조건의 괄호가 너무 깊습니다.", "The condition has too many brackets in brackets."
    ),
    "condition_other_sign": both(
        "조건 {at}번째 글자: `{text}` 기호는 쓰지 않습니다.", "`{text}` (at {at}) is not used in conditions."
    ),
    "condition_open_quote": both(
        "조건 {at}번째 글자: 따옴표가 닫히지 않았거나 굽은 따옴표입니다.",
        "The quote at {at} is not closed, or is a curly one.",
    ),
    "condition_strange_sign": both(
        "조건 {at}번째 글자: `{text}` 글자는 쓸 수 없습니다.",
        "`{text}` (at {at}) does not belong in a condition.",
    ),
    "condition_unfinished": both("조건이 끝까지 적혀 있지 않습니다.", "The condition stops short."),
    "condition_unit": both(
        "조건 {at}번째 글자: 숫자 뒤에 `{text}` 단위를 쓰지 않습니다.",
        "`{text}` (at {at}): numbers stand without a unit.",
    ),
    "condition_comma": both(
        "조건 {at}번째 글자: 숫자에 쉼표를 쓰지 않습니다.", "Numbers stand without commas (at {at})."
    ),
    "condition_if": both("조건은 `{text}` 없이 씁니다.", "A condition stands without `{text}`."),
    "condition_in_words": both(
        "조건은 말이 아니라 기호로 씁니다(조건 {at}번째 글자부터).",
        "Conditions are written with signs, not in words (from {at}).",
    ),
    "condition_chain": both(
        "조건 {at}번째 글자: 비교를 이어 쓸 수 없습니다.", "Comparisons cannot be chained (at {at})."
    ),
    "condition_function": both(
        "조건 {at}번째 글자: 이름 뒤에 괄호를 쓰지 않습니다. 사실의 이름만 씁니다.",
        "There is a bracket behind a name (at {at}). Facts are only named.",
    ),
    "condition_left_over": both(
        "조건 {at}번째 글자: `{text}` 앞에 `and`나 `or`가 없습니다.",
        "Something is missing before `{text}` (at {at}): `and` or `or`?",
    ),
    "condition_value_missing": both(
        "조건 {at}번째 글자: `{text}` 자리에 숫자, 낱말, 사실 이름이 와야 합니다.",
        "A number, a word or a fact should stand where `{text}` is (at {at}).",
    ),
    "condition_capitals": both(
        "조건 {at}번째 글자: `{text}` 대신 소문자로 씁니다.", "`{text}` (at {at}) is written in small letters."
    ),
    "condition_true_false": both(
        "조건 {at}번째 글자: `{text}` 없이 이름만 씁니다.",
        "`{text}` (at {at}) is not needed: a yes/no stands alone.",
    ),
    "condition_open_bracket": both(
        "조건 {at}번째 글자의 괄호가 닫히지 않았습니다.", "The bracket opened at {at} is not closed."
    ),
}  # fmt: skip
