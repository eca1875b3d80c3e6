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
    "freeze_backwards": _both(
        "멈춤 기간이 끝나는 날({last})이 시작하는 날({first})보다 빠릅니다.",
        "This pause ends on {last}, before it begins on {first}.",
    ),
    "unknown_kind": _both("`{kind}`: 그런 단계 종류가 없습니다.", "There is no kind of stage `{kind}`."),
    "two_actions": _both("한 규칙에 행동이 둘 이상입니다: {actions}.", "There are several actions: {actions}."),
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

REFERENCES: Sentences = {
    "unknown_role": _both("`{role}`: 그런 사람(역할)이 없습니다.", "There is no role `{role}`."),
    "unknown_stage": _both("`{stage}`: 그런 단계가 없습니다.", "There is no stage `{stage}`."),
    "unknown_duty": _both("`{key}`: 그런 할 일이 없습니다.", "There is no duty `{key}`."),
    "unknown_action": _both(
        "`{action}`: `{kind}` 단계에서 할 수 없는 행동입니다.", "A stage of kind `{kind}` does not offer `{action}`."
    ),
    "unknown_deciding_stage": _both(
        "`{key}`: 그런 이름의 결정하는 단계가 없습니다.", "There is no stage `{key}` that decides anything."
    ),
    "unknown_mark": _both("`{key}`: 어느 규칙도 이 표시를 하지 않습니다.", "No rule puts the mark `{key}`."),
    "unknown_pause": _both("`{reason}`: 알 수 없는 중지 사유입니다.", "`{reason}` is no known reason for a pause."),
    "unknown_fact": _both("`{fact}`: 여기서 읽을 수 없는 사실입니다.", "There is no fact `{fact}` here."),
    "unknown_word": _both(
        "`{fact}` 값이 `{word}`일 수 없습니다.", "`{fact}` can never be `{word}`."
    ),
    "duty_is_a_stage": _both(
        "`{stage}`: 단계의 할 일은 단계에 들어가면 저절로 열립니다.",
        "`{stage}` is a stage: its duty opens when the stage is entered.",
    ),
    "key_taken": _both("`{key}`: 할 일의 이름표와 겹칩니다.", "`{key}` is also the key of a duty."),
    "stage_without_owner": _both(
        "`{stage}` 단계에 {owed} 항목이 있는데 맡은 사람(`owner`)이 없습니다.",
        "The stage `{stage}` has {owed}, but nobody owns it.",
    ),
    "duty_without_owner": _both("할 일 `{duty}`: 맡은 사람이 없습니다.", "Nobody owns the duty `{duty}`."),
    "no_length_for": _both(
        "`{key}` 항목이 있는데 기간이 없습니다.", "There is no length of time for `{key}` to work on."
    ),
    "moves_nowhere": _both("이미 `{stage}` 단계에 있습니다.", "This is the stage `{stage}` already."),
    "drops_and_opens": _both(
        "할 일 `{duty}`: 한 규칙에서 거두면서 열 수 없습니다.", "One rule cannot drop and open `{duty}`."
    ),
    "needs_nobody": _both(
        "`needs`가 있는데 단추를 누를 사람(`by`)이 없습니다.", "Nobody presses a button and could give what it `needs`."
    ),
    "fact_taken": _both("`{fact}`: 이미 다른 뜻으로 쓰이는 사실입니다.", "The fact `{fact}` means something already."),
    "fact_of_two_types": _both(
        "`{fact}`: 다른 규칙에서는 다른 형식의 값입니다.", "`{fact}` is set to another type of value elsewhere."
    ),
    "no_period_here": _both(
        "`{stage}` 단계에는 기간이 없어 `period_over`를 읽을 수 없습니다.",
        "`period_over` is read, but the stage `{stage}` has no period.",
    ),
    "no_period_anywhere": _both(
        "기간이 있는 단계가 없어 `period_over`를 읽을 수 없습니다.", "`period_over` is read, but no stage has a period."
    ),
    "no_decision_here": _both(
        "여기서는 결정할 것이 없어 `decision`을 읽을 수 없습니다.",
        "Nothing is decided here, so `decision` cannot be read.",
    ),
    "never_overdue": _both(
        "할 일 `{duty}`: 기한(`within`)이 없어 늦을 수 없습니다.", "`{duty}` has no `within`, so it is never overdue."
    ),
}  # fmt: skip

