"""`demosx demo`: a filled demonstration city, to look at, to try and to move through time."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..core import clock
from ..core.terminal import LANGUAGES, _, prefer, site_language
from .site_folder import Plan
from .templates import rules_text

CITIZEN = "processes/citizen.toml"
ZONE = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True, kw_only=True)
class DemoPlan(Plan):
    """A site folder whose rules for citizens are those of the invented city. `own`: its files about them, by their
    paths in the folder."""

    own: dict[str, str]

    def rules(self) -> dict[str, str]:
        """The city's own rules for citizens, and the usual ones for the city's proposals."""
        return {**super().rules(), CITIZEN: self.own[CITIZEN]}

    def files(self) -> dict[str, str]:
        """The same as of any site, with scenarios of the city's rules instead of those that are about others."""
        found = super().files().items()
        kept = {
            name: text for name, text in found if not name.startswith("scenarios/") or CITIZEN not in text
        }
        return {**kept, **self.own}


@click.command(help=_("Make a filled demonstration city in a folder."))
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-site")
)
@click.option("--language", "first", type=click.Choice(LANGUAGES), help=_("The language of the city."))
@click.option("--yes", is_flag=True, help=_("Ask nothing."))
def demo(folder: Path, first: str | None, yes: bool) -> None:
    """Make the folder, and tell every story of the city. Nothing is left behind if it fails."""
    first = first or site_language()
    prefer(first)
    from ..demo.lawbook import editions
    from ..demo.texts import FOLDER, stories_in
    from .making import check, make_demo

    today = clock.today(ZONE)
    plan = _plan(folder, first, today)
    check(plan)
    if not yes:
        click.confirm(
            _("Make a demonstration city in %(folder)s?", folder=plan.folder), default=True, abort=True
        )
    rules = editions(rules_text, today, first)
    with click.progressbar(length=stories_in(FOLDER), label=_("Telling the stories of the city")) as bar:
        told = make_demo(plan, rules, bar.update)
    click.echo(_("The demonstration city is ready: %(count)s proposals.", count=told))
    click.echo(_("Serve it: %(command)s", command=f"demosx --site {folder} run"))
    click.echo(_("Move its clock: %(command)s", command=f"demosx --site {folder} tick --at 2030-01-01"))
    _suggest(folder)


def _suggest(folder: Path) -> None:
    """Name what else there is to try."""
    site = f"demosx --site {folder} process"
    click.echo()
    click.echo(_("Its rules, to look at and to try:"))
    tries = (
        _("every version, and what each changed: %(address)s", address="http://127.0.0.1:8000/how/rules"),
        _("as a picture: %(command)s", command=f"{site} draw {folder / CITIZEN} -o citizen.svg"),
        _("rehearsed on made-up cases: %(command)s", command=f"{site} simulate {folder / 'scenarios'}"),
    )
    for one in tries:
        click.echo(f"  - {one}")


def _plan(folder: Path, first: str, today: date) -> DemoPlan:
    from ..demo import places
    from ..demo.lawbook import scenarios, written
    from ..demo.texts import city

    facts = city()
    return DemoPlan(
        folder=folder.absolute(),
        names=facts["name"],
        languages=(first, *(code for code in LANGUAGES if code != first)),
        demo=True,
        population=facts["population"],
        areas=tuple((key, names["ko"], names["en"]) for key, names in facts["areas"].items()),
        districts=tuple((key, names["ko"], names["en"]) for key, names in facts["districts"].items()),
        office=facts["office"],
        telephone=facts["telephone"],
        map=places.settings(first),
        own={
            CITIZEN: written("rules/citizen.toml", today),
            places.PICTURE: places.drawn(first),
            **scenarios(today),
        },
    )
