"""Merge candidates at the desk: pairs that the machine finds alike, side by side, for a person to decide."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from ..core.errors import NotFound
from ..core.paging import page_url
from ..core.permissions import can, current_actor, needs, require
from ..core.security import local_path
from ..core.text import plain
from ..proposals.cards import card
from ..proposals.models import Proposal
from ..proposals.queries import visible
from ..proposals.similar_words import shared_words
from . import candidates, queries
from .services import MERGE

bp = Blueprint("merge_candidates", __name__, url_prefix="/desk/merge-candidates")
BEGINNING = 400


@bp.get("")
@needs(MERGE)
def index() -> str:
    """The pairs on which nobody has decided yet, the most alike first."""
    page = queries.open_candidates(request.args.get("page"))
    numbers = {number for pair in page.items for number in (pair.proposal_id, pair.other_id)}
    found = queries.by_number(numbers)
    pairs = [(found[pair.proposal_id], found[pair.other_id]) for pair in page.items]
    return render_template(
        "merging/candidates.html",
        pairs=[_pair(one, other) for one, other in pairs if can(MERGE, one) and can(MERGE, other)],
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.post("/<int:id>/<int:other_id>/different")
@needs(MERGE)
def different(id: int, other_id: int) -> ResponseReturnValue:
    """Say that two proposals are not about the same; nobody is asked again."""
    one, other = _two(id, other_id)
    candidates.keep_apart(one.id, other.id, actor=current_actor())
    flash(_("They stay apart: “%(one)s” and “%(other)s”.", one=one.title, other=other.title), "success")
    return redirect(local_path(request.form.get("back", ""), url_for(".index")))


def _two(id: int, other_id: int) -> tuple[Proposal, Proposal]:
    if id == other_id:
        raise NotFound()
    one, other = visible(id, current_actor()), visible(other_id, current_actor())
    require(MERGE, one)
    require(MERGE, other)
    return one, other


def _pair(one: Proposal, other: Proposal) -> dict[str, Any]:
    shared = shared_words(f"{one.title} {one.text}", f"{other.title} {other.text}")
    return {
        "name": f"{one.id}-{other.id}", "sides": [_side(one, shared), _side(other, shared)],
        "merge": url_for("merging_desk.choose", id=one.id, into=other.id),
        "different": url_for(".different", id=one.id, other_id=other.id),
    }  # fmt: skip


def _side(proposal: Proposal, shared: set[str]) -> dict[str, Any]:
    return {
        **card(proposal),
        "url": url_for("desk.proposal", id=proposal.id),
        "title": highlighted(proposal.title, shared),
        "beginning": highlighted(plain(proposal.text, BEGINNING), shared),
        "receipt": proposal.number,
    }


def highlighted(text: str, shared: set[str]) -> Markup:
    """A text with what both have in it marked, word by word; everything else of it is escaped."""
    marked = []
    for word in text.split(" "):
        common = next((one for one in sorted(shared, key=len, reverse=True) if one in word.casefold()), None)
        at = word.casefold().find(common) if common else -1
        if common and at >= 0 and len(word.casefold()) == len(word):
            end = at + len(common)
            marked.append(
                escape(word[:at]) + Markup("<mark>") + word[at:end] + Markup("</mark>") + word[end:]
            )
        else:
            marked.append(escape(word))
    return Markup(" ").join(marked)
