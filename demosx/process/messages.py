"""The sentences of the check, by code and language: what is wrong.

Facts stand in braces. In Korean no particle follows a fact directly, since its form would depend on the word. What
would be right stands in `hints`.
"""

from .hints import HINTS
from .messages_conditions import CONDITIONS
from .messages_slips import FILES, SLIPS
from .sentences import Sentences, both

__all__ = ["HINTS", "MESSAGES", "Sentences"]

SHAPE: Sentences = {
    "missing_key": both("`{key}` 항목이 없습니다.", "`{key}` is missing."),
    "unknown_key": both("`{key}`: 여기에 쓸 수 없는 항목입니다.", "There is no key `{key}` here."),
    "misplaced_key": both("`{key}`: {here}에 쓸 수 없는 항목입니다.", "`{key}` does not belong {here}."),
    "not_one_of": both("`{key}`: `{given}` 값은 쓸 수 없습니다.", "`{key}` cannot be `{given}`."),
    "format": both(
        "`format`: 이 프로그램은 형식 1만 읽습니다. 이 파일은 {given}입니다.",
        "This program reads format 1; this file says {given}.",
    ),
    "wrong_type": both("`{key}`: {expected} 형식이어야 합니다.", "`{key}` must be {expected}."),
    "bad_value": both("`{key}`: 값이 맞지 않습니다 ({why}).", "`{key}` does not fit: {why}."),
    "length": both("`{key}`: `{given}` 값은 기간이 아닙니다.", "`{key}`: `{given}` is not a length of time."),
    "length_range": both(
        "`{key}`: `{given}` 값은 너무 짧거나 깁니다.", "`{key}`: `{given}` is too short or too long."
    ),
    "reminder": both("`{key}`: `{given}` 값은 알림 시점이 아닙니다.", "`{key}`: `{given}` is not a reminder."),
    "share": both("`{key}`: `{given}` 값은 비율이 아닙니다.", "`{key}`: `{given}` is not a share."),
    "names": both("`{key}`: 언어별 이름이 아닙니다.", "`{key}` is not a name by language."),
    "name_empty": both(
        "`{key}`: `{lang}` 이름이 비어 있거나 글이 아닙니다.",
        "`{key}`: the name in `{lang}` is empty, or no text.",
    ),
    "bad_key": both("`{given}`: 이름표로 쓸 수 없습니다.", "`{given}` cannot be a key."),
    "set_table": both("`set`: 표가 아닙니다.", "`set` is not a table."),
    "stray_rules": both(
        "`{stage}` 단계의 규칙은 있는데 단계 자체(`[stages.{stage}]`)가 없습니다.",
        "There are rules for the stage `{stage}`, but no `[stages.{stage}]`.",
    ),
    "rules_of_no_stage": both(
        "`{stage}` 단계의 규칙은 있는데 단계 자체(`[stages.{stage}]`)가 없습니다.",
        "There are rules for the stage `{stage}`, but no `[stages.{stage}]`.",
    ),
    "set_value": both(
        "`set`의 `{fact}`: 쓸 수 없는 값입니다.", "`set`: `{fact}` has a value that cannot be used."
    ),
    "freeze_backwards": both(
        "멈춤 기간이 끝나는 날({last})이 시작하는 날({first})보다 빠릅니다.",
        "This pause ends on {last}, before it begins on {first}.",
    ),
    "pauses_meet": both(
        "{line}번째 줄의 멈춤과 날짜가 겹칩니다. 겹친 날은 한 번만 셉니다.",
        "This pause meets the one on line {line}. Days in both count once.",
    ),
    "pause_too_early": both(
        "이 멈춤은 {last}에 끝나는데 규칙은 {effective}부터 적용됩니다.",
        "This pause ends on {last}, before the rules hold from {effective}.",
    ),
    "pause_for_new": both(
        "새 제안에만 적용되는 규칙이므로 이미 진행 중인 제안은 멈추지 않습니다.",
        "These rules hold for new proposals only, so those under way are not paused.",
    ),
    "still_there": both(
        "`{stage}` 단계는 아직 있습니다. 종류가 바뀐 단계가 아니면 이 줄은 쓰이지 않습니다.",
        "The stage `{stage}` is still there: this line counts only if its kind has changed.",
    ),
    "goes_on": both("`{stage}`: 이 단계도 없어지는 단계입니다.", "The stage `{stage}` is no more either."),
    "goes_to_for_new": both(
        "새 제안에만 적용되는 규칙이므로 옮겨 갈 제안이 없습니다.",
        "These rules hold for new proposals only, so none has to move.",
    ),
    "unknown_language": both("`{lang}`: 언어를 나타내는 말이 아닙니다.", "`{lang}` is no language."),
    "unknown_kind": both("`{kind}`: 그런 단계 종류가 없습니다.", "There is no kind of stage `{kind}`."),
    "two_actions": both("한 규칙에 행동이 둘 이상입니다: {actions}.", "There are several actions: {actions}."),
    "no_action": both("규칙에 행동이 없습니다.", "This rule does nothing."),
}  # fmt: skip

