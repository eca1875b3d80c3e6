"""A proposal as the staff see it: everything about it, and exactly what this person may do now."""

from typing import Any, Literal, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from ...core.db import db
from ...core.errors import ChangedMeanwhile
from ...core.i18n import language, local_name
from ...core.permissions import can, current_actor, needs, require
from ...core.seen import mark, now_it_is
from ...documents.queries import documents_of
from ...duties.models import Duty
from ...journey.labels import stage_label
from ...journey.line import as_drawn, journey_line
from ...journey.people import role_for
from ...journey.queries import Standing, standing
from ...journey.rules import kind_of
from ...ledger.queries import timeline
from ...merging.pages import for_desk
from ...people.queries import nicknames
from ...plugins import Stop
from ...process.merging import MERGED
from ...proposals import agency_views, history, supplement_views
from ...proposals.access import may_see, may_see_stage
from ...proposals.cards import area_name, card, district_name
from ...proposals.models import Proposal
from ...proposals.parts import render
from ...proposals.queries import visible
from ...proposals.services import classify as classify_proposal
from ...proposals.services import place_shown
from ...proposals.show import author_name
from ...proposals.words import people_names
from ...stages.answer.pages import asks_for_answer, rests
from .. import services
from ..clock_words import clock_view
from ..clocks import stage_clock
from ..forms import GivenForm, NoteForm, OverrideForm, PlaceForm
from ..queries import staff
from ..words import button, duty_row
from . import bp


@bp.get("/proposals/<int:id>")
@needs("desk:see")
def proposal(id: int) -> ResponseReturnValue:
    """The staff's page of a proposal."""
    return proposal_page(visible(id, current_actor()))


@bp.get("/proposals/<int:id>/history")
@needs("desk:see")
def proposal_history(id: int) -> str:
    """Everything that has happened to a proposal, also what is not public."""
    found = visible(id, current_actor())
    everything = can("proposal:note", found)
    story = history.timeline(found, timeline(id, public_only=not everything))
    return render_template("desk/history.html", proposal=found, story=story[::-1], everything=everything)


@bp.post("/proposals/<int:id>/press")
@needs("journey:press")
def press(id: int) -> ResponseReturnValue:
    """Press a button of the process."""
    found = visible(id, current_actor())
    form = GivenForm()
    if not form.validate_on_submit():
        return proposal_page(found, given_form=form)
    services.press(found, form.rule.data or "", form.given(), current_actor())
    flash(_("Done. The history says so."), "success")
    return _back(found)


@bp.post("/proposals/<int:id>/notes")
@needs("proposal:note")
def note(id: int) -> ResponseReturnValue:
    """Leave a note for colleagues."""
    found = visible(id, current_actor())
    require("proposal:note", found)
    form = NoteForm()
    if not form.validate_on_submit():
        return proposal_page(found, note_form=form)
    services.add_note(found, form.note.data or "", current_actor())
    flash(_("The note is saved. Only staff can read it."), "success")
    return redirect(url_for("desk.proposal", id=id) + "#notes")


@bp.post("/proposals/<int:id>/classify")
@needs("proposal:edit_area")
def classify(id: int) -> ResponseReturnValue:
    """Set the area and district, which rules may read."""
    found = visible(id, current_actor())
    require("proposal:edit_area", found)
    form = PlaceForm()
    if not form.validate_on_submit():
        return proposal_page(found, place_form=form)
    try:
        classify_proposal(found, form.text("area"), form.text("district"), current_actor(), form.text("seen"))
    except ChangedMeanwhile as refusal:
        db.session.rollback()
        found = visible(id, current_actor())
        form.seen.raw_data, form.seen.data = None, mark(place_shown(found))
        saved = ", ".join(filter(None, (area_name(found.area), district_name(found.district)))) or "–"
        return proposal_page(found, now_it_is(saved), refusal.status, place_form=form)
    flash(_("The area and district are saved."), "success")
    return redirect(url_for("desk.proposal", id=id))


@bp.get("/proposals/<int:id>/override")
@needs("journey:override")
def override_form(id: int) -> ResponseReturnValue:
    """The lead's right to act outside of the rules."""
    found = visible(id, current_actor())
    require("journey:override", found)
    return _override_page(found)


@bp.post("/proposals/<int:id>/override")
@needs("journey:override")
def override(id: int) -> ResponseReturnValue:
    """Move, end or reopen a proposal outside of its rules."""
    found = visible(id, current_actor())
    require("journey:override", found)
    what = request.form.get("what", "")
    form = OverrideForm().offering(what, _targets(standing(found)).get(what, []))
    if not form.validate_on_submit():
        return _override_page(found, what, form)
    act = cast(Literal["move", "end", "reopen"], form.what.data)
    services.override(found, act, form.target.data, form.reason.data or "", current_actor())
    flash(_("Done outside of the rules. The reason is public."), "success")
    return _back(found)


