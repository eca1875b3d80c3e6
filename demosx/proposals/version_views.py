"""The versions of a text, what has changed between two of them, and taking one away."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.permissions import can, current_actor, needs, public, require
from ..core.web import row_number
from ..journey.queries import visits_of
from ..ledger.queries import timeline
from . import access, queries, versions, writing_queries
from .differences import by_words
from .models import Proposal
from .views import bp
from .writing_models import FormerText


@bp.get("/proposals/<int:id>/versions")
@public
def versions_page(id: int) -> str:
    """Every version of a text that this person may read, and how two of them differ: `?from=` and `?to=` are their
    numbers, by default the two latest."""
    proposal = queries.visible(id, current_actor())
    rows = _rows(proposal)
    older, newer = _chosen(rows)
    readable = older is not None and newer is not None and not older["gone"] and not newer["gone"]
    return render_template(
        "proposals/versions.html", proposal=proposal, rows=rows, older=older, newer=newer,
        parts=_parts(older, newer) if older is not None and newer is not None and readable else [],
        may_take_away=can("proposal:hide", proposal),
    )  # fmt: skip


@bp.post("/proposals/<int:id>/versions/<int:revision>/remove")
@needs("proposal:hide")
def remove_version(id: int, revision: int) -> ResponseReturnValue:
    """Take a former version away."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    versions.take_away(proposal, revision, request.form.get("reason", ""), current_actor())
    flash(_("The version is taken away. The history says so, with the reason."), "success")
    return redirect(url_for(".versions_page", id=id))


def _rows(proposal: Proposal) -> list[dict[str, Any]]:
    """The versions, the newest first: since when each held, what it says, and why it is gone if it is."""
    everything = access.may_see_stage_work(current_actor(), proposal)
    since = None if everything else versions.public_since(proposal, visits_of(proposal.id))
    former = list(writing_queries.former_texts(proposal.id, since))
    story = timeline(proposal.id, public_only=not everything)
    why = {entry.data["revision"]: entry.reason for entry in story if entry.verb == "version_removed"}
    begins = [one.until for one in former] + [_began(proposal, former)]
    rows = [_row(proposal.revision, proposal.title, proposal.text, proposal.place, begins[0])]
    for one, at in zip(former, begins[1:], strict=True):
        gone = versions.is_empty(one)
        rows.append({**_row(one.revision, one.title, one.text, one.place, at), "gone": gone})
        rows[-1]["why"] = why.get(one.revision, "") if gone else ""
    return [{**row, "present": number == 0} for number, row in enumerate(rows)]


def _began(proposal: Proposal, former: list[FormerText]) -> Any:
    """Since when the oldest of these versions held, as far as the reader may know."""
    return proposal.filed_at if not former or former[-1].revision == 1 else None


def _row(revision: int, title: str, text: str, place: str, at: Any) -> dict[str, Any]:
    return {
        "revision": revision,
        "title": title,
        "text": text,
        "place": place,
        "at": at,
        "gone": False,
        "why": "",
    }


def _chosen(rows: list[dict[str, Any]]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The two versions that are compared, the older one first; none where there is only one."""
    if len(rows) < 2:
        return None, None
    known = {row["revision"]: row for row in rows}
    newer = known.get(request.args.get("to", 0, type=row_number), rows[0])
    before = [row for row in rows if row["revision"] < newer["revision"]]
    older = known.get(request.args.get("from", 0, type=row_number), before[0] if before else rows[-1])
    return (older, newer) if older["revision"] <= newer["revision"] else (newer, older)


def _parts(older: dict[str, Any], newer: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """What is compared, each with its pieces: the title and the place only where they differ."""
    names = {"title": _("Title"), "place": _("Place")}
    found = [
        (name, by_words(older[key], newer[key])) for key, name in names.items() if older[key] != newer[key]
    ]
    return [*found, (_("Text"), by_words(older["text"], newer["text"]))]
