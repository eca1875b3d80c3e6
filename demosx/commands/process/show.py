"""`demosx process show`: the rules that hold, and those that held."""

import click

from ...core import i18n
from ...core.terminal import _
from ...journey.models import ProcessVersion
from ...journey.rules import current_versions, process_of, versions
from ..cannot import CannotDo
from ..opening import Opener
from .arguments import name


class NoProcess(CannotDo):
    """There is no such process, or no such version of it."""


@click.command(help=_("List the processes, or show the rules of one."))
@click.argument("key", required=False)
@click.option(
    "--version", "number", type=click.IntRange(1), help=_("This version, instead of the one that holds.")
)
@click.pass_obj
def show(opener: Opener, key: str | None, number: int | None) -> None:
    """Print what is stored, word for word."""
    with opener().app_context():
        if key is None:
            _list_all()
            return
        found = [version for version in versions(key) if number in (None, version.number)]
        if not found:
            raise NoProcess(_no_process(key, number))
        holding = current_versions()[key]
        click.echo((found[0] if number else holding).source, nl=False)


def _list_all() -> None:
    holding = current_versions()
    for key, current in sorted(holding.items()):
        click.echo(f"{key}: {name(process_of(current.id).name)}")
        for version in versions(key):
            mark = "*" if version.id == current.id else " "
            click.echo(f"  {mark} {version.number}  {_since(version)}")
    if not holding:
        click.echo(_("No rules have been applied yet: demosx process apply FILE"))


def _since(version: ProcessVersion) -> str:
    return _(
        "from %(day)s, applied %(applied)s",
        day=version.effective_on,
        applied=i18n.local_day(version.applied_at),
    )


def _no_process(key: str, number: int | None) -> str:
    known = ", ".join(sorted(current_versions()))
    if number is not None and versions(key):
        return _("There is no version %(number)s of “%(key)s”.", number=number, key=key)
    return _("There is no process “%(key)s”; there are: %(known)s.", key=key, known=known or "-")
