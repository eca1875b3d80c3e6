"""`demosx process draw`: the whole journey of a process on one page."""

from pathlib import Path
from typing import TextIO

import click

from ...core.terminal import _
from ...journey.naming import with_site_names
from ...journey.rules import parse
from ...process.diagram import PAGE, PHONE, as_file, as_text, in_order, tell
from ...process.diagram import draw as draw_story
from ..check import report
from ..opening import Opener
from ..rules_files import check_files
from .arguments import FILE, LANGUAGE, OUTPUT, app_or_none, language_of


@click.command(help=_("Draw a process file as a picture on one page, or list what it says."))
@click.argument("file", type=FILE)
@click.option(
    "-o", "--output", type=OUTPUT, default="-", help=_("Write to this file, instead of the terminal.")
)
@click.option("--lang", type=LANGUAGE, help=_("In this language, instead of the site's first."))
@click.option("--narrow", is_flag=True, help=_("Draw it for a telephone, instead of an A4 page."))
@click.option("--list", "as_list", is_flag=True, help=_("Write the same as a list in plain text."))
@click.pass_obj
def draw(opener: Opener, file: Path, output: TextIO, lang: str | None, narrow: bool, as_list: bool) -> None:
    """Draw a file without errors; one with errors is not drawn, and the exit code is 1."""
    app = app_or_none(opener)
    problems = check_files(app, [file])
    if any(problem.level == "error" for problem in problems):
        report(problems)
    with app.app_context():
        process = with_site_names(parse(file.read_text(encoding="utf-8"), file.name))
    language = lang or language_of(opener)
    story = in_order(tell(process, language))
    content = as_text(story)
    if as_list:
        output.write(content)
        return
    picture = draw_story(story, PHONE if narrow else PAGE)
    output.write(as_file(picture, language, story.name, content))
