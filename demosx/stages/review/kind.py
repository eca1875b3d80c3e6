"""What `kind = "review"` means in a process file."""

from typing import Annotated

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.explained import Meaning
from ...process.fields import KeyField, ShareField
from ..actions import EDIT, MERGE, OPINE
from . import pages, services


class ReviewOptions(Options):
    """What a stage that decides may say beyond the common keys.

    With `quorum` or `majority` each seated member votes; with neither, one holder of the role records the decision.
    """

    decides: Annotated[
        list[KeyField],
        Field(max_length=20),
        Meaning(
            "내릴 수 있는 결정입니다. 없으면 버튼으로만 넘어갑니다.",
            "What may be decided. Without any, only buttons lead on, as from a draft.",
            'decides = ["deliberate", "decline"]',
        ),
    ] = []
    quorum: Annotated[
        ShareField | None,
        Meaning(
            "투표해야 하는 위원의 비율입니다. 참여를 회피한 위원은 빼고 셉니다. "
            "`quorum`과 `majority`가 모두 없으면 한 사람이 결정을 기록합니다.",
            "The share of members, without those recused, who must vote. "
            "With neither `quorum` nor `majority`, one person records the decision.",
            'quorum = "1/2"',
        ),
    ] = None
    majority: Annotated[
        ShareField | None,
        Meaning(
            "결정이 얻어야 하는 표의 비율입니다. 모자라면 다시 투표합니다. 없으면 절반을 넘어야 합니다.",
            "The share of votes cast that a decision must reach; with less they vote again. "
            "Without it, more than half.",
            'majority = "2/3"',
        ),
    ] = None
    dossier: Annotated[
        bool,
        Meaning(
            "자료집의 여섯 항목을 여기서 모으는지입니다.",
            "Whether the six parts of the dossier are gathered here.",
            "dossier = true",
        ),
    ] = False


REVIEW = StageKind(
    name="review",
    options=ReviewOptions,
    offers=frozenset({"edit", "opine", "merge"}),
    public_template="stages/review/public.html",
    public_view=pages.public_view,
    desk_template="stages/review/desk.html",
    desk_view=pages.desk_view,
    changed=services.vote_anew,
    foretell=services.foretell,
    meaning=Meaning(
        "맡은 사람들이 살펴보고 결정하는 단계입니다. 결정은 `decision`으로 읽습니다.",
        "Its owners look into the proposal and decide. Rules read the decision as `decision`.",
        """[stages.agenda]
kind    = "review"
name    = { ko = "의제 선정", en = "Agenda setting" }
owner   = "planning_panel"
within  = "90 days"
decides = ["deliberate", "decline"]
quorum  = "1/2"

[[stages.agenda.rules]]
when = "decision == 'deliberate'"
move = "forum"

[[stages.agenda.rules]]
when = "decision == 'decline'"
end  = "declined"
""",
    ),
    meanings={"edit": EDIT, "opine": OPINE, "merge": MERGE},
)
