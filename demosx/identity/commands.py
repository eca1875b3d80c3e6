"""`demosx people reset-factor`: the way back for the last administrator, whom nobody else can help."""

from collections.abc import Callable

import click
from flask import Flask

from ..core.db import transaction
from ..core.terminal import _
from ..people.queries import account_by_email
from .factor_services import reset_factors


@click.command(name="reset-factor", help=_("Take away the second factor of somebody who has lost it."))
@click.argument("email")
@click.option("--reason", default="", help=_("Kept in the history."))
@click.pass_obj
def reset_factor(open_app: Callable[[], Flask], email: str, reason: str) -> None:
    """Delete the factors of an account and end its sessions; its owner is told by mail."""
    with open_app().app_context():
        with transaction():
            account = account_by_email(email)
            if account is None:
                raise click.UsageError(_("No account has the address %(email)s.", email=email))
            reset_factors(account, None, reason)
        click.echo(_("%(email)s sets up a new second factor with the next signing in.", email=email))
