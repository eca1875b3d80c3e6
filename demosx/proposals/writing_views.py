"""Writing a proposal: the form, looking at it before it is sent, filing it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import limits
from ..core.permissions import current_actor, public, signed_in
from ..core.settings import site
from ..files import services as files
from ..files.along import refusal
from ..journey.queries import stage_name
from ..journey.rules import process_of
from . import draft_queries, drafts, personal_data, services, site_map
from .cards import area_name, district_name
from .errors import DraftChanged, DraftGone
from .forms import ProposalForm
from .models import Proposal
from .received import remember_filed
from .similar import similar_to
from .views import bp
from .writing_page import (
    TEXTS,
    found_in,
    map_shown,
    page,
    remove_personal_data,
    row_number_or_none,
    typed,
    wanted_process,
    which_draft,
    writing_form,
)

LOOKS_FROM_ONE_ADDRESS = "6000 per hour"
MOST_SIMILAR = 3
SHORTEST = 4
WEEK = 7 * 24 * 3600


@bp.get("/proposals/new")
@public
def new() -> str:
    """The form for a proposal. Visitors write first; signing in comes when they send it."""
    number = row_number_or_none(request.args.get("draft"))
    kept = drafts.find(number, current_actor()) if number is not None else None
    process = wanted_process(
        kept.fields.get("process_key", "") if kept else request.args.get("process", ""), writing=True
    )
    others = drafts.mine(current_actor()) if kept is None else []
    return page(writing_form(process, kept), process, kept=others)


@bp.post("/proposals/new")
@signed_in
def file() -> ResponseReturnValue:
    """File a proposal. What may be personal data is pointed out first, once."""
    process = wanted_process(request.form.get("process_key", ""))
    form = writing_form(process, sent=True)
    if not form.validate_on_submit() or refusal():
        return page(form, process), 422
    if request.form.get("do") == "remove":
        remove_personal_data(form)
    found = found_in({name: form.text(name) for name in TEXTS})
    mark = personal_data.mark(found)
    if found and form.sent_anyway.data != mark:
        return page(form, process, found=found, mark=mark), 422
    actor = current_actor()
    try:
        draft = drafts.taken(fields=typed(), actor=actor, **which_draft())
    except DraftChanged:
        return both_drafts(form, process)
    before = (
        draft_queries.just_filed(actor.id, form.text("title"), form.text("body")) if draft is None else None
    )
    if before is not None:
        flash(
            _("Your proposal was received. Its receipt number is %(number)s.", number=before.number),
            "success",
        )
        return redirect(url_for(".show", id=before.id))
    office = form.department_id.data if "department_id" in form else None
    proposal = services.propose(
        form.text("title"), form.text("body"), actor=actor, process_key=process.key, area=form.text("area"),
        district=form.text("district"), place=form.text("place"), department_id=office,
        group_name=form.text("group_name"), position=form.position,
    )  # fmt: skip
    if draft is not None:
        files.move_to_proposal(draft.id, proposal.id, actor.id)
        drafts.delete_row(draft)
    if proposal.audience == "staff":
        flash(
            _("The draft is saved. Only staff see it. Below is what is missing before it becomes public."),
            "success",
        )
        return redirect(url_for(".publication", id=proposal.id))
    remember_filed(proposal)
    flash(
        _("Your proposal was received. Its receipt number is %(number)s.", number=proposal.number), "success"
    )
    return redirect(url_for(".show", id=proposal.id))


@bp.post("/proposals/preview")
@public
def preview() -> ResponseReturnValue:
    """How it will look, what may be personal data in it, and what is like it. What was typed is kept as a draft."""
    limits.throttle("previews", LOOKS_FROM_ONE_ADDRESS, limits.address())
    process = wanted_process(request.form.get("process_key", ""), writing=True)
    form = writing_form(process, sent=True)
    if not form.validate_on_submit() or refusal():
        return page(form, process), 422
    try:
        kept = drafts.keep(typed(), actor=current_actor(), **which_draft())
    except DraftChanged:
        return both_drafts(form, process)
    except DraftGone:
        kept = drafts.keep(typed(), actor=current_actor())
    position = form.position if "latitude" in form else None
    found = found_in({name: form.text(name) for name in TEXTS})
    return render_template(
        "proposals/preview.html", form=form, draft=kept, found=found, mark=personal_data.mark(found),
        agency=services.origin_of(process) == "agency", similar=_similar(form.text("title"), form.text("body")),
        about=[word for word in (area_name(form.text("area")), district_name(form.text("district"))) if word],
        map=map_shown(*position) if position and site_map.picture() else None,
    )  # fmt: skip


@bp.post("/proposals/similar")
@public
def similar() -> str:
    """What is like the title and text that are being typed, as a part of the page. They are sent, so that no address
    and no log holds them."""
    limits.throttle("similar", LOOKS_FROM_ONE_ADDRESS, limits.address())
    fields = typed()
    return render_template("proposals/_like_yours.html", similar=_similar(fields["title"], fields["body"]))


@bp.get("/proposals/map")
@public
def map_picture() -> ResponseReturnValue:
    """The picture of the site's map."""
    file = site_map.picture()
    if file is None:
        abort(404)
    answer = send_file(file, mimetype=site_map.TYPES[file.suffix.lower()], max_age=WEEK, conditional=True)
    answer.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return answer


def both_drafts(form: ProposalForm, process: Any) -> ResponseReturnValue:
    """The form with what was typed, and beside it what another window has saved. Sent again, this one holds."""
    theirs = drafts.find(which_draft()["draft_id"] or 0, current_actor())
    form.draft_revision.raw_data, form.draft_revision.data = None, str(theirs.revision)
    texts = [(_("Title"), theirs.fields.get("title", "")), (_("Text"), theirs.fields.get("body", ""))]
    return page(form, process, theirs=texts), 409


def _similar(title: str, text: str) -> list[dict[str, Any]]:
    """What is like a text, as the page shows it: only what everybody may see."""
    if len(title) < SHORTEST:
        return []
    found = similar_to(title, text[: site().limits.text], exclude=None, limit=MOST_SIMILAR)
    return [_row(proposal) for proposal in found]


def _row(proposal: Proposal) -> dict[str, Any]:
    stage = process_of(proposal.version_id).stages.get(proposal.stage)
    gathers = proposal.ended_at is None and stage is not None and "support" in stage.allows
    return {
        "id": proposal.id, "title": proposal.title, "supports": proposal.supports,
        "url": url_for("proposals.show", id=proposal.id), "stage": stage_name(proposal), "open": gathers,
    }  # fmt: skip
