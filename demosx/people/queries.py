"""Every reading of accounts, roles and departments."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ..consent.queries import agreed_columns, agreed_of
from ..core import clock
from ..core.db import db, reading
from ..core.paging import Order, Page, entities
from ..core.permissions import WHOLE_SITE, Actor, Grant, Place
from ..core.security import digest
from ..core.settings import site
from .models import Account, Department, Post, RoleGrant, SignIn
from .names import DEMO_DOMAIN, email_key, nickname_key
from .roles import takes_second_factor
from .sessions import Session, factor_counts

PAGE = 30
NEWEST = Order("new", (Account.id,))


def account(account_id: int) -> Account | None:
    """An account by its number."""
    return db.session.get(Account, account_id)


def account_by_email(email: str) -> Account | None:
    """The account with this address, however it is spelled."""
    return db.session.scalar(select(Account).where(Account.email_key == email_key(email)))


def credentials(email: str) -> tuple[int | None, str | None]:
    """The number and the kept password of the account with this address, or nothing twice.

    Read on a connection of its own which is let go at once: checking a password takes long, and on SQLite nobody
    else could write meanwhile.
    """
    query = select(Account.id, Account.password_hash).where(Account.email_key == email_key(email))
    with reading(), db.engine.connect() as connection:
        row = connection.execute(query).first()
    return (row.id, row.password_hash) if row else (None, None)


def account_by_nickname(nickname: str) -> Account | None:
    """The account whose nickname reads the same."""
    return db.session.scalar(select(Account).where(Account.nickname_key == nickname_key(nickname)))


def nicknames(ids: Collection[int]) -> dict[int, str]:
    """The nicknames of many accounts, in one query."""
    if not ids:
        return {}
    rows = db.session.execute(select(Account.id, shown_nickname()).where(Account.id.in_(set(ids))))
    return {number: nickname or _("Somebody who has left") for number, nickname in rows}


def shown_nickname() -> ColumnElement[str | None]:
    """The nickname of an account; NULL for one whose owner has left."""
    return case((Account.left_at.is_(None), Account.nickname))


def in_force() -> ColumnElement[bool]:
    """Grants that count today, in the site's calendar."""
    day = clock.today(site().zone)
    return and_(
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.begins_on.is_(None), RoleGrant.begins_on <= day),
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
    )


def session_of(secret: str) -> Session | None:
    """The session of this secret while it lasts, with the roles of today. One query.

    Roles that take a second factor are held back as long as the session has shown none, or not for too long.
    """
    query = (
        select(Account, SignIn, *agreed_columns(Account.id), RoleGrant)
        .join(SignIn, SignIn.account_id == Account.id)
        .outerjoin(RoleGrant, and_(RoleGrant.account_id == Account.id, in_force()))
        .where(SignIn.digest == digest(secret), SignIn.expires_at > clock.wall(), _active())
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    account, row, *agreed, _grant = rows[0]
    shown = factor_counts(row.way, row.factor_at)
    actor = _actor(account, _grants_in(rows), agreed_of(agreed), shown)
    return Session(row.id, actor, row.way, row.last_seen_at, row.proved_at, row.factor_at)


def sessions_of(account_id: int) -> Sequence[SignIn]:
    """The sessions of an account that last, those in use first; the fifty newest at most."""
    query = (
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.expires_at > clock.wall())
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(50)
    )
    return db.session.scalars(query).all()


def actor_of_secret(secret: str) -> Actor | None:
    """Who is signed in with this secret."""
    found = session_of(secret)
    return found.actor if found else None


def actor_of(account_id: int) -> Actor:
    """What an account may do today, for commands and jobs. A visitor if it is suspended or there is none."""
    query = (
        select(Account, *agreed_columns(Account.id), RoleGrant)
        .outerjoin(RoleGrant, and_(RoleGrant.account_id == Account.id, in_force()))
        .where(Account.id == account_id, _active())
    )
    rows = db.session.execute(query).all()
    if not rows:
        return Actor()
    account, *agreed, _grant = rows[0]
    return _actor(account, _grants_in(rows), agreed_of(agreed))


def _grants_in(rows: Sequence[Any]) -> list[RoleGrant]:
    """The grants that stand last in the rows of an outer join."""
    return [row[-1] for row in rows if row[-1] is not None]


def holders(role: str, place: Place | None = None) -> Sequence[Account]:
    """Who holds `role` today and can be written to; of those whose grant is limited, only where it reaches `place`."""
    held: ColumnElement[bool] = RoleGrant.role == role
    return _reachable(held if place is None else and_(held, reaching(place)))


def reaching(place: Place) -> ColumnElement[bool]:
    """Whether a grant counts at a place: the same as `Grant.reaches`."""
    fits = RoleGrant.department_id.in_(sorted(place.departments))
    return and_(
        or_(RoleGrant.department_id.is_(None), fits),
        or_(RoleGrant.process.is_(None), RoleGrant.process == place.process),
        or_(RoleGrant.panel.is_(None), RoleGrant.panel == place.panel),
    )


def staff(role: str | None = None) -> Sequence[Account]:
    """Who holds a role today, or this `role`, whether or not they can be written to."""
    having = select(RoleGrant.account_id).where(in_force())
    if role is not None:
        having = having.where(RoleGrant.role == role)
    return db.session.scalars(
        select(Account).where(Account.id.in_(having), _active()).order_by(Account.id)
    ).all()


