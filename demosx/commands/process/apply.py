"""`demosx process apply`: rules begin to hold."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from ...core import clock
from ...core.db import db, transaction
from ...core.i18n import local_day
from ...core.terminal import N_, _, language
from ...journey.naming import with_site_names
from ...journey.rules import (
    AppliedMeanwhile,
    SomethingLost,
    apply_version,
    calendar,
    parse,
    process_of,
    versions,
    what_is_lost,
)
from ...journey.under_way import Lost
from ...process.definition import Process
from ...process.difference import difference
from ...proposals.foresight import Prospect, fates, under_way
from ...proposals.ticking import settle_due
from ..cannot import CannotDo
from ..check import report
from ..opening import Opener
from ..rules_files import check_files
from .arguments import FILE, name
from .forecast import Forecast, refuse

FOR_NEW = N_("%(name)s, version %(number)s: holds from %(day)s for new proposals.")
FOR_ALL = N_("%(name)s, version %(number)s: holds from %(day)s for every proposal, also those under way.")
FIRST = N_("%(name)s, version %(number)s: the first rules. They hold for everything filed before, too.")


@dataclass(frozen=True)
class Plan:
    """Rules that somebody wants to apply: the file, what it says, and the number of the version before it (0 if there
    is none) with its rules."""

    file: Path
    source: str
    rules: Process
    before: int
    old: Process | None
    now: datetime

    @property
    def number(self) -> int:
        """The number that the version will have."""
        return self.before + 1

    @property
    def for_all(self) -> bool:
        """Whether it holds for what is under way too."""
        return self.rules.applies_to == "all" and self.old is not None

    def prospect(self) -> Prospect:
        """From when it would hold."""
        day = self.rules.effective
        if day is not None and day > local_day(self.now):
            return Prospect(self.rules, calendar().midnight(day), by_deadline=True)
        return Prospect(self.rules, self.now, by_deadline=False)


@click.command(help=_("Make a process file hold, as the next version."))
@click.argument("file", type=FILE)
@click.option("--reason", metavar="TEXT", default="", help=_("Why the rules change; everybody can read it."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would happen."))
@click.pass_obj
def apply(opener: Opener, file: Path, reason: str, yes: bool, dry_run: bool) -> None:
    """Check the file, say what it changes and what it does to proposals under way, ask, and store it."""
    app = opener()
    problems = check_files(app, [file])
    if problems:
        report(problems)
    with app.app_context():
        plan = _plan(file)
        _announce(plan, reason)
        if plan.for_all:
            _look_ahead(plan)
        db.session.rollback()
        if dry_run:
            click.echo(_("Nothing was changed."))
            return
        if not yes:
            click.confirm(_("Apply it?"), abort=True)
        _store(plan, reason)
        if plan.for_all and not plan.prospect().by_deadline:
            _go_over(plan)


def _plan(file: Path) -> Plan:
    source = file.read_text(encoding="utf-8")
    rules = parse(source, file.name)
    before = next(iter(versions(rules.key)), None)
    if before is not None and before.source == source:
        raise CannotDo(
            _("%(file)s is the same as version %(number)s: there is nothing to apply.",
              file=file.name, number=before.number)
        )  # fmt: skip
    if before is None:
        return Plan(file, source, rules, 0, None, clock.now())
    return Plan(file, source, rules, before.number, process_of(before.id), clock.now())


def _announce(plan: Plan, reason: str) -> None:
    """Say from when and for whom the rules hold, and what they say otherwise than those before."""
    sentence = FOR_ALL if plan.for_all else FOR_NEW if plan.old else FIRST
    day = local_day(plan.prospect().at)
    click.echo(_(sentence, name=name(plan.rules.name), number=plan.number, day=day))
    if plan.old is None:
        return
    parts = difference(with_site_names(plan.old), with_site_names(plan.rules), language())
    click.echo(_("What changes against version %(number)s:", number=plan.before))
    for part in parts:
        click.echo(f"  {part.title}")
        for line in part.lines:
            click.echo(f"    - {line}")
    if not parts:
        click.echo("  " + _("Nothing but how the file is written."))
    if not reason:
        click.echo(_("With --reason you can say why. Everybody can read it."))
    if not plan.for_all:
        count = f"{under_way(plan.rules.key):,}"
        click.echo(_("Proposals under way keep their rules: %(count)s.", count=count))


def _look_ahead(plan: Plan) -> None:
    """Say what would happen to what is under way; end here if anything would be lost."""
    prospect = plan.prospect()
    lost = what_is_lost(plan.rules, prospect.by_deadline)
    if lost:
        _refuse(plan, lost)
    if prospect.by_deadline:
        click.echo(_("If nothing else happens to them until then:"))
    forecast = Forecast(plan.rules)
    with click.progressbar(
        length=under_way(plan.rules.key), label=_("Looking at them"), file=sys.stderr
    ) as bar:
        for fate in fates(prospect):
            forecast.add(fate)
            bar.update(1)
    for line in forecast.lines():
        click.echo(line)


def _refuse(plan: Plan, lost: Sequence[Lost]) -> NoReturn:
    held = [process_of(version.id) for version in versions(plan.rules.key)]
    refuse(plan.rules, lost, held, plan.prospect().by_deadline)
    raise click.exceptions.Exit(1)


def _store(plan: Plan, reason: str) -> None:
    try:
        with transaction():
            stored = apply_version(plan.source, plan.file.name, reason=reason, after=plan.before)
            number, key = stored.number, stored.key
    except AppliedMeanwhile as meanwhile:
        sentence = N_(
            "Somebody has applied version %(number)s meanwhile. Look at it first, then apply your file again."
        )
        raise CannotDo(_(sentence, **meanwhile.facts)) from meanwhile
    except SomethingLost as refusal:
        _refuse(plan, refusal.lost)
    click.echo(_("Version %(number)s of “%(key)s” is stored.", number=number, key=key))


def _go_over(plan: Plan) -> None:
    """Let everything under way go over. What an interruption leaves goes over with the next tick, or a look."""
    click.echo(_("Proposals go over to the new rules. If this is interrupted, the site goes on by itself."))
    with click.progressbar(length=under_way(plan.rules.key), label=_("Going over"), file=sys.stderr) as bar:
        settled = settle_due(bar.update)
    click.echo(_("Done: %(count)s.", count=f"{settled:,}"))
