"""The words that every process file may use: for people, what they give, why clocks stand still, and how it ends."""

from collections.abc import Mapping

from .explained import Meaning

Meanings = Mapping[str, Meaning]

ROLES: Meanings = {
    "visitor": Meaning("로그인하지 않은 사람", "somebody who has not signed in"),
    "member": Meaning("가입해서 로그인한 사람", "somebody with an account"),
    "verified": Meaning("본인 확인을 마친 회원", "a member whose identity was checked"),
    "operator": Meaning("사이트를 운영하는 사람", "those who run the site"),
    "official": Meaning("제안의 진행을 맡은 공무원", "the officials in charge of the process"),
    "officer": Meaning("부서의 담당자", "officers of the departments"),
    "planning_panel": Meaning("위촉된 기획단 위원", "the members of the appointed panel"),
    "drawn_panel": Meaning("추첨으로 뽑힌 시민", "citizens drawn by lot"),
    "aide": Meaning("기관장을 돕는 정책보좌관", "the policy aide"),
    "head": Meaning("시장, 군수, 구청장 같은 기관장", "the mayor or other head"),
    "lead": Meaning(
        "규칙 밖에서 옮기거나 끝내거나 다시 열 수 있는 단 하나의 역할",
        "the only role that may move, end or reopen outside the rules",
    ),
    "admin": Meaning("계정과 설정을 관리하는 사람", "who administers accounts and settings"),
}
RELATIONS: Meanings = {
    "proposer": Meaning("그 제안을 낸 사람", "whoever made this proposal"),
    "department": Meaning(
        "그 제안이 배정된 부서의 담당자", "the officers of the department that it is assigned to"
    ),
}
NEEDS: Meanings = {
    "reason": Meaning("제안의 기록에 공개됩니다.", "it is public, in the history of the proposal"),
    "note": Meaning("업무 담당자만 봅니다.", "only staff see it"),
    "document": Meaning("제안의 업무 화면에 올린 것 가운데 고릅니다.", "one that was added to the proposal"),
}
PAUSES: Meanings = {
    "supplement": Meaning("제안자에게 보완을 요청했습니다.", "the proposer was asked for a supplement"),
    "transfer": Meaning(
        "다른 부서로 넘겼습니다. 넘길 때 저절로 멈춥니다.",
        "it went to another department; handing it over stops the clock by itself",
    ),
    "publication": Meaning("공개할지를 정하고 있습니다.", "publication is being decided on"),
    "hearing": Meaning("의견을 듣고 있습니다.", "people are being heard"),
}
ENDS: Meanings = {
    "merged": Meaning("다른 제안과 합쳐졌습니다.", "it goes on in another proposal"),
    "withdrawn": Meaning("제안자가 거두었습니다.", "its proposer took it back"),
    "closed": Meaning("규칙 밖에서 끝났습니다.", "it was ended outside the rules"),
    "complaint": Meaning(
        "운영팀이 민원으로 보고 넘겼습니다.", "sorted by operators as a complaint, and sent on"
    ),
    "outside": Meaning(
        "운영팀이 시의 권한 밖으로 보았습니다.", "sorted by operators as outside the city's powers"
    ),
    "spam": Meaning("운영팀이 광고나 도배로 보았습니다.", "sorted by operators as spam"),
}
