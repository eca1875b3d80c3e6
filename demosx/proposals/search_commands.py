"""`demosx search …`: the index in which proposals are found."""

from collections.abc import Callable

import click
from flask import Flask

from ..core.terminal import _

OpenApp = Callable[[], Flask]
SHOWN_EVERY = 2_000


@click.group(help=_("The index in which proposals are found."))
def search() -> None:
    """Holds the commands."""


@search.command(help=_("Make the index anew. Stopped, it goes on where it was; people can search meanwhile."))
@click.pass_obj
def rebuild(open_app: OpenApp) -> None:
    """Index everything that can be found, and say how far it is."""
    from . import search_rebuild

    with open_app().app_context():
        if not search_rebuild.begin():
            click.echo(_("Going on with what was begun."))
        shown = ("", 0)
        for step in search_rebuild.work():
            over = step.done >= step.last
            if over or shown[0] != step.source or step.done - shown[1] >= SHOWN_EVERY:
                shown = (step.source, step.done)
                percent = 100 if over else step.done * 100 // step.last
                click.echo(f"  {step.source:<10} {percent:>3} %")
        click.echo(_("Done: everything is in the index."))
