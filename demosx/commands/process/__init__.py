"""`demosx process`: rules are checked, drawn, rehearsed, applied and shown. One file a command."""

import click

from ...core.terminal import _
from .apply import apply
from .check import check
from .draw import draw
from .reference import reference
from .schema import schema
from .show import show
from .simulate import simulate


@click.group(help=_("Check, draw, rehearse, apply and show the rules of a process."))
def process() -> None:
    """Hold the commands together."""


for command in (check, draw, simulate, apply, show, schema, reference):
    process.add_command(command)
