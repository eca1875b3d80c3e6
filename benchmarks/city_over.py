"""Proposals that nobody answered: what one of them is, with other texts, people, days and numbers."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from demosx.core.db import db
from demosx.journey.models import Participation, Visit
from demosx.ledger.models import Entry
from demosx.opinions.models import Opinion
from demosx.proposals import search_index
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support

from .filling import SENTENCES

AREAS = ("transport", "welfare", "environment", "culture", "safety", "housing", "economy", "children")
DISTRICTS = ("narae", "solmaru", "haneul", "byeolbit", "gangbyeon", "songrim", "ondam", "dasom")
BATCH = 1000


@dataclass
class Copies:
    """Rows of one proposal that is over, written again and again with what differs."""

    model: int
    days: int
    crowd: Callable[[int], list[int]]
    chance: random.Random
    originals: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the original."""
        for model, mine in ((Proposal, Proposal.id), (Visit, Visit.proposal_id), (Entry, Entry.proposal_id)):
            found = db.session.execute(select(model.__table__).where(mine == self.model))
            self.originals[model] = [dict(row) for row in found.mappings()]

    def add(self, place: int, title: str, body: str, supports: int, opinions: int) -> None:
        """One more, or for place 0 the people of the original itself."""
        chance = self.chance
        number = self.model + place
        later = timedelta(days=0 if place == 0 else chance.randrange(self.days))
        filed = self.originals[Proposal][0]["filed_at"] + later
        people = self.crowd(supports + opinions)
        counts = {"supports": supports, "opinions": opinions, "participants": len(people)}
        if place == 0:
            db.session.execute(
                update(Proposal).where(Proposal.id == number).values(**counts, supports_site=supports)
            )
            db.session.execute(update(Visit).where(Visit.proposal_id == number).values(**counts))
        else:
            self._proposal(number, title, body, later, filed, counts, chance)
        for nth, account in enumerate(people):
            does_support = nth < supports
            when = filed + timedelta(minutes=chance.randrange(1, 29 * 1440))
            of = {"proposal_id": number, "account_id": account, "visit_number": 1}
            self._row(Participation, of | {"supported": does_support, "opinions": int(not does_support)})
            if does_support:
                self._row(Support, of | {"at": when})
            else:
                words = chance.choice(SENTENCES)
                self._row(Opinion, of | {"place": "proposal", "text": words, "created_at": when})

    def _proposal(
        self, number: int, title: str, body: str, later: timedelta, filed: datetime, counts: dict[str, int],
        chance: random.Random,
    ) -> None:  # fmt: skip
        for model, originals in self.originals.items():
            for original in originals:
                row = {c.name: original[c.name] for c in model.__table__.c if c.computed is None}
                row = {
                    key: value + later if isinstance(value, date | datetime) else value
                    for key, value in row.items()
                }
                if model is Proposal:
                    row |= counts | {
                        "id": number, "title": title, "text": body, "number": f"{filed.year}-{900_000 + number}",
                        "area": chance.choice(AREAS), "district": chance.choice(DISTRICTS),
                        "supports_site": counts["supports"], "proposer_id": self.crowd(1)[0],
                    }  # fmt: skip
                else:
                    del row["id"]
                    row["proposal_id"] = number
                if model is Visit:
                    row |= counts
                if model is Entry and row["subject_type"] == "proposal":
                    row["subject_id"] = number
                self._row(model, row)

    def _row(self, model: Any, row: dict[str, Any]) -> None:
        self.rows.setdefault(model, []).append(row)

    def write(self) -> None:
        """Write all of it, and let search know it."""
        for model in (Proposal, Visit, Entry, Participation, Support, Opinion):
            if self.rows.get(model):
                db.session.execute(insert(model), self.rows[model])
        numbers = [row["id"] for row in self.rows.get(Proposal, ())]
        for start in range(0, len(numbers), BATCH):
            search_index.index_proposals(numbers[start : start + BATCH])
        said = db.session.scalars(select(Opinion.id).order_by(Opinion.id)).all()
        for start in range(0, len(said), BATCH):
            search_index.index_said("opinion", said[start : start + BATCH])
