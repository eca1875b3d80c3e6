"""What the difference of two processes is told with, in Korean and English."""

from collections.abc import Mapping

from .particles import subject_of
from .words import Names, pick


def _both(ko: str, en: str) -> Names:
    return {"ko": ko, "en": en}


LABELS: Mapping[str, Names] = {
    "name": _both("이름", "The name"),
    "first": _both("첫 단계", "The first stage"),
    "who": _both("참여할 수 있는 사람", "Who may take part"),
    "minimum_age": _both("참여할 수 있는 나이", "The age from which people may take part"),
    "kind": _both("단계의 종류", "The kind of stage"),
    "period": _both("기간", "The period"),
    "allows": _both("여기서 할 수 있는 일", "What people can do here"),
    "owner": _both("맡은 사람", "Who is in charge"),
    "within": _both("기한", "The time to do it"),
    "shown_to": _both("볼 수 있는 사람", "Who can see it"),
    "report_every": _both("실행 소식을 내는 간격", "How often progress is reported"),
    "count_within": _both("현장 집계의 확인을 기다리는 기간", "How long unchecked sessions are waited for"),
    "needs": _both("마칠 때 내야 하는 것", "What has to be given to finish it"),
    "remind": _both("기한을 알리는 때", "When the due day is brought to mind"),
    "public": _both("공개 여부", "Whether it is public"),
    "pause": _both("날짜를 세지 않는 사유", "What stops the clock"),
    "extend": _both("연장", "How it may be extended"),
    "decides": _both("내릴 수 있는 결정", "The list of decisions"),
    "outcomes": _both("낼 수 있는 결과", "The list of outcomes"),
    "quorum": _both("표결에 필요한 위원", "How many members must vote"),
    "majority": _both("결정에 필요한 찬성", "How many votes decide"),
    "dossier": _both("자료집을 모으는지", "Whether a dossier is gathered"),
    "choices": _both("투표 선택지", "The list of choices on the ballot"),
    "form": _both("토론 방식", "The form of the deliberation"),
    "offline": _both("현장 참여를 함께 세는지", "Whether sessions in the city count"),
    "ballot": _both("투표 방식", "How votes are kept"),
    "region_minimum": _both("지역마다 필요한 인원", "The minimum for a region"),
    "text_fixed_at": _both("글을 더 고칠 수 없게 되는 공감 수", "How many supports fix the text"),
}
LABELS_BY_PLACE: Mapping[tuple[str, str], Names] = {
    ("process", "opened_by"): _both("시작할 수 있는 사람", "Who may begin"),
    ("stage", "opened_by"): _both("첫날을 정하는 사람", "Who sets the first day"),
}

NOTHING: Mapping[str, Names] = {
    "": _both("정하지 않음", "not set"),
    "who": _both("누구나", "everybody"),
    "minimum_age": _both("제한 없음", "any"),
    "allows": _both("없음", "nothing"),
    "needs": _both("없음", "nothing"),
    "drop": _both("없음", "nothing"),
    "set": _both("없음", "nothing"),
    "remind": _both("알리지 않음", "not at all"),
    "pause": _both("없음", "nothing"),
    "extend": _both("연장할 수 없음", "not at all"),
    "by": _both("저절로", "nobody: it happens by itself"),
    "stages": _both("모든 단계", "all stages"),
    "opened_by": _both("정하지 않음(들어오면 바로 시작)", "nobody: it begins at once"),
}
WORDS: Mapping[str, Mapping[str, Names]] = {
    "shown_to": {
        "everyone": _both("모두", "everybody"),
        "link": _both("주소를 아는 사람", "whoever has the address"),
        "staff": _both("업무 담당자와 제안자", "staff and the proposer"),
    },
    "kind": {
        "support": _both("공감", "support"),
        "review": _both("검토", "review"),
        "deliberation": _both("토론", "deliberation"),
        "answer": _both("답변", "answer"),
        "execution": _both("실행", "carrying out"),
    },
    "allows": {
        "edit": _both("글 고치기", "changing the text"),
        "support": _both("공감", "supporting"),
        "opine": _both("의견 쓰기", "giving opinions"),
        "merge": _both("제안 합치기", "merging"),
        "merge_by_proposers": _both("제안자끼리 합치기", "merging by the proposers"),
        "vote": _both("투표", "voting"),
    },
    "ballot": {"secret": _both("비밀 투표", "secretly"), "open": _both("공개 투표", "openly")},
}
FLAGS: Mapping[str, tuple[Names, Names]] = {
    "": (_both("아니요", "no"), _both("예", "yes")),
    "public": (_both("비공개", "not public"), _both("공개", "public")),
}

