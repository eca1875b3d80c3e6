"""What is kept of whoever supports something."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from ...core.db import db
from ...journey.leaving import offers, open_again
from ...journey.merged import lock_tree
from ...journey.travel import moment
from ...people.holdings import Holding, rows
from ...proposals.models import Proposal
from .models import Discount, Support, SupportOrigin, Withheld
from .services import SUPPORT, take_back


def export(account_id: int) -> list[dict[str, Any]]:
    """What a person supports, by the number and title of the proposal."""
    query = (
        select(Proposal.id.label("proposal"), Proposal.number, Proposal.title, Support.at)
        .join(Proposal, Proposal.id == Support.proposal_id)
        .where(Support.account_id == account_id, Support.via_id.is_(None))
    )
    return rows(query.order_by(Support.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Take back every support of what still gathers them, or may do so again. The others stay counted, under a number
    that names nobody."""
    for proposal_id in _under_way(account_id):
        proposal = db.session.get_one(Proposal, proposal_id)
        merged = lock_tree(proposal)
        with moment(proposal) as journey:
            if open_again(journey, SUPPORT):
                take_back(proposal, merged, account_id)
    mine = select(Support.id).where(Support.account_id == account_id)
    db.session.execute(delete(SupportOrigin).where(SupportOrigin.support_id.in_(mine)))
    db.session.execute(delete(Withheld).where(Withheld.account_id == account_id))


def foretell(account_id: int) -> tuple[str, str]:
    """How many supports are taken back, and how many stay counted."""
    query = select(Proposal.version_id, Proposal.stage, Proposal.ended_at)
    query = query.join(Support, Support.proposal_id == Proposal.id)
    given = db.session.execute(query.where(Support.account_id == account_id, Support.via_id.is_(None)))
    found = [offers(row, SUPPORT) for row in given.mappings()]
    back, stay = found.count(True), found.count(False)
    told = [
        ngettext("%(num)d support is taken back.", "%(num)d supports are taken back.", back) if back else "",
        ngettext(
            "%(num)d support of what is over stays counted, without telling whose it was.",
            "%(num)d supports of what is over stay counted, without telling whose they were.",
            stay,
        )
        if stay
        else "",
    ]
    sentence = " ".join(filter(None, told))
    return sentence, sentence


def _under_way(account_id: int) -> list[int]:
    query = select(Proposal.id).join(Support, Support.proposal_id == Proposal.id)
    query = query.where(Support.account_id == account_id, Proposal.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Proposal.id)))


def _discounted(account_id: int) -> list[dict[str, Any]]:
    query = select(Discount.proposal_id.label("proposal"), Discount.supports, Discount.reason, Discount.at)
    return rows(query.where(Discount.by_id == account_id).order_by(Discount.id))


SUPPORTS = Holding(
    name="supports",
    tables=frozenset({"support", "withheld_support", "support_origin"}),
    what=_l("Which proposals you support, and since when."),
    why=_l("So that one person counts once, and you can take your support back."),
    how_long=_l("Until you take it back or leave. What is over stays counted, without your name."),
    counted=lambda number: (
        select(func.count(Support.id))
        .where(Support.account_id == number, Support.via_id.is_(None))
        .scalar_subquery()
    ),
    export=export,
    forget=forget,
    foretell=foretell,
    sensitive=True,
    order=20,
)

DISCOUNTS = Holding(
    name="discounts",
    tables=frozenset({"discount"}),
    what=_l("Which supports you have decided not to count, for the office, or to count again."),
    why=_l("So that it can be told who has changed a count. The public learns the reason, not the name."),
    how_long=_l("For good, as a public record; after you have left without your name."),
    staff=True,
    export=_discounted,
    order=90,
)
HOLDINGS = (SUPPORTS, DISCOUNTS)
