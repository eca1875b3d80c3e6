"""Conditions as people read them."""

import pytest

from demosx.process import describe, parse_condition
from demosx.process.wording_ko import subject_of
from demosx.process.words import BUILT_IN, Words
from tests.process.journeys import example

CITIZEN = example("seoul-2019")


@pytest.mark.parametrize(
    ("text", "ko", "en"),
    [
        ("supports >= 50", "공감 50명 이상이면", "if there are at least 50 supports"),
        ("5_000 < participants", "참여자 5,000명 초과이면", "if there are more than 5,000 participants"),
        ("not (opinions >= 10)", "의견 10건 미만이면", "if there are fewer than 10 opinions"),
        ("votes.yes <= 3", "‘찬성’ 투표 3표 이하이면", "if there are at most 3 votes for “Yes”"),
        ("supports.here == 3", "공감 (이 단계) 3명이면", "if there are exactly 3 supports in this stage"),
        ("supports != 3", "공감 3명이 아니면", "if there are not exactly 3 supports"),
        ("days >= 10", "이 단계에 머문 날 10일 이상이면", "if it has been in this stage for at least 10 days"),
        ("period_over", "기간이 끝나면", "if the period is over"),
        ("not period_over", "기간이 끝나지 않았으면", "if the period is not over"),
        ("open_duties == 0", "남은 할 일이 없으면", "if nothing is owed any more"),
        ("open_duties > 0", "남은 할 일이 있으면", "if something is still owed"),
        ("overdue.department_answer", "‘부서 답변’ 기한이 지나면", "if “Department's answer” is overdue"),
        ("mark.hot", "‘hot’ 표시가 있으면", "if it is marked “hot”"),
        ("not mark.hot", "‘hot’ 표시가 없으면", "if it is not marked “hot”"),
        ("decision == 'refer'", "결정이 ‘다른 기관으로 이송’이면", "if the decision is “Refer to another body”"),
        ("decision != 'refer'", "결정이 ‘다른 기관으로 이송’이 아니면",
         "if the decision is not “Refer to another body”"),
        ("decision != ''", "결정이 나오면", "if the decision has been made"),
        ("not (decision != '')", "결정이 나오지 않았으면", "if the decision has not been made"),
        ("decisions.agenda == 'refer'", "‘의제 선정’ 결정이 ‘다른 기관으로 이송’이면",
         "if the decision of “Agenda setting” is “Refer to another body”"),
        ("origin == 'agency'", "제안 주체가 ‘기관제안’이면", "if the origin is “Agency proposal”"),
        ("outcome.referral == 'taken' or outcome.referral == 'refused'",
         "‘이송 결과 확인’ 결과가 ‘접수’ 또는 ‘거절’이면",
         "if the outcome of “Result of the referral” is “Taken up” or “Refused”"),
        ("supports >= 0.01 * population", "공감이 인구의 1% 이상이면",
         "if supports come to at least 1% of inhabitants"),
        ("supports >= population * 0.005", "공감이 인구의 0.5% 이상이면",
         "if supports come to at least 0.5% of inhabitants"),
        ("votes.yes / votes >= 2/3", "‘찬성’ 투표 ÷ 투표 값이 2/3 이상이면",
         "if votes for “Yes” ÷ votes come to at least 2/3"),
        ("(votes.yes - votes.no) * 2 > 10.5", "(‘찬성’ 투표 − ‘반대’ 투표) × 2 값이 10.5 초과이면",
         "if (votes for “Yes” − votes for “No”) × 2 come to more than 10.5"),
        ("period_over and open_duties == 0", "기간이 끝나고 남은 할 일이 없으면",
         "if the period is over and nothing is owed any more"),
        ("period_over or supports >= 5 and votes >= 1", "기간이 끝나거나 (공감 5명 이상이고 투표 1표 이상이면)",
         "if the period is over or (there are at least 5 supports and there are at least 1 votes)"),
        ("not (period_over and mark.hot)", "기간이 끝나지 않았거나 ‘hot’ 표시가 없으면",
         "if the period is not over or it is not marked “hot”"),
    ],
)  # fmt: skip
def test_conditions_in_words(text: str, ko: str, en: str) -> None:
    condition = parse_condition(text)
    assert describe(condition, "ko", CITIZEN.words) == ko
    assert describe(condition, "en", CITIZEN.words) == en


@pytest.mark.parametrize(
    ("word", "subject"),
    [("결정", "결정이"), ("결과", "결과가"), ("‘수용’", "‘수용’이"), ("mapo", "mapo가"), ("", "가")],
)
def test_the_subject_particle(word: str, subject: str) -> None:
    assert subject_of(word) == subject


def test_words_fall_back_sensibly() -> None:
    words = Words({"hot": {"ko": "뜨거움"}, "accept": {"ko": "채택"}}, ("ko", "en"))
    assert words.text("hot", "en") == "뜨거움"
    assert words.text("accept", "ko") == "채택"
    assert words.text("accept", "en") == "Accepted"
    assert words.text("merged", "ko") == "다른 제안과 병합"
    assert words.text("merged", "vi") == "다른 제안과 병합"
    assert words.text("not_there", "ko") == "not there"


def test_names_of_stages_duties_and_choices_are_words_too() -> None:
    assert [CITIZEN.words.text(key, "en") for key in ("forum", "referral", "no", "expired", "report")] == [
        "Public deliberation",
        "Result of the referral",
        "No",
        "Expired",
        "Progress report",
    ]


def test_the_built_in_words_are_complete() -> None:
    assert all(set(names) == {"ko", "en"} and all(names.values()) for names in BUILT_IN.values())
