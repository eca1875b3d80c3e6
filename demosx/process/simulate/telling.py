"""Tell what is not as expected, in words: where, on which day, what was expected and what there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from ..acts import NotPossible
from ..calendars import Calendar
from ..definition import Process
from ..kinds import Value
from ..lengths import parse_length
from ..sentences import Sentences, both
from ..words import pick
from .comparing import Difference, Plain
from .refusals import REFUSALS
from .running import Rehearsal, Result

WHAT: Sentences = {
    "stage": both("단계", "stage"),
    "entered_on": both("단계에 들어온 날", "day on which the stage was entered"),
    "duties": both("남은 할 일", "open duties"),
    "overdue": both("기한이 지난 할 일", "overdue duties"),
    "due": both("기한", "due day"),
    "paused": both("멈춘 것", "what stands still"),
    "ended": both("끝", "end"),
    "ended_on": both("끝난 날", "day of the end"),
    "marks": both("표시", "marks"),
    "buttons": both("버튼", "buttons"),
    "allows": both("할 수 있는 것", "what is allowed"),
    "period": both("기간", "period"),
    "first": both("첫날", "first day"),
    "last": both("마지막 날", "last day"),
    "facts": both("사실", "fact"),
    "version": both("규칙의 판", "version of the rules"),
    "notified": both("알림을 받은 사람", "who was notified"),
    "refused": both("거절", "refusal"),
}
DIFFERS = both(
    "{file}:{line}: 장면 {number}({day}): {what}: 예상 {expected}, 실제 {got}.",
    "{file}:{line}: step {number} ({day}): {what}: expected {expected}, got {got}.",
)
REFUSED = both(
    "{file}:{line}: 장면 {number}({day}): 할 수 없었습니다. {why}",
    "{file}:{line}: step {number} ({day}): this could not be done. {why}",
)
NOTHING = both("없음", "none")
NOT_REFUSED = both("거절되지 않음", "not refused")
SOME_REFUSAL = both("거절", "a refusal")
PAUSED = both("멈춤", "stands still")
YES_NO = {True: both("예", "yes"), False: both("아니요", "no")}
NOON = time(12)
KEYS_ALONE = ("allows", "buttons")
"""What is called by its key only: an action may have the key of a stage, a button that of what it leads to."""


@dataclass(frozen=True)
class Teller:
    """Puts things into words in one language, with the names that the rules give their keys."""

    process: Process
    lang: str

    def word(self, key: str) -> str:
        """What people call a key."""
        return self.process.words.text(key, self.lang)

    def fact(self, name: str) -> str:
        """What people call a fact; the parts of its name one after the other."""
        return " ".join(self.word(part) for part in name.split("."))

    def plain(self, value: Value) -> str:
        """A number, a word or a yes/no."""
        if isinstance(value, bool):
            return YES_NO[value][self.lang]
        return self.word(value) if isinstance(value, str) else f"{value:,}"

    def name(self, key: str) -> str:
        """A key, after what people call it: `의제 선정(agenda)`."""
        name = self.word(key)
        if name in (key, key.replace("_", " ")):
            return f"`{key}`"
        return f"{name}(`{key}`)" if self.lang == "ko" else f"{name} (`{key}`)"

    def names(self, keys: Iterable[str]) -> str:
        """Several keys, or a word for none."""
        return ", ".join(self.name(key) for key in keys) or NOTHING[self.lang]

    def what(self, difference: Difference) -> str:
        """What it is that differs."""
        group, _, key = difference.what.partition(".")
        label = WHAT[group][self.lang]
        if group == "period":
            return f"{label} {WHAT[key][self.lang]}" if key else label
        return f"{label} {self.name(key)}" if key else label

    def value(self, difference: Difference, value: Plain) -> str:
        """What was expected or is there."""
        group = difference.what.partition(".")[0]
        if group == "refused":
            return self._refusal(value)
        if isinstance(value, list) and group in KEYS_ALONE:
            return ", ".join(f"`{one}`" for one in value) or NOTHING[self.lang]
        if isinstance(value, list):
            return self.names(value)
        if group == "facts" and isinstance(value, bool):
            return YES_NO[value][self.lang]
        if value is None or value is False or value == "":
            return NOTHING[self.lang]
        if value == "paused" and group == "due":
            return PAUSED[self.lang]
        return self.name(str(value)) if group in ("stage", "ended") else str(value)

    def _refusal(self, value: Plain) -> str:
        if value is None:
            return NOT_REFUSED[self.lang]
        return SOME_REFUSAL[self.lang] if value is True else f"`{value}`"

    def why(self, refusal: NotPossible) -> str:
        """Why an act was refused."""
        facts = {name: self._about(name, value) for name, value in refusal.facts.items()}
        return REFUSALS[refusal.code][self.lang].format_map(facts)

    def _about(self, name: str, value: object) -> str:
        """What a refusal is about: keys, a text by language, a length, or a day."""
        if isinstance(value, list | tuple):
            return self.names(map(str, value))
        if isinstance(value, Mapping):
            return pick(value, (self.lang, *self.process.words.languages))
        return parse_length(str(value)).describe(self.lang) if name == "up_to" else str(value)


def differences(rehearsal: Rehearsal, lang: str) -> list[str]:
    """A line for everything that is not as expected."""
    return [line for result in rehearsal.results for line in told(rehearsal, result, lang)]


def told(rehearsal: Rehearsal, result: Result, lang: str) -> list[str]:
    """A line for every difference of a step."""
    teller = Teller(result.outcome.process, lang)
    place = {
        "file": rehearsal.scenario.file,
        "number": result.step.number,
        "day": shown(result.step.at, rehearsal.scenario.calendar),
    }
    return [_line(teller, difference, place) for difference in result.differences]


def shown(at: datetime, calendar: Calendar) -> str:
    """An instant as a scenario writes it: a day, with its time where that is not noon."""
    local = at.astimezone(calendar.tz)
    return f"{local:%Y-%m-%d}" if local.time() == NOON else f"{local:%Y-%m-%d %H:%M}"


def _line(teller: Teller, difference: Difference, place: Mapping[str, object]) -> str:
    why = teller.why(difference.because) if difference.because else ""
    if difference.what == "act":
        return REFUSED[teller.lang].format_map({**place, "line": difference.line, "why": why})
    line = DIFFERS[teller.lang].format_map(
        {
            **place,
            "line": difference.line,
            "what": teller.what(difference),
            "expected": teller.value(difference, difference.expected),
            "got": teller.value(difference, difference.got),
        }
    )
    return f"{line} {why}".rstrip()
