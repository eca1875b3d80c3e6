"""The bytes of what people upload, beside the database: kept under names of our own, in files that only we may read.

What is put waits in a folder of its own until its row is there: a transaction that failed, or a process that was
killed, leaves nothing behind for good (`settle`). Another place for bytes has to offer what `Disk` offers.
"""

import os
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from . import clock
from .errors import DomainError

NAME = re.compile(r"[0-9a-f]{32}(\.[a-z]{1,10})?")
PATIENCE = timedelta(hours=1)  # longer than any request takes from its first byte to its commit
SPARE = 200_000_000  # bytes that stay free, for the database beside it
PIECE = 1 << 20


class StorageFull(DomainError):
    """The disk has no room left that we may take. Whoever runs the site is told in the log."""

    status = 503
    message = _l(
        "There is no room for files at the moment. Please try again later, or send it without the file."
    )


class Disk:
    """Files in a folder, by the first two digits of their name: `ab/ab12…`, the new ones in `new/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.waiting = folder / "new"

    def put(self, name: str, content: BinaryIO) -> int:
        """Keep everything that `content` gives from here on; how many bytes it was. It is there whole, or not at all.

        It waits for `settle` but can be read at once. Raises StorageFull.
        """
        place = self._checked(self.waiting / _safe(name))
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                shutil.copyfileobj(content, file, PIECE)
                size = file.tell()
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        except OSError as broken:
            draft.unlink(missing_ok=True)
            current_app.logger.error("a file could not be stored: %s", broken)
            raise StorageFull() from broken
        _sync(self.waiting)
        return size

    def open(self, name: str) -> BinaryIO | None:
        """The bytes of a name, to be closed by the caller; None where there are none."""
        for place in (
            self._home(name),
            self.waiting / _safe(name),
            self._home(name),
        ):  # it may be moved just now
            try:
                return place.open("rb")
            except FileNotFoundError:
                continue
        return None

    def delete(self, name: str) -> None:
        """Remove the bytes of a name, if there are any."""
        (self.waiting / _safe(name)).unlink(missing_ok=True)
        self._home(name).unlink(missing_ok=True)

    def settle(self, wanted: Callable[[list[str]], set[str]]) -> int:
        """Move what waits and is `wanted` to its place, and delete what nobody has come to want; how many it was.

        `wanted` says of a list of names which of them have a row. Safe to run at once in several processes.
        """
        if not self.waiting.is_dir():
            return 0
        old = clock.wall().timestamp() - PATIENCE.total_seconds()
        found = {file.name: file for file in self.waiting.iterdir()}
        names, done = wanted([name for name in found if NAME.fullmatch(name)]), 0
        for name, file in found.items():
            try:
                if name in names:
                    file.replace(self._checked(self._home(name)))
                elif file.stat().st_mtime < old:
                    file.unlink()
                else:
                    continue
            except FileNotFoundError:  # another process was faster
                continue
            done += 1
        return done

    def _home(self, name: str) -> Path:
        return self.folder / _safe(name)[:2] / name

    def _checked(self, place: Path) -> Path:
        """A place whose folder is there, is ours alone, and lies on a disk with room."""
        for folder in (self.folder, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.parent == self.waiting and shutil.disk_usage(self.folder).free < SPARE:
            current_app.logger.error("the disk of %s is nearly full: uploads are refused", self.folder)
            raise StorageFull()
        return place


def init_app(app: Flask, folder: Path) -> None:
    """Let an application keep bytes in a folder."""
    app.extensions["demosx_storage"] = Disk(folder)


def storage() -> Disk:
    """Where the current application keeps bytes."""
    found: Disk = current_app.extensions["demosx_storage"]
    return found


def _safe(name: str) -> str:
    """The name, if it is one of ours: nothing that anybody has typed gets into a path."""
    if not NAME.fullmatch(name):
        raise ValueError("this is no name of a stored file")
    return name


def _sync(folder: Path) -> None:
    """Make sure that a name in a folder outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
