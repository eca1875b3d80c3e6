"""The sentences about scenario files, by code and language: what is wrong, and what would be right.

Facts stand in braces. In Korean no particle follows a fact directly, since its form would depend on the word.
"""

from ..messages import HINTS as OF_RULES_HINTS
from ..messages import MESSAGES as OF_RULES
from ..sentences import Sentences, both

EXPECTED: Sentences = {
    "word": both("따옴표로 묶은 낱말", "a word in quotes"),
    "word_or_no": both("따옴표로 묶은 낱말 또는 false", "a word in quotes, or false"),
    "word_or_yes": both("따옴표로 묶은 낱말 또는 true", "a word in quotes, or true"),
    "words": both("따옴표로 묶은 낱말 또는 그 목록", "a word in quotes, or a list of them"),
    "day": both("따옴표 없는 날짜(2019-02-10)", "a date without quotes (2019-02-10)"),
    "day_or_now": both("따옴표 없는 날짜(2019-02-10) 또는 true", "a date without quotes (2019-02-10), or true"),
    "days": both("따옴표 없는 날짜의 목록", "a list of dates without quotes"),
    "instant": both(
        "따옴표 없는 날짜나 시각(2019-02-10, 2019-02-10T09:30:00)",
        "a date or a time without quotes (2019-02-10, 2019-02-10T09:30:00)",
    ),
    "count": both("따옴표 없는 0 이상의 정수", "a whole number without quotes, 0 or more"),
    "flag": both("따옴표 없는 true 또는 false", "true or false, without quotes"),
    "table": both("표", "a table"),
    "tables": both("표 또는 표의 목록", "a table, or a list of tables"),
    "steps": both("각각 `[[steps]]`로 시작하는 표", "tables, each of which begins with `[[steps]]`"),
    "text": both("글 또는 언어별 글", "a text, or one by language"),
    "days_by_name": both(
        "할 일마다 날짜를 적은 표({ report = 2019-05-20 })", "days by duty ({ report = 2019-05-20 })"
    ),
    "dues": both(
        '할 일마다 날짜나 "paused", false를 적은 표({ report = 2019-05-20 })',
        'days by duty, or "paused", or false ({ report = 2019-05-20 })',
    ),
    "span": both(
        "첫날과 마지막 날({ first = 2019-02-01, last = 2019-03-03 }) 또는 false",
        "its days ({ first = 2019-02-01, last = 2019-03-03 }), or false",
    ),
    "buttons": both(
        '역할마다 버튼을 적은 표({ proposer = ["end:withdrawn"] })',
        'buttons by role ({ proposer = ["end:withdrawn"] })',
    ),
    "fact": both("숫자, 낱말 또는 true/false", "a number, a word, or true or false"),
}  # fmt: skip

FACT_TYPES: Sentences = {
    "count": both("따옴표 없는 정수", "a whole number without quotes"),
    "number": both("따옴표 없는 숫자", "a number without quotes"),
    "word": both("따옴표로 묶은 낱말", "a word in quotes"),
    "flag": both("따옴표 없는 true 또는 false", "true or false, without quotes"),
    "day": both("따옴표 없는 날짜(2019-02-10)", "a date without quotes (2019-02-10)"),
}

