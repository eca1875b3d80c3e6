"""Every reading of reviews: who sits, who has voted, what stood, and the agenda item."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, or_, select

from ...core.db import db
from ...core.permissions import Place
from ...core.together import together
from ...journey.models import Assignment, Visit
from ...journey.people import departments_of
from ...people.models import Account, RoleGrant
from ...people.queries import in_force, reaching
from ...plugins import Stop
from ...process.definition import Stage
from .counting import standing
from .models import AgendaItem, Recusal, Review, ReviewVote


@dataclass(frozen=True)
class Panel:
    """A panel in the present round of a visit. Members are account numbers; in `decided_round` the latest decision
    stood, None before there is one."""

    stage: Stage
    members: frozenset[int]
    recused: frozenset[int]
    votes: tuple[ReviewVote, ...]
    round: int
    decided_round: int | None

    @property
    def counted(self) -> tuple[ReviewVote, ...]:
        """The votes of this round, without those of members who stood aside afterwards."""
        return tuple(v for v in self.votes if v.round == self.round and v.account_id not in self.recused)

    @property
    def eligible(self) -> frozenset[int]:
        """Who counts: the members, and those who voted while they were, without those who stand aside."""
        return (self.members | {vote.account_id for vote in self.counted}) - self.recused

    @property
    def waiting(self) -> int:
        """How many members have not voted in this round."""
        return len(self.eligible) - len(self.counted)

    @property
    def standing(self) -> str | None:
        """The decision that stands in this round."""
        return standing(counts(self.counted), len(self.eligible), self.options.quorum, self.options.majority)

    @property
    def restartable(self) -> bool:
        """Whether there is something to vote on again: votes in this round, and no decision that stands."""
        return bool(self.counted) and self.decided_round != self.round and self.standing is None

    @property
    def options(self) -> Any:
        """The options of the stage."""
        return self.stage.options


def counts(votes: tuple[ReviewVote, ...]) -> dict[str, int]:
    """How many votes each choice has."""
    return dict(Counter(vote.choice for vote in votes))


def votes_together(stage: Stage) -> bool:
    """Whether the members of a panel vote here, rather than one person recording the decision."""
    options: Any = stage.options
    return bool(options.quorum or options.majority)


def panel_of(stop: Stop) -> Panel:
    """The panel of a visit and its votes."""
    review = db.session.get(Review, stop.visit.id, populate_existing=True)
    votes = select(ReviewVote).where(ReviewVote.visit_id == stop.visit.id).order_by(ReviewVote.id)
    recused = select(Recusal.account_id).where(Recusal.visit_id == stop.visit.id)
    return Panel(
        stage=stop.stage,
        members=members(stop.stage, stop.proposal),
        recused=frozenset(db.session.scalars(recused)),
        votes=tuple(db.session.scalars(votes.execution_options(populate_existing=True))),
        round=review.round if review else 1,
        decided_round=review.decided_round if review else None,
    )


def members(stage: Stage, proposal: Any) -> frozenset[int]:
    """The accounts that decide here today: holders of the stage's owner roles, as far as their grants reach the
    proposal in this stage."""
    roles = set(stage.owner)
    leading = [proposal.lead_department_id, proposal.department_id]
    here = reaching(Place(departments_of(proposal), proposal.process_key, stage.key))
    holds = and_(RoleGrant.role.in_(sorted(roles)), here)
    if "department" in roles:
        holds = or_(holds, and_(RoleGrant.role == "officer", RoleGrant.department_id.in_(leading), here))
    active = and_(Account.suspended_at.is_(None), Account.left_at.is_(None))
    query = select(RoleGrant.account_id).join(Account, Account.id == RoleGrant.account_id)
    seated = set(db.session.scalars(query.where(holds, in_force(), active)))
    if "proposer" in roles and proposal.proposer_id is not None:
        seated.add(proposal.proposer_id)
    return frozenset(seated)


@dataclass(frozen=True)
class Outcome:
    """What the reviews of a proposal have come to: its agenda item, and by visit the votes of the round in which the
    latest decision stood, without those that count no more."""

    item: AgendaItem | None
    votes: dict[int, list[ReviewVote]]


def outcome_of(proposal_id: int) -> Outcome:
    """What all reviews of a proposal have come to, in one query."""
    aside = exists().where(
        Recusal.visit_id == ReviewVote.visit_id, Recusal.account_id == ReviewVote.account_id
    )
    decided = (
        select(ReviewVote.id)
        .join(Review, and_(Review.visit_id == ReviewVote.visit_id, Review.decided_round == ReviewVote.round))
        .join(Visit, Visit.id == ReviewVote.visit_id)
        .where(Visit.proposal_id == proposal_id, ~aside)
    )
    items, votes = together(
        (AgendaItem, AgendaItem.proposal_id == proposal_id), (ReviewVote, ReviewVote.id.in_(decided))
    )
    by_visit: dict[int, list[ReviewVote]] = {}
    for vote in sorted(votes, key=lambda vote: vote.id):
        by_visit.setdefault(vote.visit_id, []).append(vote)
    return Outcome(items[0] if items else None, by_visit)


def assisting(proposal_id: int) -> list[int]:
    """The departments that assist with a proposal."""
    query = select(Assignment.department_id).where(
        Assignment.proposal_id == proposal_id, Assignment.part == "assist"
    )
    return list(db.session.scalars(query.order_by(Assignment.department_id)))


def offices_shown(proposal: Any) -> dict[str, object]:
    """What the form of the departments shows."""
    return {"lead": proposal.lead_department_id, "assist": assisting(proposal.id)}


def item_of(proposal_id: int) -> AgendaItem | None:
    """The agenda item that a proposal has become."""
    query = select(AgendaItem).where(AgendaItem.proposal_id == proposal_id)
    return db.session.scalar(query.execution_options(populate_existing=True))
