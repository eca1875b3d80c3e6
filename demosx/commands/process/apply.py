"""`demosx process apply`: rules begin to hold."""

from pathlib import Path

import click

from ...core.db import db, transaction
from ...core.terminal import N_, _
from ...journey.rules import apply_version, parse, versions
from ..check import report
from ..opening import Opener
from ..rules_files import check_files
from .arguments import FILE, name

FOR_NEW = N_("%(name)s, version %(number)s: holds from %(day)s for new proposals.")
FOR_ALL = N_("%(name)s, version %(number)s: holds from %(day)s for every proposal, also those under way.")


@click.command(help=_("Make a process file hold, as the next version."))
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
        click.echo(_(sentence, name=name(rules.name), number=number, day=rules.effective))
        if not yes:
            click.confirm(_("Apply it?"), abort=True)
        with transaction():
            stored = apply_version(source, file.name)
            click.echo(_("Version %(number)s of “%(key)s” is stored.", number=stored.number, key=stored.key))
