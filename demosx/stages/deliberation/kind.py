"""What `kind = "deliberation"` means in a process file."""

from typing import Annotated, Literal

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.explained import Form, Meaning
from ...process.fields import KeyField, NamesField
from ...process.kinds import FactType
from ..actions import OPINE
from . import pages, services

FORM = r"^(vote|ideas|experiment|inform|decisions\.[a-z][a-z0-9_]{0,49})$"
HOW = Form(
    '`"vote"`, `"ideas"`, `"experiment"`, `"inform"` 또는 `"decisions.단계"`',
    '`"vote"`, `"ideas"`, `"experiment"`, `"inform"`, or `"decisions.STAGE"`',
    {"type": "string", "pattern": FORM},
)


class DeliberationOptions(Options):
    """What a stage of public deliberation may say beyond the common keys. `secret` is the only way of keeping votes
    that is built so far."""

    choices: Annotated[
        dict[KeyField, NamesField],
        Field(max_length=50),
        Meaning(
            "투표의 선택지입니다. 이름표마다 이름을 붙입니다.",
            "What can be voted for: a key and a name for each.",
            'choices = { yes = { ko = "찬성", en = "Yes" }, no = { ko = "반대", en = "No" } }',
        ),
    ] = {}
    form: Annotated[
        str,
        Field(pattern=FORM),
        HOW,
        Meaning(
            '토론의 방식입니다. 앞 단계가 결정했으면 그 단계를 적습니다: `form = "decisions.method"`',
            'What is done. Where an earlier stage decides it, say which: `form = "decisions.method"`',
            'form = "ideas"',
        ),
    ] = "vote"
    offline: Annotated[
        bool,
        Meaning(
            "현장 토론도 함께 여는지입니다. 현장의 표와 의견은 다른 사람이 확인한 뒤에 셉니다.",
            "Whether there are sessions in the city too. Their votes and opinions count once somebody else has "
            "checked them.",
            "offline = true",
        ),
    ] = False
    ballot: Annotated[
        Literal["secret"],
        Meaning("투표의 비밀을 지키는 방식입니다.", "How votes are kept.", 'ballot = "secret"'),
    ] = "secret"


DELIBERATION = StageKind(
    name="deliberation",
    options=DeliberationOptions,
    offers=frozenset({"vote", "opine"}),
    facts={"votes.*": FactType.NUMBER},
    measure=services.measure,
    public_template="stages/deliberation/public.html",
    public_view=pages.public_view,
    desk_template="stages/deliberation/desk.html",
    desk_view=pages.desk_view,
    entered=services.prepare,
    changed=services.renew,
    foretell=services.foretell,
    meaning=Meaning(
        "시민이 토론하고 투표하는 단계입니다.",
        "Citizens debate and vote.",
        """[stages.forum]
kind      = "deliberation"
name      = { ko = "시민토론", en = "Public deliberation" }
opened_by = ["operator"]
period    = "30 days"
choices   = { yes = { ko = "찬성", en = "Yes" }, no = { ko = "반대", en = "No" } }
allows    = ["vote", "opine"]

[[stages.forum.rules]]
when = "period_over and participants >= 5000"
move = "head_answer"

[[stages.forum.rules]]
when = "period_over"
move = "reply"
""",
    ),
    meanings={
        "vote": Meaning("투표합니다.", "People vote.", 'allows = ["vote"]'),
        "opine": OPINE,
        "votes.*": Meaning(
            "선택지 하나가 얻은 유효한 표의 수입니다. 점 뒤에 선택지의 이름표를 씁니다.",
            "How many valid votes a choice has; its key stands behind the dot.",
            "votes.yes > votes.no",
        ),
    },
)
