"""A process in words, apart from its conditions, which have a table of their own."""

import pytest

from demosx.process.diagram import Stop, Story, tell
from tests.process.journeys import example, read
from tests.process.small import DUTY, END, HEAD, STAGE, rule


def one(*parts: str, lang: str = "ko") -> Stop:
    """The stage of a process with a single one, which begins inside the stage and may go on with rules and duties."""
    return story(*parts, lang=lang).stops[0]


def story(*parts: str, lang: str = "ko") -> Story:
    return tell(read(HEAD + STAGE.format("a") + "".join(parts) + END.format("a")), lang)


@pytest.mark.parametrize(
    ("line", "ko", "en"),
    [
        ('period = "30 days"', "기간 30일", "Open for 30 days"),
        ('period = "30 days, first day counted"', "기간 30일 (첫날 포함)", "Open for 30 days, first day counted"),
        ('owner = "operator"\nwithin = "10 working days"', "운영자가 10일(근무일) 안에 처리",
         "Operator handles it within 10 working days"),
        ('owner = "operator"\nwithin = "until 2026-12-31"', "운영자가 2026년 12월 31일까지 처리",
         "Operator handles it by 31 December 2026"),
        ('owner = "operator"', "운영자가 맡음", "Operator handles it"),
        ('owner = "official"\nreport_every = "3 months"', "추진반이 3개월마다 실행 소식을 알림",
         "Official reports every 3 months"),
        ('owner = "official"\nreport_every = "1 month"', "추진반이 1개월마다 실행 소식을 알림",
         "Official reports every month"),
        ('period = "30 days"\nopened_by = ["operator", "lead"]', "기간 30일 · 운영자 또는 총괄이 첫날을 정함",
         "Open for 30 days · Operator or Lead sets the first day"),
        ("region_minimum = 1000", "지역마다 최소 1,000명", "Minimum for a region: 1,000"),
        (
            "text_fixed_at = 1000", "공감 1,000명부터 글은 그대로 두고 덧붙이기만",
            "From 1,000 supporters on the text stays; only additions",
        ),
        ("region_minimum = { mapo = 5 }", "지역마다 최소 인원을 따로 정함", "Each region has a minimum of its own"),
        ('who = ["verified"]\nminimum_age = 14', "참여할 수 있는 사람: 본인 확인 회원 · 만 14세 이상",
         "Who may take part: Verified member · Aged 14 or over"),
        ('who = { support = ["member", "lead"], opine = "verified" }',
         "공감할 수 있는 사람: 회원 또는 총괄 · 의견을 쓸 수 있는 사람: 본인 확인 회원",
         "Who may support: Member or Lead · Who may give opinions: Verified member"),
        ('owner = "lead"\nwithin = "9 days"\npause = ["hearing"]',
         "총괄이 9일 안에 처리 · 날짜를 세지 않는 때: 의견 청취",
         "Lead handles it within 9 days · Days do not count during: Hearing"),
        ('period = "9 days"\nextend = { times = 1, up_to = "60 days", by = ["lead"], needs = ["reason"] }',
         "기간 9일 · 총괄이 한 번 60일까지 연장할 수 있음 (사유 필요)",
         "Open for 9 days · Lead may extend it once by up to 60 days (with a reason)"),
        ('period = "9 days"\nextend = { times = 2, up_to = "1 week", by = ["lead"] }',
         "기간 9일 · 총괄이 2번까지 각각 1주까지 연장할 수 있음",
         "Open for 9 days · Lead may extend it 2 times by up to 1 week each time"),
    ],
)  # fmt: skip
def test_what_there_is_to_know_of_a_stage(line: str, ko: str, en: str) -> None:
    assert " · ".join(one(line + "\n").facts) == ko
    assert " · ".join(one(line + "\n", lang="en").facts) == en


@pytest.mark.parametrize(
    ("shown", "ko", "en"),
    [
        ("everyone", ("공감",), ("Support",)),
        ("link", ("공감", "주소를 아는 사람에게만 보임"), ("Support", "By link only")),
        ("staff", ("공감", "제안자와 직원에게만 보임"), ("Support", "Proposer and staff only")),
    ],
)
def test_a_stages_kind_and_who_sees_it(shown: str, ko: tuple[str, ...], en: tuple[str, ...]) -> None:
    extra = f'shown_to = "{shown}"\n'
    assert one(extra).notes == ko
    assert one(extra, lang="en").notes == en
    assert one(extra).listed is (shown == "everyone")


