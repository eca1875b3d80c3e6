"""To what a grant can be limited beyond departments: processes, and the stages in which a panel sits.

Both belong to rooms above, which say them here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from ..core.errors import InvalidInput


def _none() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Scopes:
    """Names in the reader's language, by the keys that stand in grants."""

    processes: Callable[[], Mapping[str, str]] = _none
    panels: Callable[[], Mapping[str, str]] = _none


def set_scopes(app: Flask, scopes: Scopes) -> None:
    """Say what grants of an application can be limited to."""
    app.extensions["demosx_scopes"] = scopes


def scopes() -> Scopes:
    """What grants can be limited to."""
    found: Scopes = current_app.extensions.get("demosx_scopes", Scopes())
    return found


def check_scope(process: str | None, panel: str | None) -> None:
    """Raise InvalidInput where a limit names what is not there: it would count nowhere."""
    if process is not None and process not in scopes().processes():
        raise InvalidInput()
    if panel is not None and panel not in scopes().panels():
        raise InvalidInput()
