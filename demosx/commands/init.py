"""`demosx init`: a new site, from nothing to the first sign-in."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from ..core.terminal import LANGUAGES, _, language, prefer, site_language
from . import templates
from .site_folder import SQLITE, Plan

NAMES = {"ko": "우리 시", "en": "Our City"}


@dataclass(frozen=True)
class Admin:
    """The first administrator. Without a password, a link to choose one is made."""

    email: str
    password: str | None = None


class WithTemplates(click.Command):
    """A command whose help lists the rules that a site can begin with."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each set of rules in one line, in the language of the terminal."""
        with formatter.section(_("Rules to begin with")):
            formatter.write_dl([(name, templates.about(name, language())) for name in templates.names()])


@click.command(cls=WithTemplates, help=_("Make a new site in a folder."))
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--name", metavar="NAME", help=_("The name of the city, in the site's language."))
@click.option("--second-name", metavar="NAME", help=_("Its name in the other language."))
@click.option("--language", "first", type=click.Choice(LANGUAGES), help=_("The site's language."))
@click.option("--admin", metavar="EMAIL", help=_("The e-mail address of the first administrator."))
@click.option(
    "--admin-password-stdin", is_flag=True, help=_("Read the administrator's password from standard input.")
)
@click.option("--database", metavar="URL", help=_("Where the data goes; by default SQLite in the folder."))
@click.option(
    "--template",
    metavar="RULES",
    default=templates.USUAL,
    show_default=True,
    help=_("The rules to begin with: one of those listed below, or a file of your own."),
)
@click.option("--yes", is_flag=True, help=_("Ask nothing; take what is not given as usual."))
def init(
    folder: Path,
    name: str | None,
    second_name: str | None,
    first: str | None,
    admin: str | None,
    admin_password_stdin: bool,
    database: str | None,
    template: str,
    yes: bool,
) -> None:
    """Ask for what is missing, make everything or nothing, and say what to do next."""
    from .making import check, make

    if admin_password_stdin and not admin:
        raise click.UsageError(_("--admin-password-stdin needs --admin EMAIL."))
    first = first or (site_language() if yes else _ask_language())
    prefer(first)
    plan = Plan(
        folder=folder.absolute(),
        names=_names(first, name, second_name, ask=not yes),
        languages=(first, *(code for code in LANGUAGES if code != first)),
        template=template,
        database=database or SQLITE,
    )
    check(plan)
    if admin is None and not yes:
        admin = click.prompt(_("E-mail address of the first administrator"), value_proc=_email)
    password = sys.stdin.readline().rstrip("\n") if admin_password_stdin else None
    link = make(plan, Admin(admin, password) if admin else None)
    _say_next(plan, folder, admin, link)


def _ask_language() -> str:
    answer: str = click.prompt("언어 / Language", type=click.Choice(LANGUAGES), default=site_language())
    return answer


def _email(text: str) -> str:
    """An address that was typed; a wrong one is asked for again."""
    from ..people.errors import EmailInvalid
    from ..people.names import check_email

    try:
        return check_email(text)
    except EmailInvalid as error:
        raise click.BadParameter(_("Please check the e-mail address.")) from error


def _names(first: str, name: str | None, second: str | None, ask: bool) -> dict[str, str]:
    """The city's name by language; one that is not known is left out."""
    other = next(code for code in LANGUAGES if code != first)
    if name is not None and not name.strip():
        raise click.UsageError(_("The city needs a name."))
    if name is None and not ask:
        return {first: NAMES[first], other: second or NAMES[other]}
    if name is None:
        name = click.prompt(_("Name of the city"), default=NAMES[first])
        question = {
            "ko": _("Its name in Korean (Enter: none)"),
            "en": _("Its name in English (Enter: none)"),
        }[other]
        second = second or click.prompt(question, default="", show_default=False)
    return {first: name, **({other: second} if second else {})}


def _say_next(plan: Plan, folder: Path, admin: str | None, link: str | None) -> None:
    """What was made, and what to do with it."""
    name = plan.names[plan.languages[0]]
    click.echo(_("%(name)s is ready in %(folder)s.", name=name, folder=plan.folder))
    click.echo()
    go = "" if folder == Path() else f"cd {folder} && "
    click.echo("  1. " + _("Start it:") + f"  {go}demosx run")
    if link:
        click.echo("  2. " + _("While it runs, choose the password of %(email)s here:", email=admin))
        click.echo(f"     {link}")
    elif admin:
        click.echo("  2. " + _("Sign in at %(address)s/sign-in as %(email)s.", address=plan.url, email=admin))
    else:
        click.echo("  2. " + _("Make an administrator:") + f"  {go}demosx people add EMAIL --role admin")
    rules = next(iter(plan.rules()))
    click.echo("  3. " + _("Change the rules in %(file)s, then:", file=rules))
    click.echo(f"     demosx process check {rules} && demosx process apply {rules}")
    if any(name.startswith("scenarios/") for name in plan.files()):
        click.echo("     " + _("Rehearse them first:") + "  demosx process simulate scenarios")
    click.echo("  4. " + _("Settings are in demosx.toml; look them over with:") + "  demosx check")
