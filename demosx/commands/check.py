"""`demosx check`: everything that is wrong with a site, or may not be meant, at once."""

import click

from ..app import create_app
from ..config import FILE, SiteErrors, load_site
from ..config_problems import shown
from ..core.settings import Site
from ..core.terminal import _, language, prefer
from ..process.problems import Problem
from . import provider_check, rules_files, site_check, terms_check, uploads_check
from .opening import Opener


@click.command(help=_("Check the site's settings and all its rules."))
@click.pass_obj
def check(opener: Opener) -> None:
    """Print every error and warning; the exit code is 1 if there is an error."""
    try:
        site = load_site(opener.folder())
    except SiteErrors as errors:
        report(list(errors.problems))
        return
    prefer(site.languages[0])
    problems = check_site(site)
    for key, address in provider_check.addresses(site).items():
        click.echo(_("Redirect URI to enter at %(key)s: %(address)s", key=key, address=address))
    report(problems)


def check_site(site: Site) -> list[Problem]:
    """What is wrong with a site whose settings could be read: settings first, then the rules, file by file."""
    problems = site_check.installed(site)
    if problems:
        return problems
    app = create_app(site_check.without_permissions(site))
    problems += site_check.verification(site, app) + site_check.notifications(site, app)
    problems += site_check.roles(site, app) + site_check.exposure(site) + site_check.secrets(site)
    problems += terms_check.texts(site) + provider_check.ways(site) + uploads_check.uploads(site)
    problems += rules_files.check_files(app, rules_files.of_site(site.folder))
    return problems + site_check.database_state(site, app)


def report(problems: list[Problem]) -> None:
    """Print problems and how many there are; end with 1 if one is an error."""
    for problem in problems:
        click.echo(shown(problem, language()), err=problem.level == "error")
    errors = sum(problem.level == "error" for problem in problems)
    if not problems:
        click.echo(_("%(file)s and the rules are in order.", file=FILE))
        return
    click.echo(
        _("Errors: %(errors)s, warnings: %(warnings)s", errors=errors, warnings=len(problems) - errors)
    )
    if errors:
        raise click.exceptions.Exit(1)
