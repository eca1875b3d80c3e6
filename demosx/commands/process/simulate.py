"""`demosx process simulate`: rules are rehearsed on stories, before they hold."""

import json
from pathlib import Path

import click

from ...config_problems import shown
from ...core.terminal import _, language
from ...process.simulate.data import as_data
from ...process.simulate.story import story
from ...process.simulate.telling import differences
from ..opening import Opener
from ..scenario_files import Tried, scenario_files, try_files
from .arguments import app_or_none

PATH = click.Path(exists=True, path_type=Path)


@click.command(help=_("Rehearse rules: run scenarios, and say where they go otherwise than expected."))
@click.argument("paths", metavar="SCENARIO...", type=PATH, nargs=-1, required=True)
@click.option("-v", "--verbose", is_flag=True, help=_("Tell the whole story, step by step."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the same as data."))
@click.pass_obj
def simulate(opener: Opener, paths: tuple[Path, ...], verbose: bool, as_json: bool) -> None:
    """Run every scenario; a folder stands for the scenarios in it. The exit code is 1 unless all hold."""
    app = app_or_none(opener)
    results = try_files(app, scenario_files(paths))
    if as_json:
        click.echo(json.dumps([_as_data(tried) for tried in results], ensure_ascii=False, indent=2))
    else:
        for tried in results:
            _report(tried, verbose)
        _sum_up(results)
    if not results or not all(tried.holds for tried in results):
        raise click.exceptions.Exit(1)


def _report(tried: Tried, verbose: bool) -> None:
    """Say what became of one scenario."""
    for problem in tried.problems:
        click.echo(shown(problem, language()), err=True)
    rehearsal = tried.rehearsal
    if rehearsal is None:
        return
    lines = story(rehearsal, language()) if verbose else differences(rehearsal, language())
    for line in lines:
        click.echo(line)
    steps, done = len(rehearsal.scenario.steps), len(rehearsal.results)
    wrong = sum(bool(result.differences) for result in rehearsal.results)
    if not wrong:
        click.echo(_("%(file)s: all %(steps)s steps hold.", file=tried.file, steps=steps))
        return
    click.echo(
        _("%(file)s: %(wrong)s of %(steps)s steps go otherwise.", file=tried.file, wrong=wrong, steps=steps)
    )
    if done < steps:
        click.echo(_("%(rest)s further steps could not be rehearsed.", rest=steps - done))


def _sum_up(results: list[Tried]) -> None:
    if not results:
        click.echo(_("There is no scenario here."), err=True)
    elif len(results) > 1:
        good = sum(tried.holds for tried in results)
        click.echo(_("Scenarios: %(all)s, of which hold: %(good)s", all=len(results), good=good))


def _as_data(tried: Tried) -> dict[str, object]:
    return {
        "file": tried.file,
        "holds": tried.holds,
        "problems": [
            {
                "line": one.line, "level": one.level, "code": one.code, "message": dict(one.message),
                "hint": dict(one.hint),
            }
            for one in tried.problems
        ],
        **(as_data(tried.rehearsal) if tried.rehearsal else {"steps": []}),
    }  # fmt: skip
