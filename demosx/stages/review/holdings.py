"""What is kept of the members of panels, and of who has written an agenda item."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ...core.db import db
from ...journey.models import Visit
from ...people.holdings import Holding, rows
from .models import AgendaItem, Recusal, ReviewVote


def decided(account_id: int) -> list[dict[str, Any]]:
    """What a member has decided, with the reasons."""
    query = select(
        Visit.proposal_id.label("proposal"), ReviewVote.round, ReviewVote.choice, ReviewVote.reasons, ReviewVote.at
    ).join(Visit, Visit.id == ReviewVote.visit_id)  # fmt: skip
    return rows(query.where(ReviewVote.account_id == account_id).order_by(ReviewVote.id))


def stood_aside(account_id: int) -> list[dict[str, Any]]:
    """Where a member stands aside, and why."""
    query = select(Visit.proposal_id.label("proposal"), Recusal.reason, Recusal.at)
    query = query.join(Visit, Visit.id == Recusal.visit_id)
    return rows(query.where(Recusal.account_id == account_id).order_by(Recusal.id))


def forget_why(account_id: int, remove_texts: bool) -> None:
    """Keep that somebody stood aside; why, which tells of the person, goes."""
    mine = update(Recusal).where(Recusal.account_id == account_id).values(reason="")
    db.session.execute(mine.execution_options(synchronize_session=False))


def written(account_id: int) -> list[dict[str, Any]]:
    """The agenda items that somebody has written last."""
    query = select(AgendaItem.proposal_id.label("proposal"), AgendaItem.question, AgendaItem.written_at)
    return rows(query.where(AgendaItem.written_by == account_id).order_by(AgendaItem.id))


HOLDINGS = (
    Holding(
        name="panel_votes",
        tables=frozenset({"review_vote"}),
        what=_l("What you have decided as a member of a panel, and your reasons."),
        why=_l("To count the votes of the panel. The reasons are shown, your name is not."),
        how_long=_l("For good, as a public record; after you have left without your name."),
        staff=True,
        export=decided,
        order=85,
    ),
    Holding(
        name="recusals",
        tables=frozenset({"recusal"}),
        what=_l("Where you stand aside as a member of a panel, and why."),
        why=_l("So that nobody decides about something of their own."),
        how_long=_l("That you stood aside: for good. Why: until you leave."),
        staff=True,
        export=stood_aside,
        forget=forget_why,
        order=86,
    ),
    Holding(
        name="agenda_items",
        tables=frozenset({"agenda_item"}),
        what=_l("Which agenda items you have written."),
        why=_l("So that colleagues know whom to ask. It is never shown in public."),
        how_long=_l("As long as the agenda item; after you have left without your name."),
        staff=True,
        export=written,
        order=87,
    ),
)
