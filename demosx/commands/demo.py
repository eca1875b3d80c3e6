"""`demosx demo`: a filled demonstration city, to look at, to try and to move through time."""

from dataclasses import dataclass
from pathlib import Path

import click

from ..core.terminal import LANGUAGES, _, prefer, site_language
from .site_folder import Plan
from .templates import DIRECTIVE

CITIZEN = "processes/citizen.toml"


@dataclass(frozen=True, kw_only=True)
class DemoPlan(Plan):
    """A site folder whose rules for citizens are those of the invented city."""

    citizen: str

    def rules(self) -> dict[str, str]:
        """The city's own rules for citizens, and the usual ones for the city's proposals."""
        return {**super().rules(), CITIZEN: DIRECTIVE + self.citizen}

    def files(self) -> dict[str, str]:
        """The same as of any site, without the scenarios of rules that are not the city's."""
        found = super().files().items()
        return {
            name: text for name, text in found if not name.startswith("scenarios/") or CITIZEN not in text
        }


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
    from ..demo.texts import FOLDER, stories_in
    from .making import check, make_demo

    plan = _plan(folder, first)
    check(plan)
    if not yes:
        click.confirm(
            _("Make a demonstration city in %(folder)s?", folder=plan.folder), default=True, abort=True
        )
    with click.progressbar(length=stories_in(FOLDER), label=_("Telling the stories of the city")) as bar:
        told = make_demo(plan, bar.update)
    click.echo(_("The demonstration city is ready: %(count)s proposals.", count=told))
    click.echo(_("Serve it: %(command)s", command=f"demosx --site {folder} run"))
    click.echo(_("Move its clock: %(command)s", command=f"demosx --site {folder} tick --at 2030-01-01"))


def _plan(folder: Path, first: str) -> DemoPlan:
    from ..demo.texts import city, own_rules

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
        citizen=own_rules(),
    )
