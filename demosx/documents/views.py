"""The staff's pages of a proposal's documents."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import db
from ..core.errors import ChangedMeanwhile, NotFound
from ..core.permissions import current_actor, needs, require
from ..core.text import clean
from ..proposals.models import Proposal
from ..proposals.queries import visible
from . import queries, services
from .forms import DocumentForm
from .models import Document
from .words import PART_NAMES

bp = Blueprint("documents", __name__, url_prefix="/desk/proposals/<int:id>/documents")


@bp.get("")
@needs("document:write")
def index(id: int) -> ResponseReturnValue:
    """Every document of a proposal, and the parts in which there is nothing yet."""
    proposal = _proposal(id)
    found = queries.documents_of(id, published_only=False)
    return render_template(
        "documents/index.html", proposal=proposal, documents=found, part_names=PART_NAMES,
        missing=[PART_NAMES[part] for part in queries.missing_parts(found)],
    )  # fmt: skip


@bp.get("/new")
@needs("document:write")
def new(id: int) -> ResponseReturnValue:
    """The form of a new document."""
    part = request.args.get("part", "")
    form = DocumentForm(formdata=None, part=part if part in PART_NAMES else "existing_policy")
    return _page(_proposal(id), form)


@bp.post("/new")
@needs("document:write")
def add(id: int) -> ResponseReturnValue:
    """Put a document beside the proposal."""
    proposal = _proposal(id)
    form = DocumentForm()
    if not form.validate_on_submit():
        return _page(proposal, form), 422
    services.add_document(
        proposal, form.text("part"), form.text("title"), form.text("body"), form.text("url"),
        publish=form.publish.data, actor=current_actor(),
    )  # fmt: skip
    flash(_("The document is saved."), "success")
    return redirect(url_for("documents.index", id=id))


@bp.get("/<int:document_id>")
@needs("document:write")
def edit(id: int, document_id: int) -> ResponseReturnValue:
    """The form of a document."""
    proposal = _proposal(id)
    document = _document(proposal, document_id)
    return _page(proposal, _form(document), document)


@bp.post("/<int:document_id>")
@needs("document:write")
def change(id: int, document_id: int) -> ResponseReturnValue:
    """Save a document; what somebody else has saved meanwhile is shown beside it."""
    proposal = _proposal(id)
    document = _document(proposal, document_id)
    form = DocumentForm()
    if not form.validate_on_submit():
        return _page(proposal, form, document), 422
    try:
        services.edit_document(
            document, form.text("part"), form.text("title"), form.text("body"), form.text("url"),
            publish=form.publish.data, revision=form.revision.data or 0, actor=current_actor(),
        )  # fmt: skip
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.raw_data, form.revision.data = None, document.revision
        theirs = [(form.title.label.text, document.title), (form.body.label.text, document.text)]
        return _page(proposal, form, document, theirs), 409
    flash(_("The document is saved."), "success")
    return redirect(url_for("documents.index", id=id))


@bp.post("/<int:document_id>/withdraw")
@needs("document:write")
def withdraw(id: int, document_id: int) -> ResponseReturnValue:
    """Take a document back, with a reason."""
    document = _document(_proposal(id), document_id)
    services.withdraw_document(document, clean(request.form.get("reason", "")), current_actor())
    flash(_("The document is shown no more."), "success")
    return redirect(url_for("documents.index", id=id))


def _proposal(id: int) -> Proposal:
    proposal = visible(id, current_actor())
    require("document:write", proposal)
    return proposal


def _document(proposal: Proposal, document_id: int) -> Document:
    found = queries.document(document_id)
    if found is None or found.proposal_id != proposal.id or found.withdrawn_at is not None:
        raise NotFound()
    return found


def _form(document: Document) -> DocumentForm:
    return DocumentForm(formdata=None, obj=document, body=document.text, publish=document.published)


def _page(
    proposal: Proposal, form: DocumentForm, document: Document | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:  # fmt: skip
    return render_template(
        "documents/edit.html", proposal=proposal, form=form, document=document, theirs=theirs or []
    )