TYPES: Sentences = {
    "condition_constant": _both("조건이 아무 사실도 읽지 않습니다.", "The condition reads no fact."),
    "not_a_flag": _both(
        "`{part}`: 그 자체로는 예/아니요가 아닙니다({type}).", "`{part}` is {type}, not a yes/no."
    ),
    "not_a_number": _both("`{part}`: 계산할 수 없습니다({type}).", "`{part}` is {type}; it cannot be counted with."),
    "flag_compared": _both(
        "`{part}`: 예/아니요이므로 비교하거나 계산하지 않습니다.", "`{part}` is a yes/no; it stands alone."
    ),
    "types_differ": _both(
        "`{left}`({left_type}), `{right}`({right_type}): 서로 비교할 수 없습니다.",
        "`{left}` is {left_type}, `{right}` is {right_type}: they cannot be compared.",
    ),
    "words_ordered": _both("낱말은 `{sign}` 기호로 비교할 수 없습니다.", "Words cannot be compared with `{sign}`."),
    "not_a_day": _both("`{given}` 값은 날짜가 아닙니다.", "`{given}` is not a day."),
}  # fmt: skip

GRAPH: Sentences = {
    "not_reached": _both("`{stage}` 단계로 가는 길이 없습니다.", "Nothing leads to the stage `{stage}`."),
    "no_way_out": _both(
        "`{stage}` 단계에서 나갈 길이 없습니다.", "Neither a person nor the calendar can leave the stage `{stage}`."
    ),
    "never_true": _both("조건이 참이 될 수 없습니다.", "This condition can never be true."),
    "never_fires": _both(
        "{above}번째 줄의 규칙을 먼저 읽고 단계를 떠나므로 이 규칙은 쓰일 수 없습니다.",
        "This rule can never fire: the one on line {above} is read first and leaves.",
    ),
    "loop": _both(
        "사람도 달력도 없이 맴돕니다: {stages}.", "This turns in a circle without a person or the calendar: {stages}."
    ),
}  # fmt: skip

COVERAGE: Sentences = {
    "age_unknown": _both(
        "나이를 아직 확인하지 않으므로 아무도 제한되지 않습니다.", "Nobody's age is known yet, so this limits nobody."
    ),
    "name_missing": _both("이름이 없는 언어가 있습니다: {languages}.", "The name is missing in {languages}."),
    "word_missing": _both(
        "`{key}`: 화면에 보일 이름이 없습니다({languages}).", "`{key}` has no name for people in {languages}."
    ),
    "period_not_read": _both(
        "`{stage}` 단계의 기간이 끝나도 아무 일도 일어나지 않습니다.",
        "No rule reads that the period of `{stage}` is over.",
    ),
    "decision_not_read": _both(
        "`{stage}` 단계의 결정 {words}: 읽는 규칙이 없습니다.", "No rule reads the decision {words} of `{stage}`."
    ),
    "answer_not_read": _both(
        "`{stage}` 단계의 답변 {words}: 읽는 규칙이 없습니다.", "No rule reads the answer {words} of `{stage}`."
    ),
    "outcome_not_read": _both(
        "할 일 `{duty}`: 결과를 읽는 규칙이 없습니다.", "No rule reads the outcome of `{duty}`."
    ),
    "duty_never_opened": _both("할 일 `{duty}`: 여는 규칙이 없습니다.", "No rule opens the duty `{duty}`."),
    "thresholds_out_of_order": _both(
        "{line}번째 줄에 더 높은 기준이 먼저 있습니다.", "A higher threshold stands above, on line {line}."
    ),
}  # fmt: skip

MESSAGES: Sentences = {**SHAPE, **CONDITIONS, **REFERENCES, **TYPES, **GRAPH, **COVERAGE}

