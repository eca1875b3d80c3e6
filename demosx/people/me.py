"""The parts of “my page”. Each room adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from ..core.paging import Page


@dataclass(frozen=True)
class MeSection:
    """One part: `load` gets the account's number and gives the `template` what it shows. Lower `order` first.

    A list has `pages` instead: it gets the account's number, a cursor and how many rows, and gives what is shown and
    the page of it. Where there is more, `mine.all` in the template is the address of all of it, page by page.
    """

    name: str
    template: str
    load: Callable[[int], Mapping[str, Any]] | None = None
    order: int = 50
    pages: Callable[[int, str | None, int], tuple[Mapping[str, Any], Page[Any]]] | None = None


def add_me_section(app: Flask, section: MeSection) -> None:
    """Add a part to “my page” of an application. In its template `mine` is what `load` or `pages` gave."""
    if (section.load is None) == (section.pages is None):
        raise ValueError(f"{section.name} has either load or pages")
    sections = app.extensions.setdefault("demosx_me_sections", [])
    if any(known.name == section.name for known in sections):
        raise ValueError(f"my page has a part {section.name} already")
    sections.append(section)
    sections.sort(key=lambda known: known.order)


def me_sections() -> list[MeSection]:
    """The parts of “my page”, in order."""
    return list(current_app.extensions.get("demosx_me_sections", []))


@dataclass(frozen=True)
class AccountPage:
    """A page about one's own account, in the list of pages beside all of them. Lower `order` first."""

    endpoint: str
    label: Any
    order: int = 50


def add_account_page(app: Flask, page: AccountPage) -> None:
    """Add a page to those about one's own account."""
    pages: list[AccountPage] = app.extensions.setdefault("demosx_account_pages", [])
    pages.append(page)
    pages.sort(key=lambda known: known.order)


def account_pages() -> list[AccountPage]:
    """The pages about one's own account, in order."""
    return list(current_app.extensions.get("demosx_account_pages", []))