REFERENCES: Sentences = {
    "unknown_role": both("`{role}`: 그런 사람(역할)이 없습니다.", "There is no role `{role}`."),
    "unknown_stage": both("`{stage}`: 그런 단계가 없습니다.", "There is no stage `{stage}`."),
    "unknown_duty": both("`{key}`: 그런 할 일이 없습니다.", "There is no duty `{key}`."),
    "unknown_action": both(
        "`{action}`: `{kind}` 단계에서 할 수 없는 행동입니다.",
        "A stage of kind `{kind}` does not offer `{action}`.",
    ),
    "unknown_act": both(
        "`{action}`: 여기서 할 수 있는 일이 아닙니다.", "`{action}` is nothing that people can do here."
    ),
    "unknown_deciding_stage": both(
        "`{key}`: 그런 이름의 결정하는 단계가 없습니다.", "There is no stage `{key}` that decides anything."
    ),
    "unknown_mark": both("`{key}`: 어느 규칙도 이 표시를 하지 않습니다.", "No rule puts the mark `{key}`."),
    "unknown_pause": both(
        "`{reason}`: 알 수 없는 중지 사유입니다.", "`{reason}` is no known reason for a pause."
    ),
    "unknown_fact": both("`{fact}`: 여기서 읽을 수 없는 사실입니다.", "There is no fact `{fact}` here."),
    "unknown_word": both("`{fact}` 값이 `{word}`일 수 없습니다.", "`{fact}` can never be `{word}`."),
    "relation_here": both(
        "`{role}`: 여기에는 역할만 쓸 수 있습니다.", "`{role}` is nobody here: only roles count."
    ),
    "unknown_region": both(
        "`{region}`: 사이트에 그런 지역이 없습니다.", "The site has no district `{region}`."
    ),
    "unknown_reason": both(
        "`{reason}`: 화면에 보일 이름이 없는 사유입니다.", "`{reason}` is a reason without a name for people."
    ),
    "key_reserved": both(
        "`{key}`: 실행 소식의 이름표이므로 단계에는 쓸 수 없습니다.",
        "`{key}` is the key of progress reports, not of a stage.",
    ),
    "end_is_a_stage": both("`{stage}`: 끝이 아니라 단계입니다.", "`{stage}` is a stage, not an end."),
    "move_to_an_end": both("`{end}`: 단계가 아니라 끝입니다.", "`{end}` is an end, not a stage."),
    "move_to_a_duty": both("`{duty}`: 단계가 아니라 할 일입니다.", "`{duty}` is a duty, not a stage."),
    "fact_of_what": both(
        "`{fact}`: 무엇의 것인지 점(.) 뒤에 써야 합니다.", "`{fact}`: of what? It stands behind a dot."
    ),
    "no_decision_anywhere": both(
        "결정하는 단계가 없어 `decision`을 읽을 수 없습니다.",
        "`decision` is read, but no stage decides anything.",
    ),
    "no_region_minimum": both(
        "`region_minimum`이 없어 `regions_reached`는 언제나 0입니다.",
        "Without a `region_minimum`, `regions_reached` is always 0.",
    ),
    "duty_is_a_stage": both(
        "`{stage}`: 단계의 할 일은 단계에 들어가면 저절로 열립니다.",
        "`{stage}` is a stage: its duty opens when the stage is entered.",
    ),
    "key_taken": both(
        "`{key}`: {line}번째 줄의 할 일과 이름표가 같습니다.",
        "`{key}` is also the key of the duty on line {line}.",
    ),
    "stage_without_owner": both(
        "`{stage}` 단계에 {owed} 항목이 있는데 맡은 사람(`owner`)이 없습니다.",
        "The stage `{stage}` has {owed}, but nobody owns it.",
    ),
    "duty_without_owner": both("할 일 `{duty}`: 맡은 사람이 없습니다.", "Nobody owns the duty `{duty}`."),
    "no_length_for": both(
        "{keys} 항목이 있는데 {wanted} 항목이 없습니다.", "For {keys} there is nothing to count: no {wanted}."
    ),
    "moves_nowhere": both("이미 `{stage}` 단계에 있습니다.", "This is the stage `{stage}` already."),
    "drops_and_opens": both(
        "할 일 `{duty}`: 한 규칙에서 거두면서 열 수 없습니다.", "One rule cannot drop and open `{duty}`."
    ),
    "needs_nobody": both(
        "`needs`가 있는데 버튼을 누를 사람(`by`)이 없습니다.",
        "Nobody presses a button and could give what it `needs`.",
    ),
    "fact_taken": both(
        "`{fact}`: 이미 다른 뜻으로 쓰이는 사실입니다.", "The fact `{fact}` means something already."
    ),
    "fact_of_two_types": both(
        "`{fact}`: {line}번째 줄에서는 다른 형식의 값입니다.",
        "`{fact}` is set to another type of value on line {line}.",
    ),
    "no_period_here": both(
        "`{stage}` 단계에는 기간이 없어 `period_over`를 읽을 수 없습니다.",
        "`period_over` is read, but the stage `{stage}` has no period.",
    ),
    "no_period_anywhere": both(
        "기간이 있는 단계가 없어 `period_over`를 읽을 수 없습니다.",
        "`period_over` is read, but no stage has a period.",
    ),
    "no_decision_here": both(
        "여기서는 결정할 것이 없어 `decision`을 읽을 수 없습니다.",
        "Nothing is decided here, so `decision` cannot be read.",
    ),
    "stage_owes_nothing": both(
        "`{stage}` 단계에는 기한이 있는 자기 할 일이 없습니다.", "The stage `{stage}` owes nothing of its own."
    ),
    "never_overdue": both(
        "할 일 `{duty}`: 기한(`within`)이 없어 늦을 수 없습니다.",
        "`{duty}` has no `within`, so it is never overdue.",
    ),
}  # fmt: skip

