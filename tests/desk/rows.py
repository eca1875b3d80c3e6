"""Many rows at once: copies of a proposal with everything that the desk lists of it."""

from typing import Any

from sqlalchemy import Table, insert, select

from demosx.core.db import db
from demosx.duties.models import Duty
from demosx.journey.models import Visit
from demosx.proposals.models import Proposal


def multiply(proposal: Proposal, times: int) -> None:
    """Add copies of a proposal with its stays and duties, so that there are `times` more."""
    tables: list[tuple[Any, str]] = [(Proposal, "id"), (Visit, "proposal_id"), (Duty, "proposal_id")]
    first = (db.session.scalar(select(db.func.max(Proposal.id))) or 0) + 1
    for model, key in tables:
        table: Table = model.__table__
        plain = [column for column in table.columns if column.computed is None]
        rows = db.session.execute(select(*plain).where(table.c[key] == proposal.id)).mappings().all()
        copies = []
        for number in range(first, first + times):
            for row in rows:
                copy = {**row, key: number}
                if model is Proposal:
                    copy |= {"number": f"2018-{number:06}", "title": f"사본 {number}"}
                else:
                    copy.pop("id")
                copies.append(copy)
        if copies:
            db.session.execute(insert(table), copies)
    db.session.commit()
