"""What is kept of whoever took part, and of who has applied rules."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ..people.holdings import Holding, rows
from ..people.scopes import scopes
from .models import Participation, ProcessVersion


def participation(account_id: int) -> list[dict[str, Any]]:
    """In which stays of which proposals a person took part, and how; not when, and not what was chosen."""
    query = select(
        Participation.proposal_id.label("proposal"), Participation.visit_number.label("stay"),
        Participation.supported, Participation.voted, Participation.opinions,
        Participation.merged.label("came_with_a_merged_proposal"),
    ).where(Participation.account_id == account_id)  # fmt: skip
    return rows(query.order_by(Participation.proposal_id, Participation.visit_number))


def applied(account_id: int) -> list[dict[str, Any]]:
    """The versions of rules that somebody of the office has applied."""
    query = select(ProcessVersion.key, ProcessVersion.number, ProcessVersion.applied_at)
    return rows(query.where(ProcessVersion.applied_by == account_id).order_by(ProcessVersion.id))


HOLDINGS = (
    Holding(
        name="participation",
        tables=frozenset({"participation"}),
        what=_l("That you took part in a proposal, and how; not when, and not what you chose."),
        why=_l("So that a person is counted once, however often and in however many ways they take part."),
        how_long=_l("As long as the proposal. After you have left it names nobody."),
        counted=lambda number: (
            select(func.count(Participation.proposal_id.distinct()))
            .where(Participation.account_id == number)
            .scalar_subquery()
        ),
        export=participation,
        sensitive=True,
        own_only=True,
        order=22,
    ),
    Holding(
        name="rules",
        tables=frozenset({"process_version"}),
        what=_l("Which rules you have applied for the office."),
        why=_l("So that it can be told who has changed the rules."),
        how_long=_l("For good, as a public record; after you have left without your name."),
        staff=True,
        export=applied,
        labels={"key": _l("Process")},
        words={"key": lambda key: scopes().processes().get(key, key)},
        order=82,
    ),
)
