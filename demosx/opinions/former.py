"""What an opinion said before its author changed it: kept, since others have agreed with those words and answered them.

Everybody may read it who may read the opinion. It goes where that goes: hidden with it, deleted with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select

from ..core.db import db, lock
from ..core.permissions import Actor
from ..ledger.services import record
from ..proposals.access import acting_as
from ..proposals.errors import VersionGone
from .errors import ChangedOften, OwnOpinion
from .models import FormerOpinion, Opinion, OpinionAgree, OpinionReport
from .objections import MODERATE

AT_ONCE = timedelta(minutes=5)
MOST = 20
"""So often is an opinion changed; then somebody writes another one."""


@dataclass(frozen=True)
class Version:
    """What an opinion has said since a moment: up to another one, or still (None). `gone`: it was taken away."""

    revision: int
    text: str
    stance: str
    since: datetime
    until: datetime | None
    gone: bool = False


def keep(opinion: Opinion, at: datetime) -> None:
    """Keep what an opinion says, just before it is replaced, while its proposal is locked.

    A slip that its author puts right within minutes leaves nothing behind, unless somebody has relied on it. Raises
    ChangedOften.
    """
    if at - opinion.created_at < AT_ONCE and not _relied_on(opinion):
        return
    kept = select(func.count()).where(FormerOpinion.opinion_id == opinion.id)
    if (db.session.scalar(kept) or 0) >= MOST:
        raise ChangedOften()
    db.session.add(
        FormerOpinion(
            opinion_id=opinion.id, revision=opinion.revision, text=opinion.text, stance=opinion.stance, until=at
        )
    )  # fmt: skip


def versions(opinion: Opinion) -> list[Version]:
    """What an opinion says and has said, the newest first. One query."""
    query = select(FormerOpinion).where(FormerOpinion.opinion_id == opinion.id)
    rows = list(db.session.scalars(query.order_by(FormerOpinion.revision.desc())))
    began = [row.until for row in rows] + [opinion.created_at]
    found = [Version(opinion.revision, opinion.text, opinion.stance or "", began[0], None)]
    for row, since in zip(rows, began[1:], strict=True):
        found.append(Version(row.revision, row.text, row.stance or "", since, row.until, not row.text))
    return found


def agreed_before(opinion: Opinion, moment: datetime) -> int:
    """How many of those who agree with an opinion have done so before a moment. One query."""
    query = select(func.count()).where(OpinionAgree.opinion_id == opinion.id, OpinionAgree.at < moment)
    return db.session.scalar(query) or 0


def take_away(opinion: Opinion, revision: int, *, actor: Actor) -> None:
    """Empty a former text, such as one that told somebody's telephone number; that it was there stays known.

    Raises VersionGone where there is none any more; OwnOpinion.
    """
    if actor.id is not None and opinion.account_id == actor.id:
        raise OwnOpinion()
    row = db.session.get(FormerOpinion, (opinion.id, revision)) if revision < 2**31 else None
    if row is None:
        raise VersionGone()
    lock(row)
    if not row.text:
        raise VersionGone()
    row.text = ""
    record(
        "opinion_version_removed", subject=("opinion", opinion.id), proposal_id=opinion.proposal_id, actor=actor,
        role=acting_as(actor, MODERATE, opinion.proposal), data={"opinion": opinion.id, "revision": revision},
        public=False,
    )  # fmt: skip
    db.session.flush()


def forget(numbers: Sequence[int]) -> None:
    """Delete what these opinions said before."""
    gone = delete(FormerOpinion).where(FormerOpinion.opinion_id.in_(numbers))
    db.session.execute(gone.execution_options(synchronize_session=False))


def _relied_on(opinion: Opinion) -> bool:
    """Whether anybody has agreed with an opinion, answered, quoted or reported it, or read what it said before."""
    if opinion.agrees or opinion.replies:
        return True
    ways = (
        exists().where(Opinion.quotes_id == opinion.id),
        exists().where(OpinionReport.opinion_id == opinion.id),
        exists().where(FormerOpinion.opinion_id == opinion.id),
    )
    return bool(db.session.scalar(select(ways[0] | ways[1] | ways[2])))
