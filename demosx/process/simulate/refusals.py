"""Why an act is refused: every reason that there is, in words. Facts stand in braces."""

from ..sentences import Sentences, both

REFUSALS: Sentences = {
    "not_theirs": both(
        "{by}: 할 수 있는 사람이 아닙니다(할 수 있는 사람: {allowed}).", "{by} may not do this; it is for: {allowed}."
    ),
    "no_button": both(
        "`{button}`: 지금 누를 수 있는 버튼이 아닙니다(지금 있는 버튼: {known}).",
        "`{button}` is no button that can be pressed now; there are: {known}.",
    ),
    "ambiguous_button": both(
        "`{button}`: 여러 버튼을 뜻할 수 있습니다({known}).", "`{button}` may mean several buttons: {known}."
    ),
    "frozen": both(
        "`{stage}` 단계는 {until}까지 쉽니다({reason}).", "The stage `{stage}` rests until {until}: {reason}."
    ),
    "needs": both("필요한 것을 내지 않았습니다: {missing}.", "What is needed was not given: {missing}."),
    "ended": both("이미 끝났습니다({end}).", "It has ended already ({end})."),
    "not_merged": both("병합된 제안이 아닙니다.", "It has not been merged."),
    "only_by_merging": both(
        "병합은 `merge`로만 하고 되돌립니다.", "It is merged, and that is taken back, only by `merge`."
    ),
    "not_ended": both("아직 끝나지 않았습니다.", "It has not ended."),
    "unknown_decision": both(
        "`{stage}` 단계에서 `{value}` 결정을 할 수 없습니다.", "`{value}` cannot be decided in the stage `{stage}`."
    ),
    "unknown_outcome": both(
        "할 일 `{duty}`: `{outcome}` 결과가 없습니다.", "`{outcome}` is no outcome of the duty `{duty}`."
    ),
    "unknown_end": both("`{end}`: 그렇게 끝낼 수 없습니다.", "It cannot end as `{end}`."),
    "unknown_stage": both("`{stage}`: 그런 단계가 없습니다.", "There is no stage `{stage}`."),
    "unknown_reason": both("`{reason}`: 이 사유로는 멈출 수 없습니다.", "`{reason}` is no reason to stop this."),
    "already_there": both("이미 `{stage}` 단계에 있습니다.", "It is in the stage `{stage}` already."),
    "duty_not_open": both("할 일 `{duty}`: 지금 할 일이 아닙니다.", "The duty `{duty}` is not owed now."),
    "belongs_to_stage": both(
        "`{stage}` 단계에 속한 일이라 거둘 수 없습니다.",
        "This belongs to the stage `{stage}` and cannot be taken back.",
    ),
    "needs_a_decision": both(
        "`{stage}` 단계의 할 일은 결정(`decide`)으로 끝냅니다.",
        "The duty of the stage `{stage}` is done by a decision.",
    ),
    "opens_by_itself": both("`{stage}` 단계는 저절로 열립니다.", "The stage `{stage}` opens by itself."),
    "not_theirs_to_open": both("이 단계를 열 수 있는 사람이 아닙니다.", "They may not open this stage."),
    "already_open": both("{first_day}에 이미 열렸습니다.", "It has been open since {first_day}."),
    "day_has_passed": both("{first_day}: 지난 날입니다.", "{first_day} has passed."),
    "paused_already": both(
        "`{name}`: 같은 사유로 이미 멈췄습니다.", "`{name}` stands still for this reason already."
    ),
    "not_paused": both("`{name}`: 멈춰 있지 않습니다.", "`{name}` does not stand still."),
    "waits_for_duty": both(
        "`{name}`: 다른 할 일({duties})이 끝나야 다시 갑니다.", "`{name}` waits for the duty {duties}."
    ),
    "cannot_be_extended": both("`{name}`: 늘릴 수 없습니다.", "`{name}` cannot be extended."),
    "not_theirs_to_extend": both("`{name}`: 늘릴 수 있는 사람이 아닙니다.", "They may not extend `{name}`."),
    "overdue": both("`{name}`: 기한이 이미 지났습니다.", "`{name}` is overdue."),
    "extended_already": both(
        "`{name}`: 이미 {times}번 늘렸습니다.", "`{name}` has been extended as often as it may be: {times}."
    ),
    "too_long": both("{up_to}보다 길게 늘릴 수 없습니다.", "It can be extended by {up_to} at most."),
    "no_length": both("할 일 `{duty}`: 기한이 없습니다.", "The duty `{duty}` has no length of time."),
    "stage_gone": both(
        "새 규칙에 `{key}` 단계가 없고 갈 곳(`goes_to`)도 없습니다.",
        "The new rules have no stage `{key}`, and no `goes_to` for it.",
    ),
    "kind_changed": both(
        "새 규칙에서는 `{key}` 단계가 다른 종류입니다.", "In the new rules the stage `{key}` is of another kind."
    ),
    "duty_gone": both("새 규칙에 할 일 `{key}` 항목이 없습니다.", "The new rules have no duty `{key}`."),
}  # fmt: skip

UNKNOWN = {
    "unknown_decision": ("decide",),
    "unknown_outcome": ("complete",),
    "unknown_end": ("end",),
    "unknown_stage": ("move", "reopen"),
    "unknown_reason": ("pause",),
}
"""The refusals of a word that the rules do not have, and the acts that can be refused so. Where one is expected, such
a word is no mistake of the scenario."""
