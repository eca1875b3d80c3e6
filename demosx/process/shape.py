"""The shape of a process file: which keys there are, of which type, and what each means.

What they mean together is checked later. Every key has its meaning in both languages here and nowhere else: the check,
the JSON Schema for editors and the reference page all read these models.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from .explained import Form, Meaning
from .fields import (
    KeyField,
    LengthField,
    LengthOrDayField,
    NamesField,
    PeopleField,
    ReminderField,
    StageField,
    WhoField,
)
from .shape_parts import (
    EXTEND,
    PAUSE,
    PUBLIC,
    REMIND,
    DutyShape,
    ExtendShape,
    FreezeShape,
    Need,
    Pause,
    RuleShape,
    Shape,
)

__all__ = [
    "DutyShape",
    "ExtendShape",
    "FreezeShape",
    "Need",
    "ProcessShape",
    "RuleShape",
    "Shape",
    "StageShape",
]

Age = Annotated[int, Field(ge=0, le=120)]
Kind = Annotated[str, Form("단계의 종류", "a kind of stage", {"type": "string"})]
Action = Annotated[str, Form("할 수 있는 일", "something that people can do", {"type": "string"})]


class StageShape(Shape):
    """What every stage may say; the options of its kind stand beside."""

    model_config = ConfigDict(extra="allow")

    kind: Annotated[
        Kind,
        Meaning(
            "단계의 종류입니다. 종류마다 할 수 있는 일과 쓸 수 있는 항목이 다릅니다.",
            "The kind of stage. What people can do and which further keys there are depend on it.",
            'kind = "review"',
        ),
    ]
    name: Annotated[
        NamesField,
        Meaning(
            "사람에게 보이는 이름입니다.", "Its name.", 'name = { ko = "의제 선정", en = "Agenda setting" }'
        ),
    ]
    period: Annotated[
        LengthOrDayField | None,
        Meaning(
            "단계의 기간입니다. 끝나면 `allows`의 일이 닫히고 `period_over`가 참이 됩니다.",
            "How long the stage lasts. When it is over, what it `allows` is closed and `period_over` is true.",
            'period = "30 days"',
        ),
    ] = None
    allows: Annotated[
        list[Action],
        Meaning(
            "사람들이 이 단계에서 할 수 있는 일입니다. 쓸 수 있는 말은 종류마다 다릅니다.",
            "What people can do here. Which words there are depends on the kind.",
            'allows = ["opine"]',
        ),
    ] = []
    owner: Annotated[
        PeopleField,
        Meaning(
            "단계를 맡아 결정하거나 답하는 사람입니다. 들어오면 단계와 이름이 같은 할 일이 열립니다.",
            "Who decides or answers here. On entry a duty opens that is called like the stage.",
            'owner = "planning_panel"',
        ),
    ] = []
    within: Annotated[
        LengthOrDayField | None,
        Meaning("맡은 사람의 기한입니다.", "How long the owner has.", 'within = "90 days"'),
    ] = None
    needs: Annotated[
        list[Need],
        Meaning(
            "맡은 사람이 마칠 때 내야 하는 것입니다.",
            "What the owner must give on finishing.",
            'needs = ["reason"]',
        ),
    ] = []
    pause: Annotated[list[Pause], PAUSE] = []
    extend: Annotated[ExtendShape | None, EXTEND] = None
    remind: Annotated[list[ReminderField], REMIND] = []
    public: Annotated[bool, PUBLIC] = True
    opened_by: Annotated[
        PeopleField,
        Meaning(
            "첫날을 정하는 사람입니다. 첫날까지는 준비 중이며 아무 일도 허용하지 않습니다.",
            "Who sets the first day. Until then the stage is being prepared and allows nothing.",
            'opened_by = ["operator"]',
        ),
    ] = []
    shown_to: Annotated[
        Literal["everyone", "link", "staff"],
        Meaning(
            "단계에서 하는 일을 볼 수 있는 사람입니다. "
            '`"link"`는 주소를 아는 사람, `"staff"`는 업무 담당자와 제안자입니다.',
            "Who sees the work of this stage: "
            '`"link"` is whoever knows the address, `"staff"` the staff and the proposer.',
            'shown_to = "staff"',
        ),
    ] = "everyone"
    who: Annotated[
        WhoField,
        Meaning(
            "이 단계가 허용하는 일을 할 수 있는 역할입니다. 일마다 다르면 표로 적습니다. 없거나 표에 없는 일은 "
            "파일의 `who`를 따릅니다.",
            "Which roles may do what this stage allows; a table where it differs by what they do. Without it, and for "
            "what a table leaves out, the file's `who` holds.",
            'who = { opine = ["verified"] }',
        ),
    ] = []
    minimum_age: Annotated[
        Age | None,
        Meaning(
            "이 단계에 참여할 수 있는 가장 낮은 나이입니다. 참여하는 날의 만 나이로 셉니다. 없으면 파일의 것을 "
            "따릅니다.",
            "The least age for taking part here, on the day of taking part. Without it, the file's holds.",
            "minimum_age = 16",
        ),
    ] = None
    report_every: Annotated[
        LengthField | None,
        Meaning(
            "맡은 사람이 소식을 내는 간격입니다. 첫날부터 세며, 늦게 내도 다음 날짜는 밀리지 않습니다.",
            "How often the owner reports, counted from the first day. A late report does not shift the next.",
            'report_every = "3 months"',
        ),
    ] = None
    count_within: Annotated[
        LengthField | None,
        Meaning(
            "기간이 끝난 뒤 현장 집계의 확인을 기다리는 시간입니다. "
            "`offline = true`일 때 씁니다. 없으면 7일입니다.",
            "How long the end of the period waits for sessions to be checked, with `offline = true`. "
            "Without it, 7 days.",
            'count_within = "10 days"',
        ),
    ] = None
    rules: Annotated[
        list[Any],
        Meaning(
            "이 단계에서 읽는 규칙입니다. 위에서부터 읽습니다.",
            "The rules of this stage, read from the top.",
            '[[stages.agenda.rules]]\nwhen = "decision == \'decline\'"\nend  = "declined"',
        ),
    ] = []


class ProcessShape(Shape):
    format: Annotated[
        Literal[1],
        Meaning(
            "파일 형식의 번호입니다. 지금은 1뿐입니다.", "The number of the file format: 1.", "format = 1"
        ),
    ]
    key: Annotated[
        KeyField,
        Meaning(
            "규칙의 이름표입니다. 이름표가 같은 파일을 적용하면 그 규칙의 다음 판이 됩니다.",
            "The key of these rules. Applying a file with the same key makes their next version.",
            'key = "citizen"',
        ),
    ]
    name: Annotated[
        NamesField,
        Meaning(
            "사람에게 보이는 이름입니다.", "Its name.", 'name = { ko = "시민제안", en = "Citizen proposal" }'
        ),
    ]
    opened_by: Annotated[
        PeopleField,
        Meaning("제안할 수 있는 사람입니다.", "Who may make a proposal.", 'opened_by = ["member"]'),
    ] = ["member"]
    first: Annotated[
        StageField,
        Meaning(
            "제안이 접수되면 들어가는 단계입니다.",
            "The stage in which a proposal begins.",
            'first = "support"',
        ),
    ]
    effective: Annotated[
        date | None,
        Meaning(
            "시행일입니다. 지난 날을 적어도 적용한 날부터 시행합니다. 없으면 적용한 날입니다.",
            "From which day the rules hold, but never before they are applied. Without it, from then on.",
            "effective = 2026-01-01",
        ),
    ] = None
    applies_to: Annotated[
        Literal["new", "all"],
        Meaning(
            '`"new"`는 시행일부터 접수된 제안에만, `"all"`은 진행 중인 제안에도 적용합니다.',
            '`"new"`: for what is filed from then on. `"all"`: also for what is under way.',
            'applies_to = "new"',
        ),
    ] = "new"
    who: Annotated[
        WhoField,
        Meaning(
            "단계가 허용하는 일을 할 수 있는 역할입니다. 일마다 다르면 표로 적습니다. 없거나 표에 없는 일은 "
            "회원 누구나 할 수 있습니다.",
            "Which roles may do what stages allow; a table where it differs by what they do. Without it, and for what "
            "a table leaves out, every member.",
            'who = { vote = ["verified"], support = ["member"] }',
        ),
    ] = []
    minimum_age: Annotated[
        Age | None,
        Meaning(
            "참여할 수 있는 가장 낮은 나이입니다. 참여하는 날의 만 나이로 셉니다.",
            "The least age for taking part, on the day of taking part.",
            "minimum_age = 16",
        ),
    ] = None
    goes_to: Annotated[
        dict[str, StageField],
        Meaning(
            "사라지는 단계의 제안이 갈 곳입니다. 왼쪽이 예전 단계, 오른쪽이 이 파일의 단계입니다.",
            "Where proposals go whose stage is no longer there: the old stage, then one of this file.",
            '[goes_to]\nagenda = "forum"',
        ),
    ] = {}
    pauses: Annotated[
        list[Any],
        Meaning(
            "정해진 날 동안 단계를 멈춥니다.",
            "Days on which stages rest.",
            '[[pauses]]\nfrom = 2026-04-04\nto = 2026-06-03\nreason = { ko = "선거 기간", en = "Election period" }',
        ),
    ] = []
    rules: Annotated[
        list[Any],
        Meaning(
            "모든 단계에서 읽는 규칙입니다. 단계의 규칙보다 먼저 읽습니다.",
            "Rules that hold in every stage, read before those of the stage.",
            '[[rules]]\nby    = ["proposer"]\nend   = "withdrawn"\nlabel = { ko = "철회", en = "Withdraw" }',
        ),
    ] = []
    stages: Annotated[
        dict[KeyField, Any],
        Field(min_length=1),
        Meaning("제안이 거치는 단계입니다.", "The stages that a proposal can be in.", "[stages.support]"),
    ]
    duties: Annotated[
        dict[KeyField, Any],
        Meaning(
            "누군가 언제까지 해야 하는 일입니다.",
            "What somebody owes by a day.",
            "[duties.department_answer]",
        ),
    ] = {}
    words: Annotated[
        dict[str, Any],
        Meaning(
            "이름표가 화면에 보이는 이름입니다.",
            "What people see for the keys of the file.",
            '[words]\nexpired = { ko = "기간 만료", en = "Expired" }',
        ),
    ] = {}