SENTENCES: Mapping[str, Names] = {
    "changed": _both("{subject} 바뀝니다: {old} → {new}.", "{label} changes: {old} → {new}."),
    "is": _both("{label}: {new}.", "{label}: {new}."),
    "stage_new": _both("새로 생기는 단계입니다.", "This stage is new."),
    "stage_gone": _both("이 단계가 없어집니다.", "There is no such stage any more."),
    "stage_instead": _both("‘{old}’ 단계를 대신합니다.", "It takes the place of “{old}”."),
    "goes_to": _both(
        "‘{old}’ 단계에 있던 제안은 ‘{new}’ 단계로 옮깁니다.", "Proposals in “{old}” go to “{new}”."
    ),
    "stage_order": _both("단계의 차례가 바뀝니다: {order}.", "The stages come in another order: {order}."),
    "duty_new": _both("새로 생기는 할 일입니다.", "This is new."),
    "duty_gone": _both("이 할 일이 없어집니다.", "It is not asked for any more."),
    "rule_new": _both("새 규칙: {rule}", "New rule: {rule}"),
    "rule": _both("규칙: {rule}", "Rule: {rule}"),
    "rule_gone": _both("없어지는 규칙: {rule}", "No rule any more: {rule}"),
    "rule_order": _both(
        "규칙을 읽는 차례가 바뀝니다: {order}.", "The rules are read in another order: {order}."
    ),
    "rest_new": _both("새로 쉬는 기간: {rest}.", "New days of rest: {rest}."),
    "rest_gone": _both("없어지는 쉬는 기간: {rest}.", "No days of rest any more: {rest}."),
    "rest_changed": _both("쉬는 기간이 바뀝니다: {old} → {new}.", "Days of rest change: {old} → {new}."),
    "words_new": _both("새로 쓰는 말: {words}.", "New words: {words}."),
    "words_gone": _both("쓰지 않는 말: {words}.", "Words that are not used any more: {words}."),
    "word_changed": _both("화면의 말이 바뀝니다: {old} → {new}.", "People read another word: {old} → {new}."),
}
TITLES: Mapping[str, Names] = {
    "process": _both("전체", "In general"),
    "anywhere": _both("모든 단계", "At any stage"),
    "stage": _both("‘{name}’ 단계", "Stage “{name}”"),
    "duty": _both("할 일 ‘{name}’", "Duty “{name}”"),
    "pauses": _both("쉬는 기간", "Days of rest"),
    "words": _both("화면의 말", "Words that people read"),
}


def said(names: Names, lang: str) -> str:
    """A text in this language; in English for one that we do not speak."""
    return pick(names, (lang, "en"))


def sentence(code: str, lang: str, /, **facts: str) -> str:
    """A sentence with its facts filled in. `label` may stand as the subject."""
    if "label" in facts:
        facts["subject"] = subject_of(facts["label"])
    return said(SENTENCES[code], lang).format(**facts)


def label_of(place: str, name: str, lang: str) -> str:
    """What a key of a file is called where it stands; one that only a plugin knows goes by its own name."""
    known = LABELS_BY_PLACE.get((place, name)) or LABELS.get(name)
    return said(known, lang) if known else f"“{name.replace('_', ' ')}”"
