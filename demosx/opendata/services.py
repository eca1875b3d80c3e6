"""Importing proposals: rows in batches, the good ones stored, the bad ones told, none of them twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy.exc import IntegrityError

from ..core.db import db, transaction
from ..core.errors import Conflict
from ..core.terminal import _
from . import archive, live, queries
from .checking import Draft, Expectation, Refused, check
from .readers import Row

BATCH = 200

OnRefused = Callable[[Row, list[str]], None]


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how. `until` is the instant from which the rules act on what is not over."""

    origin: archive.Origin
    expected: Expectation
    until: datetime
    dry_run: bool = False


@dataclass
class Outcome:
    """What became of the rows."""

    archived: int = 0
    live: int = 0
    there: int = 0
    refused: int = 0

    @property
    def imported(self) -> int:
        """How many rows became proposals."""
        return self.archived + self.live


@dataclass
class Import:
    """One import under way. `refused` is called for each row that is left out, with everything that is wrong."""

    order: Order
    refused: OnRefused
    outcome: Outcome = field(default_factory=Outcome)
    seen: dict[str, int] = field(default_factory=dict)

    def run(self, rows: Iterable[Row]) -> Outcome:
        """Take all rows, each batch in a transaction of its own: what is stored stays when something stops it.

        Raises Conflict where another import stores the same rows at the same time.
        """
        for batch in _batches(rows):
            drafts = [draft for row in batch if (draft := self._checked(row))]
            try:
                self._take(drafts)
            except IntegrityError as error:
                raise Conflict(
                    _(
                        "Another import from %(source)s has been faster. Run it again: nothing is imported twice.",
                        source=self.order.origin.source,
                    )
                ) from error
        return self.outcome

    def _checked(self, row: Row) -> Draft | None:
        try:
            draft = check(row, self.order.expected)
        except Refused as refused:
            self._refuse(row, refused.reasons)
            return None
        first = self.seen.setdefault(draft.external_id, row.number)
        if first != row.number:
            self._refuse(row, [_("It is the same as row %(number)s.", number=first)])
            return None
        return draft

    def _refuse(self, row: Row, reasons: list[str]) -> None:
        self.outcome.refused += 1
        self.refused(row, reasons)

    def _take(self, drafts: list[Draft]) -> None:
        if self.order.dry_run:
            self._count(self._new(drafts))
            db.session.rollback()
            return
        with transaction():
            new = self._new(drafts)
            self._store(new)
        self._count(new)

    def _new(self, drafts: list[Draft]) -> list[Draft]:
        """Those that are not here yet, and whose receipt number is free."""
        there = queries.known_ids(self.order.origin.source, [draft.external_id for draft in drafts])
        self.outcome.there += len(there)
        new = [draft for draft in drafts if draft.external_id not in there]
        taken = queries.taken_numbers([draft.number for draft in new if draft.number])
        free = []
        for draft in new:
            if draft.number and draft.number in taken:
                self._refuse(draft.row, [_("The receipt number %(number)s is taken.", number=draft.number)])
                continue
            taken.add(draft.number)
            free.append(draft)
        return free

    def _store(self, drafts: list[Draft]) -> None:
        order = self.order
        archive.keep([draft for draft in drafts if draft.end], order.origin)
        lively = [draft for draft in drafts if not draft.end]
        for draft, number in zip(lively, archive.numbers(lively), strict=True):
            live.start(draft, order.origin, number, order.until)

    def _count(self, drafts: list[Draft]) -> None:
        over = sum(1 for draft in drafts if draft.end)
        self.outcome.archived += over
        self.outcome.live += len(drafts) - over


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch
