"""Two versions of the same rules, told apart in words."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import create_model

from demosx.process import Process, Words, parse_condition, parse_length
from demosx.process.definition import Duty, Extension, Freeze, Rule, Stage
from demosx.process.difference import NOT_A_RULE, TOLD_ELSEWHERE, difference
from demosx.process.lengths import parse_reminder
from demosx.stages.answer.kind import ANSWER
from demosx.stages.deliberation.kind import DELIBERATION
from demosx.stages.execution.kind import EXECUTION
from demosx.stages.review.kind import REVIEW
from demosx.stages.support.kind import SUPPORT
from tests.process.journeys import EXAMPLES, example, read

SEOUL = example("seoul-2019")
TEXT = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")


def lines(old: Process, new: Process, lang: str = "ko") -> list[str]:
    """Every sentence, with the title of its part before it."""
    return [f"{part.title}: {line}" for part in difference(old, new, lang) for line in part.lines]


def changed(*places: tuple[str, str]) -> Process:
    text = TEXT
    for old, new in places:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return read(text)


@pytest.mark.parametrize(
    ("place", "korean", "english"),
    [
        (('"supports >= 50"', '"supports >= 30"'),
         "‘제안’ 단계: ‘부서 답변’을 요청하는 조건이 바뀝니다: 공감 50명 이상이면 → 공감 30명 이상이면.",
         "Stage “Proposal”: The condition under which “Department's answer” is asked for changes: if there are at "
         "least 50 supporters → if there are at least 30 supporters."),
        (('period = "30 days"                 # 접수', 'period = "20 days"                 # 접수'),
         "‘제안’ 단계: 기간이 바뀝니다: 30일 → 20일.",
         "Stage “Proposal”: The period changes: 30 days → 20 days."),
        (('name   = { ko = "제안", en = "Proposal" }', 'name   = { ko = "모으기", en = "Gathering" }'),
         "‘모으기’ 단계: 이름이 바뀝니다: 제안 → 모으기.",
         "Stage “Gathering”: The name changes: Proposal → Gathering."),
        (('"기간 만료"', '"공감 부족"'),
         "화면의 말: 화면의 말이 바뀝니다: 기간 만료 → 공감 부족.",
         "Words that people read: People read another word: (ko) 기간 만료 · (en) Expired → "
         "(ko) 공감 부족 · (en) Expired."),
        (('by    = ["planning_panel"]', 'by    = ["operator", "official"]'),
         "‘제안’ 단계: ‘우수제안으로 채택’ 규칙에서 버튼을 누르는 사람이 바뀝니다: 기획단 → 운영자 또는 추진반.",
         "Stage “Proposal”: Who presses the button in the rule “Adopt as an outstanding proposal” changes: "
         "Planning panel → Operator or Official."),
        (('allows    = ["vote", "opine"]',
          'allows    = ["vote", "opine"]\nwho = { opine = "member", vote = "verified" }'),
         "‘시민토론’ 단계: 참여할 수 있는 사람이 바뀝니다: 누구나 → 의견 쓰기(회원), 투표(본인 확인 회원).",
         "Stage “Public deliberation”: Who may take part changes: everybody → giving opinions (Member), voting "
         "(Verified member)."),
    ],
)  # fmt: skip
def test_a_change_is_a_whole_sentence(place: tuple[str, str], korean: str, english: str) -> None:
    new = changed(place)
    assert lines(SEOUL, new) == [korean]
    assert lines(SEOUL, new, "en") == [english]


def test_who_may_do_what_is_the_same_in_any_order() -> None:
    allows = 'allows    = ["vote", "opine"]'
    one = changed((allows, f'{allows}\nwho = {{ vote = ["verified", "lead"], opine = "member" }}'))
    other = changed((allows, f'{allows}\nwho = {{ opine = ["member"], vote = ["lead", "verified"] }}'))
    third = changed((allows, f'{allows}\nwho = {{ opine = ["member"], vote = ["lead"] }}'))
    assert difference(one, other, "ko") == ()
    assert difference(one, third, "ko")


def test_the_same_rules_do_not_differ_however_they_are_written() -> None:
    assert difference(SEOUL, changed(), "ko") == ()
    rewritten = changed(
        ('"supports >= 500"', '"500 <= supports"'),
        ("period_over and participants >= 5000", "participants >= 5_000 and period_over"),
        ('allows = ["edit", "support", "opine", "merge"]', 'allows = ["support", "edit", "merge", "opine"]'),
        ("effective  = 2019-01-01", "effective  = 2020-01-01"),
        ('applies_to = "new"', 'applies_to = "all"'),
    )
    assert lines(SEOUL, rewritten) == []


RULES = """
format = 1
key = "t"
name = { ko = "시험", en = "Test" }
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
[[stages.a.rules]]
when = "supports >= 5"
move = "b"
[[stages.a.rules]]
when = "supports >= 3"
notify = "lead"
[[stages.a.rules]]
by = ["operator"]
end = "closed"
[[stages.a.rules]]
by = ["official"]
end = "answered"
[stages.b]
kind = "review"
name = { ko = "나", en = "B" }
owner = "lead"
decides = ["yes", "no"]
[[stages.b.rules]]
when = "decision == 'yes' or decisions.b == 'no'"
end = "answered"
"""


def rules(*places: tuple[str, str]) -> Process:
    text = RULES
    for old, new in places:
        assert old in text, old
        text = text.replace(old, new)
    return read(text)


def test_the_order_of_rules_is_told_only_where_it_means_something() -> None:
    first, second = (
        '[[stages.a.rules]]\nwhen = "supports >= 5"\nmove = "b"\n',
        '[[stages.a.rules]]\nwhen = "supports >= 3"\nnotify = "lead"\n',
    )
    turned = rules((first + second, second + first))
    assert lines(rules(), turned) == [
        "‘가’ 단계: 규칙을 읽는 차례가 바뀝니다: 총괄에게 알립니다 → ‘나’ 단계로 갑니다."
    ]
    one, other = (
        '[[stages.a.rules]]\nby = ["operator"]\nend = "closed"\n',
        '[[stages.a.rules]]\nby = ["official"]\nend = "answered"\n',
    )
    assert lines(rules(), rules((one + other, other + one))) == []


def test_rules_are_added_and_taken_away() -> None:
    more = rules(("[stages.b]", '[[stages.a.rules]]\nwhen = "opinions >= 9"\nmark = "lively"\n[stages.b]'))
    assert lines(rules(), more) == ["‘가’ 단계: 새 규칙: 의견 9건 이상이면 ‘lively’ 표시를 붙입니다."]
    assert lines(more, rules(), "en") == [
        "Stage “A”: No rule any more: If there are at least 9 opinions, it is marked “lively”."
    ]


def test_the_same_trigger_may_do_something_else() -> None:
    button = '[[stages.a.rules]]\nby = ["operator"]\nmove = "b"\n[stages.b]'
    old, do = rules(("[stages.b]", button)), 'when = "supports >= 5"\n'
    other = rules(("[stages.b]", button), (do + 'move = "b"', do + 'end = "expired"'))
    assert lines(old, other) == [
        "‘가’ 단계: 공감 5명 이상이면 일어나는 일이 바뀝니다: ‘나’ 단계로 갑니다 → ‘기간 만료’로 끝납니다."
    ]


def test_what_was_automatic_may_become_a_button() -> None:
    button = rules(('when = "supports >= 5"\nmove', 'by = "operator"\nmove'))
    assert lines(rules(), button) == [
        "‘가’ 단계: ‘나’ 버튼이 보이는 때가 바뀝니다: 공감 5명 이상이면 → 운영자가 ‘나’를 누르면.",
        "‘가’ 단계: ‘나’ 규칙에서 버튼을 누르는 사람이 바뀝니다: 저절로 → 운영자.",
    ]


def test_a_new_stage_is_told_whole_and_one_that_is_gone_says_where_its_proposals_go() -> None:
    text = RULES[RULES.index("[stages.b]") :]
    there = text.replace("stages.b", "stages.c").replace("decisions.b", "decisions.c")
    other = rules((text, there), ('move = "b"', 'move = "c"'))
    assert lines(rules(), other) == [
        "‘가’ 단계: 공감 5명 이상이면 일어나는 일이 바뀝니다: ‘나’ 단계로 갑니다 → ‘나’ 단계로 갑니다.",
        "‘나’ 단계: 새로 생기는 단계입니다.",
        "‘나’ 단계: 맡은 사람: 총괄.",
        "‘나’ 단계: 내릴 수 있는 결정: 찬성, 반대.",
        "‘나’ 단계: 규칙: 결정이 ‘찬성’이거나 ‘나’ 결정이 ‘반대’이면 ‘답변 완료’로 끝납니다.",
        "‘나’ 단계: 이 단계가 없어집니다.",
    ]
    renamed = read(other.source.replace("[stages.a]", '[goes_to]\nb = "c"\n[stages.a]'))
    assert lines(rules(), renamed) == [
        "‘나’ 단계: ‘나’ 단계에 있던 제안은 ‘나’ 단계로 옮깁니다.",
    ]


def test_days_of_rest_are_told() -> None:
    rest = '[[pauses]]\nfrom = 2026-04-04\nto = 2026-06-03\nreason = { ko = "선거 기간", en = "Election" }\n'
    with_rest = rules(("[stages.a]", rest + "[stages.a]"))
    assert lines(rules(), with_rest) == [
        "쉬는 기간: 새로 쉬는 기간: 2026년 4월 4일~2026년 6월 3일, 선거 기간 (모든 단계)."
    ]
    longer = rules(("[stages.a]", rest.replace("06-03", "06-10") + "[stages.a]"))
    assert lines(with_rest, longer, "en") == [
        "Days of rest: Days of rest change: 4 April 2026 to 3 June 2026, Election (all stages) → "
        "4 April 2026 to 10 June 2026, Election (all stages)."
    ]
    assert lines(with_rest, rules()) == [
        "쉬는 기간: 없어지는 쉬는 기간: 2026년 4월 4일~2026년 6월 3일, 선거 기간 (모든 단계)."
    ]


OTHERWISE: dict[str, Any] = {
    "name": {"ko": "다른 이름", "en": "Another name"},
    "label": {"ko": "다른 버튼", "en": "Another button"},
    "reason": {"ko": "다른 까닭", "en": "Another reason"},
    "first": "agenda",
    "opened_by": ("official",),
    "who": ("verified",),
    "minimum_age": 16,
    "words": Words({"agreed": {"ko": "합의", "en": "Agreed"}}, ("ko", "en")),
    "kind": "answer",
    "period": parse_length("11 days"),
    "allows": ("opine",),
    "owner": ("aide",),
    "within": parse_length("11 working days"),
    "shown_to": "link",
    "report_every": parse_length("2 weeks"),
    "count_within": parse_length("9 days"),
    "needs": ("note",),
    "remind": (parse_reminder("3 days before"),),
    "public": False,
    "pause": ("hearing",),
    "extend": Extension(2, parse_length("5 days"), ("lead",)),
    "outcomes": ("taken", "refused"),
    "when": parse_condition("opinions >= 77"),
    "by": ("aide",),
    "action": "mark",
    "target": "closed",
    "set": {"lane": "fast"},
    "drop": ("referral",),
    "times": 7,
    "up_to": parse_length("9 days"),
    "last": date(2031, 1, 1),
    "stages": ("support",),
    "decides": ("yes", "no"),
    "quorum": Fraction(3, 4),
    "majority": Fraction(3, 5),
    "dossier": True,
    "choices": {"left": {"ko": "왼쪽", "en": "Left"}},
    "form": "ideas",
    "offline": True,
    "ballot": "open",
    "region_minimum": {"narae": 20},
    "text_fixed_at": 30,
}
"""Another value for every key of the language. A new key needs one here, and words in `difference_words`."""


def cases() -> Iterator[tuple[str, Process, Process]]:
    """Every field of every definition, changed alone."""
    freeze = Freeze(date(2030, 1, 1), date(2030, 2, 1), {"ko": "선거", "en": "Election"})
    base = replace(SEOUL, pauses=(freeze,))
    stage, duty = base.stages["support"], base.duties["department_answer"]
    rule = stage.rules[0]
    extend = duty.extend or Extension(1, parse_length("1 day"), ("official",))

    def with_stage(new: Stage) -> Process:
        return replace(base, stages={**base.stages, "support": new})

    def with_duty(new: Duty) -> Process:
        return replace(base, duties={**base.duties, "department_answer": new})

    for name in _told(Process, {"stages", "duties", "rules", "goes_to", "pauses"}):
        yield f"process {name}", base, replace(base, **{name: OTHERWISE[name]})
    for name in _told(Stage, {"rules", "options"}):
        yield f"stage {name}", base, with_stage(replace(stage, **{name: OTHERWISE[name]}))
    for name in _told(Duty, set()):
        yield f"duty {name}", base, with_duty(replace(duty, **{name: OTHERWISE[name]}))
    for name in _told(Rule, set()):
        other = replace(rule, **{name: OTHERWISE[name]})
        yield f"rule {name}", base, with_stage(replace(stage, rules=(other, *stage.rules[1:])))
    for name in _told(Extension, set()):
        yield (
            f"extension {name}",
            base,
            with_duty(replace(duty, extend=replace(extend, **{name: OTHERWISE[name]}))),
        )
    for name in _told(Freeze, {"first"}):
        yield f"freeze {name}", base, replace(base, pauses=(replace(freeze, **{name: OTHERWISE[name]}),))
    earlier = replace(freeze, first=date(2029, 12, 1))
    yield "freeze first", base, replace(base, pauses=(earlier,))
    less = {key: stage for key, stage in base.stages.items() if key != "method"}
    gone = replace(base, stages=less)
    yield "process stages", base, gone
    yield "process goes_to", gone, replace(gone, goes_to={"method": "forum"})
    yield "process duties", base, replace(base, duties={})
    yield "process rules", base, replace(base, rules=base.rules[1:])
    yield "process pauses", base, replace(base, pauses=())
    yield "stage rules", base, with_stage(replace(stage, rules=stage.rules[1:]))
    for kind in (SUPPORT, REVIEW, DELIBERATION, ANSWER, EXECUTION):
        for name in kind.options.model_fields:
            options = kind.options.model_construct()
            other_options = kind.options.model_construct(**{name: OTHERWISE[name]})
            before = with_stage(replace(stage, kind=kind.name, options=options))
            after = with_stage(replace(stage, kind=kind.name, options=other_options))
            yield f"{kind.name} {name}", before, after


def _told(definition: type, apart: set[str]) -> list[str]:
    """The fields of a definition that are told and not changed by hand here."""
    unsaid = NOT_A_RULE | (TOLD_ELSEWHERE if definition is Process else frozenset())
    return [field.name for field in fields(definition) if field.name not in unsaid | apart]


CASES = {name: (old, new) for name, old, new in cases()}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_key_of_the_language_is_told(name: str, lang: str) -> None:
    old, new = CASES[name]
    if name == "process goes_to":
        base = SEOUL
        assert set(lines(base, new, lang)) - set(lines(base, old, lang))
        return
    told = lines(old, new, lang)
    assert told
    assert not any("{" in line or "None" in line for line in told)
    assert lines(old, old, lang) == []


def test_a_key_that_nobody_has_words_for_is_told_by_its_own_name() -> None:
    plugin = create_model("Plugin", __base__=DELIBERATION.options, odd_key=(int, 1))
    forum = replace(SEOUL.stages["forum"], options=DELIBERATION.options.model_construct())
    other = replace(forum, options=plugin.model_construct(odd_key=3))
    old, new = (replace(SEOUL, stages={**SEOUL.stages, "forum": stage}) for stage in (forum, other))
    assert lines(old, new) == ["‘시민토론’ 단계: “odd key”가 바뀝니다: 정하지 않음 → 3."]
