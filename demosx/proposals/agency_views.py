"""The desk's page of a publication: what is missing before the city's proposal becomes public, and setting its day."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import db
from ..core.errors import ChangedMeanwhile, InvalidInput, NotAllowed
from ..core.permissions import current_actor, needs
from ..core.seen import mark
from ..files import services as files
from ..files.pages import shown as shown_files
from ..files.places import Place
from ..journey.queries import Standing, standing
from . import agency, queries
from .agency_steps import says, steps
from .attached import lying_by
from .models import Proposal
from .views import bp
from .writing_forms import PublicationForm


@bp.get("/desk/proposals/<int:id>/publication")
@needs("proposal:create_agency")
def publication(id: int) -> ResponseReturnValue:
    """What is there and what is missing, and the form."""
    return _page(_proposal(id))


@bp.post("/desk/proposals/<int:id>/publication")
@needs("proposal:create_agency")
def prepare_publication(id: int) -> ResponseReturnValue:
    """Save the plain words and the day."""
    proposal, form = _proposal(id), PublicationForm()
    if not form.validate_on_submit():
        return _page(proposal, form, 422)
    try:
        agency.prepare(
            proposal, form.text("easy_text"), form.day.data, actor=current_actor(), seen=form.text("seen")
        )
    except (ChangedMeanwhile, InvalidInput) as refusal:
        db.session.rollback()
        proposal = _proposal(id)
        form.seen.raw_data, form.seen.data = None, mark(agency.shown(proposal))
        return _page(proposal, form, refusal.status, str(refusal))
    flash(_("It is saved."), "success")
    return redirect(url_for(".publication", id=id))


@bp.post("/desk/proposals/<int:id>/original")
@needs("proposal:create_agency")
def add_original(id: int) -> ResponseReturnValue:
    """Lay the unedited original beside the proposal."""
    _proposal(id)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InvalidInput(_("Please choose a file."))
    files.add(Place("proposal", id), upload, actor=current_actor(), purpose="original")
    flash(_("The original is attached."), "success")
    return redirect(url_for(".publication", id=id))


def originals(here: Standing, actor: Any) -> dict[str, Any] | None:
    """Under the text of the city's proposal: its unedited original."""
    if here.proposal.origin != "agency":
        return None
    found = lying_by(here, "original")
    return {"files": shown_files(found)} if found else None


def for_desk(here: Standing) -> dict[str, Any] | None:
    """The way to the public on the staff's page; None where that is not this person's, or it is public."""
    proposal = here.proposal
    if proposal.origin != "agency" or proposal.audience != "staff" or here.state.ended:
        return None
    if not agency.may_prepare(current_actor(), proposal):
        return None
    entries = agency.checks(here)
    return {"steps": steps(here, entries), "says": says(here, entries)}


def _proposal(id: int) -> Proposal:
    proposal = queries.visible(id, current_actor())
    if not agency.may_prepare(current_actor(), proposal):
        raise NotAllowed()
    return proposal


def _page(
    proposal: Proposal, form: PublicationForm | None = None, status: int = 200, refused: str = ""
) -> ResponseReturnValue:
    here = standing(proposal)
    if form is None:
        day, seen = proposal.publish_on, mark(agency.shown(proposal))
        form = PublicationForm(
            formdata=None, data={"easy_text": proposal.easy_text, "day": day, "seen": seen}
        )
    entries = agency.checks(here)
    html = render_template(
        "proposals/publication.html", proposal=proposal, form=form, refused=refused, steps=steps(here, entries),
        may_change="edit" in here.allowed(), public=proposal.audience != "staff" or bool(here.state.ended),
        originals=shown_files(lying_by(here, "original")),
        reads_day=agency.reads_day(here), says=says(here, entries),
    )  # fmt: skip
    return html, status
