"""What the first page of the desk reminds somebody of beside their duties. Rooms above add theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from ..core.permissions import can


@dataclass(frozen=True)
class Reminder:
    """Something to look at for whoever has a permission. `load` gives None where there is nothing, else what stands in
    the box: {"title": …, "url": …, "label": …, "late": bool}."""

    permission: str
    load: Callable[[], dict[str, Any] | None]


def add_reminder(app: Flask, reminder: Reminder) -> None:
    """Add a reminder to an application's desk."""
    app.extensions.setdefault("demosx_reminders", []).append(reminder)


def reminders() -> list[dict[str, Any]]:
    """What the person who asks is reminded of."""
    known: list[Reminder] = current_app.extensions.get("demosx_reminders", [])
    found = (one.load() for one in known if can(one.permission))
    return [one for one in found if one is not None]