OF_SCENARIOS: Sentences = {
    "scenario_key": both("`{key}`: 여기에 쓸 수 없는 항목입니다.", "There is no key `{key}` here."),
    "no_such_process": both("규칙 파일 `{named}` 파일이 없습니다.", "There is no process file `{named}`."),
    "process_unreadable": both(
        "규칙 파일 `{named}` 파일을 읽을 수 없습니다({why}).", "The process file `{named}` cannot be read: {why}."
    ),
    "process_wrong": both(
        "규칙 파일 `{named}`에 오류가 {errors}개 있습니다.", "The process file `{named}` has {errors} errors."
    ),
    "other_process": both(
        "`{named}` 파일은 다른 규칙(`{key}`)의 파일입니다. 이 시나리오의 규칙: `{own}`.",
        "`{named}` is a file of another process (`{key}`); this scenario is about `{own}`.",
    ),
    "no_steps": both("장면(`[[steps]]`)이 하나도 없습니다.", "There are no steps."),
    "day_far": both(
        "`{key}`: {first}년부터 {last}년까지의 날만 씁니다.",
        "`{key}`: only the years from {first} to {last} can be used.",
    ),
    "before_filing": both(
        "접수한 때({filed})보다 앞선 장면입니다.", "This step is before the proposal was filed ({filed})."
    ),
    "out_of_order": both(
        "앞 장면({before})보다 이른 장면입니다.", "This step is earlier than the one before it ({before})."
    ),
    "unknown_zone": both("`{zone}`: 그런 시간대가 없습니다.", "There is no time zone `{zone}`."),
    "unknown_country": both(
        "`{country}`: 공휴일을 알 수 없는 나라입니다.", "No public holidays are known for `{country}`."
    ),
    "no_verb": both("무엇을 하는지 없습니다.", "This does nothing."),
    "two_verbs": both("한 번에 두 가지를 합니다: {verbs}.", "These are several acts: {verbs}."),
    "key_beside": both(
        "`{key}` 항목은 `{verb}` 옆에 쓸 수 없습니다.", "`{key}` has no place beside `{verb}`."
    ),
    "missing_beside": both(
        "`{verb}` 옆에 `{key}` 항목이 있어야 합니다.", "`{verb}` needs `{key}` beside it."
    ),
    "merge_how": both(
        '`merge`: `"into"`, `"from"`, `"undo"`만 씁니다.', '`merge` is `"into"`, `"from"` or `"undo"`.'
    ),
    "unknown_need": both("`{need}`: 낼 수 있는 것이 아닙니다.", "`{need}` is nothing that can be given."),
    "unknown_button": both("`{button}`: 그런 버튼이 없습니다.", "There is no button `{button}`."),
    "unknown_decision_word": both("`{word}`: 그런 결정이 없습니다.", "There is no decision `{word}`."),
    "unknown_outcome_word": both(
        "할 일 `{duty}`: `{word}` 결과가 없습니다.", "The duty `{duty}` has no outcome `{word}`."
    ),
    "unknown_offer": both("`{action}`: 그런 행동이 없습니다.", "There is no action `{action}`."),
    "unknown_end_word": both("`{word}`: 그렇게 끝나는 제안이 없습니다.", "No proposal ends as `{word}`."),
    "unknown_refusal": both("`{code}`: 그런 거절 사유가 없습니다.", "There is no refusal `{code}`."),
    "refused_without_act": both(
        "`refused`: 거절될 일(`act`)이 이 장면에 없습니다.", "`refused`: this step has no `act` to refuse."
    ),
    "computed_fact": both(
        "`{fact}`: 프로그램이 스스로 아는 사실이라 정할 수 없습니다.",
        "`{fact}` is something the program knows by itself; it cannot be set.",
    ),
    "fact_at_the_top": both(
        "`{fact}`: 접수할 때 정해지므로 파일 맨 위에 씁니다.",
        "`{fact}` is as it was on the day of filing; write it at the top of the file.",
    ),
    "fact_twice": both("`{fact}`: 두 번 적혀 있습니다.", "`{fact}` stands here twice."),
    "fact_type": both("`{fact}`: {expected} 형식이어야 합니다.", "`{fact}` must be {expected}."),
    "fact_below_nothing": both("`{fact}`: 0보다 작을 수 없습니다.", "`{fact}` cannot be below 0."),
    "step_empty": both(
        "아무것도 하지 않고 아무것도 확인하지 않는 장면입니다.", "This step does nothing and expects nothing."
    ),
    "no_population": both(
        "규칙이 인구를 읽는데 `population`이 없어서, 그 조건은 맞지 않습니다.",
        "The rules read the population, and none is given: those conditions never hold.",
    ),
    "nothing_expected": both(
        "확인하는 것(`expect`)이 하나도 없습니다.", "Nothing is expected anywhere, so everything holds."
    ),
}  # fmt: skip

_KNOWN = both("쓸 수 있는 것: {known}.", "There are {known}.")

OF_SCENARIOS_HINTS: Sentences = {
    "empty_file": both(
        "다른 시나리오 파일을 복사해 고쳐 쓰는 것이 쉽습니다.",
        "It is easiest to begin with a copy of another scenario.",
    ),
    "other_format": both("`filed = 2019-02-01`처럼 씁니다.", "Keys are written as in `filed = 2019-02-01`."),
    "scenario_key": _KNOWN,
    "no_such_process": both(
        "시나리오 파일이 있는 곳에서부터 적습니다.", "The path begins where the scenario file is."
    ),
    "process_wrong": both(
        "`demosx process check {named}` 명령으로 볼 수 있습니다.",
        "Run `demosx process check {named}` to see them.",
    ),
    "no_steps": both("`[[steps]]` 아래에 `on`을 적으세요.", "Write `[[steps]]`, and `on` below it."),
    "before_filing": both(
        "날짜를 고치거나 `filed`를 앞당기세요.", "Mend the day, or let `filed` be earlier."
    ),
    "out_of_order": both("날짜 순서대로 적으세요.", "Put them in the order of their days."),
    "no_population": both("파일 맨 위에 적으세요.", "Write it at the top of the file."),
    "unknown_zone": both('`"Asia/Seoul"`처럼 씁니다.', 'Write it as `"Asia/Seoul"`.'),
    "unknown_country": both('`"KR"`처럼 두 글자로 씁니다.', 'Write its two letters, as `"KR"`.'),
    "no_verb": both("쓸 수 있는 것: {known}.", "An act has one of {known}."),
    "two_verbs": both(
        "`act = [{{ … }}, {{ … }}]`처럼 나누어 쓰세요.",
        "Write them one after the other: `act = [{{ … }}, {{ … }}]`.",
    ),
    "unknown_need": _KNOWN,
    "unknown_button": both("있는 버튼: {known}.", "There are {known}."),
    "unknown_decision_word": _KNOWN,
    "unknown_outcome_word": _KNOWN,
    "unknown_end_word": _KNOWN,
    "unknown_refusal": _KNOWN,
    "unknown_pause": _KNOWN,
    "unknown_offer": _KNOWN,
    "unknown_mark": _KNOWN,
    "unknown_fact": _KNOWN,
}

MESSAGES: Sentences = {**OF_RULES, **OF_SCENARIOS}
HINTS: Sentences = {**OF_RULES_HINTS, **OF_SCENARIOS_HINTS}
