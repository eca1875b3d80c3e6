"""What a list of proposals is asked for, and what stands above it: its orders, and what it can be narrowed down to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask, current_app, request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from ..core import clock
from ..core.i18n import local_name
from ..core.paging import same_page
from ..core.settings import site
from ..core.terms import areas, districts
from ..core.web import row_number
from .queries import Filters, Sort
from .search_asked import LONGEST

PERIODS = {"week": 7, "month": 30, "year": 365}
CHANNELS = ("online", "field", "workshop", "paper", "phone")


@dataclass(frozen=True)
class Menu:
    """What another room lets lists be narrowed down to. `options` gives words by value, `condition` what a value asks
    of proposals: a closed list, so nothing from an address reaches the database but one of its keys."""

    name: str
    label: Any
    options: Callable[[], Mapping[str, str]]
    condition: Callable[[str], ColumnElement[bool]]


def add_menu(app: Flask, menu: Menu) -> None:
    """Add a menu to the filter bar."""
    menus = app.extensions.setdefault("demosx_list_menus", {})
    if menu.name in menus:
        raise ValueError(f"lists have a menu {menu.name} already")
    menus[menu.name] = menu


def more_menus() -> list[Menu]:
    """The menus of other rooms."""
    return list(current_app.extensions.get("demosx_list_menus", {}).values())


def filters_from(arguments: Any, stages: set[str], departments: set[int]) -> tuple[Filters, Sort]:
    """What a list is asked for by its address. What is not on the lists of this site is not asked for."""

    def one_of(name: str, known: set[str]) -> str:
        value: str = arguments.get(name, "")
        return value if value in known else ""

    department = arguments.get("department", type=row_number)
    more = [
        (menu, one_of(menu.name, set(menu.options()))) for menu in more_menus() if arguments.get(menu.name)
    ]
    filters = Filters(
        q=arguments.get("q", "")[:LONGEST],
        stage=one_of("stage", stages),
        area=one_of("area", set(areas())),
        district=one_of("district", set(districts())),
        department_id=department if department in departments else None,
        origin=one_of("origin", {"citizen", "agency"}),
        channel=one_of("channel", set(CHANNELS)),
        state=one_of("state", {"open", "ended"}),
        since=_day(arguments.get("from", "")) or _lately(one_of("period", set(PERIODS))),
        until=_day(arguments.get("to", "")),
        more=tuple(menu.condition(value) for menu, value in more if value),
    )
    searching = bool(filters.q.strip())
    known = {sort.value for sort in Sort if searching or sort is not Sort.RELEVANCE}
    return filters, Sort(one_of("sort", known) or (Sort.RELEVANCE if searching else Sort.NEW))


def sort_tabs(chosen: Sort, searching: bool = False) -> list[dict[str, Any]]:
    """The orders, as links that keep the rest of the address. What was looked for can stand by how well it fits."""
    labels = {Sort.RELEVANCE: _("Best match")} if searching else {}
    labels |= {
        Sort.NEW: _("Newest"),
        Sort.SUPPORT: _("Most supported"),
        Sort.CLOSING: _("Closing soon"),
        Sort.ANSWERED: _("Answered lately"),
    }
    return [
        {
            "label": label,
            "url": same_page(page="", sort=sort.value),
            "current": sort is chosen,
        }
        for sort, label in labels.items()
    ]


def filter_selects(
    filters: Filters, stages: Mapping[str, str], offices: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The menus of the filter bar. Menus with nothing to choose from are left out."""
    states = {"open": _("Under way"), "ended": _("Ended")}
    periods = {
        "week": _("In the last 7 days"),
        "month": _("In the last 30 days"),
        "year": _("In the last year"),
    }
    origins = {"citizen": _("Citizens' proposals"), "agency": _("The city's proposals")}
    menus = [
        _menu("stage", _("Stage"), filters.stage, stages),
        _menu("area", _("Area"), filters.area, {key: local_name(n, key) for key, n in areas().items()}),
        _menu(
            "district",
            _("District"),
            filters.district,
            {key: local_name(n, key) for key, n in districts().items()},
        ),
        _menu(
            "department",
            _("Department"),
            str(filters.department_id or ""),
            {str(key): name for key, name in offices.items()},
        ),
        _menu("origin", _("Proposed by"), filters.origin, origins),
        _menu("channel", _("Came in by"), filters.channel, _channels()),
        _menu("period", _("Filed"), request.args.get("period", ""), periods),
        _menu("state", _("State"), filters.state, states),
    ]
    more = [_menu(one.name, one.label, request.args.get(one.name, ""), one.options()) for one in more_menus()]
    # Of what every proposal has, one alone narrows nothing down; what other rooms add, only some have.
    return [menu for menu in menus if len(menu["options"]) > 2] + [
        menu for menu in more if len(menu["options"]) > 1
    ]


def _menu(name: str, label: str, value: str, options: Mapping[str, str]) -> dict[str, Any]:
    everything = [("", _("All")), *options.items()]
    return {"name": name, "label": label, "value": value, "options": everything}


def _channels() -> dict[str, str]:
    return {
        "online": _("Online"),
        "field": _("A visit on the spot"),
        "workshop": _("A workshop"),
        "paper": _("Paper"),
        "phone": _("Telephone"),
    }


def _lately(period: str) -> date | None:
    return clock.today(site().zone) - timedelta(days=PERIODS[period]) if period else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 9000 else None
