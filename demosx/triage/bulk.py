"""Several proposals handled in one go: each by itself, so that one that cannot be handled keeps none from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..core.db import db, lock
from ..core.errors import DomainError
from ..core.permissions import Actor, book, refusal
from ..core.seen import check_mark
from ..proposals import services as proposals
from ..proposals.queries import visible
from ..stages.review.agenda import assign_departments
from . import labels, replies, sorting
from .models import Label

MOST = 200


@dataclass(frozen=True)
class Wish:
    """What is to be done to each: empty values change nothing. `reason` may have the blanks of a template."""

    found: str = ""
    reason: str = ""
    to_body: str = ""
    area: str = ""
    district: str = ""
    department_id: int | None = None
    put: Sequence[Label] = ()
    take: Sequence[Label] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is wished."""
        return self == Wish(reason=self.reason, to_body=self.to_body)


@dataclass
class Outcome:
    """What came of it: the numbers of those that were handled, and of the others why not."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def shown(proposal: Any) -> dict[str, object]:
    """What the list shows of a proposal, as far as it can be changed there."""
    return {
        "area": proposal.area, "district": proposal.district, "department": proposal.lead_department_id,
        "sorted": proposal.sorted_as,
    }  # fmt: skip


def handle(
    numbers: Collection[int], wish: Wish, actor: Actor, seen: Mapping[int, str] | None = None
) -> Outcome:
    """Handle proposals in the order of their numbers, as everybody locks them; each wholly or not at all.

    `seen` holds the marks of what was `shown` of them: one that somebody else has handled since is refused.
    """
    outcome = Outcome()
    for number in sorted(set(numbers))[:MOST]:
        try:
            with db.session.begin_nested():
                proposal = visible(number, actor)
                lock(proposal)
                check_mark((seen or {}).get(number), shown(proposal))
                _handle(proposal, wish, actor)
            outcome.done.append(number)
        except DomainError as error:
            outcome.refused[number] = str(error)
    return outcome


def _handle(proposal: Any, wish: Wish, actor: Actor) -> None:
    if wish.area or wish.district:
        _require(actor, "proposal:edit_area", proposal)
        area, district = wish.area or proposal.area, wish.district or proposal.district
        proposals.classify(proposal, area, district, actor)
    if wish.department_id is not None:
        _require(actor, "proposal:assign", proposal)
        assign_departments(proposal, wish.department_id, actor=actor)
    if wish.put or wish.take:
        _require(actor, labels.PUT, proposal)
        labels.put(proposal, wish.put, actor)
        labels.take(proposal, wish.take, actor)
    if wish.found:
        _require(actor, sorting.SORT, proposal)
        reason = replies.filled(wish.reason, proposal)
        sorting.sort(proposal, wish.found, actor, reason=reason, to_body=wish.to_body)


def _require(actor: Actor, permission: str, proposal: Any) -> None:
    if not book().can(actor, permission, proposal):
        raise refusal(permission, proposal)
