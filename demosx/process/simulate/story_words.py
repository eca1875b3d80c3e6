"""The sentences of a story: what happens, and what people do. Facts stand in braces."""

from ..sentences import Sentences, both

HAPPENED: Sentences = {
    "moved": both("‘{stage}’ 단계에 들어감", "enters the stage “{stage}”"),
    "scheduled": both("‘{stage}’ 단계의 첫날을 정함: {day}", "“{stage}” will begin on {day}"),
    "started": both("‘{stage}’ 단계 시작", "“{stage}” begins"),
    "opened": both("할 일 ‘{duty}’ 생김: {due}까지", "“{duty}” is owed by {due}"),
    "opened_paused": both(
        "할 일 ‘{duty}’ 생김: 기한이 멈춰 있음", "“{duty}” is owed; its clock stands still"
    ),
    "opened_without": both("할 일 ‘{duty}’ 생김: 기한 없음", "“{duty}” is owed, by no day"),
    "done": both("할 일 ‘{duty}’ 마침: {outcome}", "“{duty}” is done: {outcome}"),
    "withdrawn": both("할 일 ‘{duty}’ 거둠", "“{duty}” is withdrawn"),
    "dropped": both("할 일 ‘{duty}’ 없어짐", "“{duty}” is dropped"),
    "left": both("할 일 ‘{duty}’ 단계와 함께 끝남", "“{duty}” ends with its stage"),
    "merged": both("할 일 ‘{duty}’ 다른 제안으로 넘어감", "“{duty}” goes over to the other proposal"),
    "paused": both("‘{name}’ 멈춤: {reason}", "“{name}” stands still: {reason}"),
    "resumed": both("‘{name}’ 다시 흐름", "“{name}” runs on"),
    "resumed_until": both("‘{name}’ 다시 흐름: {due}까지", "“{name}” runs on, until {due}"),
    "extended": both("‘{name}’ 늘어남: {length}", "“{name}” is extended by {length}"),
    "extended_until": both(
        "‘{name}’ 늘어남: {length}, {due}까지", "“{name}” is extended by {length}, until {due}"
    ),
    "handed_over": both("할 일 ‘{duty}’ 다른 부서가 맡음", "“{duty}” is another department's now"),
    "duty_moved": both("할 일 ‘{duty}’ 기한이 당겨짐: {due}까지", "“{duty}” is due earlier: by {due}"),
    "rules_changed": both("새 규칙이 적용됨", "new rules hold"),
    "marked": both("표시: {key}", "is marked “{key}”"),
    "given": both("{facts}", "{facts}"),
    "notified": both("알림: {to}", "told: {to}"),
    "decided": both("결정: {value}", "decision: {value}"),
    "ended": both("끝남: {key}", "ends: {key}"),
    "reopened": both("다시 진행됨", "goes on again"),
}

DONE: Sentences = {
    "press": both("‘{what}’ 버튼을 누름", "presses “{what}”"),
    "decide": both("결정함: {what}", "decides “{what}”"),
    "complete": both("할 일 ‘{what}’ 마침", "completes “{what}”"),
    "start": both("단계의 첫날을 정함", "sets the first day of the stage"),
    "pause": both("‘{what}’ 멈춤", "stops “{what}”"),
    "resume": both("‘{what}’ 다시 흐르게 함", "lets “{what}” run on"),
    "extend": both("‘{what}’ 늘림", "extends “{what}”"),
    "hand_over": both("할 일 ‘{what}’ 넘김", "hands over “{what}”"),
    "withdraw": both("할 일 ‘{what}’ 거둠", "withdraws “{what}”"),
    "into": both("다른 제안에 병합함", "merges it into another proposal"),
    "from": both("다른 제안을 병합함", "merges another proposal into it"),
    "undo": both("병합을 되돌림", "takes back that it was merged"),
    "apply_version": both("새 규칙을 적용함: {what}", "applies {what}"),
    "move": both("규칙 밖에서 옮김: {what}", "moves it outside the rules to “{what}”"),
    "end": both("규칙 밖에서 끝냄: {what}", "ends it outside the rules: {what}"),
    "reopen": both("다시 열어 옮김: {what}", "reopens it at “{what}”"),
}

RULES = both("규칙: {file}", "rules: {file}")
FILED = both("접수", "filed")
STEP = both("장면 {number}", "step {number}")
WAITING = both("날이 지남", "time passes")
LINE = both("{line}번째 줄", "line {line}")
ON_ENTRY = both("들어오자마자", "on entry")
BUTTON = both("‘{label}’ 버튼", "the button “{label}”")
EXPECTED_REFUSAL = both("예상대로 거절됨: {why}", "refused, as expected: {why}")
