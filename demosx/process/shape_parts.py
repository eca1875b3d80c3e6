"""The shape of what stands inside a process file: rules, duties, extensions and pauses, with what each key means."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .explained import Form, Meaning
from .fields import (
    ConditionField,
    DutyField,
    GivenField,
    KeyField,
    LengthField,
    LengthOrDayField,
    NamesField,
    PeopleField,
    ReasonField,
    ReminderField,
    StageField,
)

Need = Literal["reason", "note", "document"]
Pause = Annotated[str, Form("멈춤 사유", "a reason for a pause", {"type": "string"})]

REMIND = Meaning(
    "기한 전후로 맡은 사람에게 알림을 보내는 때입니다.",
    "When to remind those who owe it, before and after the due day.",
    'remind = ["5 days before", "1 day after"]',
)
PUBLIC = Meaning(
    "기한과 지연을 누구나 볼 수 있는지입니다.",
    "Whether everybody sees the due day, and that it is overdue.",
    "public = false",
)
PAUSE = Meaning(
    "어떤 까닭이 있으면 기간이 멈추는지입니다. 할 일의 이름표를 적으면 그 할 일이 열려 있는 동안 멈춥니다.",
    "For which reasons the clock may stand still. The key of a duty stops it for as long as that duty is open.",
    'pause = ["supplement", "transfer"]',
)
EXTEND = Meaning(
    "몇 번, 얼마까지, 누가 연장할 수 있는지입니다.",
    "How often, by how much and by whom it may be extended.",
    'extend = { times = 1, up_to = "60 days", by = ["official"], needs = ["reason"] }',
)


class Shape(BaseModel):
    """Types as written: no text is taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExtendShape(Shape):
    times: Annotated[
        int, Meaning("연장할 수 있는 횟수입니다.", "How often.", "times = 1"), Field(ge=1, le=99)
    ]
    up_to: Annotated[
        LengthField,
        Meaning(
            "한 번에 늘릴 수 있는 기간입니다. 늘어나기 전의 마지막 날 다음 날부터 셉니다.",
            "By how much at most, each time, from the day after the last day so far.",
            'up_to = "60 days"',
        ),
    ]
    by: Annotated[PeopleField, Meaning("연장하는 사람입니다.", "Who may extend it.", 'by = ["official"]')]
    needs: Annotated[
        list[Need], Meaning("연장할 때 내야 하는 것입니다.", "What they must give.", 'needs = ["reason"]')
    ] = []


class FreezeShape(Shape):
    """Days on which stages rest. `reason`: a word of the file, or names by language."""

    first: Annotated[
        date,
        Meaning("멈추는 첫날입니다.", "The first day.", "from = 2026-04-04"),
        Field(alias="from"),
    ]
    last: Annotated[
        date,
        Meaning("멈추는 마지막 날입니다.", "The last day.", "to = 2026-06-03"),
        Field(alias="to"),
    ]
    reason: Annotated[
        ReasonField,
        Meaning(
            "멈추는 까닭입니다. 화면에 그대로 보입니다.",
            "Why. The pages say so.",
            'reason = { ko = "선거 기간", en = "Election period" }',
        ),
    ]
    stages: Annotated[
        list[StageField],
        Meaning(
            "멈추는 단계입니다. 적지 않으면 모든 단계입니다.",
            "Which stages; without it, every one.",
            'stages = ["forum"]',
        ),
    ] = []


