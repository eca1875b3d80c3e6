"""`demosx token …`: tokens by which scripts act for somebody."""

from collections.abc import Callable

import click
from flask import Flask

from ..core.db import transaction
from ..core.i18n import local_day
from ..core.terminal import _
from . import api_tokens
from .commands_grants import account_of

OpenApp = Callable[[], Flask]


@click.group(help=_("Tokens by which scripts act for somebody."))
def token() -> None:
    """Holds the commands."""


@token.command(help=_("Make a token. Its secret is shown once."))
@click.argument("name")
@click.option("--for", "email", required=True, help=_("The e-mail address of the account for which it acts."))
@click.option(
    "--permission", "permissions", multiple=True,
    help=_("What it may, such as document:write; may be repeated. Without: what takes no second factor."),
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1, api_tokens.LONGEST), default=api_tokens.LIFETIME, show_default=True,
    help=_("How many days it works."),
)  # fmt: skip
@click.pass_obj
def create(open_app: OpenApp, name: str, email: str, permissions: tuple[str, ...], days: int) -> None:
    """Make a token with a part of what its owner may. The secret alone stands on standard output, for pipes."""
    with open_app().app_context():
        with transaction():
            made, secret = api_tokens.create(account_of(email), name, permissions, days=days)
            number, ends, may = made.id, local_day(made.expires_at), made.scope
        click.echo(_("Token %(number)s works until %(day)s.", number=number, day=ends), err=True)
        click.echo(_("It may: %(permissions)s", permissions=may or "–"), err=True)
        click.echo(_("This is shown only now. Keep it as you keep a password:"), err=True)
        click.echo(secret)


@token.command(name="list", help=_("List the tokens, the latest first."))
@click.option("--for", "email", help=_("Only those of this account."))
@click.pass_obj
def list_tokens(open_app: OpenApp, email: str | None) -> None:
    """One line each: number, name, owner's number, last day, last day of use, state, scope; with tabs between."""
    with open_app().app_context():
        owner = account_of(email).id if email else None
        for one in api_tokens.tokens(owner):
            state = _("works") if one.works and one.account.active else _("ended")
            used = one.last_used_on or "–"
            line = (one.id, one.name, one.account_id, local_day(one.expires_at), used, state, one.scope)
            click.echo("\t".join(map(str, line)))


@token.command(help=_("Take a token back, at once."))
@click.argument("number", type=click.IntRange(1))
@click.pass_obj
def revoke(open_app: OpenApp, number: int) -> None:
    """End one token."""
    with open_app().app_context():
        with transaction():
            found = api_tokens.token(number)
            if found is None:
                raise click.UsageError(_("No token has the number %(number)s.", number=number))
            api_tokens.revoke(found)
        click.echo(_("Token %(number)s does not work any more.", number=number))
