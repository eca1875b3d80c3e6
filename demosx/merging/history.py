"""How the timeline tells of merging. Titles stand there only while everybody may see them."""

from flask_babel import gettext as _
from flask_babel import ngettext

from ..core.i18n import number
from ..proposals.history import Tale
from .queries import public_titles

VERBS = ("merged", "merged_in", "unmerged")


def merged(tale: Tale) -> str:
    """It goes on in another."""
    title = _title(tale, "into")
    if title:
        return _("It was merged into “%(title)s”", title=title)
    return _("It was merged into another proposal")


def merged_in(tale: Tale) -> str:
    """Another goes on in it."""
    title, more = _title(tale, "proposal"), int(tale.entry.data.get("more") or 0)
    came = ngettext("%(count)s supporter more", "%(count)s supporters more", more, count=number(more))
    if title:
        return _("“%(title)s” was merged into it: %(came)s", title=title, came=came)
    return _("Another proposal was merged into it: %(came)s", came=came)


def unmerged(tale: Tale) -> str:
    """Either of them goes on alone again."""
    if "proposal" not in tale.entry.data:
        return _("The merging was undone; it goes on alone again")
    title, less = _title(tale, "proposal"), int(tale.entry.data.get("less") or 0)
    went = ngettext("%(count)s supporter less", "%(count)s supporters less", less, count=number(less))
    if title:
        return _("“%(title)s” goes on alone again: %(went)s", title=title, went=went)
    return _("A proposal that was merged into it goes on alone again: %(went)s", went=went)


def _title(tale: Tale, key: str) -> str:
    """The title of the other one; one query for all of a timeline."""
    if "merged" not in tale.shared:
        entries = [entry for entry in tale.story if entry.verb in VERBS]
        named = {entry.data.get(name) for entry in entries for name in ("into", "proposal")}
        tale.shared["merged"] = public_titles({found for found in named if isinstance(found, int)})
    titles: dict[int, str] = tale.shared["merged"]
    return titles.get(tale.entry.data.get(key, 0), "")
