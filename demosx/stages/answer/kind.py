"""What `kind = "answer"` means in a process file."""

from typing import Annotated

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.explained import Meaning
from ...process.fields import KeyField
from ..actions import OPINE
from . import pages

VERDICTS = ["accept", "partly", "later", "decline"]


class AnswerOptions(Options):
    """What a stage that answers may say beyond the common keys."""

    outcomes: Annotated[
        list[KeyField],
        Field(min_length=1, max_length=20),
        Meaning(
            "고를 수 있는 답입니다.",
            "The verdicts that the answer may give.",
            'outcomes = ["accept", "decline"]',
        ),
    ] = VERDICTS


ANSWER = StageKind(
    name="answer",
    options=AnswerOptions,
    offers=frozenset({"opine"}),
    public_template="stages/answer/public.html",
    public_view=pages.public_view,
    desk_template="stages/answer/desk.html",
    desk_view=pages.desk_view,
    meaning=Meaning(
        "맡은 사람이 답하는 단계입니다. 답은 `outcome.단계이름표`로 읽습니다.",
        "Its owner answers. Rules read the answer as `outcome.` and the key of the stage.",
        """[stages.head_answer]
kind   = "answer"
name   = { ko = "시장 답변", en = "Answer of the mayor" }
owner  = "head"
within = "30 days"

[[stages.head_answer.rules]]
when = "outcome.head_answer == 'accept' or outcome.head_answer == 'partly'"
move = "execution"

[[stages.head_answer.rules]]
when = "outcome.head_answer == 'later' or outcome.head_answer == 'decline'"
end  = "answered"
""",
    ),
    meanings={"opine": OPINE},
)
