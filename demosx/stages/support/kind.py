"""What `kind = "support"` means in a process file."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from ...core.permissions import Actor, can, current_actor
from ...journey.taking_part import may_take_part, what_it_takes
from ...plugins import Options, StageKind, Stop
from ...process.definition import Stage
from ...process.explained import Meaning
from ...process.fields import KeyField
from ...process.kinds import Value
from ..actions import EDIT, MERGE, MERGE_BY_PROPOSERS, OPINE
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
    text_fixed_at: Annotated[
        Number | None,
        Meaning(
            "공감이 이만큼 모이면 제안 글을 더 고칠 수 없고 덧붙이기만 할 수 있습니다. "
            "없으면 `edit`을 허용하는 동안 언제나 고칠 수 있습니다.",
            "From this many supports on the text stays as it is, and its proposers can only add to it. "
            "Without it, the text can be changed as long as `edit` is allowed.",
            "text_fixed_at = 20",
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
        "discounted": given is not None and given.discount_id is not None,
        "may_support": given is not None or _may_support(actor, stop),
        "takes": "" if given is not None else what_it_takes(actor, stop, "support"),
    }


def _may_support(actor: Actor, stop: Stop) -> bool:
    return may_take_part(actor, stop, "support") and (not actor.signed_in or can("proposal:support"))


SUPPORT = StageKind(
    name="support",
    options=SupportOptions,
    offers=frozenset({"edit", "support", "opine", "merge", "merge_by_proposers"}),
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
allows = ["edit", "support", "opine", "merge", "merge_by_proposers"]

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
        "merge_by_proposers": MERGE_BY_PROPOSERS,
    },
)
