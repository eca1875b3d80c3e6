"""What pages show of merging: where a proposal goes on, and what has come to one."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from ..core.i18n import local_day
from ..core.permissions import Actor, can
from ..journey.queries import Standing
from ..proposals.access import may_find, may_see
from ..proposals.cards import card
from ..proposals.models import Proposal
from ..proposals.show import author_name
from .queries import gone_into, merged_into_directly
from .services import MERGE

SHOWN = 10


def onward(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """Where a merged proposal goes on, and why; its address only for whoever may see that."""
    if here.proposal.merged_into_id is None:
        return None
    into = here.proposal.merged_into
    told = [entry for entry in here.story if entry.verb == "merged"]
    return {
        "into": into if may_find(actor, into) else None,
        "day": here.proposal.ended_at,
        "reason": told[-1].reason if told else "",
    }


def arrived(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The latest of what was merged into a proposal. No query where nothing ever was."""
    if not _ever(here):
        return None
    page = gone_into(here.proposal.id, size=SHOWN)
    if not page.items:
        return None
    everything = url_for("merging.index", id=here.proposal.id) if page.next else ""
    return {"rows": rows(page.items), "everything": everything}


def rows(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Merged proposals as a list shows them, each with its proposer's public name."""
    return [
        {
            "title": merged.title,
            "url": url_for("proposals.show", id=merged.id),
            "author": author_name(merged),
            "day": local_day(merged.ended_at or merged.filed_at),
            "supports": merged.supports_site,
            "elsewhere": merged.supports_elsewhere,
        }
        for merged in proposals
    ]


def for_desk(here: Standing, actor: Actor) -> dict[str, Any]:
    """What the staff's page of a proposal shows: where it goes on, and what was merged into it."""
    into = here.proposal.merged_into if here.proposal.merged_into_id is not None else None
    found = merged_into_directly(here.proposal.id) if _ever(here) else []
    return {
        "into": into if into is not None and may_see(actor, into) else None,
        "arrived": [
            {
                **card(merged),
                "url": url_for("desk.proposal", id=merged.id),
                "undo": url_for("merging_desk.undo", id=merged.id)
                if can(MERGE, merged) and can(MERGE, here.proposal)
                else "",
            }
            for merged in found
            if may_see(actor, merged)
        ],
    }


def _ever(here: Standing) -> bool:
    """Whether anything was ever merged into a proposal."""
    return any(entry.verb == "merged_in" for entry in here.story)
