"""What stands above the list of proposals: the orders it can have and what it can be narrowed down to."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _

from ..core.i18n import local_name
from ..core.paging import same_page
from ..core.settings import site
from .queries import Filters, Sort


def sort_tabs(chosen: Sort) -> list[dict[str, Any]]:
    """The orders, as links that keep the rest of the address."""
    labels = {
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
    here = site()
    states = {"open": _("Under way"), "ended": _("Ended")}
    periods = {
        "week": _("In the last 7 days"),
        "month": _("In the last 30 days"),
        "year": _("In the last year"),
    }
    origins = {"citizen": _("Citizens' proposals"), "agency": _("The city's proposals")}
    menus = [
        _menu("stage", _("Stage"), filters.stage, stages),
        _menu("area", _("Area"), filters.area, {key: local_name(n, key) for key, n in here.areas.items()}),
        _menu(
            "district",
            _("District"),
            filters.district,
            {key: local_name(n, key) for key, n in here.districts.items()},
        ),
        _menu(
            "department",
            _("Department"),
            str(filters.department_id or ""),
            {str(key): name for key, name in offices.items()},
        ),
        _menu("origin", _("From"), filters.origin, origins),
        _menu("period", _("Filed"), request.args.get("period", ""), periods),
        _menu("state", _("State"), filters.state, states),
    ]
    return [menu for menu in menus if len(menu["options"]) > 2]


def _menu(name: str, label: str, value: str, options: Mapping[str, str]) -> dict[str, Any]:
    everything = [("", _("All")), *options.items()]
    return {"name": name, "label": label, "value": value, "options": everything}
