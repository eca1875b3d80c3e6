"""What `kind = "execution"` means in a process file."""

from ...plugins import StageKind
from ...process.explained import Meaning
from ..actions import OPINE
from . import pages

EXECUTION = StageKind(
    name="execution",
    offers=frozenset({"opine"}),
    public_template="stages/execution/public.html",
    public_view=pages.public_view,
    desk_template="stages/execution/desk.html",
    desk_view=pages.desk_view,
    meaning=Meaning(
        "약속한 일을 실행하고 소식을 내는 단계입니다.",
        "What was promised is carried out and reported on.",
        """[stages.execution]
kind         = "execution"
name         = { ko = "실행", en = "Carrying out" }
owner        = "department"
report_every = "3 months"

[[stages.execution.rules]]
by    = ["official"]
end   = "carried_out"
label = { ko = "이행 완료", en = "Carried out" }
needs = ["document"]
""",
    ),
    meanings={"opine": OPINE},
)
