"""The site that a command works on. Reading it takes a moment, so it happens when a command asks."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import find_site, load_site
from ..core.terminal import prefer

if TYPE_CHECKING:
    from ..core.settings import Site
    from ..core.web import Application
    from ..plugins import Registry


@dataclass(frozen=True)
class Opener:
    """What `ctx.obj` is for every command. Calling it makes the application of the chosen site."""

    option: str | None = None

    def folder(self) -> Path:
        """The chosen site's folder. Raises NoSite."""
        return find_site(self.option)

    def site(self) -> "Site":
        """The chosen site's settings. Raises NoSite or SiteErrors."""
        found = load_site(self.folder())
        prefer(found.languages[0])
        return found

    def registry(self) -> "Registry":
        """The plugins that the chosen site has on."""
        from ..app import build_registry

        return build_registry(self.site())

    def __call__(self) -> "Application":
        """The chosen site's application."""
        from ..app import create_app

        return create_app(self.site())
