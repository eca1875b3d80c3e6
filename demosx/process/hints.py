"""What would be right, by the code of what is wrong; facts stand in braces.

The first four are for every code: a problem with such a fact shows them instead of its own.
"""

from .sentences import Sentences, both

KNOWN = both("쓸 수 있는 것: {known}.", "There are {known}.")

ANY: Sentences = {
    "similar": both("혹시 `{similar}`?", "Did you mean `{similar}`?"),
    "right": both("이렇게 쓰세요: `{right}`.", "Write `{right}`."),
    "example": both("예: `{example}`.", "For example `{example}`."),
    "lonely": both(
        "아무 데서도 쓰지 않는 것이 하나 있습니다: `{lonely}`. 이름표를 바꾸었나요?",
        "One is named nowhere: `{lonely}`. Was its key changed?",
    ),
}  # fmt: skip

OF_SLIPS: Sentences = {
    "strange_sign": both("이렇게 바꾸세요: {meant}.", "Write {meant}."),
    "invisible_sign": both(
        "그 글자를 지우고, 빈칸이면 다시 치세요.", "Delete it; type it again if it is a space."
    ),
    "no_value": both("값을 쓰거나 이 줄을 지우세요.", "Write a value, or leave the line out."),
    "no_equals": both("`{key} = …`처럼 씁니다.", "Write `{key} = …`."),
    "wrong_equals": both("등호(`=`) 하나만 씁니다.", "Write a single `=`."),
    "left_over": both("지우세요. 설명이면 앞에 `#`을 붙이세요.", "Delete it, or put `#` before a remark."),
    "sign_behind": both("그 기호를 지우세요.", "Delete it."),
    "comment_sign": both("설명 앞에는 `#`을 씁니다.", "A remark begins with `#`."),
    "no_such_day": both(
        "`2019-01-31`처럼 있는 날을 쓰세요.", "Write a day that there is, such as `2019-01-31`."
    ),
    "missing_comma": both("쉼표(`,`)를 넣으세요.", "Put a `,` there."),
    "trailing_comma": both("그 쉼표를 지우세요.", "Delete that comma."),
    "open_bracket": both("`{closing}` 괄호로 닫으세요.", "Close it with `{closing}`."),
    "wrong_bracket": both("`{closing}` 괄호를 쓰세요.", "Write `{closing}`."),
    "table_over_lines": both("한 줄로 이어 쓰세요.", "Join the lines into one."),
    "key_twice": both("둘 가운데 하나를 지우세요.", "Delete one of the two."),
    "table_twice": both(
        "하나로 합치거나, 다른 것이면 이름표를 바꾸세요.",
        "Make them one; if they are two, give one another key.",
    ),
    "header_name": both("`[stages.support]`처럼 씁니다.", "Write it as in `[stages.support]`."),
    "loose_text": both(
        '설명이면 앞에 `#`을 붙이고, 항목이면 `period = "30 days"`처럼 쓰세요.',
        'Put `#` before a remark; a key is written as in `period = "30 days"`.',
    ),
    "syntax": both(
        "이 줄과 윗줄의 따옴표, 괄호, 등호를 살펴보세요.",
        "Look at the quotes, brackets and `=` here and above.",
    ),
    "empty_file": both(
        "다른 규칙 파일을 복사해 고쳐 쓰는 것이 쉽습니다.",
        "It is easiest to begin with a copy of another process file.",
    ),
    "other_format": both('`period = "30 days"`처럼 씁니다.', 'Keys are written as in `period = "30 days"`.'),
    "no_text": both(
        "메모장 같은 글 편집기에서 글 파일로 저장하세요.", "Save it as plain text, with a text editor."
    ),
    "encoding": both(
        "‘다른 이름으로 저장’에서 인코딩을 UTF-8로 고르세요.", "Save it again and choose the encoding UTF-8."
    ),
}  # fmt: skip

OF_FILES: Sentences = {
    "folder": both("안의 파일을 쓰세요: `{inside}`.", "Name the files in it: `{inside}`."),
}  # fmt: skip

