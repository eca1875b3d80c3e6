"""`demosx people …`: accounts from the command line, for the first day and for scripts."""

import json
import sys
from collections.abc import Callable
from datetime import datetime

import click
from flask import Flask

from ..core.db import transaction
from ..core.errors import DomainError
from ..core.mail import link
from ..core.terminal import _
from . import queries, services
from .commands_grants import (
    GRANT_OPTIONS,
    Limits,
    account_of,
    give,
    grant,
    limits_of,
    revoke,
    scope_of,
    with_options,
)
from .looks import look
from .models import Account, RoleGrant
from .names import check_email, check_nickname

OpenApp = Callable[[], Flask]


@click.group(help=_("Accounts and roles, for scripts."))
def people() -> None:
    """Holds the commands."""


people.add_command(grant)
people.add_command(revoke)


@people.command(help=_("Make an account for somebody of the office, give it roles, and mail an invitation."))
@click.argument("email")
@click.option("--name", help=_("The nickname that is shown; asked for where a new account needs one."))
@click.option("--role", "role_keys", multiple=True, required=True, help=_("A role to give; may be repeated."))
@with_options(GRANT_OPTIONS)
@click.pass_obj
def invite(
    open_app: OpenApp,
    /,
    email: str,
    name: str | None,
    role_keys: tuple[str, ...],
    **limits: str | datetime | None,
) -> None:
    """Make or find the account, give it the roles, and mail its owner a link that works for 7 days: all of it or
    nothing. The link is printed nowhere."""
    with open_app().app_context():
        with transaction():
            meant = limits_of(**limits)
            account = queries.account_by_email(email)
            if account is None:
                nickname = _nickname(name)
                account = services.create_account(nickname, email=check_email(email), confirmed=False)
            give(account, role_keys, meant)
            waits = account.active and account.password_hash is None and account.last_seen_on is None
            if waits:
                services.invite(account)
            number = account.id
        click.echo(_("%(email)s has the account %(number)s.", email=email, number=number))
        if waits:
            click.echo(_("A letter with a link for the first signing in is on its way. It works for 7 days."))


@people.command(help=_("Make an account, or give roles to one that exists."))
@click.argument("email")
@click.option("--name", help=_("The nickname that is shown; asked for where a new account needs one."))
@click.option("--role", "role_keys", multiple=True, help=_("A role to give; may be repeated."))
@click.option("--department", "department_key", help=_("The key of the department, for officers."))
@click.option(
    "--password-stdin", is_flag=True, help=_("Read the password from the first line of standard input.")
)
@click.pass_obj
def add(
    open_app: OpenApp,
    email: str,
    name: str | None,
    role_keys: tuple[str, ...],
    department_key: str | None,
    password_stdin: bool,
) -> None:
    """Make or find the account and give it the roles: all of it or nothing. For the first day and for machines that are
    set up by a script; colleagues are invited.

    Without a password a letter with a link goes to the address, and the link is printed.
    """
    password = _first_line() if password_stdin else None
    with open_app().app_context():
        with transaction():
            department = limits_of(department=department_key).department
            officer = Limits(department=department)
            account = _account(email, name, password)
            for key in role_keys:
                give(account, (key,), officer if key == "officer" else Limits())
            waits = account.active and account.password_hash is None
            secret = services.invite(account) if waits else None
            number = account.id
        click.echo(_("%(email)s has the account %(number)s.", email=email, number=number))
        if secret is not None:
            click.echo(_("To choose the password, open this within 7 days:"))
            click.echo(link("people.reset", secret=secret))


@people.command(name="list", help=_("List the people who hold a role today."))
@click.option("--role", help=_("Only this role."))
@click.option("--format", "kind", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_obj
def list_people(open_app: OpenApp, role: str | None, kind: str) -> None:
    """One line each: number, address, nickname, roles; with tabs between, for other programs. As JSON also with what
    limits each role. Noted in the log of looks."""
    with open_app().app_context():
        with transaction():
            accounts = queries.staff(role)
            grants = queries.grants_of_many([account.id for account in accounts])
            look("people", many=len(accounts), reason="roles", detail="demosx people list")
            rows = [(account, grants[account.id]) for account in accounts]
            lines = [_as_line(*row) for row in rows] if kind == "text" else [_as_json(rows)]
        for line in lines:
            click.echo(line)


@people.command(help=_("Keep somebody out from now on."))
@click.argument("email")
@click.option("--reason", default="", help=_("Kept in the history."))
@click.pass_obj
def suspend(open_app: OpenApp, email: str, reason: str) -> None:
    """Suspend the account of an address."""
    with open_app().app_context():
        with transaction():
            services.suspend(account_of(email), reason=reason)
        click.echo(_("%(email)s is suspended.", email=email))


@people.command(help=_("Let somebody in again who was kept out."))
@click.argument("email")
@click.option("--reason", default="", help=_("Kept in the history."))
@click.pass_obj
def unsuspend(open_app: OpenApp, email: str, reason: str) -> None:
    """End the suspension of the account of an address."""
    with open_app().app_context():
        with transaction():
            services.unsuspend(account_of(email), reason=reason)
        click.echo(_("%(email)s may sign in again.", email=email))


@people.command(name="add-department", help=_("Add a department."))
@click.argument("key")
@click.option("--name-ko", default="", help=_("Its name in Korean."))
@click.option("--name-en", default="", help=_("Its name in English."))
@click.option("--telephone", default="", help=_("Its telephone, shown to the public."))
@click.pass_obj
def add_department(open_app: OpenApp, key: str, name_ko: str, name_en: str, telephone: str) -> None:
    """Add a department, which officers then belong to."""
    if not (name_ko or name_en):
        raise click.UsageError(_("A department needs --name-ko or --name-en."))
    with open_app().app_context():
        with transaction():
            services.add_department(key, {"ko": name_ko, "en": name_en}, telephone)
        click.echo(_("The department %(key)s is added.", key=key))


def _nickname(name: str | None) -> str:
    """The nickname that was typed, or is asked for; what is wrong with it is told by its option."""
    try:
        return check_nickname(name or click.prompt(_("Nickname")), reserved=False)
    except DomainError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--name") from None


def _account(email: str, name: str | None, password: str | None) -> Account:
    known = queries.account_by_email(email)
    if known is not None:
        return known
    address = check_email(email)
    nickname = _nickname(name)
    return services.create_account(nickname, email=address, password=password)


def _as_line(account: Account, grants: list[RoleGrant]) -> str:
    held = ", ".join(sorted({_held(given) for given in grants}))
    return f"{account.id}\t{account.email or ''}\t{account.nickname}\t{held}"


def _held(given: RoleGrant) -> str:
    limits = [scope_of(given)] if given.department or given.process or given.panel else []
    limits += [f"--until {given.ends_on.isoformat()}"] if given.ends_on else []
    return f"{given.role} ({' '.join(limits)})" if limits else given.role


def _as_json(rows: list[tuple[Account, list[RoleGrant]]]) -> str:
    people_as_data = [
        {
            "number": account.id,
            "email": account.email,
            "nickname": account.nickname,
            "roles": [
                {
                    "role": given.role,
                    "department": given.department.key if given.department else None,
                    "process": given.process,
                    "panel": given.panel,
                    "from": given.begins_on.isoformat() if given.begins_on else None,
                    "until": given.ends_on.isoformat() if given.ends_on else None,
                }
                for given in grants
            ],
        }
        for account, grants in rows
    ]
    return json.dumps(people_as_data, ensure_ascii=False, indent=2)


def _first_line() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError(_("Standard input holds no password."))
    return password
