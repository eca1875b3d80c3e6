"""Every reading of notices, settings and follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from ..core.paging import SIZE, Order, Page, entities
from ..duties.models import Duty
from ..duties.queries import owned_by
from ..people.models import Account
from ..proposals.models import Proposal
from ..proposals.writing_models import CoProposer
from .kinds import DEFAULTS, DUTIES, KINDS, MAIL, MINE, NEVER, PUSH, TEXT, Choice
from .models import Follow, Notice, NoticeSetting, PushSubscription, TextNumber

NEWEST = Order("notices", (Notice.id,))
LATEST = Order("follows", (Follow.id,))
MANY = 99
OF_HIDDEN = ("proposal_hidden", "merge_lapsed")  # what its proposer is told although it is hidden


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be told, how they want to be, and the browsers that show it to them. `ways` are those open."""

    account_id: int
    choice: Choice
    ways: frozenset[str]
    browsers: tuple[int, ...] = ()


def recipients(ids: Collection[int], kind: str) -> list[Recipient]:
    """Who of these accounts may be told news of a kind: those who may come in and are confirmed. Two queries."""
    if not ids:
        return []
    has_number = exists().where(TextNumber.account_id == Account.id, TextNumber.confirmed_at.is_not(None))
    mine = and_(NoticeSetting.account_id == Account.id, NoticeSetting.kind == kind)
    query = (
        select(
            Account.id, Account.email, has_number.label("number"),
            NoticeSetting.pace, NoticeSetting.mail, NoticeSetting.push, NoticeSetting.text,
        )
        .outerjoin(NoticeSetting, mine)
        .where(Account.id.in_(ids), _may_be_told())
        .order_by(Account.id)
    )  # fmt: skip
    browsers = browsers_of(ids)
    found = []
    for row in db.session.execute(query):
        choice = DEFAULTS[kind] if row.pace is None else Choice(row.pace, row.mail, row.push, row.text)
        ways = {MAIL: row.email is not None, PUSH: row.id in browsers, TEXT: row.number}
        open_ways = frozenset(way for way, is_open in ways.items() if is_open)
        found.append(Recipient(row.id, choice, open_ways, tuple(browsers.get(row.id, ()))))
    return found


def _may_be_told() -> ColumnElement[bool]:
    return and_(
        Account.suspended_at.is_(None),
        Account.left_at.is_(None),
        Account.confirmed_at.is_not(None),
        Account.awaits_guardian.is_(False),
    )


def told_account(account_id: int) -> Account | None:
    """An account that may be told something now."""
    return db.session.scalar(select(Account).where(Account.id == account_id, _may_be_told()))


def browsers_of(ids: Collection[int]) -> dict[int, list[int]]:
    """The browsers that show notices of these accounts."""
    query = select(PushSubscription.account_id, PushSubscription.id).where(
        PushSubscription.account_id.in_(ids)
    )
    found: dict[int, list[int]] = {}
    for account_id, number in db.session.execute(query.order_by(PushSubscription.id)):
        found.setdefault(account_id, []).append(number)
    return found


def choices_of(account_id: int) -> dict[str, Choice]:
    """How an account wants to be told news of each kind."""
    rows = db.session.scalars(select(NoticeSetting).where(NoticeSetting.account_id == account_id))
    own = {row.kind: Choice(row.pace, row.mail, row.push, row.text) for row in rows}
    return {kind: own.get(kind, DEFAULTS[kind]) for kind in KINDS}


def told(choices: Mapping[str, Choice], what: str) -> list[str]:
    """The kinds that are still told of what an address of a letter ends: one kind, or all that come at one pace."""
    return [kind for kind, choice in choices.items() if what in (kind, choice.pace) and choice.pace != NEVER]


def owes_something(account_id: int) -> bool:
    """Whether something is open now that is asked of this person, as proposer or because it was given to them."""
    theirs = and_(Proposal.proposer_id == account_id, owned_by(["proposer"]))
    query = select(Duty.id).join(Proposal, Proposal.id == Duty.proposal_id).where(
        Duty.closed_at.is_(None), or_(theirs, Duty.assignee_id == account_id)
    )  # fmt: skip
    return db.session.scalar(select(query.exists())) or False


def unread(account_id: int) -> int:
    """How many notices an account has not seen yet, of those that it may see; 99 stands for more. One query."""
    query = _shown(select(Notice.id), account_id).where(Notice.read_at.is_(None)).limit(MANY)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def unread_and_follows(account_id: int, proposal_id: int) -> tuple[int, bool]:
    """How many notices are new to an account, and whether it follows a proposal, in one query."""
    new = _shown(select(Notice.id), account_id).where(Notice.read_at.is_(None)).limit(MANY).subquery()
    count = select(func.count()).select_from(new).scalar_subquery()
    mine = exists().where(Follow.proposal_id == proposal_id, Follow.account_id == account_id)
    row = db.session.execute(select(count, mine)).one()
    return int(row[0]), bool(row[1])


def inbox(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Notice]:
    """A page of somebody's notices, the newest first, without those of what was hidden meanwhile."""
    return entities(_shown(select(Notice), account_id), NEWEST, cursor, size)


