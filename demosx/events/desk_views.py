"""Events at the desk: making, changing, publishing and cancelling them; who registered and came; what came of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import db
from ..core.errors import ChangedMeanwhile, NotFound
from ..core.paging import page_url
from ..core.permissions import current_actor, needs
from ..files.along import refusal
from ..files.pages import uploads
from ..files.places import Place
from ..proposals.cards import card
from . import queries, services
from .errors import NothingToPublish
from .forms import EventForm, NotesForm, ProposalForm, ReasonForm, ResultForm, form_of
from .models import Event
from .parts import parts
from .services import MANAGE
from .views import row
from .words import STATE_NAMES

bp = Blueprint("events_desk", __name__, url_prefix="/desk/events")
Theirs = list[tuple[str, str]]


@bp.get("")
@needs(MANAGE)
def index() -> str:
    """Every event, the latest first."""
    page = queries.all_events(request.args.get("page"))
    return render_template(
        "events/desk_index.html", rows=[row(one) for one in page.items], states=STATE_NAMES,
        to_call=queries.to_call([one.id for one in page.items]),
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/new")
@needs(MANAGE)
def new() -> str:
    """The form for a new event."""
    return render_template("events/desk_edit.html", form=EventForm(formdata=None), event=None, theirs=[])


@bp.post("/new")
@needs(MANAGE)
def create() -> ResponseReturnValue:
    """Make an event."""
    form = EventForm()
    if not form.validate_on_submit():
        return render_template("events/desk_edit.html", form=form, event=None, theirs=[]), 422
    event = services.create(form.said(), current_actor())
    flash(_("The event is saved as a draft. Publish it when it is ready."), "success")
    return redirect(url_for(".event", id=event.id))


@bp.get("/<int:id>")
@needs(MANAGE)
def event(id: int) -> ResponseReturnValue:
    """One event as staff see it."""
    return _page(find(id))


@bp.get("/<int:id>/edit")
@needs(MANAGE)
def edit_form(id: int) -> str:
    """The form for changing an event."""
    found = find(id)
    return render_template("events/desk_edit.html", form=form_of(found), event=found, theirs=[])


@bp.post("/<int:id>/edit")
@needs(MANAGE)
def edit(id: int) -> ResponseReturnValue:
    """Change an event; where somebody else has changed it meanwhile, show both."""
    found, form = find(id), EventForm()
    theirs: Theirs = []
    if form.validate_on_submit():
        try:
            services.change(found, form.said(), form.revision.data or 0, current_actor())
        except ChangedMeanwhile:
            db.session.rollback()
            found = find(id)
            form.revision.raw_data, form.revision.data = None, found.revision
            theirs = [(_("Title"), found.title), (_("When"), row(found)["when"]), (_("Place"), found.place),
                      (_("What happens there"), found.text)]  # fmt: skip
        else:
            flash(_("Your changes are saved."), "success")
            return redirect(url_for(".event", id=id))
    page = render_template("events/desk_edit.html", form=form, event=found, theirs=theirs)
    return page, 409 if theirs else 422


@bp.post("/<int:id>/publish")
@needs(MANAGE)
def publish(id: int) -> ResponseReturnValue:
    """Let everybody see it."""
    services.publish(find(id), current_actor())
    flash(_("The event is published."), "success")
    return redirect(url_for(".event", id=id))


@bp.post("/<int:id>/cancel")
@needs(MANAGE)
def cancel(id: int) -> ResponseReturnValue:
    """Cancel it, with a public reason."""
    found, form = find(id), ReasonForm()
    if not form.validate_on_submit():
        return _page(found, cancel_form=form)
    services.cancel(found, form.text("reason"), current_actor())
    flash(
        _("The event is cancelled. Letters go to those who registered; please call those who left a telephone number."),
        "success",
    )  # fmt: skip
    return redirect(url_for(".event", id=id))


@bp.post("/<int:id>/notes")
@needs(MANAGE)
def notes(id: int) -> ResponseReturnValue:
    """Keep the facilitators' notes."""
    found, form = find(id), NotesForm()
    if not form.validate_on_submit():
        return _page(found, notes_form=form)
    try:
        services.write_notes(
            found, form.text("notes"), form.came.data or 0, form.revision.data or 0, current_actor()
        )
    except ChangedMeanwhile:
        return _again(id, form, "notes_form", lambda now: [(_("Facilitators' notes"), now.notes)])
    flash(_("The notes are saved."), "success")
    return redirect(url_for(".event", id=id) + "#notes")


