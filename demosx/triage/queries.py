"""Every reading of triage: what waits to be sorted, what was found, labels, templates, and the log of a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from ..core.paging import SIZE, Order, Page, entities
from ..journey.queries import Beside
from ..ledger.models import Entry
from ..merging.queries import undecided
from ..proposals.models import Proposal
from ..proposals.search import found_by
from ..proposals.writing_models import MergeCandidate
from ..scrutiny.models import Finding
from ..stages.support.models import Support, SupportOrigin
from .models import DayLog, Label, ProposalLabel, ReplyTemplate, Sorting

OLDEST = Order("waiting", (Proposal.filed_at, Proposal.id), descending=False)
FILED = Order("filed", (Proposal.id,))
LATEST = Order("sorted", (Proposal.sorted_at, Proposal.id))
DAYS = Order("days", (DayLog.day,))
QUEUE = 50
UNSORTED = (Proposal.sorted_as.is_(None), Proposal.ended_at.is_(None))
UNASSIGNED = (
    Proposal.sorted_as.is_not(None), Proposal.ended_at.is_(None), Proposal.lead_department_id.is_(None),
)  # fmt: skip


def waiting(
    seen: ColumnElement[bool], narrowed: Mapping[str, str], cursor: str | None = None, size: int = QUEUE
) -> Page[Proposal]:
    """What nobody has sorted yet, the oldest first, with texts and proposers. One query.

    `narrowed` may name an area, a district and a channel, or say “none” for those without; `q` are words in it.
    """
    return entities(_narrowed(_rows().where(*UNSORTED, seen), narrowed), OLDEST, cursor, size)


def without_department(
    seen: ColumnElement[bool], narrowed: Mapping[str, str], cursor: str | None = None, size: int = QUEUE
) -> Page[Proposal]:
    """What is found to be a proposal and no department is responsible for yet, in the same way."""
    return entities(_narrowed(_rows().where(*UNASSIGNED, seen), narrowed), OLDEST, cursor, size)


def _narrowed(query: Select[Any], narrowed: Mapping[str, str]) -> Select[Any]:
    found = found_by(narrowed.get("q", ""))
    if found is not None:
        query = query.where(found)
    for name, wanted in narrowed.items():
        if name == "q" or not wanted:
            continue
        column = {"area": Proposal.area, "district": Proposal.district, "channel": Proposal.channel}[name]
        query = query.where(column.is_(None) if wanted == "none" else column == wanted)
    return query


def found_to_be(
    found: str,
    seen: ColumnElement[bool],
    narrowed: Mapping[str, str],
    cursor: str | None = None,
    size: int = SIZE,
) -> Page[Proposal]:
    """What was sorted as this, the latest first: proposals under way by when they were filed, the others by when."""
    query = _narrowed(_rows().where(Proposal.sorted_as == found, seen), narrowed)
    if found == "proposal":
        return entities(query.where(Proposal.ended_at.is_(None)), FILED, cursor, size)
    return entities(query.where(Proposal.sorted_at.is_not(None)), LATEST, cursor, size)


def how_many_wait(seen: ColumnElement[bool], most: int = 1_000) -> tuple[int, int]:
    """How many wait to be sorted, and how many of what was sorted wait for a department; each counted no further than
    `most`. One query."""
    numbers = (
        select(Proposal.id).where(*which, seen).limit(most).subquery() for which in (UNSORTED, UNASSIGNED)
    )
    counts = (select(func.count()).select_from(found).scalar_subquery() for found in numbers)
    unsorted, unassigned = db.session.execute(select(*counts)).one()
    return unsorted, unassigned


def signs(numbers: Collection[int]) -> tuple[dict[int, int], set[int]]:
    """How many candidates for merging on which somebody should decide each of these proposals has, and those whose
    support looks unusual, where nobody has looked at that yet. One query."""
    newer, older = MergeCandidate.proposal_id, MergeCandidate.other_id
    both = undecided(select(newer.label("number"))).where(newer.in_(numbers)).union_all(
        undecided(select(older)).where(older.in_(numbers))
    ).subquery()  # fmt: skip
    alike = select(literal(0), both.c.number, func.count()).group_by(both.c.number)
    unusual = select(literal(1), Finding.proposal_id, literal(1)).where(
        Finding.proposal_id.in_(numbers), Finding.looked_at.is_(None)
    )
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for which, number, count in db.session.execute(union_all(alike, unusual)):
        found[which][int(number)] = count
    return found[0], set(found[1])


def last_sortings(numbers: Collection[int]) -> dict[int, Sorting]:
    """How each of these proposals was sorted last. One query."""
    latest = (
        select(func.max(Sorting.id)).where(Sorting.proposal_id.in_(numbers)).group_by(Sorting.proposal_id)
    )
    return {one.proposal_id: one for one in db.session.scalars(select(Sorting).where(Sorting.id.in_(latest)))}


def labels(retired: bool = False) -> Sequence[Label]:
    """The labels that can be put on proposals; with `retired` also those that cannot any more."""
    query = select(Label).order_by(Label.key)
    return db.session.scalars(query if retired else query.where(Label.retired_at.is_(None))).all()


def labels_of(numbers: Collection[int], public_only: bool = True) -> dict[int, list[Label]]:
    """The labels of each of these proposals. One query."""
    query = (
        select(ProposalLabel.proposal_id, Label).join(Label, Label.id == ProposalLabel.label_id)
        .where(ProposalLabel.proposal_id.in_(numbers)).order_by(Label.key)
    )  # fmt: skip
    found: dict[int, list[Label]] = {number: [] for number in numbers}
    for number, label in db.session.execute(query.where(Label.public) if public_only else query):
        found[number].append(label)
    return found


def _public_labels_of(proposal_id: int) -> ColumnElement[bool]:
    numbers = select(ProposalLabel.label_id).where(ProposalLabel.proposal_id == proposal_id)
    return Label.public & Label.id.in_(numbers)


PUBLIC_LABELS = Beside(Label, _public_labels_of)


def has_label(key: str) -> ColumnElement[bool]:
    """The condition that a proposal has this public label."""
    numbers = select(ProposalLabel.proposal_id).join(Label, Label.id == ProposalLabel.label_id)
    return Proposal.id.in_(numbers.where(Label.key == key, Label.public))


def templates(used_for: Collection[str] = (), retired: bool = False) -> Sequence[ReplyTemplate]:
    """Templates of replies, those for any use among them, by name."""
    query = select(ReplyTemplate).order_by(ReplyTemplate.name, ReplyTemplate.id)
    if used_for:
        query = query.where(or_(ReplyTemplate.used_for.in_(used_for), ReplyTemplate.used_for == "any"))
    return db.session.scalars(query if retired else query.where(ReplyTemplate.retired_at.is_(None))).all()


def logs(cursor: str | None = None, size: int = SIZE) -> Page[DayLog]:
    """The logs of days, the latest first."""
    return entities(select(DayLog), DAYS, cursor, size)


def counts_between(since: datetime, until: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """How many proposals were filed from `since` on and before `until`, by channel, and how many were sorted, by what
    they were found to be. One query."""
    filed = select(
        literal(0).label("which"), Proposal.channel.label("key"), func.count().label("many")
    ).where(Proposal.filed_at >= since, Proposal.filed_at < until, Proposal.archived.is_(False))
    found = select(literal(1), Sorting.found, func.count()).where(Sorting.at >= since, Sorting.at < until)
    counts: tuple[dict[str, int], dict[str, int]] = ({}, {})
    both = union_all(filed.group_by(Proposal.channel), found.group_by(Sorting.found))
    for which, key, many in db.session.execute(both):
        counts[which][key] = many
    return counts


def supported_most(day: date, most: int = 5) -> list[tuple[Proposal, int]]:
    """The public proposals that got most supports on a day, with how many, as far as it is kept where they came from.

    The origins have an index by day, which supports do not need for anything else.
    """
    counted = func.count().label("given")
    given = (
        select(Support.proposal_id, counted).join(SupportOrigin, SupportOrigin.support_id == Support.id)
        .where(SupportOrigin.noted_on == day).group_by(Support.proposal_id)
        .order_by(counted.desc(), Support.proposal_id).limit(most * 4).subquery()
    )  # fmt: skip
    query = (
        select(Proposal, given.c.given).join(given, given.c.proposal_id == Proposal.id).where(Proposal.listed)
        .order_by(given.c.given.desc(), Proposal.id).limit(most)
        .options(defer(Proposal.memory), defer(Proposal.text))
    )  # fmt: skip
    return [(proposal, int(count)) for proposal, count in db.session.execute(query).unique()]


def happened_between(
    since: datetime, until: datetime, verbs: Collection[str], most: int = 500
) -> dict[str, list[int]]:
    """The proposals of whose history each of these verbs was written in a time, the first one first; of the latest
    `most` entries of each. One query: the history has an index by verb, and none by time."""
    latest = [
        select(Entry.id, Entry.verb, Entry.proposal_id, Entry.at)
        .where(Entry.verb == verb, Entry.proposal_id.is_not(None)).order_by(Entry.id.desc()).limit(most).subquery()
        for verb in verbs
    ]  # fmt: skip
    found: dict[str, list[int]] = {verb: [] for verb in verbs}
    for row in sorted(db.session.execute(union_all(*map(select, latest)))):
        if since <= row.at < until:
            found[row.verb].append(row.proposal_id)
    return {verb: list(dict.fromkeys(numbers)) for verb, numbers in found.items()}


def titles(numbers: Collection[int]) -> dict[int, Proposal]:
    """Proposals by number, without texts."""
    query = select(Proposal).where(Proposal.id.in_(numbers)).options(
        defer(Proposal.text, raiseload=True), defer(Proposal.memory)
    )  # fmt: skip
    return {one.id: one for one in db.session.scalars(query)}


def findings_between(since: datetime, until: datetime) -> list[int]:
    """The proposals whose support began to look unusual in a time."""
    query = select(Finding.proposal_id).where(Finding.found_at >= since, Finding.found_at < until)
    return sorted({int(number) for number in db.session.scalars(query) if number is not None})


def first_entry() -> datetime | None:
    """When the history of this site begins; None while it is empty."""
    return db.session.scalar(select(Entry.at).order_by(Entry.id).limit(1))


def log_of(day: date) -> DayLog | None:
    """The log of a day, if it was written."""
    return db.session.get(DayLog, day)


def _rows() -> Select[Any]:
    return select(Proposal).options(
        joinedload(Proposal.proposer), joinedload(Proposal.lead_department), defer(Proposal.memory)
    )
