"""What `kind = "deliberation"` means in a process file."""

from typing import Annotated, Literal

from pydantic import Field

from ...plugins import Options, StageKind
from ...process.fields import KeyField, NamesField
from ...process.kinds import FactType
from . import pages, services

FORM = r"^(vote|ideas|experiment|inform|decisions\.[a-z][a-z0-9_]{0,49})$"


class DeliberationOptions(Options):
    """`choices`: what can be voted for, with their names. `form`: `vote`, `ideas`, `experiment`, `inform`, or the stage
    whose decision says so, such as `decisions.method`. `offline`: whether sessions in the city belong to it.
    `ballot`: how votes are kept; `secret` is the only way built so far.
    """

    choices: Annotated[dict[KeyField, NamesField], Field(max_length=50)] = {}
    form: Annotated[str, Field(pattern=FORM)] = "vote"
    offline: bool = False
    ballot: Literal["secret"] = "secret"


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
)
