"""`demosx upgrade`."""

import click

from ..core.settings import Site
from ..core.terminal import _
from . import database
from .opening import Opener


@click.command(help=_("Bring the database up to this version."))
@click.option("--yes", is_flag=True, help=_("Do not ask whether there is a backup."))
@click.pass_obj
def upgrade(open_app: Opener, yes: bool) -> None:
    """Run what is missing, all or nothing. A second run finds nothing to do."""
    app = open_app()
    state = database.state(app)
    if not state.needs:
        click.echo(_("The database is up to this version already. Nothing to do."))
        return
    for script in state.needs:
        click.echo(f"  {script.revision}  {script.doc}")
    if state.has:
        click.echo(_("Before you go on, please back up the database: %(how)s", how=_backup(open_app.site())))
        if not yes:
            click.confirm(_("Go on?"), abort=True, default=False)
    done = database.upgrade(app)
    click.echo(_("Done: %(number)s changes to the database.", number=len(done)))


def _backup(site: Site) -> str:
    if site.database.url.startswith("sqlite"):
        file = site.database.url.removeprefix("sqlite:///")
        return f'sqlite3 {file} ".backup {file}.backup"'
    return "pg_dump --format=custom --file=demosx.dump DATABASE"