class RuleShape(Shape):
    when: Annotated[
        ConditionField | None,
        Meaning(
            "조건입니다. 참이 되면 저절로 한 번 일어납니다. `by`와 함께 쓰면 참인 동안만 버튼이 보입니다.",
            "The condition. Once it is true the rule fires by itself, once. "
            "With `by`, the button is there while it is true.",
            'when = "supports >= 50"',
        ),
    ] = None
    by: Annotated[
        PeopleField,
        Meaning("버튼을 누를 수 있는 사람입니다.", "Who gets a button for it.", 'by = ["planning_panel"]'),
    ] = []
    label: Annotated[
        NamesField,
        Meaning(
            "버튼에 적히는 말입니다. 없으면 가는 단계, 여는 할 일, 끝, 표시의 이름입니다.",
            "What the button says; without it, the name of the stage, duty, end or mark.",
            'label = { ko = "우수제안으로 채택", en = "Adopt as outstanding" }',
        ),
    ] = {}
    move: Annotated[
        StageField | None,
        Meaning(
            "다른 단계로 옮깁니다.",
            "Moves the proposal to another stage.",
            'move = "agenda"',
        ),
    ] = None
    open: Annotated[
        DutyField | None,
        Meaning(
            "할 일을 엽니다. 제안은 이 단계에 머무릅니다. 이미 열려 있으면 아무 일도 없습니다.",
            "Opens a duty. The proposal stays where it is. A duty that is open already stays as it is.",
            'open = "department_answer"',
        ),
    ] = None
    end: Annotated[
        KeyField | None,
        Meaning(
            "제안을 끝냅니다. 끝난 뒤에는 아무 규칙도 읽지 않습니다.",
            "Ends the journey. Nothing is read after it.",
            'end = "answered"',
        ),
    ] = None
    mark: Annotated[
        KeyField | None,
        Meaning(
            "제안에 표시를 붙입니다. 한 번 붙으면 남습니다.",
            "Puts a mark on the proposal. It stays.",
            'mark = "participatory_budget"',
        ),
    ] = None
    notify: Annotated[
        PeopleField | None,
        Meaning("사람들에게 알립니다.", "Tells people.", 'notify = ["lead"]'),
    ] = None
    needs: Annotated[
        list[Need],
        Meaning(
            "버튼을 누르는 사람이 내야 하는 것입니다.",
            "What whoever presses the button must give.",
            'needs = ["reason"]',
        ),
    ] = []
    set: Annotated[
        GivenField,
        Meaning(
            "나중의 규칙이 읽을 사실을 적어 둡니다. 행동과 함께 씁니다.",
            "Notes facts that later rules read. Stands beside the action.",
            "set = { fast_track = true }",
        ),
    ] = {}
    drop: Annotated[
        list[DutyField],
        Meaning(
            "열려 있는 할 일을 거둡니다. 행동과 함께 씁니다.",
            "Takes open duties back. Stands beside the action.",
            'drop = ["department_answer"]',
        ),
    ] = []


class DutyShape(Shape):
    name: Annotated[
        NamesField,
        Meaning(
            "사람에게 보이는 이름입니다.",
            "Its name.",
            'name = { ko = "부서 답변", en = "Department\'s answer" }',
        ),
    ]
    owner: Annotated[
        PeopleField,
        Meaning(
            "해야 하는 사람입니다. `department`는 제안이 배정된 부서의 담당자입니다.",
            "Who owes it. `department`: the officers of the department that the proposal is assigned to.",
            'owner = "department"',
        ),
    ] = []
    within: Annotated[
        LengthOrDayField | None,
        Meaning(
            "기한입니다. 없으면 늦을 수도 없습니다.",
            "How long they have. Without it, it is never overdue.",
            'within = "20 days"',
        ),
    ] = None
    outcomes: Annotated[
        list[KeyField],
        Meaning(
            "끝낼 때 고르는 결과입니다. 없으면 `done`(완료)으로 끝납니다.",
            "The results that it may end with. Without any it ends `done`.",
            'outcomes = ["accept", "decline"]',
        ),
    ] = []
    needs: Annotated[
        list[Need],
        Meaning("마칠 때 내야 하는 것입니다.", "What must be given with the result.", 'needs = ["document"]'),
    ] = []
    pause: Annotated[list[Pause], PAUSE] = []
    extend: Annotated[ExtendShape | None, EXTEND] = None
    remind: Annotated[list[ReminderField], REMIND] = []
    public: Annotated[bool, PUBLIC] = True
