"""What proposers are told of offers to go on together."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.db import db
from ..notifications.holdings import WHATS
from ..notifications.saying import TELLERS, Case, Teller
from ..proposals.models import Proposal
from ..proposals.writing_models import MergeOffer
from .offers import HOLDS


def listen() -> None:
    """Let notices say these things."""
    WHATS.update(NAMES)
    TELLERS["merge_offered"] = Teller(_offered, _facts, _waits)
    TELLERS["merge_answered"] = Teller(_answered, _facts, _was_answered)
    TELLERS["merge_lapsed"] = Teller(_lapsed, _facts, _has_lapsed)


def _made(case: Case) -> MergeOffer | None:
    return db.session.get(MergeOffer, case.notice.data.get("offer", 0))


def _other(case: Case) -> Proposal | None:
    """The other proposal of an offer, while everybody may see it."""
    made = _made(case)
    if made is None:
        return None
    number = made.proposal_id if made.into_id == case.notice.proposal_id else made.into_id
    other = db.session.get(Proposal, number)
    return other if other is not None and other.listed else None


def _waits(case: Case) -> bool:
    made = _made(case)
    return made is not None and made.state == "open" and _other(case) is not None


def _was_answered(case: Case) -> bool:
    made = _made(case)
    return made is not None and made.state in ("agreed", "declined") and _other(case) is not None


def _has_lapsed(case: Case) -> bool:
    made = _made(case)
    return made is not None and made.state == "lapsed"


def _in_time(made: MergeOffer | None) -> bool:
    """Whether an offer has lapsed before its time, since one of the two could not go on any more."""
    return made is not None and made.decided_at is not None and made.decided_at < made.at + HOLDS


def _offered(case: Case) -> list[str]:
    other = _other(case)
    return [_("Another proposer offers to go on together: %(title)s", title=other.title if other else "")]


def _answered(case: Case) -> list[str]:
    made = _made(case)
    if made is not None and made.state == "agreed":
        return [_("Your offer to go on together was accepted.")]
    return [_("Your offer to go on together was declined.")]


def _lapsed(case: Case) -> list[str]:
    if _in_time(_made(case)):
        return [
            _(
                "An offer to go on together has lapsed: one of the two is over, out of sight, or its proposer left."
            )
        ]
    return [_("Your offer to go on together has lapsed: nobody has answered it in time.")]


def _facts(case: Case) -> dict[str, Any]:
    made, other = _made(case), _other(case)
    return {
        "other": other.title if other else "", "reason": made.reason if made else "",
        "agreed": made is not None and made.state == "agreed", "unanswered": not _in_time(made),
    }  # fmt: skip


NAMES = {
    "merge_offered": _l("Another proposer offers to go on together"),
    "merge_answered": _l("An offer to go on together was answered"),
    "merge_lapsed": _l("An offer to go on together has lapsed"),
}
