"""The site folder: demosx.toml, over it the environment, beside it the secrets. Typed, checked, every error at once."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError

from .config_problems import (
    SiteErrors,
    from_pydantic,
    mistyped_variable,
    no_secret,
    not_toml,
    problem,
    unknown_database,
)
from .core.settings import Site
from .core.terminal import N_, _
from .process.problems import Problem
from .process.source import SourceMap, map_lines

FILE = "demosx.toml"
SECRETS_FILE = "data/secrets.toml"
SECRETS = ("secret_key", "smtp_password", "client_secrets", "push_key")
PREFIX = "DEMOSX_"
OF_CLIENT = "DEMOSX_CLIENT_SECRET_"
NOT_SETTINGS = frozenset({"DEMOSX_SITE", "DEMOSX_LANGUAGE", "DEMOSX_PETITIONS"})
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}

Place = tuple[str, ...]


class NoSite(Exception):
    """There is no site folder where one was looked for."""


def find_site(option: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The site folder: the one given, else DEMOSX_SITE, else the current folder. Raises NoSite."""
    folder = Path(option or environment.get("DEMOSX_SITE") or ".").absolute()
    if not (folder / FILE).is_file():
        raise NoSite(
            _("There is no demosx.toml in %(folder)s. Make a site with “demosx init”, or say where yours is: "
              "demosx --site FOLDER …, or the variable DEMOSX_SITE.", folder=folder)
        )  # fmt: skip
    return folder


def load_site(folder: Path, environment: Mapping[str, str] = os.environ) -> Site:
    """Read a site's settings: its file, over it the environment. Raises SiteErrors with everything that is wrong."""
    problems: list[Problem] = []
    settings, lines = _read(folder / FILE, FILE, problems)
    secrets, secret_lines = _read(folder / SECRETS_FILE, SECRETS_FILE, problems, may_miss=True)
    if problems:
        raise SiteErrors(problems)
    problems += _misplaced(settings, lines) + _unknown_secrets(secrets, secret_lines)
    for key in (*SECRETS, "folder"):
        settings.pop(key, None)
    variables = _variables(environment, problems)
    values = {**settings, **{key: secrets[key] for key in SECRETS if key in secrets}, "folder": folder}
    for place, value in variables.items():
        _put(values, place, value)
    site = _validated(values, lines, {place: _variable(place) for place in variables}, problems)
    if problems or site is None:
        raise SiteErrors(sorted(problems, key=lambda one: (one.file != FILE, one.file, one.line)))
    return _with_driver(site)


def variables_known() -> dict[str, Place]:
    """Every environment variable that overrides a setting, and which one."""
    places = [*_leaves(Site, ()), ("smtp_password",), ("secret_key",)]
    return {_variable(place): place for place in places if place != ("folder",)}


def _variable(place: Place) -> str:
    return PREFIX + "_".join(place).upper()


def _leaves(model: type[BaseModel], place: Place) -> Iterator[Place]:
    """The settings that are one value, or a list of words: what a variable can hold."""
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _leaves(kind, (*place, name))
        elif get_origin(kind) is not dict:
            yield (*place, name)


def _is_list(place: Place) -> bool:
    model: Any = Site
    for name in place[:-1]:
        model = model.model_fields[name].annotation
    return get_origin(model.model_fields[place[-1]].annotation) is tuple


def _variables(environment: Mapping[str, str], problems: list[Problem]) -> dict[Place, Any]:
    known = variables_known()
    found: dict[Place, Any] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name in NOT_SETTINGS or name.startswith("DEMOSX_TEST_"):
            continue
        if name.startswith(OF_CLIENT):
            found["client_secrets", name.removeprefix(OF_CLIENT).lower()] = value
        elif name in known:
            place = known[name]
            found[place] = (
                [word.strip() for word in value.split(",") if word.strip()] if _is_list(place) else value
            )
        elif odd := mistyped_variable(name, known):
            problems.append(odd)
    return found


def _read(
    file: Path, shown: str, problems: list[Problem], may_miss: bool = False
) -> tuple[dict[str, Any], SourceMap]:
    """What a file says, and its lines. A file that cannot be read adds to the problems."""
    empty: tuple[dict[str, Any], SourceMap] = ({}, SourceMap())
    if may_miss and not file.exists():
        return empty
    try:
        text = file.read_text(encoding="utf-8")
        return tomllib.loads(text), map_lines(text)
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        what = N_("This file is not in UTF-8. Please save it as UTF-8.")
        problems.append(problem(shown, line, "encoding", what))
    except tomllib.TOMLDecodeError as error:
        problems.append(not_toml(shown, text, error))
    except OSError as error:
        what = N_("This file cannot be read: %(why)s.")
        problems.append(problem(shown, 1, "unreadable", what, why=error.strerror or ""))
    return empty


def _misplaced(settings: Mapping[str, Any], lines: SourceMap) -> list[Problem]:
    """Secrets in a file that is shown around; and the folder, which is where the file is."""
    found = [
        problem(
            FILE, lines.line((key,)), "secret_here",
            N_("`%(key)s` does not belong in this file. Keep it in %(file)s, which only this site reads."),
            key=key, file=SECRETS_FILE,
        )
        for key in SECRETS if key in settings
    ]  # fmt: skip
    if "folder" in settings:
        what = N_("There is no setting `%(key)s`.")
        found.append(problem(FILE, lines.line(("folder",)), "unknown_key", what, key="folder"))
    return found


def _unknown_secrets(secrets: Mapping[str, Any], lines: SourceMap) -> list[Problem]:
    return [
        problem(
            SECRETS_FILE, lines.line((key,)), "unknown_key",
            N_("There is no secret `%(key)s`; there are: %(known)s."), key=key, known=", ".join(SECRETS),
        )
        for key in secrets if key not in SECRETS
    ]  # fmt: skip


def _put(settings: dict[str, Any], place: Place, value: Any) -> None:
    for name in place[:-1]:
        inner = settings.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        settings = inner
    settings[place[-1]] = value


def _validated(
    values: dict[str, Any], lines: SourceMap, variables: Mapping[Place, str], problems: list[Problem]
) -> Site | None:
    if not values.get("secret_key"):
        problems.append(no_secret(SECRETS_FILE))
    try:
        site = Site.model_validate(values)
    except ValidationError as error:
        problems += from_pydantic(error, FILE, lines, variables)
        return None
    problems += unknown_database(site, FILE, lines)
    return site


def _with_driver(site: Site) -> Site:
    scheme, _sep, rest = site.database.url.partition("://")
    url = f"{DRIVERS.get(scheme, scheme)}://{rest}"
    return site.model_copy(update={"database": site.database.model_copy(update={"url": url})})


__all__ = ["FILE", "SECRETS_FILE", "NoSite", "SiteErrors", "find_site", "load_site", "variables_known"]
