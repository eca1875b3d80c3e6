"""What came in is sorted: a proposal, a complaint (민원), spam, or outside of the city's powers.

A complaint and what is outside of the city's powers end, sent on to another body or returned with the reason, which the
proposer reads as it stands. Spam ends and is hidden. Sorting anew, as a proposal, lets it go on where it was.
"""

from typing import Any

from ..core import clock
from ..core.db import db
from ..core.errors import InvalidInput
from ..core.permissions import Actor
from ..core.text import clean, one_line
from ..journey.travel import Journey, moment
from ..ledger.services import record
from ..proposals import services as proposals
from ..proposals.access import acting_as
from .errors import OverAnyway, ReasonNeeded, SortedTooLate
from .models import Sorting

SORT = "proposal:sort"
FOUND = ("proposal", "complaint", "outside", "spam")
OUT = frozenset({"complaint", "outside", "spam"})
EARLY = frozenset({"support", "review"})
"""Kinds of stages in which sorting ends a proposal: later ones have ballots, answers and promises."""
LONGEST = 5_000


def sort(proposal: Any, found: str, actor: Actor, *, reason: str = "", to_body: str = "") -> None:
    """Say what a proposal is. `reason` and `to_body` are for what is sorted out, or let go on again; the proposer is
    told both.

    The same once more changes nothing. Raises InvalidInput, ReasonNeeded, OverAnyway, SortedTooLate.
    """
    reason, to_body = clean(reason), one_line(to_body)
    if found not in FOUND or len(reason) > LONGEST or len(to_body) > 200:
        raise InvalidInput()
    with moment(proposal, actor) as journey:
        if proposal.sorted_as == found:
            return
        if not reason and (found in OUT or proposal.sorted_as in OUT):
            raise ReasonNeeded()
        _let_go_on(proposal, journey, reason, actor)
        if found in OUT:
            _end(proposal, found, journey, _told(reason, to_body))
        proposal.sorted_as, proposal.sorted_at = found, journey.now
        db.session.add(
            Sorting(
                proposal_id=proposal.id, found=found, to_body=to_body if found in OUT else "",
                reason=reason if found in OUT else "", by_id=actor.id, at=clock.now(),
            )
        )  # fmt: skip
        record(
            "sorted", proposal_id=proposal.id, actor=actor, role=acting_as(actor, SORT, proposal),
            data={"found": found, "to": to_body}, public=False,
        )  # fmt: skip
    if found == "spam":
        proposals.hide(proposal, reason, actor)


def _let_go_on(proposal: Any, journey: Journey, reason: str, actor: Actor) -> None:
    """Undo what was sorted out before: it is seen again, and goes on in the stage in which it was."""
    if proposal.sorted_as == "spam" and proposal.hidden_at is not None:
        proposals.show(proposal, actor)
    if journey.state.ended is not None:
        if proposal.ended not in OUT:
            raise OverAnyway()
        journey.force("reopen", proposal.stage, reason)


def _end(proposal: Any, found: str, journey: Journey, reason: str) -> None:
    if journey.stop.stage.kind not in EARLY:
        raise SortedTooLate()
    journey.force("end", found, reason)


def _told(reason: str, to_body: str) -> str:
    return f"{to_body} — {reason}" if to_body else reason