TYPES: Sentences = {
    "word_without_quotes": both(
        "`{part}`: 낱말과 날짜는 작은따옴표로 묶습니다.", "`{part}`: words and days stand in single quotes."
    ),
    "number_in_quotes": both(
        "`{part}`: 숫자에는 따옴표를 쓰지 않습니다.", "`{part}`: numbers stand without quotes."
    ),
    "condition_constant": both("조건이 아무 사실도 읽지 않습니다.", "The condition reads no fact."),
    "not_a_flag": both(
        "`{part}`: 그 자체로는 예/아니요가 아닙니다({type}).", "`{part}` is {type}, not a yes/no."
    ),
    "not_a_number": both(
        "`{part}`: 계산할 수 없습니다({type}).", "`{part}` is {type}; it cannot be counted with."
    ),
    "flag_compared": both(
        "`{part}`: 예/아니요는 비교하거나 계산하지 않습니다.",
        "`{part}` is a yes/no, which is not compared or counted with.",
    ),
    "types_differ": both(
        "`{left}`({left_type}), `{right_side}`({right_type}): 서로 비교할 수 없습니다.",
        "`{left}` is {left_type}, `{right_side}` is {right_type}: they cannot be compared.",
    ),
    "words_ordered": both(
        "낱말은 `{sign}` 기호로 비교할 수 없습니다.", "Words cannot be compared with `{sign}`."
    ),
    "not_a_day": both("`{given}` 값은 날짜가 아닙니다.", "`{given}` is not a day."),
}  # fmt: skip

