"""`demosx version`."""

import click

from .. import __version__
from ..core.terminal import _


@click.command(help=_("Say which version this is."))
def version() -> None:
    """Print it."""
    click.echo(f"DemosX {__version__}")