OF_RULES: Sentences = {
    "misplaced_key": both("이 항목의 자리: {where}.", "It belongs {where}."),
    "stray_rules": both(
        "같은 단계라면 이름표를 같게 쓰세요: {line}번째 줄은 `{near}`.",
        "If they belong to the stage on line {line}, `{near}`, both need the same key.",
    ),
    "rules_of_no_stage": both("단계를 넣거나 이 규칙들을 지우세요.", "Add the stage, or delete these rules."),
    "pause_for_new": both(
        '진행 중인 제안도 멈추려면 `applies_to = "all"`을 쓰세요.',
        'To pause those too, write `applies_to = "all"`.',
    ),
    "goes_to_for_new": both(
        '진행 중인 제안에도 적용하려면 `applies_to = "all"`을 쓰세요.',
        'For rules that hold for those under way, write `applies_to = "all"`.',
    ),
    "still_there": both("종류가 그대로면 이 줄을 지우세요.", "Delete the line if it has not."),
    "goes_on": both("끝까지 남는 단계를 쓰세요.", "Name a stage that stays."),
    "unknown_language": both("쓸 수 있는 것: {known}.", "There are {known}."),
    "relation_here": KNOWN,
    "unknown_region": KNOWN,
    "unknown_deciding_stage": KNOWN,
    "unknown_reason": both(
        '`reason = {{ ko = "{reason}", en = "…" }}`처럼 쓰거나 `[words]`에 이름을 적으세요.',
        'Write `reason = {{ ko = "{reason}", en = "…" }}`, or give it a name under `[words]`.',
    ),
    "end_is_a_stage": both('단계로 옮기려면 `move = "{stage}"`.', 'To go there, write `move = "{stage}"`.'),
    "duty_is_a_stage": both('단계로 옮기려면 `move = "{stage}"`.', 'To go there, write `move = "{stage}"`.'),
    "move_to_an_end": both('끝내려면 `end = "{end}"`.', 'To end, write `end = "{end}"`.'),
    "move_to_a_duty": both('할 일을 열려면 `open = "{duty}"`.', 'To open it, write `open = "{duty}"`.'),
    "fact_of_what": KNOWN,
    "no_period_here": both(
        '단계에 `period = "30 days"`처럼 기간을 적으세요.', 'Give the stage one, such as `period = "30 days"`.'
    ),
    "no_period_anywhere": both(
        '단계에 `period = "30 days"`처럼 기간을 적으세요.', 'Give a stage one, such as `period = "30 days"`.'
    ),
    "no_region_minimum": both(
        "단계에 `region_minimum = 100`처럼 적으세요.", "Give the stage one, such as `region_minimum = 100`."
    ),
    "stage_owes_nothing": both(
        "단계에 `owner`와 `within`을 적으세요.", "Give the stage an `owner` and `within`."
    ),
    "never_overdue": both(
        '할 일에 `within = "20 days"`처럼 기한을 적으세요.', 'Give the duty one, such as `within = "20 days"`.'
    ),
    "no_length_for": both("{wanted} 항목을 적거나 이 줄을 지우세요.", "Write a {wanted}, or delete this line."),
    "needs_nobody": both(
        '누가 누르는지 `by = ["operator"]`처럼 적으세요.', 'Say who does, as in `by = ["operator"]`.'
    ),
    "freeze_backwards": both("두 날짜를 확인하세요.", "Look at both days."),
    "key_taken": both("둘 가운데 하나의 이름표를 바꾸세요.", "Give one of them another key."),
    "key_reserved": both("다른 이름표를 쓰세요.", "Give the stage another key."),
    "not_reached": both(
        '이 단계로 옮기는 규칙(`move = "{stage}"`)을 넣거나 단계를 지우세요.',
        'Add a rule with `move = "{stage}"`, or delete the stage.',
    ),
    "never_true": both("숫자와 `and`, `or`를 확인하세요.", "Look at its numbers, and at `and` and `or`."),
    "loop": both(
        "기다리거나 사람이 정하는 조건을 하나 넣으세요.", "Let one of its rules wait for a day or for a person."
    ),
    "period_not_read": both("`period_over`를 읽는 규칙을 넣으세요.", "Add a rule that reads `period_over`."),
    "decision_not_read": both(
        "그 결정이 나면 어떻게 되는지 규칙으로 쓰세요.", "Say with a rule what follows from it."
    ),
    "answer_not_read": both(
        "그 답변이 나면 어떻게 되는지 규칙으로 쓰세요.", "Say with a rule what follows from it."
    ),
    "duty_never_opened": both(
        '여는 규칙(`open = "{duty}"`)을 넣거나 할 일을 지우세요.',
        'Write `open = "{duty}"` in a rule, or delete the duty.',
    ),
    "condition_empty": both(
        '`when = "supports >= 50"`처럼 쓰거나 이 줄을 지우세요.',
        'Write one, such as `when = "supports >= 50"`, or delete this line.',
    ),
    "condition_constant": both(
        "`supports >= 50`처럼 사실의 이름을 쓰세요.", "Name a fact, as in `supports >= 50`."
    ),
    "condition_unfinished": both(
        "`supports >= 50`처럼 끝까지 쓰세요.", "Write it to its end, as in `supports >= 50`."
    ),
    "unknown_fact": both(
        "자주 쓰는 것: `supports`, `opinions`, `participants`, `votes`, `days`, `period_over`.",
        "Often used: `supports`, `opinions`, `participants`, `votes`, `days`, `period_over`.",
    ),
    "length_range": both(
        "하루(`1 day`)부터 100년(`100 years`)까지 쓸 수 있습니다.", "It can be from `1 day` to `100 years`."
    ),
    "condition_left_over": both(
        "비교 사이에는 `and`나 `or`를 씁니다.", "Write `and` or `or` between comparisons."
    ),
    "words_ordered": both("`==`, `!=`만 씁니다.", "Use `==` or `!=`."),
    "not_a_day": both("`'2026-01-31'`처럼 씁니다.", "Write it as `'2026-01-31'`."),
    "fact_taken": both("다른 이름을 쓰세요.", "Take another name."),
    "not_one_of": both("쓸 수 있는 값: {allowed}.", "It can be {allowed}."),
    "no_action": both("쓸 수 있는 행동: {actions}.", "A rule has one of {actions}."),
    "two_actions": both("규칙을 나누어 쓰세요.", "Write a rule for each."),
    "length": both(
        '`"30 days"`, `"20 working days"`, `"2 weeks"`, `"2 months"`, `"1 year"`, `"until 2026-12-31"`처럼 씁니다.',
        'Write `"30 days"`, `"20 working days"`, `"2 weeks"`, `"2 months"`, `"1 year"` or `"until 2026-12-31"`.',
    ),
    "reminder": both(
        '`"5 days before"`, `"1 day after"`처럼 씁니다.', 'Write `"5 days before"` or `"1 day after"`.'
    ),
    "share": both('`"1/2"`처럼 씁니다.', 'Write it as `"1/2"`.'),
    "names": both(
        '`{key} = {{ ko = "…", en = "…" }}`처럼 씁니다.', 'Write `{key} = {{ ko = "…", en = "…" }}`.'
    ),
    "bad_key": both(
        "영문 소문자로 시작해 소문자, 숫자, `_`만 씁니다(50자까지).",
        "Use small letters, digits and `_`, a letter first, 50 at most.",
    ),
    "set_value": both("숫자, 낱말, true/false만 씁니다.", "Use a number, a word, true or false."),
    "condition_other_sign": both(
        "`==`, `!=`, `>=`, `<=`, `>`, `<`, `and`, `or`, `not`을 씁니다.",
        "Use `==`, `!=`, `>=`, `<=`, `>`, `<`, `and`, `or`, `not`.",
    ),
    "condition_strange_sign": both(
        "숫자는 `5000` 또는 `5_000`, 백분율은 `0.01`처럼 씁니다.",
        "Write numbers as `5000` or `5_000`, 1 % as `0.01`.",
    ),
    "condition_chain": both("`and`로 나누어 쓰세요.", "Write two comparisons with `and` between them."),
    "unknown_kind": KNOWN,
    "unknown_role": KNOWN,
    "no_decision_here": both("결정은 `decides`가 있는 단계에서 합니다.", "Stages with `decides` decide."),
    "set_table": both(
        "`set = {{ fast_track = true }}`처럼 씁니다.", "Write it as in `set = {{ fast_track = true }}`."
    ),
    "name_empty": both("이름을 쓰거나 그 언어를 지우세요.", "Write a name, or leave the language out."),
    "unknown_stage": KNOWN,
    "unknown_duty": KNOWN,
    "unknown_action": KNOWN,
    "unknown_act": KNOWN,
    "nobody_is": both(
        "`demosx.toml`의 `[verification]`에 `checks`를 적으세요.", "List some under `[verification]` in `demosx.toml`."
    ),
    "who_of_nothing": both("`allows`에 넣거나 이 줄을 지우세요.", "Put it into `allows`, or leave this out."),
    "unknown_word": both("될 수 있는 값: {known}.", "It can be {known}."),
    "unknown_pause": both(
        "쓸 수 있는 것: {known}. 다른 사유는 `[words]`에 이름을 적으면 쓸 수 있습니다.",
        "There are {known}. Another one needs a name under `[words]`.",
    ),
    "stage_without_owner": both("`owner`를 적으세요.", "Say who, with `owner`."),
    "duty_without_owner": both("`owner`를 적으세요.", "Say who, with `owner`."),
    "no_way_out": both("옮기거나(`move`) 끝내는(`end`) 규칙을 넣으세요.", "Add a rule that moves on or ends."),
    "never_fires": both("순서를 바꾸거나 조건을 고치세요.", "Change their order or their conditions."),
    "moves_nowhere": both(
        "다른 단계로 옮기거나 규칙을 지우세요.", "Move to another stage, or leave the rule out."
    ),
    "word_missing": both("`[words]`에 적으세요.", "Add it under `[words]`."),
    "not_a_flag": both(
        "숫자나 낱말은 비교해서 씁니다(`supports >= 50`).", "Compare it, as in `supports >= 50`."
    ),
    "flag_compared": both(
        "`period_over` 또는 `not period_over`처럼 이름만 씁니다.",
        "It stands alone, as in `period_over` or `not period_over`.",
    ),
    "thresholds_out_of_order": both("낮은 기준을 위에 쓰세요.", "Put the lower one first."),
}  # fmt: skip

HINTS: Sentences = {**ANY, **OF_SLIPS, **OF_FILES, **OF_RULES}
