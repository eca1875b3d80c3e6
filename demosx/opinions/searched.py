"""Finding proposals by what people say about them, as far as everybody may read it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..journey.models import Visit
from ..journey.rules import rules_of
from ..proposals.search_index import Saying, source
from .models import Opinion


def readable(ids: Collection[int]) -> Iterable[Saying]:
    """Those of these opinions that everybody may read, where everybody may read their proposals."""
    query = select(Opinion.id, Opinion.proposal_id, Opinion.text, Opinion.thread)
    found = db.session.execute(query.where(Opinion.id.in_(ids), Opinion.visible)).all()
    closed = _for_staff({row.proposal_id for row in found if row.thread})
    return [
        Saying(row.id, row.proposal_id, row.text)
        for row in found
        if (row.proposal_id, row.thread) not in closed
    ]


def _for_staff(proposals: Collection[int]) -> set[tuple[int, int]]:
    """The stays of these proposals, by number, that the rules keep to staff."""
    if not proposals:
        return set()
    query = select(Visit).where(Visit.proposal_id.in_(proposals)).options(joinedload(Visit.proposal))
    visits = db.session.scalars(query).all()
    return {(visit.proposal_id, visit.number) for visit in visits if _kept(visit)}


def _kept(visit: Visit) -> bool:
    stage = rules_of(visit, visit.proposal).stages.get(visit.stage)
    return stage is None or stage.shown_to == "staff"


_TABLE = source("opinion", 0, _l("In an opinion"), Opinion, Opinion.visible)
SOURCE = replace(_TABLE, readable=readable)
