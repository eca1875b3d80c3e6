"""What a number within reach would bring, told from the rules alone, without a query: for lists."""

from typing import Any

from ..process.conditions import shortfall
from .rules import process_of


def next_threshold(proposal: Any) -> int | None:
    """The next number of supports at which a rule of the present stage acts by itself; None if there is none."""
    if proposal.ended:
        return None
    process = process_of(proposal.version_id)
    known = {"supports": proposal.supports, "population": proposal.population, "origin": proposal.origin}
    wanted = []
    for rule in process.rules_in(proposal.stage):
        if rule.automatic and rule.when is not None and rule.when.reads <= known.keys():
            missing = shortfall(rule.when, "supports", known)
            if missing:
                wanted.append(proposal.supports + missing)
    return min(wanted, default=None)
