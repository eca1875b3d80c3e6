"""Who may do what: roles given and taken, people kept out and let in again."""

from datetime import date

from sqlalchemy import ColumnElement

from ...core import clock
from ...core.db import db, raising
from ...core.errors import InvalidInput
from ...core.permissions import Actor
from ...core.settings import site
from ...ledger.services import record
from .. import api_tokens, grant_letters, queries
from ..errors import AlreadyGranted, LastAdmin, NothingToLimit
from ..models import PURPOSES, Account, Department, Post, RoleGrant
from ..roles import grantable_roles, works_everywhere
from ..scopes import check_scope
from ..signals import roles_ended
from . import tokens
from .sign_in import sign_out_everywhere


def grant(
    account: Account,
    role: str,
    *,
    department: Department | None = None,
    post: Post | None = None,
    panel: str | None = None,
    process: str | None = None,
    begins_on: date | None = None,
    ends_on: date | None = None,
    by: Actor | None = None,
    reason: str = "",
    keep: str | None = None,
) -> RoleGrant:
    """Give a role; `by` is None for commands. An officer needs a department; a post names its own.

    The person's sessions end, so that nobody who holds an old one rises with them, but for the one whose secret is
    `keep`: that of somebody who changes their own roles, and gets a new secret.
    Raises AlreadyGranted, or InvalidInput for an unknown role, a process or panel that is not there, or a term that
    ends before it begins, or NothingToLimit for a limit that would leave nothing of the role. What else concerns the
    whole site does not count in a role that is limited.
    """
    department = department or (post.department if post else None)
    if role not in grantable_roles() or (role == "officer" and department is None):
        raise InvalidInput()
    if begins_on and ends_on and ends_on < begins_on:
        raise InvalidInput()
    check_scope(process, panel)
    if (department or process or panel) and works_everywhere(role):
        raise NothingToLimit()
    _end_outdated(account.id)
    given = RoleGrant(
        account_id=account.id,
        role=role,
        department_id=department.id if department else None,
        post_id=post.id if post else None,
        panel=panel,
        process=process,
        begins_on=begins_on,
        ends_on=ends_on,
        granted_by=by.id if by else None,
        granted_at=clock.now(),
    )
    with raising(AlreadyGranted()):
        db.session.add(given)
    sign_out_everywhere(account.id, but=keep)
    api_tokens.revoke_all(account.id)
    record("role_granted", subject=("account", account.id), actor=by, role="admin", data=_facts(given),
           reason=reason, public=False)  # fmt: skip
    grant_letters.granted(account, given)
    return given


def revoke(
    given: RoleGrant,
    by: Actor | None = None,
    reason: str = "",
    successor: Account | None = None,
    keep: str | None = None,
) -> None:
    """Take a role back, at once. The sessions of the person end but `keep`, so that no page of the role stays open.
    `successor` has taken over the post.

    Raises LastAdmin when nobody could give roles any more.
    """
    if given.role == "admin":
        queries.hold_admins()
        db.session.refresh(given)
    if given.revoked_at is not None:
        return
    if _gives_roles(given):
        _keep_an_admin(RoleGrant.id != given.id)
    given.revoked_at = clock.now()
    sign_out_everywhere(given.account_id, but=keep)
    api_tokens.revoke_all(given.account_id)
    db.session.flush()
    record("role_revoked", subject=("account", given.account_id), actor=by, role="admin", data=_facts(given),
           reason=reason, public=False)  # fmt: skip
    grant_letters.revoked(given.account, given)
    roles_ended.send(given.account, successor=successor.id if successor else None)


def move_post_holder(
    post: Post, account: Account, by: Actor | None = None, keep: str | None = None
) -> RoleGrant:
    """Put somebody else on a post (인사이동): whoever held it leaves, and what they worked on goes to who comes."""
    kept = [given for given in queries.grants_of(account.id) if given.post_id == post.id]
    held = kept[0] if kept else grant(account, "officer", post=post, by=by, keep=keep)
    for holder in queries.post_holders(post.department_id).get(post.id, []):
        for given in queries.grants_of(holder.id):
            if given.post_id == post.id and given.account_id != account.id:
                revoke(given, by, successor=account, keep=keep)
    return held


def suspend(account: Account, by: Actor | None = None, reason: str = "") -> None:
    """Keep somebody out from now on: sessions and links end at once. Raises LastAdmin."""
    db.session.refresh(account, with_for_update={"key_share": True, "of": Account})
    if account.suspended_at is not None:
        return
    if any(_gives_roles(given) for given in queries.grants_of(account.id)):
        queries.hold_admins()
        _keep_an_admin(RoleGrant.account_id != account.id)
    account.suspended_at = clock.now()
    sign_out_everywhere(account.id)
    api_tokens.revoke_all(account.id)
    tokens.void(account.id, *PURPOSES)
    record(
        "account_suspended",
        subject=("account", account.id),
        actor=by,
        role="admin",
        reason=reason,
        public=False,
    )
    db.session.flush()
    grant_letters.suspended(account)
    roles_ended.send(account, successor=None)


def unsuspend(account: Account, by: Actor | None = None, reason: str = "") -> None:
    """Let somebody in again."""
    if account.suspended_at is None:
        return
    account.suspended_at = None
    record(
        "account_unsuspended",
        subject=("account", account.id),
        actor=by,
        role="admin",
        reason=reason,
        public=False,
    )
    grant_letters.let_in_again(account)


def _gives_roles(given: RoleGrant) -> bool:
    """Whether a grant lets somebody give roles: one that is limited does not, so that it is no loss."""
    return given.role == "admin" and (given.department_id, given.panel, given.process) == (None, None, None)


def _keep_an_admin(besides: ColumnElement[bool]) -> None:
    if queries.lasting_admins(besides) == 0:
        raise LastAdmin()


def _end_outdated(account_id: int) -> None:
    """A grant whose term is over makes room for a new one of the same kind."""
    day = clock.today(site().zone)
    for given in queries.grants_of(account_id):
        if given.ends_on is not None and given.ends_on < day:
            given.revoked_at = clock.now()
    db.session.flush()


def _facts(given: RoleGrant) -> dict[str, object]:
    facts = {"grant": given.id, "role": given.role, "department": given.department_id, "post": given.post_id,
             "panel": given.panel, "process": given.process,
             "begins_on": _iso(given.begins_on), "ends_on": _iso(given.ends_on)}  # fmt: skip
    return {name: value for name, value in facts.items() if value is not None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
