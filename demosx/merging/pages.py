"""What pages show of merging: where a proposal goes on, and what has come to one."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from ..core.i18n import local_day
from ..core.permissions import Actor, can
from ..journey.queries import Standing
from ..proposals.access import is_proposer, may_find, may_see
from ..proposals.cards import card, cards
from ..proposals.models import Proposal
from ..proposals.show import author_name
from .queries import gone_into, merged_into_directly, neighbours, offers_about
from .services import BY_PROPOSERS, MERGE

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


def similar(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """What is about the same, as it was found when the proposal was filed or changed. One query."""
    found = neighbours(here.proposal)
    if not found:
        return None
    return {"cards": cards(found), "together": _together(here, found, actor)}


def offered(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The offers to go on together that wait for this person's answer. A query for the proposer alone."""
    if not is_proposer(actor, here.proposal) or BY_PROPOSERS not in here.allowed():
        return None
    received = [other for made, other in offers_about(here.proposal) if made.into_id == here.proposal.id]
    return {"titles": [other.title for other in received]} if received else None


def _together(here: Standing, found: Iterable[Proposal], actor: Actor) -> list[tuple[str, str]]:
    """Where a proposer can offer that one of theirs goes on together with another: titles and addresses."""
    if BY_PROPOSERS not in here.allowed() or actor.id is None:
        return []
    if is_proposer(actor, here.proposal):
        return [(here.proposal.title, url_for("merge_offers.choose", id=here.proposal.id))]
    mine = [one for one in found if is_proposer(actor, one) and not one.ended]
    return [(one.title, url_for("merge_offers.choose", id=here.proposal.id, mine=one.id)) for one in mine]


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
