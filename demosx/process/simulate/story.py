"""Tell a rehearsal as a story: every step with its day, what was counted and done, and what came of it by which
rule."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .. import events as happened
from ..definition import Process, Rule
from ..events import Event
from ..messages import Sentences
from ..wording import describe
from ..words import pick
from .messages import both
from .running import Rehearsal, Result
from .scenario import Act
from .telling import Teller, shown

SAID: Sentences = {
    "filed": both("접수", "filed"),
    "moved": both("{stage} 단계로", "the stage is {stage}"),
    "scheduled": both("{stage} 단계의 첫날을 {day}로 정함", "the first day of {stage} will be {day}"),
    "started": both("{stage} 단계가 열림", "{stage} is open"),
    "opened": both("할 일 {duty}: {due}까지", "{duty} is owed by {due}"),
    "opened_without": both("할 일 {duty}: 기한 없음", "{duty} is owed, without a day"),
    "done": both("할 일 {duty} 완료: {outcome}", "{duty} is done: {outcome}"),
    "withdrawn": both("할 일 {duty} 거둠", "{duty} is withdrawn"),
    "dropped": both("할 일 {duty} 없어짐", "{duty} is dropped"),
    "left": both("할 일 {duty} 단계와 함께 끝남", "{duty} ends with its stage"),
    "merged": both("할 일 {duty} 함께 넘어감", "{duty} goes over with the proposal"),
    "paused": both("{name} 멈춤: {reason}", "{name} stands still: {reason}"),
    "resumed": both("{name} 다시 감: {reason}", "{name} runs on: {reason}"),
    "extended": both("{name} 늘림: {length}", "{name} is extended by {length}"),
    "handed_over": both("할 일 {duty} 다른 부서로 넘김", "{duty} is handed over"),
    "duty_moved": both("할 일 {duty} 기한 앞당김: {due}", "{duty} is due earlier: {due}"),
    "rules_changed": both("새 규칙이 적용됨", "new rules hold"),
    "marked": both("표시: {key}", "marked {key}"),
    "given": both("{facts}", "{facts}"),
    "notified": both("알림: {to}", "{to} are told"),
    "decided": both("결정: {value}", "decided: {value}"),
    "ended": both("끝: {key}", "it has ended: {key}"),
    "reopened": both("다시 진행", "it goes on again"),
}
BECAUSE = both("{what} — {rule} ({line}번째 줄)", "{what} — {rule} (line {line})")
STEP = both("장면 {number}  {day}  {what}", "step {number}  {day}  {what}")
NOTHING = both("기다림", "waiting")
ON_ENTRY = both("들어오자마자", "on entry")
BUTTON = both("단추 “{label}”", "the button “{label}”")


def story(rehearsal: Rehearsal, lang: str) -> Iterator[str]:
    """The lines of the story."""
    scenario = rehearsal.scenario
    teller = Teller(scenario.process, lang)
    if title := _text(scenario.name, lang) or scenario.file:
        yield f"# {title}"
    if note := _text(scenario.note, lang):
        yield note
    filed = scenario.filed_at.astimezone(scenario.calendar.tz).isoformat()
    yield f"{shown(filed)}  {SAID['filed'][lang]}"
    yield from _events(rehearsal, teller, rehearsal.filed)
    for result in rehearsal.results:
        yield from _step(rehearsal, result, lang)


def _text(text: Mapping[str, str], lang: str) -> str:
    return text.get("") or pick(text, (lang,))


def _step(rehearsal: Rehearsal, result: Result, lang: str) -> Iterator[str]:
    step, teller = result.step, Teller(result.outcome.process, lang)
    on = shown(step.at.astimezone(rehearsal.scenario.calendar.tz).isoformat())
    counted = [f"{teller.name(name)} {value}" for name, value in step.facts.items()]
    what = ", ".join([*counted, *(_act(act, teller) for act in step.acts)]) or NOTHING[lang]
    yield STEP[lang].format(number=step.number, day=on, what=what)
    if note := _text(step.note, lang):
        yield f"    {note}"
    yield from _events(rehearsal, teller, result.outcome.events)
    if result.outcome.refusal:
        yield f"    {teller.why(result.outcome.refusal)}"


def _act(act: Act, teller: Teller) -> str:
    who = teller.names(act.by) + ": " if act.by else ""
    what = "" if act.what is True else f" {act.what}"
    outcome = f" → {teller.name(act.outcome)}" if act.outcome else ""
    return f"{who}{act.verb}{what}{outcome}"


def _events(rehearsal: Rehearsal, teller: Teller, events: tuple[Event, ...]) -> Iterator[str]:
    calendar = rehearsal.scenario.calendar
    for event in events:
        if isinstance(event, happened.Fired):
            continue
        day = calendar.day_of(event.at)
        midnight = " 00:00" if calendar.midnight(day) == event.at else ""
        yield f"    {day}{midnight}  {_because(event, teller)}"


def _because(event: Event, teller: Teller) -> str:
    code, facts = TELLING[type(event)](event, teller)
    what = SAID[code][teller.lang].format_map(facts)
    rule = teller.process.rule(event.rule) if event.rule else None
    if rule is None:
        return what
    return BECAUSE[teller.lang].format(
        what=what, rule=_rule(rule, teller.process, teller.lang), line=rule.line
    )


def _rule(rule: Rule, process: Process, lang: str) -> str:
    """Why a rule fires, in words."""
    if rule.by:
        return BUTTON[lang].format(label=process.label(rule, lang))
    return describe(rule.when, lang, process.words) if rule.when else ON_ENTRY[lang]


Telling = Callable[[Any, Teller], tuple[str, Mapping[str, object]]]


def _opened(event: happened.DutyOpened, teller: Teller) -> tuple[str, Mapping[str, object]]:
    code = "opened" if event.duty.due_on else "opened_without"
    return code, {"duty": teller.name(event.duty.name), "due": event.duty.due_on}


def _closed(event: happened.DutyClosed, teller: Teller) -> tuple[str, Mapping[str, object]]:
    return event.how, {"duty": teller.name(event.name), "outcome": teller.name(event.outcome or "")}


def _clock(code: str) -> Telling:
    return lambda event, teller: (
        code, {"name": teller.name(event.name), "reason": teller.name(event.reason)}
    )  # fmt: skip


TELLING: Mapping[type, Telling] = {
    happened.Moved: lambda event, teller: ("moved", {"stage": teller.name(event.visit.stage)}),
    happened.Scheduled: lambda event, teller: (
        "scheduled", {"stage": teller.name(event.visit.stage), "day": event.visit.starts_on}
    ),
    happened.Started: lambda event, teller: ("started", {"stage": teller.name(event.visit.stage)}),
    happened.DutyOpened: _opened,
    happened.DutyClosed: _closed,
    happened.Paused: _clock("paused"),
    happened.Resumed: _clock("resumed"),
    happened.Extended: lambda event, teller: (
        "extended", {"name": teller.name(event.name), "length": event.length.describe(teller.lang)}
    ),
    happened.HandedOver: lambda event, teller: ("handed_over", {"duty": teller.name(event.name)}),
    happened.DutyMoved: lambda event, teller: (
        "duty_moved", {"duty": teller.name(event.duty.name), "due": event.duty.due_on}
    ),
    happened.RulesChanged: lambda event, teller: ("rules_changed", {}),
    happened.Marked: lambda event, teller: ("marked", {"key": teller.name(event.key)}),
    happened.Given: lambda event, teller: (
        "given", {"facts": ", ".join(f"{teller.name(name)} = {value}" for name, value in event.facts.items())}
    ),
    happened.Notified: lambda event, teller: ("notified", {"to": teller.names(event.to)}),
    happened.Decided: lambda event, teller: ("decided", {"value": teller.name(event.decision.value)}),
    happened.Ended: lambda event, teller: ("ended", {"key": teller.name(event.key)}),
    happened.Reopened: lambda event, teller: ("reopened", {}),
}  # fmt: skip
