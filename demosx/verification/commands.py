"""`demosx verification …`: codes and the list of residents, for the office and for scripts."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale

from ..core import clock
from ..core.db import transaction
from ..core.resident_numbers import hold_resident_number
from ..core.terminal import _, language
from . import checks, queries, services
from .columns import label

OpenApp = Callable[[], Flask]


@click.group(help=_("Checks of who people are: codes and the list of residents."))
def verification() -> None:
    """Holds the commands."""


@verification.command(help=_("Issue a code for each of the city's own references."))
@click.argument("references", metavar="REFERENCE...", nargs=-1, required=True)
@click.option("--replace", is_flag=True, help=_("Replace codes that can still be used."))
@click.pass_obj
def issue(open_app: OpenApp, references: tuple[str, ...], replace: bool) -> None:
    """One line each: the reference, its code and the last day, with tabs between. The codes are told this once."""
    with open_app().app_context():
        _never_resident_numbers(references)
        with transaction():
            made = services.issue(list(dict.fromkeys(references)), replace=replace)
        until = (clock.wall() + services.lifetime()).date().isoformat()
        for reference, code in made:
            click.echo(f"{reference}\t{code}\t{until}")


@verification.command(help=_("Take in the city's list of residents, in the place of the present one."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def residents(open_app: OpenApp, file: Path) -> None:
    """All of it or nothing; what stands in it is never printed."""
    with open_app().app_context():
        with transaction():
            total, asked, lasting = services.import_residents(file.read_bytes())
        click.echo(_("Residents: %(total)s", total=total))
        click.echo(_("They are asked for: %(columns)s", columns=", ".join(str(label(key)) for key in asked)))
        if not lasting:
            click.echo(
                _("There is no column “reference”. Whoever moves may then be verified twice; see the guide."),
                err=True,
            )


@verification.command(help=_("How many people are verified, by which check."))
@click.pass_obj
def status(open_app: OpenApp) -> None:
    """One line each: what, and how many."""
    with open_app().app_context():
        with force_locale(language()):
            for method, total in queries.verified_by_method().items():
                click.echo(f"{checks.label_of(method)}\t{total}")
        for what, total in (
            (_("Codes that can be used"), queries.usable_codes()),
            (_("Residents"), queries.residents()),
        ):
            click.echo(f"{what}\t{total}")


def _never_resident_numbers(texts: tuple[str, ...]) -> None:
    """Refuse them before anything else; the shell may keep what was typed, which the sentence says."""
    if hold_resident_number(texts):
        raise click.ClickException(
            _(
                "One of these looks like a resident registration number, which may not be taken. Nothing was kept "
                "here; please delete the line from your shell's history."
            )
        )
