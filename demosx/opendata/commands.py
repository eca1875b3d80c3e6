"""`demosx import …`: taking in data from elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from flask import Flask

from ..core.terminal import _
from . import planning
from .mapping import pairs
from .planning import Wishes
from .readers import Row, Table
from .refusals import Refusals
from .reporting import about_table, about_words, summary
from .services import Import

OpenApp = Callable[[], Flask]
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="import", help=_("Take in data from elsewhere."))
def import_group() -> None:
    """Holds the commands."""


@import_group.command(help=_("Take in proposals from a CSV or JSON file, also packed as .gz."))
@click.argument("file", type=EXISTING)
@click.option(
    "--map", "maps", multiple=True, metavar="X=COLUMN", help=_("Which column is the title, the text, …")
)
@click.option(
    "--map-area", "areas", multiple=True, metavar="WORD=KEY", help=_("What a word is among our areas.")
)
@click.option(
    "--map-district", "districts", multiple=True, metavar="WORD=KEY", help=_("The same for districts.")
)
@click.option(
    "--map-status", "ends", multiple=True, metavar="WORD=END", help=_("What a status is among our ends.")
)
@click.option("--source", default="", help=_("Where it comes from; the name of the file unless you say."))
@click.option(
    "--process", default="citizen", show_default=True, help=_("The process that the proposals travel by.")
)
@click.option(
    "--archive", is_flag=True, help=_("Keep everything as over; as usual where its period is past.")
)
@click.option("--live", is_flag=True, help=_("Let the rules act on everything."))
@click.option(
    "--as-of", default="", metavar="DAY", help=_("With --live: the day from which they act; today.")
)
@click.option("--encoding", help=_("How the file is written, where it is neither UTF-8 nor CP949."))
@click.option("--dry-run", is_flag=True, help=_("Check everything, store nothing."))
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help=_("Where rows left out are kept.")
)
@click.pass_obj
def proposals(
    open_app: OpenApp, /, file: Path, encoding: str | None, errors: Path | None, **asked: Any
) -> None:
    """Import what can be imported, tell of the rest. Ends with 1 if a row was left out."""
    wishes = _wishes(asked)
    with open_app().app_context():
        table = Table(file, encoding)
        order = planning.plan(table, wishes)
        click.echo(about_table(table, order.expected.columns))
        started = time.perf_counter()
        with Refusals(table, errors) as refusals:
            outcome = Import(order, refusals.add).run(_shown(table))
        for line in refusals.told:
            click.echo(line, err=True)
        for line in (*about_words(order), *summary(outcome, order, time.perf_counter() - started)):
            click.echo(line)
    if outcome.refused:
        raise click.exceptions.Exit(1)


def _wishes(asked: dict[str, Any]) -> Wishes:
    if asked["archive"] and asked["live"]:
        raise click.UsageError(_("Take either --archive or --live."))
    if asked["as_of"] and not asked["live"]:
        raise click.UsageError(_("--as-of goes with --live."))
    return Wishes(
        process=asked["process"],
        source=asked["source"],
        archive=True if asked["archive"] else False if asked["live"] else None,
        as_of=asked["as_of"],
        dry_run=asked["dry_run"],
        columns=pairs(asked["maps"], "--map"),
        areas=pairs(asked["areas"], "--map-area"),
        districts=pairs(asked["districts"], "--map-district"),
        ends=pairs(asked["ends"], "--map-status"),
    )


def _shown(table: Table) -> Iterator[Row]:
    """The rows, with a bar that shows how far it is where somebody looks on."""
    if not sys.stderr.isatty():
        yield from table.rows()
        return
    with click.progressbar(length=table.size, label=table.path.name, file=sys.stderr) as bar:
        for row in table.rows():
            if table.position > bar.pos:
                bar.update(table.position - bar.pos)
            yield row
