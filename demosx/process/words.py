"""The words that people see for the keys of a process file, and those that every process has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Names = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Words:
    """Words by key and language: those of one file, over the built-in ones.

    `values`: by fact, the names of the words that it may be and that only a site knows, such as its areas. `earlier`:
    what earlier versions called keys that the file has no more, since what they named may still be read of.
    """

    entries: Mapping[str, Names]
    languages: tuple[str, ...]
    values: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    earlier: Mapping[str, Names] = field(default_factory=dict)

    def text(self, key: str, lang: str) -> str:
        """The word for a key: in this language, else in another of the site's, else the key itself."""
        own, built_in = self.entries.get(key, {}), BUILT_IN.get(key, {})
        return (
            own.get(lang)
            or built_in.get(lang)
            or pick(own, self.languages)
            or pick(built_in, self.languages)
            or pick(self.earlier.get(key, {}), (lang, *self.languages))
            or key.replace("_", " ")
        )

    def text_for(self, fact: str, word: str, lang: str) -> str:
        """The name of a word that a fact may be."""
        known = self.values.get(fact, {}).get(word, {})
        return pick(known, (lang, *self.languages)) or self.text(word, lang)

    def names(self, key: str) -> Names:
        """A key's names by language; the key itself in each of the site's where it has none."""
        return self.entries.get(key) or BUILT_IN.get(key) or dict.fromkeys(self.languages, key)


def pick(names: Names, languages: tuple[str, ...]) -> str:
    """One of the names: in the first of these languages that is there, else in any; nothing where there is none."""
    return next((names[lang] for lang in (*languages, *names) if lang in names), "")


def _both(ko: str, en: str) -> Names:
    return {"ko": ko, "en": en}


BUILT_IN: Mapping[str, Names] = {
    "merged": _both("병합됨", "Merged"),
    "withdrawn": _both("철회", "Withdrawn"),
    "expired": _both("기간 만료", "Expired"),
    "answered": _both("답변 완료", "Answered"),
    "declined": _both("채택되지 않음", "Declined"),
    "referred": _both("이송", "Referred"),
    "carried_out": _both("이행 완료", "Carried out"),
    "closed": _both("종료", "Closed"),
    "complaint": _both("민원으로 넘김", "Sent on as a complaint"),
    "outside": _both("시의 권한 밖", "Outside the city's powers"),
    "spam": _both("광고·도배", "Spam"),
    "accept": _both("수용", "Accepted"),
    "partly": _both("일부 수용", "Partly accepted"),
    "later": _both("추후 검토", "To be considered later"),
    "decline": _both("수용 곤란", "Declined"),
    "done": _both("완료", "Done"),
    "taken": _both("접수", "Taken up"),
    "refused": _both("거절", "Refused"),
    "report": _both("실행 소식", "Progress report"),
    "reason": _both("사유", "Reason"),
    "note": _both("메모", "Note"),
    "document": _both("문서", "Document"),
    "supplement": _both("보완 요청", "Request for a supplement"),
    "transfer": _both("이송", "Transfer"),
    "publication": _both("공개 여부 결정", "Decision on publication"),
    "hearing": _both("의견 청취", "Hearing"),
    "vote": _both("찬반 투표", "Vote"),
    "ideas": _both("아이디어 모으기", "Collecting ideas"),
    "experiment": _both("정책 실험", "Policy experiment"),
    "inform": _both("알리고 의견 듣기", "Inform and listen"),
    "yes": _both("찬성", "Yes"),
    "no": _both("반대", "No"),
    "other": _both("기타", "Other"),
    "citizen": _both("시민제안", "Citizen proposal"),
    "agency": _both("기관제안", "Agency proposal"),
    "online": _both("온라인", "Online"),
    "field": _both("현장", "In the field"),
    "workshop": _both("워크숍", "Workshop"),
    "paper": _both("서면", "On paper"),
    "phone": _both("전화", "By phone"),
    "visitor": _both("방문자", "Visitor"),
    "member": _both("회원", "Member"),
    "verified": _both("본인 확인 회원", "Verified member"),
    "operator": _both("운영자", "Operator"),
    "official": _both("추진반", "Official"),
    "officer": _both("담당자", "Department officer"),
    "planning_panel": _both("기획단", "Planning panel"),
    "drawn_panel": _both("시민 선정단", "Drawn panel"),
    "aide": _both("정책보좌관", "Policy aide"),
    "head": _both("기관장", "Head of the city"),
    "lead": _both("총괄", "Lead"),
    "admin": _both("관리자", "Administrator"),
    "proposer": _both("제안자", "Proposer"),
    "department": _both("담당부서", "Department in charge"),
    "supports": _both("공감", "supporters"),
    "participants": _both("참여자", "participants"),
    "opinions": _both("의견", "opinions"),
    "votes": _both("투표", "votes"),
    "today": _both("오늘", "today"),
    "filed": _both("접수일", "day of filing"),
    "publish_on": _both("공개일", "day of publication"),
    "days": _both("이 단계에 머문 날", "days in this stage"),
    "population": _both("인구", "inhabitants"),
    "regions_reached": _both("최소 인원을 채운 지역", "regions that reached the minimum"),
    "unchecked_batches": _both("확인을 기다리는 현장 집계", "batches waiting for their check"),
    "open_duties": _both("남은 처리할 일", "open duties"),
    "origin": _both("제안 주체", "origin"),
    "channel": _both("접수 경로", "channel"),
    "area": _both("분야", "area"),
    "district": _both("자치구", "district"),
    "decision": _both("결정", "decision"),
}
