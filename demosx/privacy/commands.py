"""`demosx people export`, `demosx people forget` and `demosx privacy`: personal data from the command line."""

import os
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale

from ..core.db import transaction
from ..core.settings import site
from ..core.terminal import _
from ..core.terminal import language as spoken
from ..people import queries
from ..people.looks import look
from ..people.models import Account
from . import forgotten, gathering, leaving, notice
from .downloads import FORMATS, as_json, as_page

OpenApp = Callable[[], Flask]


@click.command(help=_("Write what is kept of a person into a file, on their request."))
@click.argument("who", metavar="EMAIL|NUMBER")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help=_("The file; it must not exist.")
)
@click.option("--reason", default="", help=_("How they have asked; noted in the log of looks. No names."))
@click.pass_obj
def export(open_app: OpenApp, who: str, kind: str, output: Path | None, reason: str) -> None:
    """All of it but what is for the person alone. The file can be read by its owner alone."""
    with open_app().test_request_context():
        account = _person(who)
        with transaction():
            look("export", person_id=account.id, reason="request", detail=reason)
            with force_locale(account.language):
                data = gathering.everything(account.id, account.language, own=False)
                text = as_json(data) if kind == "json" else as_page(data)
        file = output or Path(f"person-{data['account']}.{kind}")
        _write(file, text)
        click.echo(
            _(
                "Written: %(file)s. It holds personal data; please delete it when it was handed over.",
                file=file,
            )
        )
        click.echo(_("Votes are not in it: only the person can see them, under “My data”."))


@click.command(help=_("Delete the account of somebody who asks for it, or again after a restored backup."))
@click.argument("who", metavar="EMAIL|NUMBER", required=False)
@click.option("--keep-texts", "texts", flag_value="keep", help=_("What they wrote stays, without a name."))
@click.option(
    "--remove-texts",
    "texts",
    flag_value="remove",
    help=_("What they wrote goes, as far as it is theirs alone."),
)
@click.option(
    "--again",
    is_flag=True,
    help=_("Forget again everybody in data/forgotten: after an older backup was restored."),
)
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.pass_obj
def forget(open_app: OpenApp, who: str | None, texts: str | None, again: bool, yes: bool) -> None:
    """One person, or with --again everybody who has left."""
    if again == (who is not None):
        raise click.UsageError(_("Say whom to forget: an address, a number, or --again."))
    with open_app().test_request_context():
        if who is None:
            _again()
            return
        removes = _removes(texts)
        account = _person(who)
        number = account.id
        for sentence in _foretold(number, removes):
            click.echo(f"- {sentence}")
        if not yes:
            click.confirm(_("This cannot be undone. Delete account %(number)s?", number=number), abort=True)
        with transaction():
            leaving.leave(_person(who), remove_texts=removes)
            look("person", person_id=number, reason="request")
        click.echo(_("Account %(number)s has ended.", number=number))


@click.group(help=_("The privacy notice, drafted from what the site keeps."))
def privacy() -> None:
    """Holds the commands."""


@privacy.command(help=_("Print a draft of the privacy notice (개인정보 처리방침) as Markdown."))
@click.option(
    "--lang", "language", type=click.Choice(["ko", "en"]), help=_("The language; else the site's first.")
)
@click.pass_obj
def draft(open_app: OpenApp, language: str | None) -> None:
    """For a file of the site's folder terms/, after somebody has read it."""
    with open_app().test_request_context():
        click.echo(notice.markdown(language or site().languages[0]), nl=False)


def _again() -> None:
    done, refused = forgotten.forget_again()
    click.echo(_("Forgotten again: %(number)s.", number=done))
    if refused:
        raise click.ClickException(
            _("%(number)s could not be: they are the last administrators. Please give somebody else the role first.",
              number=refused)
        )  # fmt: skip


def _foretold(number: int, removes: bool) -> tuple[str, ...]:
    with force_locale(spoken()):
        told = leaving.foretold(number)
    return (*told.always, *(told.removed if removes else told.kept))


def _removes(texts: str | None) -> bool:
    if texts is None and site().privacy.contributions == "ask":
        raise click.UsageError(_("Please say --keep-texts or --remove-texts, as the person has asked."))
    return leaving.removes_texts(texts == "remove")


def _person(who: str) -> Account:
    found = queries.account(int(who)) if who.isdecimal() and len(who) < 19 else queries.account_by_email(who)
    if found is None or found.left_at is not None:
        raise click.UsageError(_("No account has this address or number: %(who)s", who=who))
    return found


def _write(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.UsageError(_("There is a file %(file)s already.", file=file)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as open_file:
        open_file.write(text)
