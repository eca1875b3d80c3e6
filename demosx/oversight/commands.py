"""`demosx people why`: why somebody may do something, or may not."""

from collections.abc import Callable

import click
from flask import Flask
from flask_babel import force_locale

from ..core.permissions import book
from ..core.terminal import _
from ..core.terminal import language as spoken
from ..people.commands_grants import account_of
from . import queries
from .explain import case_of, explain

OpenApp = Callable[[], Flask]
SIGNS = {True: "+", False: "-", None: "?"}


@click.command(help=_("Say why somebody may do something, or may not."))
@click.argument("email")
@click.argument("permission")
@click.argument("proposal", required=False)
@click.pass_obj
def why(open_app: OpenApp, email: str, permission: str, proposal: str | None) -> None:
    """The same that the screen says: + speaks for it, - against it, ? has to be done first. Ends with 1 for no."""
    with open_app().test_request_context(), force_locale(spoken()):
        known = sorted(book().sentences)
        if permission not in known:
            raise click.UsageError(
                _(
                    "No permission is called %(word)s. There are: %(known)s.",
                    word=permission,
                    known=", ".join(known),
                )
            )
        about = queries.by_receipt(proposal) if proposal else None
        if proposal and about is None:
            raise click.UsageError(_("No proposal has the receipt number %(number)s.", number=proposal))
        told = explain(case_of(account_of(email), about), permission)
        for line in told.lines:
            click.echo(f"{SIGNS[line.fits]} {line.text}")
        click.echo(told.verdict)
    if not (told.may and told.now):
        raise click.exceptions.Exit(1)
