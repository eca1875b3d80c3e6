"""The picture as a list."""

from demosx.process.diagram import as_text, in_order, tell
from tests.process.journeys import example

AGENCY = """\
기관제안
2018. 1. 1.부터 접수한 건에 적용
시작할 수 있는 사람: 담당자 또는 추진반

1. 초안 작성 (검토, 제안자와 직원에게만 보임)
   - 제안자 또는 추진반이 ‘사실 확인 요청’을 누르면 → 2. 사실 확인
   - 추진반이 ‘제안 거두기’를 누르면 (사유 필요) → 끝: 거둠

2. 사실 확인 (검토, 제안자와 직원에게만 보임)
   담당부서가 10일(근무일) 안에 결정
   - 결정이 ‘공개’이고 오늘이 공개일 전이면 → 3. 공개 대기
   - 그 밖에 결정이 ‘공개’이면 → 4. 시민토론
   - 결정이 ‘초안으로 돌려보냄’이면 → 1. 초안 작성
   - 추진반이 ‘제안 거두기’를 누르면 (사유 필요) → 끝: 거둠

3. 공개 대기 (검토, 제안자와 직원에게만 보임)
   - 오늘이 공개일 이후이면 → 4. 시민토론
   - 담당부서 또는 운영자 또는 추진반이 ‘초안으로 돌려보내기’를 누르면 (사유 필요) → 1. 초안 작성
   - 추진반이 ‘제안 거두기’를 누르면 (사유 필요) → 끝: 거둠

4. 시민토론 (토론)
   기간 30일 (첫날 포함)
   운영자가 첫날을 정함
   투표: 찬성, 반대, 기타
   현장 참여도 함께 셈
   - 기간이 끝나고 참여자 5,000명 이상이면 → 5. 시장 답변
   - 그 밖에 기간이 끝나면 → 6. 담당부서 답변
"""


def test_a_process_as_a_list() -> None:
    assert as_text(in_order(tell(example("agency"), "ko"))).startswith(AGENCY)


def test_the_parts_that_hold_in_every_stage() -> None:
    text = as_text(in_order(tell(example("petition-act"), "en")))
    assert "\n\nAt any stage\n   - If “Result of the petition” has an outcome → End: Answered\n" in text
    assert "→ Task: Supplement to the petition (Proposer, within 15 days)\n" in text