_KNOWN = _both("쓸 수 있는 것: {known}.", "There are {known}.")

HINTS: Sentences = {
    "similar": _both("혹시 `{similar}`?", "Did you mean `{similar}`?"),
    "not_one_of": _both("쓸 수 있는 값: {allowed}.", "It can be {allowed}."),
    "no_action": _both("쓸 수 있는 행동: {actions}.", "A rule has one of {actions}."),
    "two_actions": _both("규칙을 나누어 쓰세요.", "Write a rule for each."),
    "length": _both(
        '`"30 days"`, `"20 working days"`, `"2 weeks"`, `"2 months"`, `"1 year"`처럼 씁니다.',
        'Write `"30 days"`, `"20 working days"`, `"2 weeks"`, `"2 months"` or `"1 year"`.',
    ),
    "reminder": _both(
        '`"5 days before"`, `"1 day after"`처럼 씁니다.', 'Write `"5 days before"` or `"1 day after"`.'
    ),
    "share": _both('`"1/2"`처럼 씁니다.', 'Write it as `"1/2"`.'),
    "names": _both('`{{ ko = "…", en = "…" }}`처럼 씁니다.', 'Write `{{ ko = "…", en = "…" }}`.'),
    "bad_key": _both(
        "영문 소문자로 시작해 소문자, 숫자, `_`만 씁니다(50자까지).",
        "Use small letters, digits and `_`, a letter first, 50 at most.",
    ),
    "set_value": _both("숫자, 낱말, true/false만 씁니다.", "Use a number, a word, true or false."),
    "syntax": _both("이 줄과 윗줄의 따옴표, 괄호, 등호를 살펴보세요.",
        "Look at the quotes, brackets and `=` here and above.",),
    "condition_other_sign": _both(
        "`==`, `!=`, `>=`, `<=`, `>`, `<`, `and`, `or`, `not`을 씁니다.",
        "Use `==`, `!=`, `>=`, `<=`, `>`, `<`, `and`, `or`, `not`.",
    ),
    "condition_strange_sign": _both(
        "숫자는 `5000` 또는 `5_000`, 백분율은 `0.01`처럼 씁니다.", "Write numbers as `5000` or `5_000`, 1 % as `0.01`."
    ),
    "condition_chain": _both("`and`로 나누어 쓰세요.", "Write two comparisons with `and` between them."),
    "unknown_kind": _KNOWN,
    "unknown_role": _KNOWN,
    "unknown_stage": _KNOWN,
    "unknown_duty": _KNOWN,
    "unknown_action": _KNOWN,
    "unknown_word": _both("될 수 있는 값: {known}.", "It can be {known}."),
    "unknown_pause": _both("`[words]`에 이름을 적으면 쓸 수 있습니다.", "Give it a name under `[words]` to use it."),
    "stage_without_owner": _both("`owner`를 적으세요.", "Say who, with `owner`."),
    "duty_without_owner": _both("`owner`를 적으세요.", "Say who, with `owner`."),
    "no_way_out": _both(
        "옮기거나(`move`) 끝내는(`end`) 규칙을 넣으세요.", "Add a rule that moves on or ends."
    ),
    "never_fires": _both("순서를 바꾸거나 조건을 고치세요.", "Change their order or their conditions."),
    "moves_nowhere": _both("다른 단계로 옮기거나 규칙을 지우세요.", "Move to another stage, or leave the rule out."),
    "word_missing": _both("`[words]`에 적으세요.", "Add it under `[words]`."),
    "not_a_flag": _both("숫자나 낱말은 비교해서 씁니다(`supports >= 50`).", "Compare it, as in `supports >= 50`."),
    "flag_compared": _both(
        "`period_over` 또는 `not period_over`처럼 홀로 씁니다.", "Let it stand alone: `period_over`, `not period_over`."
    ),
    "thresholds_out_of_order": _both("낮은 기준을 위에 쓰세요.", "Put the lower one first."),
}  # fmt: skip
