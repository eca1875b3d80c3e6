"""Finding and layering themes: the site's own folder, over the theme, over plugins, over `default`.

A theme is a folder with `theme.toml`, and perhaps `templates/` and `static/`. A distribution offers one under the
entry-point group `demosx.themes`: the name of a `Path`, or of a function that gives one.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from os.path import isfile
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader

from ..core.errors import NotFound
from ..core.permissions import public

GROUP = "demosx.themes"
DEFAULT = Path(__file__).parent / "default"
TOKENS = ("accent", "accent_ink", "font", "radius")


class ThemeMissing(Exception):
    """The site file names a theme that is not installed."""


@dataclass(frozen=True)
class Layers:
    """The folders of a site's look, the strongest first."""

    folders: tuple[Path, ...]

    def static(self, filename: str) -> Path | None:
        """The folder of the strongest layer that has this static file."""
        for folder in self.folders:
            # Path.is_file() would raise where a name is longer than any file can have.
            if isfile(folder / "static" / filename):
                return folder / "static"
        return None

    def settings(self) -> dict[str, Any]:
        """`theme.toml` of every layer, the stronger over the weaker."""
        merged: dict[str, Any] = {}
        for folder in reversed(self.folders):
            file = folder / "theme.toml"
            if file.is_file():
                merged.update(tomllib.loads(file.read_text(encoding="utf-8")))
        return merged


def find(name: str) -> Path:
    """The folder of an installed theme."""
    if name == "default":
        return DEFAULT
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        known = ", ".join(["default", *sorted(points)])
        raise ThemeMissing(f"the theme “{name}” is not installed (there are: {known})")
    found = points[name].load()
    return Path(found() if callable(found) else found)


def init_app(app: Flask, name: str, site_folder: Path, plugin_templates: list[Path]) -> None:
    """Set up templates and static files of a site's theme."""
    own = site_folder / "theme"
    folders = (own, find(name), DEFAULT) if name != "default" else (own, DEFAULT)
    layers = Layers(folders)
    app.extensions["demosx_theme"] = layers
    app.jinja_loader = loader(layers, plugin_templates)
    app.add_url_rule(
        "/theme/<path:filename>", "theme_static", public(lambda filename: _static(layers, filename))
    )
    app.add_url_rule("/theme.css", "theme_tokens", public(lambda: _tokens(layers)))

    @lru_cache(maxsize=256)
    def version(filename: str) -> str:
        folder = layers.static(filename)
        return hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:12] if folder else "missing"

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "theme_static" and "v" not in values:
            values["v"] = version(values["filename"])


def loader(layers: Layers, plugin_templates: list[Path]) -> BaseLoader:
    """Strongest layer first; `default:` reaches the original below an override."""
    folders = [folder / "templates" for folder in layers.folders[:-1]]
    original = FileSystemLoader(DEFAULT / "templates")
    plain = [FileSystemLoader(folder) for folder in [*folders, *plugin_templates]]
    return ChoiceLoader([*plain, original, PrefixLoader({"default": original}, delimiter=":")])


def _static(layers: Layers, filename: str) -> Response:
    folder = layers.static(filename)
    if folder is None:
        raise NotFound()
    response = send_from_directory(folder, filename, max_age=31_536_000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _tokens(layers: Layers) -> Response:
    tokens = layers.settings().get("tokens", {})
    harmless = {key: value for key, value in tokens.items() if _harmless(str(value))}
    lines = [f"  --{key.replace('_', '-')}: {value};" for key, value in harmless.items()]
    css = ":root {\n" + "\n".join(lines) + "\n}\n"
    return Response(css, mimetype="text/css", headers={"Cache-Control": "public, max-age=300"})


def _harmless(value: str) -> bool:
    return not any(c in value for c in "{}<>;@\\") and "url(" not in value
