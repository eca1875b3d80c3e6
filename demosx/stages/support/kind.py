"""What `kind = "support"` means in a process file."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from ...core.permissions import can, current_actor
from ...plugins import Options, StageKind, Stop
from ...process.definition import Stage
from ...process.explained import Meaning
from ...process.fields import KeyField
from ...process.kinds import Value
from ..actions import EDIT, MERGE, OPINE
from .queries import support_of, supports_by_district

Number = Annotated[int, Field(ge=1)]
RegionMinimum = int | Mapping[str, int]


class SupportOptions(Options):
    """What a stage that gathers support may say beyond the common keys."""

    region_minimum: Annotated[
        Number | dict[KeyField, Number] | None,
        Meaning(
            "`regions_reached`가 지역 하나로 셀 때까지 그 지역에서 모여야 하는 공감의 수입니다. "
            "지역마다 다르면 표로 적습니다.",
            "How many people of a region must support it before `regions_reached` counts that region: "
            "one number, or a table by region.",
            "region_minimum = 100",
        ),
    ] = None


def measure(stop: Stop) -> Mapping[str, Value]:
    """`regions_reached`, where the stage has a minimum for regions. One query then, none otherwise."""
    minimum = region_minimum(stop.stage)
    if minimum is None:
        return {}
    return {"regions_reached": reached(supports_by_district(stop.proposal.id, stop.visit.number), minimum)}


def region_minimum(stage: Stage) -> RegionMinimum | None:
    """How many people of a region must support; None where the stage does not ask."""
    minimum: RegionMinimum | None = getattr(stage.options, "region_minimum", None)
    return minimum


def reached(counted: Mapping[str, int], minimum: RegionMinimum) -> int:
    """How many regions have enough people."""
    if isinstance(minimum, int):
        return sum(count >= minimum for count in counted.values())
    return sum(counted.get(region, 0) >= least for region, least in minimum.items())


def public_view(stop: Stop) -> Mapping[str, Any]:
    """The counter and the button, while proposals gather support. One query for whoever is signed in."""
    if not stop.current:
        return {"current": False}
    actor = current_actor()
    given = support_of(stop.proposal.id, actor.id) if actor.id is not None else None
    return {
        "current": True,
        "supported": given is not None,
        "came": given is not None and given.via_id is not None,
        "may_support": not actor.signed_in or can("proposal:support"),
    }


SUPPORT = StageKind(
    name="support",
    options=SupportOptions,
    offers=frozenset({"edit", "support", "opine", "merge"}),
    measure=measure,
    public_template="stages/support/public.html",
    public_view=public_view,
    desk_template="stages/support/desk.html",
    meaning=Meaning(
        "공감을 모으는 단계입니다.",
        "Proposals gather support.",
        """[stages.support]
kind   = "support"
name   = { ko = "제안", en = "Proposal" }
period = "30 days"
allows = ["edit", "support", "opine", "merge"]

[[stages.support.rules]]
when = "supports >= 500"
move = "agenda"

[[stages.support.rules]]
when = "period_over"
end  = "expired"
""",
    ),
    meanings={
        "edit": EDIT,
        "support": Meaning("공감합니다.", "People support the proposal.", 'allows = ["support"]'),
        "opine": OPINE,
        "merge": MERGE,
    },
)
