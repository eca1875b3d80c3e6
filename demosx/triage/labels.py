"""Labels: words that staff put on proposals."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import g
from sqlalchemy import delete

from ..core import clock
from ..core.db import db, insert, lock, raising
from ..core.errors import InvalidInput
from ..core.i18n import local_name
from ..core.permissions import Actor
from ..core.seen import check_mark
from ..ledger.services import record
from ..proposals.access import acting_as
from . import queries
from .errors import KeyTaken
from .models import Label, ProposalLabel
from .terms import KEY, checked

EDIT = "label:edit"
PUT = "proposal:label"


def add(key: str, names: Mapping[str, str], public: bool, actor: Actor) -> Label:
    """Add a label. Raises InvalidInput or KeyTaken."""
    if not KEY.fullmatch(key):
        raise InvalidInput()
    made = Label(key=key, names=checked(names), public=public)
    with raising(KeyTaken()):
        db.session.add(made)
    _tell("added", made, actor)
    return made


def shown(label: Label) -> dict[str, object]:
    """What the form of a label shows."""
    return {"names": dict(label.names), "public": label.public, "offered": label.retired_at is None}


def change(
    label: Label, names: Mapping[str, str], public: bool, offered: bool, actor: Actor, seen: str | None = None
) -> None:
    """Rename a label, say whether everybody sees it, retire it. Raises ChangedMeanwhile, InvalidInput."""
    lock(label)
    check_mark(seen, shown(label))
    label.names, label.public = checked(names), public
    if offered != (label.retired_at is None):
        label.retired_at = None if offered else clock.now()
    label.revision += 1
    _tell("changed", label, actor)


def put(proposal: Any, labels: Collection[Label], actor: Actor) -> None:
    """Put labels on a proposal; those that it has already change nothing."""
    for label in labels:
        row = insert(ProposalLabel).values(proposal_id=proposal.id, label_id=label.id)
        new = db.session.scalar(row.on_conflict_do_nothing().returning(ProposalLabel.label_id))
        if new is not None:
            _note("labelled", proposal, label, actor)


def take(proposal: Any, labels: Collection[Label], actor: Actor) -> None:
    """Take labels off a proposal; those that it does not have change nothing."""
    for label in labels:
        gone = db.session.scalar(
            delete(ProposalLabel)
            .where(ProposalLabel.proposal_id == proposal.id, ProposalLabel.label_id == label.id)
            .returning(ProposalLabel.label_id)
        )
        if gone is not None:
            _note("unlabelled", proposal, label, actor)


def chosen(numbers: Collection[int]) -> list[Label]:
    """These labels, as far as they are offered. Raises InvalidInput for any other number."""
    offered = {label.id: label for label in queries.labels()}
    if any(number not in offered for number in numbers):
        raise InvalidInput()
    return [offered[number] for number in numbers]


def public_names() -> dict[str, str]:
    """The labels that everybody sees and that are offered, by key, in the reader's language. One query a request."""
    if "public_labels" not in g:
        found = (label for label in queries.labels() if label.public)
        g.public_labels = {label.key: local_name(label.names, label.key) for label in found}
    names: dict[str, str] = g.public_labels
    return names


def _note(verb: str, proposal: Any, label: Label, actor: Actor) -> None:
    record(
        verb, proposal_id=proposal.id, subject=("label", label.id), actor=actor, public=label.public,
        role=acting_as(actor, PUT, proposal), data={"label": label.key},
    )  # fmt: skip


def _tell(what: str, label: Label, actor: Actor) -> None:
    db.session.flush()
    record(
        f"label_{what}", subject=("label", label.id), actor=actor, public=False,
        data={"key": label.key, "public": label.public, "offered": label.retired_at is None},
    )  # fmt: skip
