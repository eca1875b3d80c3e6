"""Reading the log of looks, and which months were inspected."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.paging import Order, Page, entities
from ..people.looks import AccessLog
from ..people.models import Account, RoleGrant
from ..people.names import nickname_key
from ..people.queries import in_force
from ..proposals.models import Proposal
from .models import Inspection
from .monthly import Look
from .months import Month, month_of, months_between

NEWEST = Order("looks", (AccessLog.id,))
SIZE = 50
MOST_IN_A_FILE = 100_000


@dataclass(frozen=True)
class Filters:
    """What the log is narrowed down to. Numbers of accounts; -1 for somebody who is not there."""

    staff: int | None = None
    person: int | None = None
    month: Month | None = None
    what: str = ""


def number_of(text: str) -> int | None:
    """The number of the account that somebody has named by number or nickname; -1 for nobody, None for no name at all.
    Addresses are not asked for, since what is typed here stands in addresses of pages."""
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return db.session.scalar(select(Account.id).where(Account.nickname_key == nickname_key(text))) or -1


def by_receipt(number: str) -> Proposal | None:
    """The proposal with this receipt number."""
    return db.session.scalar(select(Proposal).where(Proposal.number == number)) if number else None


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role today, by one grant."""

    account_id: int
    nickname: str
    grant: RoleGrant


def holders_by_role() -> dict[str, list[Holder]]:
    """Who holds each role today, with what limits it. One query."""
    query = (
        select(RoleGrant, Account.nickname)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(in_force(), Account.suspended_at.is_(None), Account.left_at.is_(None))
        .options(joinedload(RoleGrant.department))
        .order_by(RoleGrant.role, RoleGrant.id)
    )
    found: dict[str, list[Holder]] = {}
    for given, nickname in db.session.execute(query):
        found.setdefault(given.role, []).append(Holder(given.account_id, nickname, given))
    return found


def looks(filters: Filters, cursor: str | None) -> Page[AccessLog]:
    """A page of the log, the newest first."""
    return entities(_filtered(filters, select(AccessLog)), NEWEST, cursor, SIZE)


def looks_for_file(filters: Filters) -> Sequence[AccessLog]:
    """The log for a file, the oldest first, as much as a file holds."""
    query = _filtered(filters, select(AccessLog)).order_by(AccessLog.id).limit(MOST_IN_A_FILE)
    return db.session.scalars(query).all()


def looks_of(month: Month) -> Iterator[Look]:
    """Every look of a month, as the summary reads it."""
    query = select(
        AccessLog.at, AccessLog.account_id, AccessLog.person_id, AccessLog.what, AccessLog.many
    ).where(AccessLog.at >= month.begins, AccessLog.at < month.next.begins)
    for row in db.session.execute(query.order_by(AccessLog.id)):
        yield Look(*row)


def offices_of(numbers: Collection[int]) -> dict[int, frozenset[int]]:
    """The departments in which people have, or had, a role, by the people's numbers."""
    found: dict[int, frozenset[int]] = {}
    for some in parts(sorted(numbers)):
        query = select(RoleGrant.account_id, RoleGrant.department_id).where(
            RoleGrant.account_id.in_(some), RoleGrant.department_id.is_not(None)
        )
        for account_id, department_id in db.session.execute(query):
            found[account_id] = found.get(account_id, frozenset()) | frozenset({department_id or 0})
    return found


def inspection_of(month: Month) -> Inspection | None:
    """The inspection of a month."""
    return db.session.scalar(select(Inspection).where(Inspection.month == str(month)))


def inspections() -> dict[str, Inspection]:
    """All inspections by their months."""
    return {one.month: one for one in db.session.scalars(select(Inspection))}


def months() -> list[Month]:
    """The months since the first look that is kept, up to the present one, the latest first."""
    first = db.session.scalar(select(AccessLog.at).order_by(AccessLog.at, AccessLog.id).limit(1))
    now = month_of(clock.wall())
    return months_between(month_of(first), now) if first is not None else []


def waiting_months() -> list[Month]:
    """The months that are over and wait for their inspection, the earliest first."""
    done = inspections()
    return [month for month in reversed(months()) if month.over and str(month) not in done]


def _filtered(filters: Filters, query: Select[Any]) -> Select[Any]:
    if filters.staff is not None:
        query = query.where(AccessLog.account_id == filters.staff)
    if filters.person is not None:
        query = query.where(AccessLog.person_id == filters.person)
    if filters.month is not None:
        query = query.where(AccessLog.at >= filters.month.begins, AccessLog.at < filters.month.next.begins)
    if filters.what:
        query = query.where(AccessLog.what == filters.what)
    return query


def parts(numbers: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Numbers in portions that a database takes as parameters of one query."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
