"""Who counts, derived anew from what people gave and what does not count. Called while a whole tree is locked."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import and_, delete, exists, literal, select, update
from sqlalchemy.orm import aliased

from ..core.db import db, insert
from ..journey.models import Participation
from ..merging.counting import HOW, PERSON, SPOKE, comes_with_another, counted, send
from ..proposals.models import Proposal
from ..stages.support.models import Support


@contextmanager
def agreeing(numbers: Collection[int]) -> Iterator[None]:
    """Let the copies of supports, who took part, and every number agree with what the block does to supports.

    For all proposals that hang together, those that were merged before those in which they go on.
    """
    tree = list(_upwards(numbers))
    with ExitStack() as numbers_follow:
        for proposal in tree:
            numbers_follow.enter_context(counted(proposal))
        yield
        for proposal in tree:
            _revive(proposal.id)
            _follow_supports(proposal.id)
            _follow_merged(proposal)


def _upwards(numbers: Collection[int]) -> Iterator[Proposal]:
    """Proposals of a tree, each after all that were merged into it."""
    query = select(Proposal).where(Proposal.id.in_(numbers)).order_by(Proposal.id)
    waiting = list(db.session.scalars(query.execution_options(populate_existing=True)))
    while waiting:
        holding = {proposal.merged_into_id for proposal in waiting}
        ready = [proposal for proposal in waiting if proposal.id not in holding]
        yield from ready
        waiting = [proposal for proposal in waiting if proposal.id in holding]


def _revive(number: int) -> None:
    """Count whoever came with several proposals and counts in one of them."""
    theirs, merged = aliased(Support), aliased(Proposal)
    counts = (
        select(theirs.proposal_id)
        .join(merged, merged.id == theirs.proposal_id)
        .where(merged.merged_into_id == number, theirs.discount_id.is_(None))
        .where(theirs.account_id == Support.account_id)
        .limit(1)
        .scalar_subquery()
    )
    mine = (Support.proposal_id == number, Support.via_id.is_not(None), Support.discount_id.is_not(None))
    send(update(Support).where(*mine, counts.is_not(None)).values(via_id=counts, discount_id=None))


def _follow_supports(number: int) -> None:
    """Whoever gave a support here that counts took part by it, in that stay; nobody else did."""
    gave = exists().where(
        Support.proposal_id == number, Support.account_id == Participation.account_id,
        Support.visit_number == Participation.visit_number,
        Support.via_id.is_(None), Support.discount_id.is_(None),
    )  # fmt: skip
    mine = Participation.proposal_id == number
    # A row says of nobody that they took part in no way; who will be in none is deleted as a whole.
    send(delete(Participation).where(mine, Participation.supported, ~Participation.merged, ~SPOKE, ~gave))
    send(update(Participation).where(mine, Participation.supported, ~gave).values(supported=False))
    given = (
        select(literal(number), Support.account_id, Support.visit_number,
               literal(True), literal(False), literal(False), literal(0))
        .where(Support.proposal_id == number, Support.via_id.is_(None), Support.discount_id.is_(None))
    )  # fmt: skip
    rows = insert(Participation).from_select([*PERSON, *HOW], given)
    send(rows.on_conflict_do_update(index_elements=PERSON, set_={"supported": True}))


def _follow_merged(proposal: Proposal) -> None:
    """Whoever took part in what was merged into it takes part here, in the stay into which it was merged."""
    mine = and_(Participation.proposal_id == proposal.id, Participation.merged)
    for stay in _stays(proposal.id):
        with_nobody = and_(mine, Participation.visit_number == stay, ~comes_with_another(proposal.id, stay))
        send(delete(Participation).where(with_nobody, ~Participation.supported, ~SPOKE))
        send(update(Participation).where(with_nobody).values(merged=False))
        theirs, merged = aliased(Participation), aliased(Proposal)
        came = (
            select(literal(proposal.id), theirs.account_id, literal(stay),
                   literal(False), literal(False), literal(True), literal(0))
            .join(merged, merged.id == theirs.proposal_id)
            .where(merged.merged_into_id == proposal.id, merged.merged_visit == stay)
            .distinct()
        )  # fmt: skip
        rows = insert(Participation).from_select([*PERSON, *HOW], came)
        send(rows.on_conflict_do_update(index_elements=PERSON, set_={"merged": True}))


def _stays(number: int) -> list[int]:
    """The stays into which something was merged."""
    query = select(Proposal.merged_visit).where(Proposal.merged_into_id == number).distinct()
    return sorted(stay for stay in db.session.scalars(query) if stay is not None)
