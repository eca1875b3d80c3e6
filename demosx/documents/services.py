"""Putting documents beside a proposal, changing them and taking them back."""

from typing import Any
from urllib.parse import urlsplit

from ..core import clock
from ..core.db import db, lock
from ..core.errors import ChangedMeanwhile
from ..core.permissions import Actor
from ..ledger.services import record
from .errors import LinkWrong, NothingInIt, ReasonMissing, UnknownPart
from .models import PARTS, Document


def web_address(value: str) -> str:
    """An address of the web as it stands, or nothing for nothing. Raises LinkWrong for any other."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise LinkWrong() from None
    if parts.scheme not in ("https", "http") or not parts.hostname or any(c.isspace() for c in value):
        raise LinkWrong()
    return value


def add_document(
    proposal: Any, part: str, title: str, text: str = "", url: str = "", *,
    visit_id: int | None = None, publish: bool = False, actor: Actor,
) -> Document:  # fmt: skip
    """Put a document into a part of the dossier, or among the materials of one visit; public at once with `publish`."""
    if part not in PARTS:
        raise UnknownPart()
    if not text and not url:
        raise NothingInIt()
    document = Document(
        proposal_id=proposal.id, visit_id=visit_id, part=part, title=title, text=text, url=web_address(url),
        published=publish, created_by=actor.id, at=clock.now(), revision=1,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    _note("document_added", document, actor)
    return document


def edit_document(
    document: Document, part: str, title: str, text: str, url: str, *, publish: bool, revision: int, actor: Actor
) -> None:  # fmt: skip
    """Change a document. Raises ChangedMeanwhile if somebody has changed it since `revision`."""
    if part not in PARTS:
        raise UnknownPart()
    if not text and not url:
        raise NothingInIt()
    lock(document)
    if document.revision != revision:
        raise ChangedMeanwhile()
    document.part, document.title, document.text = part, title, text
    document.url, document.published = web_address(url), publish
    document.revision += 1
    _note("document_changed", document, actor)


def withdraw_document(document: Document, reason: str, actor: Actor) -> None:
    """Show a document no more, with a reason; it is kept. Twice is as good as once. Raises ReasonMissing."""
    if not reason:
        raise ReasonMissing()
    lock(document)
    if document.withdrawn_at is None:
        document.withdrawn_at = clock.now()
        _note("document_withdrawn", document, actor, reason)


def _note(verb: str, document: Document, actor: Actor, reason: str = "") -> None:
    record(
        verb, subject=("document", document.id), proposal_id=document.proposal_id, actor=actor, reason=reason,
        data={"part": document.part, "revision": document.revision}, public=document.published,
    )  # fmt: skip
    db.session.flush()