def officers_of(department_id: int, place: Place | None = None) -> Sequence[Account]:
    """The officers of a department today, as far as they can be written to, and their grants reach `place`."""
    held = and_(RoleGrant.role == "officer", RoleGrant.department_id == department_id)
    return _reachable(held if place is None else and_(held, reaching(place)))


def grants_of(account_id: int) -> Sequence[RoleGrant]:
    """The grants of an account that were not revoked, also those not yet or no longer in term."""
    query = (
        select(RoleGrant)
        .where(RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None))
        .options(joinedload(RoleGrant.department), joinedload(RoleGrant.post))
        .order_by(RoleGrant.id)
    )
    return db.session.scalars(query).all()


def grants_of_many(ids: Collection[int]) -> dict[int, list[RoleGrant]]:
    """The grants that count today of many accounts, in one query."""
    found: dict[int, list[RoleGrant]] = {number: [] for number in ids}
    if not found:
        return found
    query = (
        select(RoleGrant)
        .where(RoleGrant.account_id.in_(found), in_force())
        .options(joinedload(RoleGrant.department), joinedload(RoleGrant.post))
        .order_by(RoleGrant.id)
    )
    for grant in db.session.scalars(query):
        found[grant.account_id].append(grant)
    return found


def people(search: str = "", cursor: str | None = None, with_role: bool = False) -> Page[Account]:
    """A page of accounts, newest first; `search` is the beginning of an address or of a nickname. `with_role`: only
    who holds a role today."""
    query = select(Account).where(Account.left_at.is_(None))
    if with_role:
        query = query.where(Account.id.in_(select(RoleGrant.account_id).where(in_force())))
    if search.strip():
        query = query.where(
            or_(
                Account.email_key.startswith(email_key(search), autoescape=True),
                Account.nickname_key.startswith(nickname_key(search), autoescape=True),
            )
        )
    return entities(query, NEWEST, cursor, PAGE)


def departments(active_only: bool = True) -> Sequence[Department]:
    """The city's departments, by key."""
    query = select(Department).order_by(Department.key)
    return db.session.scalars(query.where(Department.active) if active_only else query).all()


def department(department_id: int) -> Department | None:
    """A department by its number."""
    return db.session.get(Department, department_id)


def department_by_key(key: str) -> Department | None:
    """The department that files call by this key."""
    return db.session.scalar(select(Department).where(Department.key == key))


def posts(department_id: int | None = None) -> Sequence[Post]:
    """The posts of a department, or of all active ones, with their departments."""
    query = select(Post).join(Post.department).options(contains_eager(Post.department))
    query = query.where(Department.active if department_id is None else Post.department_id == department_id)
    return db.session.scalars(query.order_by(Department.key, Post.name)).all()


def post_holders(department_id: int) -> dict[int, list[Account]]:
    """Who holds each post of a department today."""
    query = (
        select(RoleGrant.post_id, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.department_id == department_id, in_force(), _active())
        .order_by(Account.id)
    )
    found: dict[int, list[Account]] = {}
    for post_id, holder in db.session.execute(query):
        if post_id is not None:
            found.setdefault(post_id, []).append(holder)
    return found


def demo_accounts() -> Sequence[Account]:
    """The accounts of a demonstration that anybody at this machine may use."""
    query = (
        select(Account)
        .where(Account.email_key.endswith(DEMO_DOMAIN), _active())
        .order_by(Account.id)
        .limit(100)
    )
    return db.session.scalars(query).all()


def hold_admins() -> None:
    """Lock every grant of the administrators' role, always in the same order: whoever takes one away counts what is
    left only after the other who does so at the same moment."""
    query = select(RoleGrant.id).where(RoleGrant.role == "admin", RoleGrant.revoked_at.is_(None))
    db.session.execute(query.order_by(RoleGrant.id).with_for_update()).all()


def lasting_admins(*besides: ColumnElement[bool]) -> int:
    """How many grants let somebody give roles on the whole site, today and for good; of those that `besides` leaves."""
    query = (
        select(func.count(RoleGrant.id))
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == "admin", reaching(WHOLE_SITE), RoleGrant.ends_on.is_(None), in_force())
        .where(Account.confirmed_at.is_not(None), Account.awaits_guardian.is_(False), _active(), *besides)
    )
    return db.session.scalar(query) or 0


def _active() -> ColumnElement[bool]:
    return and_(Account.suspended_at.is_(None), Account.left_at.is_(None))


def _reachable(held: ColumnElement[bool]) -> Sequence[Account]:
    having = select(RoleGrant.account_id).where(held, in_force())
    query = select(Account).where(
        Account.id.in_(having), _active(), Account.confirmed_at.is_not(None), Account.email.is_not(None)
    )
    return db.session.scalars(query.order_by(Account.id)).all()


def _actor(
    found: Account, grants: Sequence[RoleGrant], agreed: Mapping[str, str], factor: bool = True
) -> Actor:
    """The person, with the roles that count: none before the owner of the address has confirmed the account, and with
    it a guardian where one is needed."""
    confirmed = found.confirmed_at is not None and not found.awaits_guardian
    held = [Grant(one.role, one.department_id, one.panel, one.process) for one in grants if confirmed]
    counts = [one for one in held if factor or not takes_second_factor(one.role)]
    return Actor(
        id=found.id,
        nickname=found.nickname,
        confirmed=confirmed,
        language=found.language,
        district=found.district,
        grants=tuple(counts),
        held_back=tuple(one for one in held if one not in counts),
        verified=found.verified_at is not None,
        born_on=found.born_on,
        awaits_guardian=found.awaits_guardian,
        agreed=agreed,
    )
