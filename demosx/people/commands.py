"""`demosx people …`: accounts from the command line, for the first day and for scripts."""

import sys
from collections.abc import Callable

import click
from flask import Flask

from ..core.db import transaction
from ..core.mail import link
from ..core.terminal import _
from . import queries, roles, services
from .models import Account, Department
from .names import check_email, check_nickname

OpenApp = Callable[[], Flask]


@click.group(help=_("Accounts and roles, for scripts."))
def people() -> None:
    """Holds the commands."""


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
    """Make or find the account and give it the roles: all of it or nothing.

    Without a password a letter with a link goes to the address, and the link is printed.
    """
    password = _first_line() if password_stdin else None
    with open_app().app_context():
        with transaction():
            department = _department(department_key)
            _check_roles(role_keys, department)
            account, secret = _account(email, name, password)
            for key in role_keys:
                services.grant(account, key, department=department if key == "officer" else None)
            number = account.id
        click.echo(_("%(email)s has the account %(number)s.", email=email, number=number))
        if secret is not None:
            click.echo(_("To choose the password, open this within 7 days:"))
            click.echo(link("people.reset", secret=secret))


@people.command(name="list", help=_("List the people who hold a role today."))
@click.option("--role", help=_("Only this role."))
@click.pass_obj
def list_people(open_app: OpenApp, role: str | None) -> None:
    """One line each: number, address, nickname, roles; with tabs between, for other programs."""
    with open_app().app_context():
        accounts = queries.staff(role)
        grants = queries.grants_of_many([account.id for account in accounts])
        for account in accounts:
            held = ",".join(sorted({given.role for given in grants[account.id]}))
            click.echo(f"{account.id}\t{account.email or ''}\t{account.nickname}\t{held}")


@people.command(help=_("Keep somebody out from now on."))
@click.argument("email")
@click.option("--reason", default="", help=_("Kept in the history."))
@click.pass_obj
def suspend(open_app: OpenApp, email: str, reason: str) -> None:
    """Suspend the account of an address."""
    with open_app().app_context():
        with transaction():
            account = queries.account_by_email(email)
            if account is None:
                raise click.UsageError(_("No account has the address %(email)s.", email=email))
            services.suspend(account, reason=reason)
        click.echo(_("%(email)s is suspended.", email=email))


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


def _account(email: str, name: str | None, password: str | None) -> tuple[Account, str | None]:
    """The account, and the secret of the link for its password as long as it has none."""
    known = queries.account_by_email(email)
    if known is not None:
        waits = known.active and known.password_hash is None
        return known, services.invite(known) if waits else None
    address = check_email(email)
    nickname = check_nickname(name or click.prompt(_("Nickname")), reserved=False)
    made = services.create_account(nickname, email=address, password=password)
    return made, services.invite(made) if password is None else None


def _check_roles(role_keys: tuple[str, ...], department: Department | None) -> None:
    known = roles.grantable_roles()
    for key in role_keys:
        if key not in known:
            raise click.UsageError(
                _("No role is called %(role)s. There are: %(known)s.", role=key, known=", ".join(known))
            )
    if "officer" in role_keys and department is None:
        raise click.UsageError(_("An officer needs --department."))


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


def _first_line() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError(_("Standard input holds no password."))
    return password
