"""`demosx process reference`: every word of the process language, on one page."""

from typing import TextIO

import click

from ...core.terminal import _
from ...journey.rules import registry, vocabulary
from ...process.reference import reference_page
from ..opening import Opener
from .arguments import LANGUAGE, OUTPUT, app_or_none, language_of


@click.command(help=_("Write the page that explains every word of process files."))
@click.option("-o", "--output", type=OUTPUT, default="-", help=_("Write into this file instead of printing."))
@click.option("--lang", type=LANGUAGE, help=_("The language of the explanations, instead of the site's."))
@click.pass_obj
def reference(opener: Opener, output: TextIO, lang: str | None) -> None:
    """In a site folder with the kinds of stages of its plugins, and anywhere else with the built-in ones."""
    with app_or_none(opener).app_context():
        output.write(reference_page(registry().kinds, vocabulary(), lang or language_of(opener)))
