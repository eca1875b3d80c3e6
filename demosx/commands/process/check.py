"""`demosx process check`: what is wrong with rules, before they hold."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from ...core.terminal import _
from ..check import report
from ..opening import Opener
from ..rules_files import check_files
from .arguments import app_or_none


@click.command(help=_("Check process files: every error and warning, with its line."))
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=_("Print the same as data."))
@click.pass_obj
def check(opener: Opener, files: tuple[Path, ...], as_json: bool) -> None:
    """Work in a site folder with its own words, and anywhere else with the built-in ones. A file that cannot be read is
    an error like others, so that the rest are checked all the same."""
    problems = check_files(app_or_none(opener), files)
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
        raise click.exceptions.Exit(int(any(problem.level == "error" for problem in problems)))
    if not problems:
        click.echo(_("The rules are in order."))
    else:
        report(problems)
