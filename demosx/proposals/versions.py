"""What becomes of a text once it is filed: former versions are kept, and at some point the text stays as it is."""

from datetime import datetime
from typing import Any

from ..core.db import db, lock
from ..core.errors import NotFound
from ..core.permissions import Actor
from ..core.text import clean
from ..journey.models import Visit
from ..journey.queries import visits_of
from ..journey.rules import rules_of
from ..ledger.services import record
from ..process.definition import Stage
from . import access, writing_queries
from .errors import ReasonNeeded, TextFixed, VersionGone
from .models import Proposal
from .writing_models import FormerText


def fixed_at(stage: Stage) -> int | None:
    """From how many supports on a stage lets the text stay as it is; None where it may always be changed."""
    wanted: int | None = getattr(stage.options, "text_fixed_at", None)
    return wanted


def is_fixed(proposal: Any, stage: Stage) -> bool:
    """Whether so many people support the text that only additions are possible."""
    wanted = fixed_at(stage)
    return wanted is not None and proposal.supports >= wanted


def require_not_fixed(proposal: Any, stage: Stage) -> None:
    """Raise TextFixed where so many people support the text that it stays as it is."""
    if is_fixed(proposal, stage):
        raise TextFixed(count=fixed_at(stage))


def keep_former(proposal: Proposal, at: datetime) -> None:
    """Keep the text as it is, just before it is replaced. The proposal is locked, and its revision is still the old."""
    db.session.add(
        FormerText(
            proposal_id=proposal.id, revision=proposal.revision, title=proposal.title, text=proposal.text,
            place=proposal.place, account_id=writing_queries.author_of_text(proposal), until=at,
        )
    )  # fmt: skip
    db.session.flush()


def take_away(proposal: Proposal, revision: int, reason: str, actor: Actor) -> None:
    """Empty a former version, such as one that told somebody's telephone number; that it was there stays known.

    Raises ReasonNeeded, NotFound, or VersionGone if it is empty already.
    """
    reason = clean(reason)
    if not reason:
        raise ReasonNeeded()
    lock(proposal)
    version = writing_queries.former_text(proposal.id, revision)
    if version is None:
        raise NotFound()
    if is_empty(version):
        raise VersionGone()
    empty(version)
    record(
        "version_removed", proposal_id=proposal.id, actor=actor, reason=reason, data={"revision": revision},
        role=access.acting_as(actor, "proposal:hide", proposal),
        public=proposal.audience != "staff" and was_public(version, public_since(proposal, visits_of(proposal.id))),
    )  # fmt: skip
    db.session.flush()


def empty(version: FormerText) -> None:
    """Leave nothing of a former version but when it was replaced."""
    version.title = version.text = version.place = ""


def is_empty(version: FormerText) -> bool:
    """Whether a former version was taken away. A text that somebody wrote always has a title."""
    return not version.title


def public_since(proposal: Any, visits: list[Visit]) -> datetime | None:
    """Since when others than the staff may read the proposal, by its stays; None where they may not yet."""
    for visit in sorted(visits, key=lambda one: one.number):
        stage = rules_of(visit, proposal).stages.get(visit.stage)
        if stage is not None and stage.shown_to != "staff":
            return visit.entered_at
    return None


def was_public(version: FormerText, since: datetime | None) -> bool:
    """Whether others than the staff could ever read a former version: what was written before is the staff's."""
    return since is not None and version.until > since
