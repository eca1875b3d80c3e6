"""Merging a proposal into another, and taking that back, with everything that follows from it."""

from typing import Any

from ..core.db import db
from ..core.permissions import Actor
from ..journey import signals
from ..journey.merged import lock_in_order, lock_tree
from ..journey.travel import Journey, moment
from ..journey.versions import hold
from ..ledger.models import Entry
from ..ledger.services import record
from ..proposals.access import acting_as
from ..proposals.models import Proposal
from . import counting
from .errors import DecidedThere, MergedOnwards, NotMerged, OtherProcess, OverAlready, OverThere, SameProposal
from .queries import decided_since

MERGE = "proposal:merge"
OVERRIDE = "journey:override"
BY_PROPOSERS = "merge_by_proposers"


def merge(proposal: Proposal, into: Proposal, reason: str, *, actor: Actor, proposers: bool = False) -> None:
    """Let a proposal go on in another of the same process, with a public reason.

    It ends; its people count for the other from now on, each once; what it owes is owed there, where the rules are read
    at once. Its present stage has to allow it, or the lead does it outside of the rules. Where the `proposers` have
    agreed to it, both stages have to allow that. Raises SameProposal, OtherProcess, OverAlready, OverThere,
    StageClosed, Missing.
    """
    check(proposal, into)
    hold(proposal.process_key)
    lock_in_order(proposal, [proposal.id, into.id])
    with moment(proposal, actor) as leaving, moment(into, actor) as staying:
        check(proposal, into)
        role = _agreed(leaving, staying) if proposers else _role(leaving, actor)
        duties = leaving.merge_away(into.id, reason, role)
        before = into.supports_site
        proposal.merged_into_id, proposal.merged_visit = into.id, staying.visit.number
        counting.bring(proposal, into, staying.visit, staying.now)
        _tell(
            "merged_in", staying, actor, role, reason, proposal=proposal.id, more=into.supports_site - before
        )
        staying.take_over(duties)


def unmerge(proposal: Proposal, reason: str, *, actor: Actor) -> None:
    """Take back that a proposal was merged, with a public reason.

    Its people count for it alone again, but for those who have withdrawn since; it goes on with a new stay in the stage
    that it was in. Duties stay where they went. Raises NotMerged, MergedOnwards, DecidedThere, Missing.
    """
    hold(proposal.process_key)
    lock_tree(proposal)
    with moment(proposal, actor) as back:
        into = merged_into(proposal)
        role = acting_as(actor, MERGE, proposal)
        with moment(into, actor) as other:
            require_undecided(proposal, into)
            number, left, before = proposal.merged_visit or 0, back.visit.number, into.supports_site
            proposal.merged_into_id = proposal.merged_visit = None
            counting.take_back(proposal, into, number)
            back.come_back(into.id, reason, role)
            counting.settle_in(proposal, left, left + 1)
            _tell(
                "unmerged", other, actor, role, reason, proposal=proposal.id, less=before - into.supports_site
            )


def check(proposal: Proposal, into: Proposal) -> None:
    """Raise what stands in the way of merging one into the other, as they are known now."""
    if proposal.id == into.id:
        raise SameProposal()
    if proposal.process_key != into.process_key:
        raise OtherProcess()
    if proposal.ended:
        raise OverAlready()
    if into.ended:
        raise OverThere()


def merged_into(proposal: Proposal) -> Proposal:
    """The proposal in which a merged one goes on, and from which it can be parted. Raises NotMerged, MergedOnwards."""
    if proposal.merged_into_id is None:
        raise NotMerged()
    into = db.session.get_one(Proposal, proposal.merged_into_id)
    if into.merged_into_id is not None:
        raise MergedOnwards()
    return into


def require_undecided(proposal: Proposal, into: Proposal) -> None:
    """Refuse to part two once something was decided on both together. Raises DecidedThere."""
    if proposal.ended_at is not None and decided_since(into.id, proposal.ended_at):
        raise DecidedThere()


def _agreed(leaving: Journey, staying: Journey) -> str:
    """The role in which proposers merge, where both stages let them."""
    leaving.require_open(BY_PROPOSERS)
    staying.require_open(BY_PROPOSERS)
    return "proposer"


def _role(leaving: Journey, actor: Actor) -> str:
    """In which role this person may merge the proposal where it is now."""
    if leaving.allows("merge"):
        return acting_as(actor, MERGE, leaving.proposal)
    role = acting_as(actor, OVERRIDE, leaving.proposal)
    if not role:
        leaving.require_open("merge")  # says why it does not
    return role


def _tell(verb: str, journey: Journey, actor: Actor, role: str, reason: str, **data: Any) -> Entry:
    """Note it in the history of the other proposal, for whoever may see that, and tell its proposer."""
    entry = record(
        verb, proposal_id=journey.proposal.id, subject=("proposal", data["proposal"]), actor=actor, role=role,
        data=data, reason=reason, at=journey.now,
    )  # fmt: skip
    db.session.flush()
    signals.travelled.send(journey.proposal, entries=[entry])
    return entry