def _shown(query: Any, account_id: int) -> Any:
    """The notices of an account whose proposal it can still see. What somebody works on is asked again when shown."""
    insider = Notice.kind.in_((MINE, DUTIES))
    visible = and_(
        or_(Proposal.hidden_at.is_(None), Notice.what.in_(OF_HIDDEN)),
        or_(Proposal.audience != "staff", insider),
    )
    return (
        query.outerjoin(Proposal, Proposal.id == Notice.proposal_id)
        .where(Notice.account_id == account_id)
        .where(or_(Notice.proposal_id.is_(None), visible))
    )


def following(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Follow]:
    """What somebody follows, the latest first, as far as it is public."""
    query = (
        select(Follow)
        .join(Proposal, Proposal.id == Follow.proposal_id)
        .where(Follow.account_id == account_id, Proposal.hidden_at.is_(None), Proposal.audience != "staff")
        .options(
            joinedload(Follow.proposal).options(
                joinedload(Proposal.lead_department),
                joinedload(Proposal.merged_into).load_only(Proposal.hidden_at, Proposal.audience),
                defer(Proposal.text), defer(Proposal.memory),
            )
        )
    )  # fmt: skip
    return entities(query, LATEST, cursor, size)


def followers(proposal_ids: list[int], after: int, limit: int) -> Sequence[int]:
    """The accounts that follow one of these proposals, in order, after an account's number."""
    query = select(Follow.account_id).where(Follow.proposal_id.in_(proposal_ids), Follow.account_id > after)
    return db.session.scalars(query.distinct().order_by(Follow.account_id).limit(limit)).all()


def proposers(proposal_ids: list[int], after: int, limit: int) -> Sequence[int]:
    """The accounts that propose one of these proposals, alone or together with others, in order, after an account's
    number."""
    alone = select(Proposal.proposer_id.label("number")).where(Proposal.id.in_(proposal_ids))
    joined = select(CoProposer.account_id.label("number")).where(
        CoProposer.proposal_id.in_(proposal_ids), CoProposer.joined_at.is_not(None), CoProposer.left_at.is_(None)
    )  # fmt: skip
    people = union(alone, joined).subquery()
    query = select(people.c.number).where(people.c.number > after).order_by(people.c.number).limit(limit)
    return db.session.scalars(query).all()


def subscriptions_of(account_id: int) -> Sequence[PushSubscription]:
    """The browsers that show an account's notices."""
    query = select(PushSubscription).where(PushSubscription.account_id == account_id)
    return db.session.scalars(query.order_by(PushSubscription.id)).all()


def subscription(number: int) -> PushSubscription | None:
    """One browser that shows notices."""
    return db.session.get(PushSubscription, number)


def number_of(account_id: int) -> TextNumber | None:
    """The telephone number of an account, confirmed or not."""
    return db.session.get(TextNumber, account_id, populate_existing=True)


def notice_with_choice(notice_id: int) -> tuple[Notice, Account, Choice, Proposal | None] | None:
    """A notice, whose it is, how that person wants news of its kind now, and its proposal. None where it is gone, or
    its owner may not be told anything any more. One query."""
    row = db.session.execute(_with_choice(), {"notice": notice_id}).first()
    if row is None:
        return None
    notice, account, own, proposal = row
    choice = DEFAULTS[notice.kind] if own is None else Choice(own.pace, own.mail, own.push, own.text)
    return notice, account, choice, proposal


@lru_cache
def _with_choice() -> Any:
    """The statement that is run for every letter, made once."""
    mine = and_(NoticeSetting.account_id == Notice.account_id, NoticeSetting.kind == Notice.kind)
    return (
        select(Notice, Account, NoticeSetting, Proposal)
        .join(Account, Account.id == Notice.account_id)
        .outerjoin(NoticeSetting, mine)
        .outerjoin(Proposal, Proposal.id == Notice.proposal_id)
        .where(Notice.id == bindparam("notice"), _may_be_told())
        .options(defer(Proposal.text), defer(Proposal.memory))
    )


def in_digest(account_id: int, name: str) -> Sequence[Notice]:
    """What a digest holds, the oldest first."""
    query = select(Notice).where(Notice.account_id == account_id, Notice.digest == name)
    return db.session.scalars(query.order_by(Notice.id)).all()


def proposals_of(notices: Sequence[Notice]) -> Mapping[int, Proposal]:
    """The proposals that notices are about, by number, in one query."""
    numbers = {notice.proposal_id for notice in notices if notice.proposal_id is not None}
    if not numbers:
        return {}
    query = select(Proposal).where(Proposal.id.in_(numbers))
    query = query.options(defer(Proposal.text), defer(Proposal.memory))
    return {proposal.id: proposal for proposal in db.session.scalars(query)}


def follows_any(account_id: int, proposals: Collection[int]) -> bool:
    """Whether somebody follows one of these proposals."""
    mine = select(Follow.id).where(Follow.account_id == account_id, Follow.proposal_id.in_(proposals))
    return db.session.scalar(mine.limit(1)) is not None