GRAPH: Sentences = {
    "not_reached": both("`{stage}` 단계로 가는 길이 없습니다.", "Nothing leads to the stage `{stage}`."),
    "no_way_out": both(
        "`{stage}` 단계에서 나갈 길이 없습니다.",
        "Neither a person nor the calendar can leave the stage `{stage}`.",
    ),
    "never_true": both("조건이 참이 될 수 없습니다.", "This condition can never be true."),
    "never_fires": both(
        "{above}번째 줄의 규칙을 먼저 읽고 단계를 떠나므로 이 규칙은 쓰일 수 없습니다.",
        "This rule can never fire: the one on line {above} is read first and leaves.",
    ),
    "loop": both(
        "사람도 달력도 없이 맴돕니다: {stages}.",
        "This turns in a circle without a person or the calendar: {stages}.",
    ),
}  # fmt: skip

COVERAGE: Sentences = {
    "nobody_is": both(
        "`{role}`: 이 사이트에 본인 확인 방법이 없어 아무도 이 역할이 될 수 없습니다.",
        "Nobody can be `{role}`: the site has no check of who people are.",
    ),
    "who_of_nothing": both(
        "`{action}`: `allows`에 없는 일이므로 아무도 할 수 없습니다.",
        "No `allows` names `{action}`, so nobody can do it anyway.",
    ),
    "name_missing": both("이름이 없는 언어가 있습니다: {languages}.", "The name is missing in {languages}."),
    "word_missing": both(
        "`{key}`: 화면에 보일 이름이 없습니다({languages}).", "`{key}` has no name for people in {languages}."
    ),
    "period_not_read": both(
        "`{stage}` 단계의 기간이 끝나도 아무 일도 일어나지 않습니다.",
        "No rule reads that the period of `{stage}` is over.",
    ),
    "decision_not_read": both(
        "`{stage}` 단계의 결정 {words}: 읽는 규칙이 없습니다.",
        "No rule reads the decision {words} of `{stage}`.",
    ),
    "answer_not_read": both(
        "`{stage}` 단계의 답변 {words}: 읽는 규칙이 없습니다.", "No rule reads the answer {words} of `{stage}`."
    ),
    "outcome_not_read": both(
        "할 일 `{duty}`: 결과를 읽는 규칙이 없습니다.", "No rule reads the outcome of `{duty}`."
    ),
    "word_unused": both("`{key}`: 아무 데서도 쓰지 않는 낱말입니다.", "Nothing uses the word `{key}`."),
    "named_twice": both(
        "`{key}`: {line}번째 줄의 이름과 다릅니다. 화면에는 이 이름이 보입니다.",
        "`{key}` is called otherwise on line {line}. Pages show this name.",
    ),
    "duty_never_opened": both("할 일 `{duty}`: 여는 규칙이 없습니다.", "No rule opens the duty `{duty}`."),
    "thresholds_out_of_order": both(
        "{line}번째 줄에 더 높은 기준이 먼저 있습니다.", "A higher threshold stands above, on line {line}."
    ),
}  # fmt: skip

MESSAGES: Sentences = {**SLIPS, **FILES, **SHAPE, **CONDITIONS, **REFERENCES, **TYPES, **GRAPH, **COVERAGE}
