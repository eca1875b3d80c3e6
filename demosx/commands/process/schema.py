"""`demosx process schema`: what editors need to complete and check process files."""

from typing import TextIO

import click

from ...core.terminal import _
from ..editor_schema import schema_text
from ..opening import Opener
from .arguments import LANGUAGE, OUTPUT, app_or_none, language_of


@click.command(help=_("Write a JSON Schema, by which editors complete and check process files."))
@click.option("-o", "--output", type=OUTPUT, default="-", help=_("Write into this file instead of printing."))
@click.option("--lang", type=LANGUAGE, help=_("The language of the explanations, instead of the site's."))
@click.pass_obj
def schema(opener: Opener, output: TextIO, lang: str | None) -> None:
    """In a site folder with its own kinds of stages, roles and languages, and anywhere else with the built-in ones."""
    output.write(schema_text(app_or_none(opener), lang or language_of(opener)))