@pytest.mark.parametrize(
    ("keys", "ko", "en"),
    [
        ({"when": '"supports >= 5"', "open": '"d"'},
         ("공감 5명 이상이면", "할 일", "일", ("운영자가 10일 안에", "결과: 찬성, 반대")),
         ("If there are at least 5 supporters", "Task", "Duty",
          ("Operator, within 10 days", "Outcome: Yes, No"))),
        ({"open": '"d"', "set": "{ hot = true, cold = false, count = 3 }"},
         ("이 단계에 들어오면", "할 일", "일",
          ("운영자가 10일 안에", "결과: 찬성, 반대", "적어 둠: hot", "지움: cold", "적어 둠: count 3")),
         ("On entering this stage", "Task", "Duty",
          ("Operator, within 10 days", "Outcome: Yes, No", "Noted: hot", "Cleared: cold", "Noted: count 3"))),
        ({"by": '["lead"]', "label": '{ ko = "마침", en = "Finish" }', "needs": '["reason", "document"]',
          "end": '"answered"'},
         ("총괄이 ‘마침’을 누르면 (사유·문서 필요)", "끝", "답변 완료", ()),
         ("Lead chooses “Finish” (with a reason and a document)", "End", "Answered", ())),
        ({"by": '["lead"]', "when": '"supports >= 5"', "mark": '"hot"'},
         ("공감 5명 이상이고 총괄이 ‘hot’를 누르면", "표시", "hot", ()),
         ("Lead chooses “hot”, if there are at least 5 supporters", "Mark", "hot", ())),
        ({"when": '"supports >= 5 or opinions >= 2"', "by": '["lead"]', "mark": '"hot"'},
         ("(공감 5명 이상이거나 의견 2건 이상이고) 총괄이 ‘hot’를 누르면", "표시", "hot", ()),
         ("Lead chooses “hot”, if there are at least 5 supporters or there are at least 2 opinions",
          "Mark", "hot", ())),
        ({"notify": '["head", "proposer"]', "label": '{ ko = "보세요", en = "Look" }', "drop": '["d"]'},
         ("이 단계에 들어오면", "알림", "기관장, 제안자", ("보세요", "더 기다리지 않음: 일")),
         ("On entering this stage", "Notice", "Head of the city and Proposer", ("Look", "No longer owed: Duty"))),
    ],
)  # fmt: skip
def test_rules(keys: dict[str, str], ko: tuple[object, ...], en: tuple[object, ...]) -> None:
    for lang, expected in (("ko", ko), ("en", en)):
        told = one(rule("a", **keys), rule("a", by='["lead"]', open='"d"'), DUTY, lang=lang).rules[0]
        assert (told.clause, told.then.tag, told.then.title, told.then.lines) == expected


def test_a_duty_is_described_once() -> None:
    twice = one(rule("a", when='"supports >= 5"', open='"d"'), rule("a", by='["lead"]', open='"d"'), DUTY)
    assert [told.then.lines for told in twice.rules[:2]] == [
        ("운영자가 10일 안에", "결과: 찬성, 반대"),
        ("운영자가 10일 안에",),
    ]


@pytest.mark.parametrize(
    ("above", "below", "otherwise"),
    [
        ("period_over and supports >= 9", "period_over", True),
        ("supports >= 9", "supports >= 5", True),
        ("period_over and supports >= 9", "period_over and supports >= 5", True),
        ("supports == 9", "supports >= 5", False),
        ("supports >= 9", "opinions >= 5", False),
        ("supports < 5", "supports < 9", False),
        ("outcome.d == 'yes'", "outcome.d != ''", True),
        ("outcome.d == 'yes'", "outcome.d != 'no'", False),
    ],
)
def test_what_is_left_is_told_as_the_rest(above: str, below: str, otherwise: bool) -> None:
    extra = 'period = "9 days"\n'
    opens, first = rule("a", by='["lead"]', open='"d"'), rule("a", when=f'"{above}"', end='"answered"')
    told = one(extra, opens, first, rule("a", when=f'"{below}"', end='"expired"'), DUTY).rules
    assert [rule.clause.startswith("그 밖에 ") for rule in told[1:3]] == [False, otherwise]


def test_the_whole() -> None:
    told = story("", rule("", by='["proposer"]', end='"withdrawn"'))
    assert (told.name, told.begins, told.rests) == ("시험", "시작할 수 있는 사람: 회원", None)
    assert (told.holds, told.about) == ("", ())
    assert told.anywhere is not None and told.anywhere.rules[0].then.title == "철회"
    assert tell(example("seoul-2019"), "en").holds == "For what is filed from 1 January 2019 on"
    assert tell(example("gyeonggi-2023"), "ko").holds.endswith("부터 진행 중인 건에도 적용")
    assert tell(example("madrid"), "ko").about == ("참여할 수 있는 사람: 본인 확인 회원", "만 16세 이상")


def test_days_of_rest() -> None:
    freeze = '[[pauses]]\nfrom = 2022-03-01\nto = 2022-06-01\nreason = { ko = "선거", en = "Election" }\n'
    assert story("", freeze).rests == Stop(
        "", "쉬는 기간", facts=("2022. 3. 1.~2022. 6. 1. 선거 (모든 단계)",)
    )
    limited = story("", freeze + 'stages = ["a"]\n', lang="en").rests
    assert limited == Stop("", "Days of rest", facts=("1 March 2022 to 1 June 2022: Election (“Stage a”)",))


def test_languages_without_phrases_of_their_own_get_the_english_ones() -> None:
    assert story('period = "9 days"\n', lang="fr").stops[0].facts == ("Open for 9 days",)


def test_what_is_chosen_is_named_unless_the_rules_name_it() -> None:
    seoul = {stop.key: stop for stop in tell(example("seoul-2019"), "ko").stops}
    assert "고를 것: 찬반 투표, 아이디어 모으기, 정책 실험, 알리고 의견 듣기" in seoul["method"].facts
    assert not any(fact.startswith("고를 것") for fact in seoul["agenda"].facts)
    assert "방식: ‘공론화 방식 결정’에서 정한 대로" in seoul["forum"].facts
    assert "투표: 찬성, 반대, 기타" in seoul["forum"].facts
    assert "표결한 위원의 2/3 이상 찬성으로 결정" in seoul["method"].facts
    assert [told.clause for told in seoul["head_answer"].rules] == [
        "결과가 ‘수용’ 또는 ‘일부 수용’이면", "결과가 ‘추후 검토’ 또는 ‘수용 곤란’이면",
    ]  # fmt: skip


def test_a_kind_that_is_the_stage_s_name_is_not_said_twice() -> None:
    seoul = {stop.key: stop for stop in tell(example("seoul-2019"), "ko").stops}
    assert (seoul["execution"].name, seoul["execution"].notes) == ("실행", ())
