"""What `kind = "answer"` means in a process file."""

from typing import Annotated

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.fields import KeyField
from . import pages

VERDICTS = ("accept", "partly", "later", "decline")


class AnswerOptions(Options):
    """`outcomes`: the verdicts that the answer may give."""

    outcomes: Annotated[tuple[KeyField, ...], Field(min_length=1, max_length=20)] = VERDICTS


ANSWER = StageKind(
    name="answer",
    options=AnswerOptions,
    offers=frozenset({"opine"}),
    public_template="stages/answer/public.html",
    public_view=pages.public_view,
    desk_template="stages/answer/desk.html",
    desk_view=pages.desk_view,
)
