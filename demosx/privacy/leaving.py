"""Leaving: everything of a person goes at once, but for what is not theirs alone, which stays and names nobody."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, union

from ..core.db import db
from ..core.permissions import Actor
from ..core.settings import site
from ..journey.models import Participation
from ..ledger.services import record
from ..opinions.models import Opinion, OpinionAgree
from ..people.holdings import holdings
from ..people.models import Account
from ..people.services.leaving import KEPT, REMOVED, empty, end_roles
from ..proposals.models import Proposal
from ..stages.support.models import Support
from . import letters, mail_files
from .errors import LeftAlready

MANY = 500  # numbers in one question


def removes_texts(asked: bool) -> bool:
    """Whether what somebody wrote goes with them: as they ask for, unless the site has decided it for all."""
    choice = site().privacy.contributions
    return asked if choice == "ask" else choice == "remove"


@dataclass(frozen=True)
class Foretold:
    """What leaving would do, in sentences with numbers: in any case, and as the texts stay or go."""

    always: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


def foretold(account_id: int) -> Foretold:
    """What leaving would do to what a person has done. One query for each kind that has something to say."""
    both = [one.foretell(account_id) for one in holdings()]
    return Foretold(
        always=tuple(kept for kept, removed in both if kept and kept == removed),
        kept=tuple(kept for kept, removed in both if kept and kept != removed),
        removed=tuple(removed for kept, removed in both if removed and kept != removed),
    )


def leave(account: Account, *, remove_texts: bool, by: Actor | None = None, tell: bool = True) -> None:
    """Forget a person in the present transaction. `by` is whoever of the office does it on their request.

    Roles end first, so that what is owed goes on to others. Then each holding forgets. What is left of the account is
    a number. A last letter goes to the address, if `tell`, and knows nothing but that. Raises LeftAlready, LastAdmin.
    """
    locked = select(Account.id).where(Account.id == account.id, Account.left_at.is_(None))
    if db.session.scalar(locked.with_for_update(key_share=True)) is None:
        raise LeftAlready()
    db.session.refresh(account)
    end_roles(account, by)
    _lock_all(account.id)
    address, name, language = account.email, account.nickname, account.language
    about = mail_files.numbers_about(account.id)
    forget_all(account.id, remove_texts)
    mail_files.forget(address, about)
    empty(account, REMOVED if remove_texts else KEPT)
    record(
        "account_left", subject=("account", account.id), actor=by, role="admin" if by else "", public=False,
        data={"texts": REMOVED if remove_texts else KEPT},
    )  # fmt: skip
    if tell and address is not None:
        letters.left(account.id, address, name, language)
    db.session.flush()


def forget_all(account_id: int, remove_texts: bool) -> None:
    """Let each holding forget a person. A second time nothing is left to forget."""
    for one in holdings():
        one.forget(account_id, remove_texts)
        db.session.flush()


def _lock_all(account_id: int) -> None:
    """Lock every proposal that may change, before any does, in the order in which everybody locks several."""
    touched = union(
        select(Participation.proposal_id).where(Participation.account_id == account_id),
        select(Support.proposal_id).where(Support.account_id == account_id),
        select(Opinion.proposal_id).where(Opinion.account_id == account_id),
        select(Opinion.proposal_id)
        .join(OpinionAgree, OpinionAgree.opinion_id == Opinion.id)
        .where(OpinionAgree.account_id == account_id),
        select(Proposal.id).where(Proposal.proposer_id == account_id),
    )
    numbers = _with_merged(set(db.session.scalars(touched)))
    for first in range(0, len(numbers), MANY):
        some = select(Proposal.id).where(Proposal.id.in_(numbers[first : first + MANY]))
        db.session.execute(some.order_by(Proposal.id).with_for_update())


def _with_merged(numbers: Collection[int]) -> list[int]:
    """These proposals and everything that hangs together with them by merging, in order."""
    found = set(numbers)
    new = found
    while new:
        up = select(Proposal.merged_into_id).where(Proposal.id.in_(new), Proposal.merged_into_id.is_not(None))
        down = select(Proposal.id).where(Proposal.merged_into_id.in_(new))
        new = set(db.session.scalars(union(up, down))) - found
        found |= new
    return sorted(found)
