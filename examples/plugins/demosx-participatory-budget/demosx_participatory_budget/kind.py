"""What `kind = "costing"` means in a process file."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from demosx.core.permissions import can
from demosx.plugins import Options, StageKind, Stop
from demosx.process import FactType, Value

from . import queries
from .forms import CostForm
from .models import LARGEST

ESTIMATE = "estimate"


class CostingOptions(Options):
    """`ceiling`: the most that a proposal may cost, in won; without it there is no limit."""

    ceiling: Annotated[int, Field(gt=0, le=LARGEST)] | None = None


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
)
