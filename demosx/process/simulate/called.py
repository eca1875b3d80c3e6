"""What people call the keys of a scenario who write them in Korean, so that the check can say which one is meant."""

from collections.abc import Mapping

from ..words import Names

KOREAN = {
    "process": "규칙", "filed": "접수일", "population": "인구", "name": "제목", "note": "설명", "origin": "제안주체",
    "channel": "접수경로", "area": "분야", "district": "자치구", "country": "나라", "timezone": "시간대",
    "calendar": "달력", "facts": "사실", "steps": "장면", "on": "날짜", "act": "행동", "expect": "예상",
    "press": "누름", "decide": "결정", "complete": "완료", "start": "시작", "pause": "멈춤", "resume": "재개",
    "extend": "연장", "hand_over": "이관", "withdraw": "철회", "merge": "병합", "apply_version": "적용",
    "move": "이동", "end": "종료", "reopen": "다시열기", "by": "사람", "outcome": "결과", "reason": "사유",
    "length": "기간", "to": "부서", "duties": "할일", "gives": "제출", "stage": "단계", "entered_on": "들어온날",
    "overdue": "지연", "due": "기한", "paused": "멈춘것", "ended": "끝", "ended_on": "끝난날", "marks": "표시",
    "buttons": "버튼", "allows": "허용", "period": "기간", "version": "판", "notified": "알림", "refused": "거절",
    "roll": "넘김", "months": "달", "add": "쉬는날", "remove": "쉬지않는날",
}  # fmt: skip
CALLED: Mapping[str, Names] = {key: {"ko": name} for key, name in KOREAN.items()}
