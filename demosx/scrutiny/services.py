"""Deciding that supports do not count, and that they do after all: recorded, public in numbers, and reversible."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from sqlalchemy import delete, select, update

from ..core import clock
from ..core.db import db, lock
from ..core.permissions import Actor
from ..core.text import clean
from ..journey.merged import lock_in_order, tree_of
from ..journey.travel import LONGEST_GIVEN, moment, require_given
from ..ledger.models import Entry
from ..ledger.services import record
from ..merging.counting import send
from ..proposals.access import acting_as
from ..proposals.models import Proposal
from ..stages.support.models import Discount, Support, Withheld
from .counting import agreeing
from .errors import NothingToDiscount, UndoneAlready
from .models import Finding
from .queries import counting, supports_of, waiting_beside

DISCOUNT = "support:discount"
AT_A_TIME = 5_000


def discount(
    people: Mapping[int, Collection[int]], reason: str, *, actor: Actor, public: bool = True
) -> list[Discount]:
    """Count the supports of these accounts no more: the numbers of accounts by the number of the proposal.

    Also where they have come or gone by merging. Whoever supports the proposal besides goes on counting; a duty that
    was opened stays. One account's supports of many proposals are not taken out in `public`: the same line at the same
    minute in each history would tell what one person supports. Raises NothingToDiscount where none of them counts (any
    more), Missing without a reason.
    """
    require_given(("reason",), {"reason": reason})
    if not people:
        raise NothingToDiscount()
    _lock_trees(people.keys())
    made = [
        found
        for number in sorted(people)
        if (found := _discount(number, people[number], reason, actor, public))
    ]
    if not made:
        raise NothingToDiscount()
    return made


def restore(made: Discount, reason: str, *, actor: Actor) -> None:
    """Count again what a decision took out, but for those who have withdrawn since. Raises UndoneAlready, Missing."""
    require_given(("reason",), {"reason": reason})
    locked = _lock_trees(_touched(made))
    while not set(_touched(made)) <= set(locked):
        locked = _lock_trees([*locked, *_touched(made)])
    lock(made)
    if made.undone_at is not None:
        raise UndoneAlready()
    made.undone_at, made.undone_by_id = clock.now(), actor.id
    made.undone_reason = clean(reason)[:LONGEST_GIVEN]
    db.session.execute(delete(Withheld).where(Withheld.discount_id == made.id))
    waiting, public = set(_touched(made)), _was_public(made)
    while waiting:
        proposal = db.session.get_one(Proposal, min(waiting))
        numbers = tree_of(proposal)
        with _counting_anew(numbers, made, "counted_again", reason, actor, public):
            chosen = (Support.proposal_id.in_(numbers), Support.discount_id == made.id)
            send(update(Support).where(*chosen).values(discount_id=None))
        waiting -= set(numbers)


def set_aside(found: Finding, note: str, *, actor: Actor) -> None:
    """Note that somebody has looked at a group and finds nothing wrong; it comes back when it goes on growing.

    What was noticed in another way about the very same supports is looked at with it.
    """
    place = [found.proposal_id] if found.proposal_id is not None else []
    beside = waiting_beside(found, place)
    supports = supports_of(found)
    for one in beside:
        if one.id == found.id or supports_of(one) == supports:
            _looked_at(one, note, actor)


def settle(found: Finding, proposals: Collection[int], *, actor: Actor) -> None:
    """Note that a group was decided on at these proposals, and with it each other of which no support counts now."""
    for one in waiting_beside(found, proposals):
        if one.id == found.id or not counting(one):
            _looked_at(one, "", actor)


def _looked_at(found: Finding, note: str, actor: Actor) -> None:
    found.looked_at, found.looked_by_id = clock.wall(), actor.id
    found.note = clean(note)[:LONGEST_GIVEN]


def _discount(
    number: int, accounts: Collection[int], reason: str, actor: Actor, public: bool
) -> Discount | None:
    counting = sorted(
        account
        for some in batched(accounts, AT_A_TIME)
        for account in db.session.scalars(
            select(Support.account_id).where(
                Support.proposal_id == number, Support.discount_id.is_(None), Support.account_id.in_(some)
            )
        )
    )
    if not counting:
        return None
    made = Discount(
        proposal_id=number, supports=len(counting), reason=clean(reason)[:LONGEST_GIVEN],
        at=clock.now(), by_id=actor.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    numbers = tree_of(db.session.get_one(Proposal, number))
    with _counting_anew(numbers, made, "discounted", reason, actor, public):
        for some in batched(counting, AT_A_TIME):
            chosen = (
                Support.proposal_id.in_(numbers), Support.account_id.in_(some), Support.discount_id.is_(None)
            )  # fmt: skip
            send(update(Support).where(*chosen).values(discount_id=made.id))
    return made


@contextmanager
def _counting_anew(
    numbers: list[int], made: Discount, verb: str, reason: str, actor: Actor, public: bool
) -> Iterator[None]:
    """Count a tree anew after the block has let supports count or not, and write the difference into the history of
    each proposal in which there is one. The rules of the one that is under way are read then."""
    with moment(_root(numbers), actor):
        before = _supports(numbers)
        with agreeing(numbers):
            yield
        after = _supports(numbers)
        for number in numbers:
            difference = abs(after[number] - before[number])
            if difference:
                _tell(verb, number, difference, after[number], made, reason, actor, public)


def _tell(
    verb: str,
    number: int,
    difference: int,
    supports: int,
    made: Discount,
    reason: str,
    actor: Actor,
    public: bool,
) -> None:
    proposal = db.session.get_one(Proposal, number)
    record(
        verb, proposal_id=number, subject=("discount", made.id), actor=actor,
        role=acting_as(actor, DISCOUNT, proposal), data={"count": difference, "supports": supports},
        reason=clean(reason)[:LONGEST_GIVEN], public=public,
    )  # fmt: skip


def _was_public(made: Discount) -> bool:
    """Whether the public was told of a decision: then it is told as well that it is undone."""
    told = Entry.subject_type == "discount", Entry.subject_id == made.id, Entry.verb == "discounted"
    return bool(db.session.scalar(select(Entry.public).where(*told).order_by(Entry.id).limit(1)))


def _supports(numbers: Collection[int]) -> dict[int, int]:
    db.session.flush()
    query = select(Proposal.id, Proposal.supports).where(Proposal.id.in_(numbers))
    return dict(db.session.execute(query).all())


def _root(numbers: Collection[int]) -> Proposal:
    """The one of a tree in which all others go on."""
    query = select(Proposal).where(Proposal.id.in_(numbers), Proposal.merged_into_id.is_(None))
    return db.session.scalars(query).one()


def _touched(made: Discount) -> list[int]:
    """Where a decision shows: its own proposal, and those to which its supports have come by merging."""
    query = select(Support.proposal_id).where(Support.discount_id == made.id).distinct()
    return sorted({made.proposal_id, *db.session.scalars(query)})


def _lock_trees(numbers: Collection[int]) -> list[int]:
    """Lock everything that hangs together with any of these proposals, in the order of the numbers."""
    while True:
        wanted = _trees(numbers)
        with db.session.begin_nested() as attempt:
            lock_in_order(db.session.get_one(Proposal, wanted[0]), wanted)
            if _trees(numbers) == wanted:
                return wanted
            attempt.rollback()  # something has come or gone while we waited; this lets go of the locks as well


def _trees(numbers: Collection[int]) -> list[int]:
    found: set[int] = set()
    for number in numbers:
        if number not in found:
            found.update(tree_of(db.session.get_one(Proposal, number)))
    return sorted(found)


def batched(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    """Numbers, some at a time: no database takes very many of them in one question."""
    waiting = iter(numbers)
    while some := list(islice(waiting, size)):
        yield some
