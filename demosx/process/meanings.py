"""Korean words and other English ones for the keys of a process file, so that the check can say which key is meant."""

from collections.abc import Mapping

from .words import BUILT_IN

MORE: Mapping[str, str] = {
    # the top of the file
    "format": "형식 version",
    "key": "키 이름표 id code",
    "name": "이름 명칭 제목 title",
    "opened_by": "제안자격 여는사람 시작하는사람 openedby",
    "first": "첫단계 처음 시작 시작단계 start initial",
    "effective": "시행일 적용일 적용되는날 valid_from starts",
    "applies_to": "적용대상 적용 applies",
    "who": "자격 대상 참여자격 누가",
    "minimum_age": "나이 최소나이 최소연령 연령 age min_age",
    "goes_to": "옮길단계",
    "pauses": "멈춤 중지 중지기간 정지 freeze freezes freeze_periods",
    "rules": "규칙 rule",
    "stages": "단계 stage steps phases",
    "duties": "할일 의무 해야할일 duty tasks",
    "words": "낱말 단어 용어 말 word labels texts",
    # a stage
    "kind": "종류 유형 type",
    "period": "기간 duration length",
    "allows": "허용 할수있는일 허용하는일 allow allowed actions",
    "owner": "담당 담당자 맡은사람 책임자 responsible",
    "within": "기한 이내 마감 deadline due time_limit",
    "shown_to": "공개 공개범위 visible_to visibility",
    "report_every": "보고주기 소식주기",
    "count_within": "집계기한",
    "needs": "필요 필요한것 필수 required requires",
    "remind": "알림 알림시점 reminder reminders",
    "public": "공개여부",
    "pause": "멈춤사유 중지사유 멈춤 중지",
    "extend": "연장 기간연장 extension",
    "choices": "선택지 선택 보기 options",
    "decides": "결정 결정할것 decisions decide",
    "outcomes": "결과 결과들 답변종류 outcome results",
    "quorum": "정족수 의사정족수",
    "majority": "과반 과반수 의결정족수",
    "dossier": "자료집",
    "form": "방식 형태",
    "offline": "현장 오프라인",
    "ballot": "투표방식",
    "region_minimum": "지역최소 지역별최소",
    "text_fixed_at": "수정마감 글고정 고칠수없음 수정제한",
    # a rule
    "when": "조건 때 언제 경우 만약 if condition on",
    "by": "사람 누가 누르는사람 버튼 단추 role roles who",
    "label": "이름 버튼이름 단추이름 표시 name title",
    "move": "이동 옮김 다음단계 goto go_to next to then",
    "open": "열기 여는일 할일",
    "end": "끝 종료 마침 finish close",
    "mark": "표시 표지 tag",
    "notify": "알림 알리기 통지 tell",
    "set": "설정",
    "drop": "거둠 취소",
    # an extension, a pause
    "times": "횟수 번 count",
    "up_to": "최대 까지 at_most max",
    "from": "부터 시작 시작일 first start since",
    "to": "까지 끝 종료일 last until end",
    "reason": "이유 사유 까닭 why",
    # kinds of stages, and what they offer
    "support": "공감 지지 제안 서명 동의",
    "review": "심사 검토 심의 선정",
    "deliberation": "토론 공론 공론화 숙의 debate discussion voting ballot poll referendum",
    "answer": "답변 회신 response reply",
    "execution": "실행 이행 집행 추진",
    "edit": "수정 고치기 편집 update",
    "opine": "의견 댓글 comment",
    "merge": "병합 합치기 join",
    "merge_by_proposers": "함께하기 제안자병합 제안자합치기 merge_together",
    "vote": "투표 표결",
    # facts
    "supports": "공감 공감수 지지 지지수 서명 서명수 동의 동의수 signatures likes",
    "participants": "참여자 참여자수 참여 참가자 참여인원 참여인원수",
    "opinions": "의견 의견수 댓글 댓글수 comments",
    "votes": "투표 투표수 득표 득표수",
    "days": "일수 경과일 날수",
    "period_over": "기간만료 기간종료 기간이끝남 기간끝 마감 expired over",
    "open_duties": "남은일 남은할일",
    "population": "인구 인구수 주민수 residents inhabitants",
    "decision": "결정 의결",
    "decisions": "결정",
    "outcome": "결과 답변결과 result",
    "overdue": "지연 기한초과 late delayed",
    "area": "분야 category",
    "district": "자치구 지역 구 region",
    "origin": "제안주체",
    "channel": "접수경로 경로",
    # people
    "member": "회원 시민 주민 user citizen citizens members",
    "verified": "본인확인 인증 실명 실명인증",
    "department": "부서 담당부서 소관부서 dept departments",
    "head": "시장 구청장 군수 도지사 기관장 단체장 mayor governor",
    "operator": "운영자 운영팀 담당자 operators",
    "officer": "공무원 담당자 주무관",
    "official": "추진반 공무원",
    "proposer": "제안자 제안인 청원인 author",
    "lead": "총괄 책임자",
    "admin": "관리자 administrator",
    "planning_panel": "기획단 위원회 심사위원회",
    "drawn_panel": "시민단 추첨단",
    # endings and results
    "expired": "만료 기간만료",
    "withdrawn": "철회 취소",
    "answered": "답변완료 답변",
    "declined": "반려 미채택 기각 불채택 rejected",
    "accept": "수용 채택 승인 accepted approve approved",
    "partly": "일부수용 부분수용",
    "later": "추후검토 보류",
    "decline": "거부 불수용 수용곤란 반려 reject rejected",
    "carried_out": "이행완료 실행완료 완료",
    "everyone": "전체 모두 전체공개 all public",
    "staff": "직원 내부",
    "link": "링크",
    "new": "새제안 신규",
    "all": "전체 모두 모든제안",
    "referred": "이송",
    "note": "메모",
    "supplement": "보완 보완요청",
    "transfer": "이관 이송",
    "hearing": "의견청취 청취",
    "publication": "공개결정",
    "document": "문서 첨부 파일 file",
}
LANGUAGES: Mapping[str, str] = {
    "ko": "kr kor korean korea ko_kr 한국어 국문 한글 국어",
    "en": "eng english us en_us en_gb 영어 영문",
    "ja": "jp jpn japanese 일본어",
    "zh": "cn chn chinese 중국어",
    "vi": "vn vietnamese 베트남어",
}


