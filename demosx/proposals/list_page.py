"""The list of proposals: narrowed, searched, sorted, a page at a time; and why each was found."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ..core.i18n import local_name, number
from ..core.paging import page_url, same_page
from ..journey.labels import stage_label
from ..journey.rules import current_versions, process_of
from ..people.queries import departments
from . import queries
from .cards import card
from .listing import filter_selects, filters_from, sort_tabs
from .models import Proposal
from .search import MOST, Found, Level
from .search_marks import excerpt, loose_pattern, marked_title, pattern
from .search_other_words import other_words
from .search_said import Sayings


def page() -> str:
    """The page that an address asks for."""
    processes = [process_of(version.id) for version in current_versions().values()]
    stages = {
        key: stage_label(process, key)
        for process in processes
        for key, stage in process.stages.items()
        if stage.shown_to != "staff"
    }
    offices = {office.id: local_name(office.names, office.key) for office in departments()}
    filters, sort = filters_from(request.args, set(stages), set(offices))
    listing = queries.listing(filters, sort, request.args.get("page"))
    found = listing.found
    shown = list(listing.page.items)
    return render_template(
        "proposals/index.html", filters=filters, sort=sort, tabs=sort_tabs(sort, found is not None),
        cards=[card(one) for one in shown] if found is None else _found_cards(shown, found, listing.said),
        selects=filter_selects(filters, stages, offices), how_many=_how_many(found),
        nearly=found is not None and found.nearly,
        others=other_words(filters.q) if found is not None and (found.nearly or not shown) else [],
        link=same_page(page=""), next_url=page_url(listing.page.next), previous_url=page_url(listing.page.previous),
        propose=url_for("proposals.new", title=filters.q) if filters.q else url_for("proposals.new"),
    )  # fmt: skip


def _how_many(found: Found | None) -> str:
    if found is None or not found.hits:
        return ""
    if found.more:
        return _(
            "More than %(most)s found. These are the ones that fit best among the newest.", most=number(MOST)
        )
    many = len(found.hits)
    return str(ngettext("%(count)s found", "%(count)s found", many, count=number(many)))


def _found_cards(shown: Iterable[Proposal], found: Found, said: Sayings) -> list[dict[str, Any]]:
    """The cards of what was found, with the words marked and where they stand."""
    if found.asked is None:
        return [card(one) for one in shown]
    hits, made = {hit.id: hit for hit in found.hits}, []
    exact, loose = pattern(found.asked), loose_pattern(found.asked)
    for one in shown:
        where, text = said.get(one.id, ("", one.text))
        nearly = hits[one.id].level in (Level.NEARLY, Level.NEARLY_IN_TITLE)
        wanted = loose if nearly else exact
        kept = card(one) | {"title_marked": marked_title(one.title, wanted), "excerpt": excerpt(text, wanted)}
        if nearly:
            where = _("Similar words")
        made.append(kept | {"found_in": where if kept["excerpt"] or not said.get(one.id) else ""})
    return made
