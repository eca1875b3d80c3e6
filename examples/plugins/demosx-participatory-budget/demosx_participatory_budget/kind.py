"""What `kind = "costing"` means in a process file."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from demosx.core.permissions import can
from demosx.plugins import Options, StageKind, Stop
from demosx.process import FactType, Meaning, Value

from . import queries
from .forms import CostForm
from .models import LARGEST

ESTIMATE = "estimate"


class CostingOptions(Options):
    """What a stage that works out costs may say beyond the common keys."""

    ceiling: Annotated[
        Annotated[int, Field(ge=1, le=LARGEST)] | None,
        Meaning(
            "제안 하나에 쓸 수 있는 가장 큰 금액(원)입니다. 없으면 한도가 없습니다.",
            "The most that a proposal may cost, in won; without it there is no limit.",
            "ceiling = 500_000_000",
        ),
    ] = None


def measure(stop: Stop) -> Mapping[str, Value]:
    """The facts of this stay: what it costs, in how many lines, and whether that is within the ceiling."""
    cost, items = queries.total(stop.proposal.id, stop.visit.number)
    return {"cost": cost, "cost_items": items, "within_ceiling": within(stop, cost)}


def within(stop: Stop, cost: int) -> bool:
    """Whether a sum is within the stage's ceiling."""
    ceiling = _ceiling(stop)
    return ceiling is None or cost <= ceiling


def public_view(stop: Stop) -> Mapping[str, Any]:
    """What the public page shows of this stay."""
    items = queries.items_of(stop.proposal.id, stop.visit.number)
    cost = sum(item.amount for item in items)
    return {"items": items, "cost": cost, "ceiling": _ceiling(stop), "within": within(stop, cost)}


def desk_view(stop: Stop) -> Mapping[str, Any]:
    """What the staff's page shows: the same, and the form for another line."""
    return {
        **public_view(stop),
        "proposal": stop.proposal,
        "may_estimate": can("costs:write", stop.proposal),
        "form": CostForm(formdata=None),
    }


def _ceiling(stop: Stop) -> int | None:
    options: Any = stop.stage.options
    ceiling: int | None = options.ceiling
    return ceiling


COSTING = StageKind(
    name=queries.KIND,
    options=CostingOptions,
    offers=frozenset({ESTIMATE, "opine"}),
    facts={"cost": FactType.NUMBER, "cost_items": FactType.NUMBER, "within_ceiling": FactType.FLAG},
    measure=measure,
    public_template="participatory_budget/public.html",
    public_view=public_view,
    desk_template="participatory_budget/desk.html",
    desk_view=desk_view,
    meaning=Meaning(
        "담당부서가 제안의 비용을 항목별로 산정하는 단계입니다.",
        "The department works out what the proposal costs, line by line.",
        """[stages.costing]
kind    = "costing"
name    = { ko = "비용 산정", en = "Costing" }
owner   = "department"
within  = "20 days"
ceiling = 500_000_000
allows  = ["estimate", "opine"]

[[stages.costing.rules]]
by    = ["operator", "official"]
when  = "cost_items > 0 and within_ceiling"
move  = "choice"
""",
    ),
    meanings={
        ESTIMATE: Meaning(
            "비용을 항목별로 적습니다.", "The department adds lines to the estimate.", 'allows = ["estimate"]'
        ),
        "opine": Meaning("의견을 냅니다.", "People say what they think.", 'allows = ["opine"]'),
        "cost": Meaning("비용의 합계(원)입니다.", "What it costs in all, in won.", "cost > 10_000_000"),
        "cost_items": Meaning("비용 항목의 수입니다.", "How many lines the estimate has.", "cost_items > 0"),
        "within_ceiling": Meaning(
            "합계가 `ceiling`을 넘지 않는지입니다.",
            "Whether the sum is within the `ceiling`.",
            "within_ceiling",
        ),
    },
)
