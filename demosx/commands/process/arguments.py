"""What the commands about rules are given: files, and perhaps a site."""

from collections.abc import Mapping
from pathlib import Path

import click

from ...app import create_app
from ...config import NoSite
from ...core.security import new_secret
from ...core.settings import Site
from ...core.terminal import LANGUAGES, language
from ...core.web import Application
from ..opening import Opener

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.File("w", encoding="utf-8", atomic=True)
LANGUAGE = click.Choice(LANGUAGES)


def app_or_none(opener: Opener) -> Application:
    """The site's application; elsewhere one of a site with nothing of its own."""
    try:
        return opener()
    except NoSite:
        return create_app(Site(name={"en": "-"}, secret_key=new_secret()))


def language_of(opener: Opener) -> str:
    """In which language something is written that stays: the site's own; without a site, the terminal's."""
    try:
        return opener.site().languages[0]
    except NoSite:
        return language()


def name(names: Mapping[str, str]) -> str:
    """A name in the language of the terminal, or in any."""
    return names.get(language()) or next(iter(names.values()), "")
