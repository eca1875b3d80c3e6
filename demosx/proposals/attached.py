"""Pictures and files beside a proposal's text: who may see and change them, and how the history tells of it.

Whoever sees the proposal sees them. They are changed as the text is: by whom, and as long as the text may be changed.
The bytes are kept by the room of files.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _

from ..core.permissions import Actor, book
from ..files.models import StoredFile
from ..files.pages import shown
from ..files.places import Place, add_place
from ..journey.queries import Beside, Standing, add_beside, standing
from ..ledger.services import record
from . import access, queries, versions
from .history import Tale, tell
from .models import Proposal
from .parts import Section, add_section

HIDE = "proposal:hide"
ONE_NEWS = timedelta(hours=1)
VERBS = {
    ("added", "picture"): "picture_added",
    ("added", "file"): "file_added",
    ("removed", "picture"): "picture_removed",
    ("removed", "file"): "file_removed",
}


BESIDE = Beside(
    StoredFile, lambda number: (StoredFile.proposal_id == number) & StoredFile.removed_at.is_(None)
)


def lying_by(here: Standing, purpose: str = "attached") -> list[StoredFile]:
    """What lies beside a proposal's text, in its order; it was read together with where the proposal stands."""
    found = [file for file in here.shared["StoredFile"] if file.purpose == purpose]
    return sorted(found, key=lambda file: (file.position, file.id))


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """What is shown under the text."""
    found = lying_by(here)
    change = _may_change(actor, here)
    down = bool(found) and not change and book().can(actor, HIDE, here.proposal)
    if not (found or change):
        return None
    place = url_for("files.place", kind="proposal", id=here.proposal.id)
    return {
        "files": shown(found),
        "change_url": place if change else "",
        "take_down_url": place if down else "",
    }


def may_see(actor: Actor, proposal_id: int) -> bool:
    """Whether this person may see the proposal."""
    proposal = queries.find(proposal_id)
    return proposal is not None and access.may_see(actor, proposal)


def may_change(actor: Actor, proposal_id: int) -> bool:
    """Whether this person may change the text now."""
    proposal = queries.find(proposal_id)
    return proposal is not None and _may_change(actor, standing(proposal))


def _may_change(actor: Actor, here: Standing) -> bool:
    if not book().can(actor, "proposal:edit_own", here.proposal):
        return False
    return "edit" in here.allowed() and not versions.is_fixed(here.proposal, here.stage)


def may_add_original(actor: Actor, proposal_id: int) -> bool:
    """Whether this person may lay the unedited document beside the city's proposal."""
    proposal = queries.find(proposal_id)
    return proposal is not None and proposal.origin == "agency" and may_change(actor, proposal_id)


def may_take_down(actor: Actor, proposal_id: int) -> bool:
    """Whether this person may remove what others have put there, such as somebody's face."""
    proposal = queries.find(proposal_id)
    return proposal is not None and book().can(actor, HIDE, proposal)


def told(place: Place, what: str, kind: str, actor: Actor, reason: str) -> None:
    """Write into the history that a picture or a file came or went; that its description changed is no news."""
    verb = VERBS.get((what, kind))
    if verb is None:
        return
    proposal: Proposal | None = queries.find(place.id)
    assert proposal is not None
    public = proposal.audience != "staff"
    if access.may_edit(actor, proposal):
        record(verb, proposal_id=place.id, actor=actor, role=_role(actor, proposal), public=public)
        return
    role = access.acting_as(actor, HIDE, proposal)
    data = {"kind": kind}
    record(
        "taken_down", proposal_id=place.id, actor=actor, role=role, reason=reason, data=data, public=public
    )


def _role(actor: Actor, proposal: Proposal) -> str:
    return "proposer" if proposal.origin == "citizen" or access.is_proposer(actor, proposal) else "department"


def page(proposal_id: int) -> str:
    """The proposal's page."""
    return url_for("proposals.show", id=proposal_id)


def _told_already(tale: Tale) -> bool:
    """Whether the same person did the same within the hour before: several pictures are one piece of news."""
    entry = tale.entry
    return any(
        (other.verb, other.actor_id) == (entry.verb, entry.actor_id)
        and (other.at, other.id) < (entry.at, entry.id)
        and other.at > entry.at - ONE_NEWS
        for other in tale.story
    )


def _added(tale: Tale) -> str:
    if _told_already(tale):
        return ""
    return _("A picture was added") if tale.entry.verb == "picture_added" else _("A file was added")


def _removed(tale: Tale) -> str:
    if _told_already(tale):
        return ""
    return _("A picture was removed") if tale.entry.verb == "picture_removed" else _("A file was removed")


def _taken_down(tale: Tale) -> str:
    return _("A picture was taken down") if tale.get("kind") == "picture" else _("A file was taken down")


def init_app(app: Flask) -> None:
    """Let pictures and files lie beside proposals."""
    add_place(
        app,
        "proposal",
        may_see=may_see,
        may_change=may_change,
        page=page,
        may_add_original=may_add_original,
        may_take_down=may_take_down,
        told=told,
    )
    for verb in ("picture_added", "file_added"):
        tell(app, verb, _added)
    for verb in ("picture_removed", "file_removed"):
        tell(app, verb, _removed)
    tell(app, "taken_down", _taken_down)
    add_beside(app, BESIDE)
    add_section(app, Section("files", "files/_section.html", section, order=0))
