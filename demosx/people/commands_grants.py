"""Giving and taking roles from the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import click
from flask import Flask

from ..core import clock
from ..core.db import transaction
from ..core.settings import site
from ..core.terminal import _
from . import queries, roles, services
from .models import Account, Department, RoleGrant
from .scopes import scopes

OpenApp = Callable[[], Flask]
DAY = click.DateTime(["%Y-%m-%d"])
SCOPE_OPTIONS = (
    click.option(
        "--department", help=_("The key of the department to which it is limited; officers need one.")
    ),
    click.option("--process", help=_("The key of the process to which it is limited.")),
    click.option("--panel", help=_("The key of the stage to whose panel it is limited.")),
)
GRANT_OPTIONS = (
    *SCOPE_OPTIONS,
    click.option("--from", "begins_on", type=DAY, help=_("The first day on which it counts.")),
    click.option("--until", "ends_on", type=DAY, help=_("The last day on which it counts.")),
)


@dataclass(frozen=True)
class Limits:
    """To what a role is limited."""

    department: Department | None = None
    process: str | None = None
    panel: str | None = None
    begins_on: date | None = None
    ends_on: date | None = None


def limits_of(**given: str | datetime | None) -> Limits:
    """The limits that were typed. What is not there is a mistake that says what there is."""
    days = {name: day.date() for name, day in given.items() if isinstance(day, datetime)}
    words = {name: word for name, word in given.items() if isinstance(word, str)}
    if days.get("begins_on", date.min) > days.get("ends_on", date.max):
        raise click.UsageError(_("The last day is before the first."))
    if days.get("ends_on", date.max) < clock.today(site().zone):
        raise click.UsageError(_("The last day is over already."))
    return Limits(
        _department(words.get("department")),
        _known("process", words.get("process"), scopes().processes()),
        _known("panel", words.get("panel"), scopes().panels()),
        days.get("begins_on"),
        days.get("ends_on"),
    )


def account_of(email: str) -> Account:
    """The account of an address."""
    account = queries.account_by_email(email)
    if account is None:
        raise click.UsageError(_("No account has the address %(email)s.", email=email))
    return account


def give(account: Account, keys: Sequence[str], limits: Limits, reason: str = "") -> None:
    """Give roles with the same limits."""
    known = roles.grantable_roles()
    for key in keys:
        if key not in known:
            raise click.UsageError(
                _("No role is called %(role)s. There are: %(known)s.", role=key, known=", ".join(known))
            )
        if key == "officer" and limits.department is None:
            raise click.UsageError(_("An officer needs --department."))
    for key in keys:
        services.grant(
            account, key, department=limits.department, process=limits.process, panel=limits.panel,
            begins_on=limits.begins_on, ends_on=limits.ends_on, reason=reason,
        )  # fmt: skip


def with_options(options: Sequence[Callable[..., Callable[..., None]]]) -> Callable[..., Callable[..., None]]:
    """Give a command several options."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.command(help=_("Give a role to somebody who has an account."))
@click.argument("email")
@click.argument("role")
@with_options(GRANT_OPTIONS)
@click.option("--reason", default="", help=_("Kept in the history."))
@click.pass_obj
def grant(open_app: OpenApp, /, email: str, role: str, reason: str, **limits: str | datetime | None) -> None:
    """Give one role. The person's sessions end, and their tokens."""
    with open_app().app_context():
        with transaction():
            give(account_of(email), (role,), limits_of(**limits), reason)
        click.echo(_("%(email)s has the role %(role)s.", email=email, role=role))


@click.command(help=_("Take a role back, at once."))
@click.argument("email")
@click.argument("role")
@with_options(SCOPE_OPTIONS)
@click.option("--reason", required=True, help=_("Why; kept in the history. No names."))
@click.pass_obj
def revoke(open_app: OpenApp, /, email: str, role: str, reason: str, **limits: str | None) -> None:
    """Take back the one grant of a role that has these limits; where there is only one, it needs no limits."""
    with open_app().app_context():
        with transaction():
            account = account_of(email)
            given = _one(account, role, limits_of(**limits))
            ended = scope_of(given)
            services.revoke(given, reason=reason)
            left = [scope_of(one) for one in queries.grants_of(account.id) if one.role == role]
        click.echo(
            _(
                "%(email)s no longer has the role %(role)s for: %(limits)s.",
                email=email,
                role=role,
                limits=ended,
            )
        )
        if left:
            click.echo(_("It stays for: %(limits)s.", limits="; ".join(left)))


def _one(account: Account, role: str, limits: Limits) -> RoleGrant:
    """The grant that is meant."""
    held = [given for given in queries.grants_of(account.id) if given.role == role]
    department = limits.department.id if limits.department else None
    wanted = (department, limits.process, limits.panel)
    fitting = [given for given in held if (given.department_id, given.process, given.panel) == wanted]
    if len(held) == 1 and wanted == (None, None, None):
        return held[0]
    if not held:
        raise click.UsageError(_("This person does not have the role %(role)s.", role=role))
    if len(fitting) != 1:
        told = "; ".join(scope_of(given) for given in held)
        raise click.UsageError(
            _(
                "This person does not have the role %(role)s so. They have it for: %(held)s.",
                role=role,
                held=told,
            )
        )
    return fitting[0]


def scope_of(given: RoleGrant) -> str:
    """To what a grant is limited, as it is typed."""
    parts = {
        "--department": given.department.key if given.department else None,
        "--process": given.process,
        "--panel": given.panel,
    }
    return " ".join(f"{option} {key}" for option, key in parts.items() if key) or _("everything")


def _department(key: str | None) -> Department | None:
    if key is None:
        return None
    found = queries.department_by_key(key)
    if found is None:
        known = ", ".join(one.key for one in queries.departments()) or "–"
        raise click.UsageError(
            _("No department has the key %(key)s. There are: %(known)s.", key=key, known=known)
        )
    return found


def _known(option: str, key: str | None, there: Mapping[str, str]) -> str | None:
    if key is not None and key not in there:
        known = ", ".join(there) or "–"
        raise click.UsageError(
            _("--%(option)s %(key)s is not there. There are: %(known)s.", option=option, key=key, known=known)
        )
    return key
