"""Putting right what was entered wrongly, and taking out of sight what should not have been entered."""

from dataclasses import dataclass

from sqlalchemy import delete

from ..core import terms
from ..core.db import db, lock
from ..core.errors import ChangedMeanwhile, InvalidInput
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose, refuse_resident_numbers
from ..core.settings import site
from ..core.text import clean, one_line
from ..journey.merged import lock_tree
from ..ledger.services import record
from ..opinions import moderation
from ..opinions.models import Opinion
from ..opinions.on_behalf import correct_for as correct_opinion
from ..proposals import services as proposals
from ..proposals.models import Proposal
from ..proposals.on_behalf import correct_for as correct_proposal
from . import queries
from .access import ENTER, MANAGE
from .entering import LONGEST_PERSON, keep_person
from .errors import Claimed
from .models import Entry, EntryPerson
from .roles import role_at


@dataclass(frozen=True)
class Corrected:
    """What an entry is to be."""

    text: str
    title: str = ""
    person: str = ""
    group: str = ""
    district: str = ""
    name: str = ""
    contact: str = ""
    note: str = ""


def correct(
    entry: Entry,
    proposal: Proposal,
    opinion: Opinion | None,
    wanted: Corrected,
    *,
    actor: Actor,
    revision: int,
) -> None:
    """Change an entry and what it became. `revision` is the one that was read.

    Raises ChangedMeanwhile, Claimed, ResidentNumberRefused, StageClosed where the text cannot be changed any more, and
    what is wrong with it.
    """
    refuse_in_prose(wanted.title, wanted.text, wanted.note)
    refuse_resident_numbers(wanted.person, wanted.name, wanted.contact)
    if wanted.group and wanted.group not in site().groups:
        raise InvalidInput()
    if wanted.district and wanted.district not in terms.known("district").names:
        raise InvalidInput()
    _lock(entry, proposal)
    if entry.claimed_at is not None:
        raise Claimed()
    if entry.revision != revision:
        raise ChangedMeanwhile()
    role = role_at(actor, ENTER, queries.event(entry.event_id))
    if opinion is not None:
        if clean(wanted.text) != opinion.text:
            correct_opinion(opinion, wanted.text)
    elif (one_line(wanted.title), clean(wanted.text)) != (proposal.title, proposal.text):
        read = proposal.revision
        correct_proposal(proposal, wanted.title, wanted.text, actor=actor, revision=read, role=role)
    entry.person = one_line(wanted.person)[:LONGEST_PERSON] or entry.person
    entry.group, entry.district = wanted.group or None, wanted.district or None
    entry.revision += 1
    keep_person(entry, wanted.name, wanted.contact, wanted.note)
    record(
        "entry_corrected",
        subject=("entry", entry.id),
        proposal_id=proposal.id,
        actor=actor,
        role=role,
        public=False,
    )


def remove(entry: Entry, proposal: Proposal, opinion: Opinion | None, reason: str, *, actor: Actor) -> None:
    """Take out of sight what was entered, with a reason, and forget whose it was. It counts no more.

    Showing the proposal or the opinion again brings it back. Raises Claimed, InvalidInput without a reason, and
    HiddenAlready or DoneAlready.
    """
    reason = clean(reason)
    if not reason:
        raise InvalidInput()
    _lock(entry, proposal)
    if entry.claimed_at is not None:
        raise Claimed()
    if opinion is not None:
        moderation.hide(opinion, reason, actor=actor)
    else:
        proposals.hide(proposal, reason, actor)
    db.session.execute(delete(EntryPerson).where(EntryPerson.entry_id == entry.id))
    entry.revision += 1
    role = role_at(actor, MANAGE, queries.event(entry.event_id))
    record(
        "entry_removed", subject=("entry", entry.id), proposal_id=proposal.id, actor=actor, role=role, reason=reason,
        public=False,
    )  # fmt: skip


def _lock(entry: Entry, proposal: Proposal) -> None:
    """Lock what an entry became, with what it is merged with, and then the entry: as whoever claims it does."""
    lock_tree(proposal)
    lock(entry)
