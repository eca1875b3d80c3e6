"""Taking over what one said before one had an account: by the code on the slip, once."""

from collections.abc import Sequence

from sqlalchemy import delete

from ..core import clock
from ..core.db import db
from ..core.errors import NotFound
from ..core.limits import address, check, count, throttle
from ..core.permissions import Actor
from ..ledger.services import record
from ..notifications.services import follow
from ..opinions.models import Opinion
from ..opinions.on_behalf import give_to as give_opinion
from ..proposals.access import may_see
from ..proposals.models import Proposal
from ..proposals.on_behalf import give_to as give_proposal
from . import codes, queries
from .errors import CodeUnknown
from .models import Entry, EntryPerson

TRIES, FAILED_FROM_ADDRESS = "10 per hour", "60 per hour"


def before_looking(account_id: int | None) -> None:
    """Count that somebody types a code, by account and by address. Raises TooMany."""
    throttle("claim", TRIES, str(account_id))
    check("claim_failed", FAILED_FROM_ADDRESS, address())


def after_failing() -> None:
    """Count a wrong code against the address it came from."""
    count("claim_failed", FAILED_FROM_ADDRESS, address())


def found(typed: str) -> Sequence[Entry]:
    """What the person with this code said and nobody has claimed, the first one first: `queries.of_person`.

    Raises CodeUnknown for a code that is none, was used, or is too old.
    """
    code = codes.read(typed)
    entry = queries.by_digest(codes.digest_of(code)) if code is not None else None
    entries = queries.of_person(entry) if entry is not None else []
    since = queries.claim_since()
    entries = [one for one in entries if one.entered_at >= since]
    if not entries:
        raise CodeUnknown()
    return entries


def claim(typed: str, ids: set[int], *, actor: Actor) -> list[Entry]:
    """Make the chosen ones of them this person's own: the proposals theirs, the opinions theirs, and followed where
    they may see it.

    The name and the contact that were kept are deleted: the account has them. Proposals are locked in the order of
    their numbers. Raises what `found` does, and NotFound where nothing of it was chosen.
    """
    chosen = [one for one in found(typed) if one.id in ids]
    if not chosen:
        raise NotFound()
    for entry in sorted(chosen, key=lambda one: (one.proposal_id, one.id)):
        _take_over(entry, actor)
    return chosen


def _take_over(entry: Entry, actor: Actor) -> None:
    """Lock what it became first, as whoever hides it does, then the entry."""
    proposal = db.session.get_one(Proposal, entry.proposal_id)
    if entry.opinion_id is not None:
        give_opinion(db.session.get_one(Opinion, entry.opinion_id), actor)
    else:
        give_proposal(proposal, actor)
    entry.claimed_by, entry.claimed_at = actor.id, clock.now()
    entry.revision += 1
    db.session.execute(delete(EntryPerson).where(EntryPerson.entry_id == entry.id))
    if may_see(actor, proposal):
        follow(proposal, actor=actor)
    record(
        "claimed", subject=("entry", entry.id), proposal_id=entry.proposal_id, actor=actor,
        data={"kind": entry.kind}, public=entry.kind == "proposal",
    )  # fmt: skip
