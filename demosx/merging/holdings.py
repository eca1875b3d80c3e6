"""What merging keeps of people: offers between proposers, and who has decided about pairs that look alike."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select, update

from ..core.db import db
from ..people.holdings import Holding, nothing_to_take, rows
from ..proposals.writing_models import MergeCandidate, MergeOffer
from .counting import send
from .offers import lapse_with

STATES = {
    "open": _l("Waits for an answer"), "agreed": _l("Agreed"), "declined": _l("Declined"),
    "taken_back": _l("Taken back"), "lapsed": _l("Lapsed"),
}  # fmt: skip


def _export(account_id: int) -> list[dict[str, Any]]:
    query = select(
        MergeOffer.proposal_id.label("proposal"), MergeOffer.into_id.label("into"), MergeOffer.reason,
        MergeOffer.state, MergeOffer.at, MergeOffer.decided_at,
    ).where(or_(MergeOffer.offered_by == account_id, MergeOffer.decided_by == account_id))  # fmt: skip
    return rows(query.order_by(MergeOffer.id))


def _forget(account_id: int, remove_texts: bool) -> None:
    """End what they have offered or should answer, and take them out of the rest."""
    db.session.flush()
    mine = MergeOffer.offered_by == account_id
    lapse_with(account_id)
    if remove_texts:  # what both have agreed upon stands in the history of the proposal
        send(update(MergeOffer).where(mine, MergeOffer.state != "agreed").values(reason=""))
    send(update(MergeOffer).where(mine).values(offered_by=None))
    send(update(MergeOffer).where(MergeOffer.decided_by == account_id).values(decided_by=None))


def _forget_decisions(account_id: int, remove_texts: bool) -> None:
    send(update(MergeCandidate).where(MergeCandidate.decided_by == account_id).values(decided_by=None))


OFFERS = Holding(
    name="merge_offers",
    tables=frozenset({"merge_offer"}),
    what=_l(
        "Offers to let a proposal of yours go on together with another, and your answers to such offers."
    ),
    why=_l("So that the proposer of the other one can answer, and you see what became of it."),
    how_long=_l("As long as the proposals; without your account once you leave."),
    counted=lambda number: (
        select(func.count(MergeOffer.id))
        .where(or_(MergeOffer.offered_by == number, MergeOffer.decided_by == number))
        .scalar_subquery()
    ),
    export=_export,
    forget=_forget,
    labels={"into": _l("Goes on in"), "state": _l("What became of it")},
    words={"state": STATES},
)
CANDIDATES = Holding(
    name="merge_candidates",
    tables=frozenset({"merge_candidate"}),
    what=_l("Which proposals that look alike you have called different at the desk."),
    why=_l("So that colleagues know whom to ask."),
    how_long=_l("As long as the proposals; without your account once you leave."),
    counted=lambda number: (
        select(func.count(MergeCandidate.proposal_id))
        .where(MergeCandidate.decided_by == number)
        .scalar_subquery()
    ),
    export=nothing_to_take,
    forget=_forget_decisions,
    staff=True,
    order=60,
)
