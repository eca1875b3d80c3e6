"""`demosx process show`: the rules that hold, those that held, and how they differ."""

from collections.abc import Sequence

import click

from ...core import i18n
from ...core.terminal import N_, _, language
from ...journey.models import ProcessVersion
from ...journey.naming import with_site_names
from ...journey.rules import all_versions, begins, current_versions, process_of
from ...journey.under_way import versions_under_way
from ...process.difference import difference
from ..cannot import CannotDo
from ..opening import Opener
from .arguments import name

AGAINST_THE_ONE_BEFORE = 0
FOR_WHOM = {"new": N_("for new proposals"), "all": N_("for all, also under way")}


class NoProcess(CannotDo):
    """There is no such process, or no such version of it."""


@click.command(help=_("List the processes with their versions, or show the rules of one."))
@click.argument("key", required=False)
@click.option(
    "--version", "number", type=click.IntRange(1), help=_("This version, instead of the one that holds.")
)
@click.option(
    "--diff", "against", metavar="[NUMBER]", type=click.IntRange(0), is_flag=False,
    flag_value=AGAINST_THE_ONE_BEFORE,
    help=_("In words what it changes against the version before, or against another."),
)  # fmt: skip
@click.pass_obj
def show(opener: Opener, key: str | None, number: int | None, against: int | None) -> None:
    """Print what is stored, word for word, or what it says otherwise than another version."""
    with opener().app_context():
        everything = all_versions()
        if key is None:
            _list_all(everything)
            return
        if key not in everything:
            known = ", ".join(sorted(everything))
            raise NoProcess(
                _("There is no process “%(key)s”; there are: %(known)s.", key=key, known=known or "-")
            )
        holding = current_versions()[key].number
        wanted = _version(everything[key], number or holding)
        if against is None:
            click.echo(wanted.source, nl=False)
        else:
            _differ(everything[key], wanted, against)


def _version(found: Sequence[ProcessVersion], number: int) -> ProcessVersion:
    version = next((one for one in found if one.number == number), None)
    if version is None:
        raise NoProcess(_("There is no version %(number)s of “%(key)s”.", number=number, key=found[0].key))
    return version


def _list_all(everything: dict[str, list[ProcessVersion]]) -> None:
    holding = current_versions()
    for key, current in sorted(holding.items()):
        click.echo(f"{key}: {name(process_of(current.id).name)}")
        travelling = versions_under_way(key)
        for version in everything[key]:
            mark = "*" if version.id == current.id else " "
            click.echo(f"  {mark} {version.number}  {_about(version, travelling.get(version.id, 0))}")
            if version.reason:
                click.echo(f"       {version.reason}")
    if not holding:
        click.echo(_("No rules have been applied yet: demosx process apply FILE"))


def _about(version: ProcessVersion, count: int) -> str:
    return _(
        "from %(day)s, applied %(applied)s, %(whom)s; under way by it: %(count)s",
        day=i18n.local_day(begins(version).at), applied=i18n.local_day(version.applied_at),
        whom=_(FOR_WHOM[version.applies_to]), count=f"{count:,}",
    )  # fmt: skip


def _differ(found: Sequence[ProcessVersion], wanted: ProcessVersion, against: int) -> None:
    if not against and wanted.number == 1:
        click.echo(_("Version 1 is the first; there is none before it."))
        return
    other = _version(found, against or wanted.number - 1)
    click.echo(_("Version %(number)s against version %(other)s:", number=wanted.number, other=other.number))
    old, new = (with_site_names(process_of(one.id)) for one in (other, wanted))
    parts = difference(old, new, language())
    for part in parts:
        click.echo(part.title)
        for line in part.lines:
            click.echo(f"  - {line}")
    if not parts:
        click.echo(_("Nothing but how the file is written."))
