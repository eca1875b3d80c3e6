"""Keeping what is over elsewhere as over here: many rows at once, no duties, nobody told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..journey.models import Visit
from ..journey.rules import calendar, process_of
from ..ledger.models import Entry
from ..process.definition import Process, Stage
from ..proposals.models import Proposal
from ..proposals.search import RECEIPT
from ..proposals.search_index import index_proposals
from ..proposals.services import origin_of, receipt, take_numbers
from .checking import Draft

NOTHING_REMEMBERED: dict[str, Any] = {"fired": [], "decisions": {}, "marks": [], "given": {}}


@dataclass(frozen=True)
class Origin:
    """Where proposals come from, and the version of the rules that they travel by here."""

    source: str
    version_id: int

    @property
    def process(self) -> Process:
        """The rules."""
        return process_of(self.version_id)


def keep(drafts: Sequence[Draft], origin: Origin) -> None:
    """Store drafts that are over, in the current transaction: each in its first stage, ended on its last day."""
    if not drafts:
        return
    stage = origin.process.stages[origin.process.first]
    rows = [
        columns(draft, origin, number) | _ended(draft, stage)
        for draft, number in zip(drafts, numbers(drafts), strict=True)
    ]
    inserted = db.session.scalars(insert(Proposal).returning(Proposal.id, sort_by_parameter_order=True), rows)
    ids = list(inserted)
    db.session.execute(insert(Visit), [_visit(i, d, stage) for i, d in zip(ids, drafts, strict=True)])
    db.session.execute(insert(Entry), [_entry(i, d, origin) for i, d in zip(ids, drafts, strict=True)])
    index_proposals(ids)


def columns(draft: Draft, origin: Origin, number: str) -> dict[str, Any]:
    """The columns of a proposal that its row gives, and those that every import sets alike."""
    return {
        "number": number,
        "title": draft.title,
        "text": draft.text,
        "place": draft.place,
        "language": draft.language,
        "area": draft.area,
        "district": draft.district,
        "channel": draft.channel,
        "filed_at": draft.filed_at,
        "supports": draft.supports,
        "supports_site": 0,
        "supports_elsewhere": draft.supports,
        "source": origin.source,
        "external_id": draft.external_id,
        "population": site().population,
        "version_id": origin.version_id,
        "process_key": origin.process.key,
        "origin": origin_of(origin.process),
    }


def numbers(drafts: Sequence[Draft]) -> list[str]:
    """A receipt number for each draft: the one it has had, or the next of the year in which it was filed."""
    _never_give_again([draft.number for draft in drafts])
    years = [draft.filed_at.astimezone(site().zone).year for draft in drafts]
    needed = Counter(year for year, draft in zip(years, drafts, strict=True) if not draft.number)
    free = {year: iter(take_numbers(year, needed[year])) for year in sorted(needed)}
    return [
        draft.number or receipt(year, next(free[year])) for year, draft in zip(years, drafts, strict=True)
    ]


def _never_give_again(kept: Sequence[str]) -> None:
    """Go on counting after numbers that look like ours."""
    ours = [number.split("-") for number in kept if RECEIPT.fullmatch(number)]
    for year, highest in sorted({int(year): int(number) for year, number in sorted(ours)}.items()):
        first = take_numbers(year)[0]
        if first < highest:
            take_numbers(year, highest - first)


def facts(draft: Draft, origin: Origin) -> dict[str, Any]:
    """What the history keeps of where a proposal comes from."""
    return {"source": origin.source, "external_id": draft.external_id, "supports": draft.supports} | (
        {"words": dict(draft.kept)} if draft.kept else {}
    )


def _ended(draft: Draft, stage: Stage) -> dict[str, Any]:
    over = calendar().after(_last(draft))
    return {
        "archived": True,
        "stage": stage.key,
        "visit_number": 1,
        "audience": stage.shown_to,
        "ended": draft.end,
        "ended_at": over,
        "settled_at": over,
        "memory": NOTHING_REMEMBERED,
    }


def _visit(proposal_id: int, draft: Draft, stage: Stage) -> dict[str, Any]:
    return {
        "proposal_id": proposal_id,
        "number": 1,
        "stage": stage.key,
        "kind": stage.kind,
        "entered_at": draft.filed_at,
        "starts_on": calendar().day_of(draft.filed_at),
        "ends_on": _last(draft),
        "left_at": calendar().after(_last(draft)),
    }


def _entry(proposal_id: int, draft: Draft, origin: Origin) -> dict[str, Any]:
    now = clock.now()
    return {
        "at": now,
        "recorded_at": now,
        "verb": "imported",
        "proposal_id": proposal_id,
        "subject_type": "proposal",
        "subject_id": proposal_id,
        "data": facts(draft, origin) | {"end": draft.end, "ended_on": _last(draft).isoformat()},
    }


def _last(draft: Draft) -> date:
    if draft.ends_on is None:
        raise ValueError(f"row {draft.row.number} is not over")
    return draft.ends_on
