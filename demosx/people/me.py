"""The parts of “my page”. Each room adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True)
class MeSection:
    """One part: `load` gets the account's number and gives the `template` what it shows. Lower `order` first."""

    name: str
    template: str
    load: Callable[[int], Mapping[str, Any]]
    order: int = 50


def add_me_section(app: Flask, section: MeSection) -> None:
    """Add a part to “my page” of an application. In its template `mine` is what `load` gave."""
    sections = app.extensions.setdefault("demosx_me_sections", [])
    if any(known.name == section.name for known in sections):
        raise ValueError(f"my page has a part {section.name} already")
    sections.append(section)
    sections.sort(key=lambda known: known.order)


def me_sections() -> list[MeSection]:
    """The parts of “my page”, in order."""
    return list(current_app.extensions.get("demosx_me_sections", []))