def _turned(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """From each word to the keys that it may mean."""
    turned: dict[str, tuple[str, ...]] = {}
    for key, words in table.items():
        for word in words.split():
            turned[word] = (*turned.get(word, ()), key)
    return turned


def squeezed(word: str) -> str:
    """A word as it is compared: in small letters, Korean without spaces, English with `_` for them."""
    parts = word.lower().replace("-", " ").split()
    return "_".join(parts) if word.isascii() else "".join(parts)


def squeezed_parts(name: str) -> list[str]:
    """The words of a name as they are compared."""
    return [squeezed(part) for part in name.split()]


_KEYS = _turned(MORE)
for _key, _names in BUILT_IN.items():
    for _name in map(squeezed, _names.values()):
        if _key not in _KEYS.get(_name, ()):
            _KEYS[_name] = (*_KEYS.get(_name, ()), _key)
_LANGUAGES = _turned(LANGUAGES)


def keys_for(word: str) -> tuple[str, ...]:
    """The keys that a Korean or another English word may mean."""
    return _KEYS.get(squeezed(word), ())


def language_for(word: str) -> str:
    """The code of the language that a wrong code or a language's name means; nothing where it means none."""
    return _LANGUAGES.get(squeezed(word), ("",))[0]


def is_key(word: str) -> bool:
    """Whether a word is a key of process files, or may mean one."""
    return word in MORE or bool(keys_for(word))
