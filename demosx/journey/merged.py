"""Proposals that were merged into one another: a tree, whose root alone can still be under way."""

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, select

from ..core.db import db
from ..core.errors import Conflict


class OnlyByMerging(Conflict):
    """Somebody would end a proposal as merged into nothing, or let one go on whose people count elsewhere."""

    message = _l("Proposals are merged, and parted again, on the page for merging alone.")


def tree_of(proposal: Any) -> list[int]:
    """The numbers of everything that hangs together by merging, a lonely proposal's own alone, in order. One query."""
    one: Any = type(proposal)
    return sorted(db.session.scalars(_tree(one), {"start": proposal.id}))


@cache
def _tree(one: Any) -> Select[Any]:
    """The query of `tree_of`, put together once: it is asked often."""
    up = select(one.id, one.merged_into_id).where(one.id == bindparam("start")).cte("up", recursive=True)
    up = up.union_all(select(one.id, one.merged_into_id).join(up, one.id == up.c.merged_into_id))
    down = select(up.c.id).where(up.c.merged_into_id.is_(None)).cte("down", recursive=True)
    down = down.union_all(select(one.id).join(down, one.merged_into_id == down.c.id))
    return select(down.c.id)


def lock_tree(proposal: Any) -> list[int]:
    """Lock everything that hangs together with a proposal, before what it holds together is changed; its numbers."""
    while True:
        wanted = tree_of(proposal)
        with db.session.begin_nested() as attempt:
            lock_in_order(proposal, wanted)
            if tree_of(proposal) == wanted:
                return wanted
            attempt.rollback()  # something has come or gone while we waited; this lets go of the locks as well


def lock_in_order(proposal: Any, numbers: list[int]) -> None:
    """Lock proposals in the order of their numbers, so that two who lock several never wait for each other."""
    one = type(proposal)
    db.session.execute(select(one.id).where(one.id.in_(numbers)).order_by(one.id).with_for_update())