def proposal_page(found: Proposal, refused: str = "", status: int = 422, **forms: Any) -> ResponseReturnValue:
    """The page; with what was typed where a form comes back, and why it was `refused`."""
    actor = current_actor()
    here = standing(found)
    rules = here.buttons(actor) if can("journey:press") else ()
    offices = staff.offices(found.id)
    needs_document = any("document" in rule.needs for rule in rules)
    html = render_template(
        "desk/proposal.html",
        proposal=found,
        here=here,
        card=card(found),
        author=author_name(found),
        place=[area_name(found.area), district_name(found.district), found.place],
        line=_line(here),
        buttons=[button(rule, here) for rule in rules],
        documents=documents_of(found.id, published_only=False) if needs_document else [],
        duties=_duties(here),
        lead=[local_name(office.names) for office, part in offices if part == "lead"],
        assisting=[local_name(office.names) for office, part in offices if part == "assist"],
        stage=stage_label(here.process, here.visit.stage),
        stage_part=_stage_part(here),
        clock=clock_view(here, stage_clock(here), _addresses(found.id), forms.get("pause")),
        refused=refused,
        former=_former(here),
        notes=staff.notes(found.id) if can("proposal:note", found) else None,
        merging=for_desk(here, actor),
        supplement=supplement_views.for_desk(here),
        publication=agency_views.for_desk(here),
        brought=_brought(here),
        given_form=forms.get("given_form") or GivenForm(formdata=None),
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        place_form=forms.get("place_form") or _place_form(found),
        wrong=next(iter(forms.values()), None),
    )
    return html, status if forms or refused else 200


def _brought(here: Standing) -> str:
    """Why the proposers have brought it to its present stage, such as for a second review; empty where they have
    not."""
    moves = [entry for entry in here.story if entry.verb == "moved"]
    latest = moves[-1] if moves else None
    rule = here.process.rule(latest.data.get("rule", "")) if latest is not None else None
    by_them = latest is not None and rule is not None and rule.by == ("proposer",)
    return latest.reason if latest is not None and by_them and not here.state.ended else ""


def _place_form(found: Proposal) -> PlaceForm:
    return PlaceForm(formdata=None, obj=found, data={"seen": mark(place_shown(found))})


def _addresses(proposal_id: int) -> dict[str, str]:
    return {way: url_for(f"desk.{way}_stage", id=proposal_id) for way in ("pause", "resume", "extend")}


def _line(here: Standing) -> list[dict[str, Any]]:
    return as_drawn(journey_line(here), _("or instead"))


def _duties(here: Standing) -> list[dict[str, Any]]:
    """What is owed on the proposal now, with where this person does it."""
    owed = [duty for duty in here.duties if duty.closed_at is None]
    people = nicknames({duty.assignee_id for duty in owed if duty.assignee_id is not None})
    owed.sort(key=lambda duty: (duty.due_on is None, duty.due_on, duty.id))
    return [
        {**duty_row(duty, people), "proposal": "", "url": url_for("desk.duty", duty_id=duty.id),
         "answer": _answer_url(duty, here), "mine": bool(role_for(current_actor(), duty))}
        for duty in owed
    ]  # fmt: skip


def _answer_url(duty: Duty, here: Standing) -> str:
    """Where this person writes the answer to a duty, if they do."""
    if not asks_for_answer(duty, here.process) or rests(duty, here.process) or not can("answer:write", duty):
        return ""
    return url_for("answer_desk.write", id=duty.proposal_id, name=duty.name)


def _stage_part(here: Standing) -> Markup:
    """What the present stage shows to the staff."""
    kind = kind_of(here.stage.kind)
    if not kind.desk_template or not may_see_stage(current_actor(), here.proposal, here.stage):
        return Markup()
    stop = Stop(here.proposal, here.visit, here.stage, here.process, here.now, current=not here.state.ended)
    shown = {"here": here, "stop": stop, "allowed": here.allowed(), **kind.desk_view(stop)}
    return render(kind.desk_template, **shown)


def _former(here: Standing) -> list[dict[str, Any]]:
    """The stays before the present one, the latest first."""
    return [
        {"number": visit.number, "name": stage_label(here.process, visit.stage),
         "first": visit.entered_at, "last": visit.left_at,
         "supports": visit.supports, "participants": visit.participants, "votes": visit.votes}
        for visit in reversed(here.visits)
        if visit.left_at is not None
    ]  # fmt: skip


def _targets(here: Standing) -> dict[str, list[tuple[str, str]]]:
    """Where the lead can bring a proposal: stages and ends, by what can be done in its present state."""
    if here.proposal.merged_into_id is not None:
        return {}
    stages = [(key, stage_label(here.process, key)) for key in here.process.stages]
    if here.state.ended:
        return {"reopen": stages}
    ends = [(key, here.process.words.text(key, language())) for key in here.process.ends if key != MERGED]
    return {"move": [pair for pair in stages if pair[0] != here.visit.stage], "end": ends}


def _override_page(found: Proposal, what: str = "", wrong: OverrideForm | None = None) -> ResponseReturnValue:
    here = standing(found)
    forms = {
        act: wrong if wrong and act == what else OverrideForm(formdata=None, what=act).offering(act, targets)
        for act, targets in _targets(here).items()
    }
    lead = people_names(here.process, ["lead"])
    html = render_template(
        "desk/override.html", proposal=found, here=here, forms=forms, wrong=wrong, lead=lead,
        stage=stage_label(here.process, here.visit.stage),
    )  # fmt: skip
    return html, 422 if wrong else 200


def _back(found: Proposal) -> ResponseReturnValue:
    """The proposal's page, or the desk where what was done has taken it out of this person's sight."""
    if may_see(current_actor(), found):
        return redirect(url_for("desk.proposal", id=found.id))
    return redirect(url_for("desk.index"))
