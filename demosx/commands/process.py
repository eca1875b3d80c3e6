"""`demosx process`: rules are checked, applied and shown."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from ..app import create_app
from ..config import NoSite
from ..core import i18n
from ..core.db import db, transaction
from ..core.security import new_secret
from ..core.settings import Site
from ..core.terminal import N_, _, language
from ..core.web import Application
from ..journey.models import ProcessVersion
from ..journey.rules import apply_version, current_versions, parse, process_of, versions
from ..process.problems import Problem
from .cannot import CannotDo
from .check import report
from .opening import Opener
from .rules_files import check_files

FOR_NEW = N_("%(name)s, version %(number)s: holds from %(day)s for new proposals.")
FOR_ALL = N_("%(name)s, version %(number)s: holds from %(day)s for every proposal, also those under way.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class NoProcess(CannotDo):
    """There is no such process, or no such version of it."""


@click.group(help=_("Check, apply and show the rules of a process."))
def process() -> None:
    """Hold the three together."""


@process.command(help=_("Check process files: every error and warning, with its line."))
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=_("Print the same as data."))
@click.pass_obj
def check(opener: Opener, files: tuple[Path, ...], as_json: bool) -> None:
    """Work in a site folder with its own words, and anywhere else with the built-in ones."""
    problems = check_files(_app_or_none(opener), files)
    if as_json:
        click.echo(json.dumps([_as_data(problem) for problem in problems], ensure_ascii=False, indent=2))
        raise click.exceptions.Exit(any(problem.level == "error" for problem in problems))
    if not problems:
        click.echo(_("The rules are in order."))
    else:
        report(problems)


@process.command(help=_("Make a process file hold, as the next version."))
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.pass_obj
def apply(opener: Opener, file: Path, yes: bool) -> None:
    """Check the file, say what will hold from when, ask, and store it."""
    app = opener()
    problems = check_files(app, [file])
    if problems:
        report(problems)
    source = file.read_text(encoding="utf-8")
    with app.app_context():
        rules = parse(source, file.name)
        before = versions(rules.key)
        number = before[0].number + 1 if before else 1
        db.session.rollback()
        sentence = FOR_ALL if rules.applies_to == "all" else FOR_NEW
        click.echo(_(sentence, name=_name(rules.name), number=number, day=rules.effective))
        if not yes:
            click.confirm(_("Apply it?"), abort=True)
        with transaction():
            stored = apply_version(source, file.name)
            click.echo(_("Version %(number)s of “%(key)s” is stored.", number=stored.number, key=stored.key))


@process.command(help=_("List the processes, or show the rules of one."))
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


def _app_or_none(opener: Opener) -> Application:
    """The site's application; elsewhere one of a site with nothing of its own."""
    try:
        return opener()
    except NoSite:
        return create_app(Site(name={"en": "-"}, secret_key=new_secret()))


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        name: dict(value) if isinstance(value, dict) else value for name, value in asdict(problem).items()
    }


def _list_all() -> None:
    holding = current_versions()
    for key, current in sorted(holding.items()):
        click.echo(f"{key}: {_name(process_of(current.id).name)}")
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


def _name(names: Mapping[str, str]) -> str:
    return names.get(language()) or next(iter(names.values()), "")
