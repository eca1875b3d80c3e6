"""The pictures for messengers that were drawn already, in a folder of the site: nothing but what can be drawn again."""

import os
from pathlib import Path

from ..core import clock
from ..core.settings import site

DAYS = 14
MOST = 20_000


def folder() -> Path:
    """Where they lie."""
    return site().folder / "data" / "cards"


def kept(version: str) -> bytes | None:
    """A picture that was drawn; None where it was not, or long ago."""
    try:
        return (folder() / f"{version}.png").read_bytes()
    except FileNotFoundError:
        return None


def keep(version: str, content: bytes) -> None:
    """Keep a picture. Two that draw the same at once write the same."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder() / f".{version}.{os.getpid()}"
    draft.write_bytes(content)
    draft.replace(folder() / f"{version}.png")


def sweep() -> int:
    """Delete what is old, and of too many the oldest; how many. For the rounds of the calendar."""
    if not folder().is_dir():
        return 0
    old = clock.wall().timestamp() - DAYS * 86_400
    found = sorted((entry.stat().st_mtime, entry.path) for entry in os.scandir(folder()))
    surplus = len(found) - MOST
    gone = [path for number, (at, path) in enumerate(found) if at < old or number < surplus]
    for path in gone:
        Path(path).unlink(missing_ok=True)
    return len(gone)
