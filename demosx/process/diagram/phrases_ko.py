"""What the picture of a process says in Korean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from ..definition import Action, Duty, Extension, Stage, Who
from ..kinds import Value
from ..lengths import Length
from ..nodes import Node
from ..particles import object_of, subject_of
from ..wording_ko import AND, Korean
from ..words import Words

KINDS = {"support": "공감", "review": "검토", "deliberation": "토론", "answer": "답변", "execution": "실행"}
DOING = {
    "edit": "글을 고칠",
    "support": "공감할",
    "opine": "의견을 쓸",
    "merge": "합칠",
    "vote": "투표할",
}
SEEN = {"staff": "제안자와 직원에게만 보임", "link": "주소를 아는 사람에게만 보임"}


@dataclass(frozen=True)
class KoreanPhrases:
    """Says the parts of a process in Korean, with the names that the process gives its keys."""

    words: Words
    tags: ClassVar[Mapping[Action, str]] = {
        "move": "다음",
        "open": "할 일",
        "end": "끝",
        "mark": "표시",
        "notify": "알림",
    }
    anywhere: ClassVar[str] = "어느 단계에서나"
    rests: ClassVar[str] = "쉬는 기간"
    on_entry: ClassVar[str] = "이 단계에 들어오면"
    at_the_start: ClassVar[str] = "시작할 때"
    offline: ClassVar[str] = "현장 참여도 함께 셈"

    def people(self, keys: Sequence[str]) -> str:
        """Any of these people."""
        return " 또는 ".join(self.words.text(key, "ko") for key in keys)

    def told(self, keys: Sequence[str]) -> str:
        """All of these people."""
        return ", ".join(self.words.text(key, "ko") for key in keys)

    def begins(self, people: Sequence[str]) -> str:
        return f"시작할 수 있는 사람: {self.people(people)}"

    def holds(self, day: date, applies_to: str) -> str:
        """For what the rules hold."""
        return f"{_day(day)}부터 " + ("진행 중인 건에도 적용" if applies_to == "all" else "접수한 건에 적용")

    def allowed(self, who: Who, age: int | None) -> Iterator[str]:
        """Who may take part, where not everybody may."""
        if isinstance(who, Mapping):
            for action, people in who.items():
                yield f"{DOING.get(action, action)} 수 있는 사람: {self.people(people)}"
        elif who:
            yield f"참여할 수 있는 사람: {self.people(who)}"
        if age:
            yield f"만 {age}세 이상"

    def notes(self, stage: Stage) -> Iterator[str]:
        """A stage's kind, where it has a name of its own, and who sees it, where not everybody does."""
        if kind := KINDS.get(stage.kind):
            yield kind
        if seen := SEEN.get(stage.shown_to):
            yield seen

    def period(self, length: Length) -> str:
        return f"기간 {length.describe('ko')}"

    def first_day(self, people: Sequence[str]) -> str:
        return f"{subject_of(self.people(people))} 첫날을 정함"

    def owes(self, stage: Stage) -> Iterator[str]:
        """What a stage's owner has to do."""
        owner = subject_of(self.people(stage.owner))
        if stage.duty:
            verb = (
                "결정" if stage.decides else "답변" if stage.outcomes else "처리" if stage.within else "맡음"
            )
            within = f"{self.by(stage.within)} " if stage.within else ""
            yield f"{owner} {within}{verb}"
        if stage.report_every:
            yield f"{owner} {stage.report_every.describe('ko')}마다 실행 소식을 알림"

    def votes(self, quorum: Fraction | None, majority: Fraction | None) -> Iterator[str]:
        """How those who decide together do so."""
        if quorum:
            yield f"위원의 {_share(quorum)} 이상이 표결"
        if majority:
            yield f"표결한 위원의 {_share(majority)} 이상 찬성으로 결정"

    def to_choose(self, names: Sequence[str]) -> str:
        return f"고를 것: {', '.join(names)}"

    def ballot(self, names: Sequence[str]) -> str:
        return f"투표: {', '.join(names)}"

    def form(self, name: str, stage: str) -> str:
        """How a deliberation goes: in one form, or as an earlier stage decides."""
        return f"방식: {name}" if name else f"방식: ‘{stage}’에서 정한 대로"

    def region_minimum(self, minimum: int | Mapping[str, int]) -> str:
        if isinstance(minimum, int):
            return f"지역마다 최소 {minimum:,}명"
        return "지역마다 최소 인원을 따로 정함"

    def text_fixed_at(self, supports: int) -> str:
        return f"공감 {supports:,}명부터 글은 그대로 두고 덧붙이기만"

    def clock(self, owed: Stage | Duty, pauses: Sequence[str]) -> Iterator[str]:
        """What stops a clock, and how it may be extended."""
        if pauses:
            yield f"날짜를 세지 않는 때: {', '.join(pauses)}"
        if owed.extend:
            yield self.extension(owed.extend)

    def extension(self, extend: Extension) -> str:
        length, people = extend.up_to.describe("ko"), self.people(extend.by)
        times = "한 번" if extend.times == 1 else f"{extend.times}번까지 각각"
        needs = self.needs(extend.needs)
        return f"{subject_of(people)} {times} {length}까지 연장할 수 있음{needs}"

    def needs(self, needs: Sequence[str]) -> str:
        """What a person must give."""
        return f" ({'·'.join(self.words.text(need, 'ko') for need in needs)} 필요)" if needs else ""

    def pressed(
        self, people: Sequence[str], label: str, needs: Sequence[str], node: Node | None, here: str
    ) -> str:
        """A button of a stage's rule, and while what holds it is there."""
        before = Korean(self.words, here).bracketed(node, AND) + " " if node else ""
        pressed = object_of(f"‘{label}’")
        return f"{before}{subject_of(self.people(people))} {pressed} 누르면{self.needs(needs)}"

    def when(self, node: Node, otherwise: bool, here: str) -> str:
        """What a stage's rule waits for."""
        return ("그 밖에 " if otherwise else "") + Korean(self.words, here).clause(node)

    def also(self, clause: str) -> str:
        """A clause as another way to the same place."""
        return f"또는 {clause}"

    def owed(self, people: Sequence[str], within: Length | None) -> str:
        """Who owes something, and by when."""
        who = self.people(people)
        return f"{subject_of(who)} {self.by(within)}" if within else f"{who} (정한 기한 없음)"

    def by(self, within: Length) -> str:
        """Within a length of time, or until its last day."""
        described = within.describe("ko")
        return described if within.until else f"{described} 안에"

    def outcomes(self, names: Sequence[str]) -> str:
        return f"결과: {', '.join(names)}"

    def dropped(self, names: Sequence[str]) -> str:
        """What is no longer owed; without names, everything."""
        return f"더 기다리지 않음: {', '.join(names) or '남은 할 일 모두'}"

    def noted(self, name: str, value: Value) -> str:
        """A fact that is set, for rules that read it later."""
        if isinstance(value, bool):
            return f"{'적어 둠' if value else '지움'}: {name}"
        return f"적어 둠: {name} {value}"

    def rest(self, first: date, last: date, reason: str, stages: Sequence[str]) -> str:
        where = ", ".join(f"‘{stage}’" for stage in stages) or "모든 단계"
        return f"{_day(first)}~{_day(last)} {reason} ({where})"

    def now(self, count: str) -> str:
        """How many proposals are in a stage now."""
        return f"{count}건"


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


def _share(share: Fraction) -> str:
    return f"{share.numerator}%" if share.denominator == 100 else str(share)