@bp.post("/<int:id>/result")
@needs(MANAGE)
def result(id: int) -> ResponseReturnValue:
    """Write what came of it; a photo or file that was chosen beside it comes along."""
    found, form = find(id), ResultForm()
    if not form.validate_on_submit() or refusal():
        return _page(found, result_form=form)
    try:
        services.write_result(
            found, form.text("result"), bool(form.public.data), form.revision.data or 0, current_actor()
        )
    except ChangedMeanwhile:
        return _again(id, form, "result_form", lambda now: [(_("What came of it"), now.result)])
    except NothingToPublish as error:
        form.result.errors = [str(error)]
        return _page(found, result_form=form)
    flash(_("The result is saved."), "success")
    return redirect(url_for(".event", id=id) + "#result")


@bp.post("/<int:id>/proposals")
@needs(MANAGE)
def attach(id: int) -> ResponseReturnValue:
    """Let a proposal belong to it."""
    found, form = find(id), ProposalForm()
    if form.validate_on_submit():
        try:
            services.attach(found, form.text("number"), current_actor())
        except NotFound:
            form.number.errors = [_("There is no proposal with this receipt number.")]
        else:
            flash(_("The proposal belongs to the event now."), "success")
            return redirect(url_for(".event", id=id) + "#proposals")
    return _page(found, proposal_form=form)


@bp.post("/<int:id>/proposals/<int:proposal_id>/remove")
@needs(MANAGE)
def detach(id: int, proposal_id: int) -> ResponseReturnValue:
    """Let a proposal belong to it no longer."""
    services.detach(find(id), proposal_id, current_actor())
    flash(_("The proposal does not belong to the event any more."), "success")
    return redirect(url_for(".event", id=id) + "#proposals")


def find(id: int) -> Event:
    """An event of any state. Raises NotFound."""
    found = queries.find(id)
    if found is None:
        raise NotFound()
    return found


def _again(id: int, form: Any, name: str, now: Any) -> ResponseReturnValue:
    db.session.rollback()
    found = find(id)
    form.revision.raw_data, form.revision.data = None, found.revision
    return _page(found, now(found), **{name: form})


def _page(event: Event, theirs: Theirs | None = None, **forms: Any) -> ResponseReturnValue:
    revision = event.revision
    page = render_template(
        "events/desk_event.html", **row(event), theirs=theirs or [], state_name=STATE_NAMES[event.state],
        numbers=queries.places(event.id), to_call=queries.to_call([event.id]).get(event.id, 0),
        uploads=uploads(Place("event", event.id)),
        proposals=[{**card(one), "id": one.id, "made_there": there}
                   for one, there in queries.proposals_of(event.id, everything=True)],
        parts=parts(event, desk=True), wrong=next(iter(forms.values()), None), refused_file=refusal(),
        cancel_form=forms.get("cancel_form") or ReasonForm(formdata=None),
        notes_form=forms.get("notes_form")
        or NotesForm(formdata=None, data={"came": event.came, "notes": event.notes, "revision": revision}),
        result_form=forms.get("result_form")
        or ResultForm(formdata=None, data={
            "result": event.result, "public": event.result_at is not None, "revision": revision}),
        proposal_form=forms.get("proposal_form") or ProposalForm(formdata=None),
    )  # fmt: skip
    return page, 409 if theirs else 422 if forms else 200
