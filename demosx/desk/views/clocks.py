"""Stopping, resuming, extending and handing over: duties, and the present stage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import Conflict, InvalidInput
from ...core.i18n import language, local_day
from ...core.permissions import current_actor, needs, require
from ...documents.queries import documents_of
from ...journey.labels import duty_label
from ...journey.queries import Standing, standing
from ...people.queries import departments
from ...process import clock_acts
from ...process.lengths import Length
from ...process.state import State
from ...proposals.queries import visible
from .. import clock_services as services
from ..clock_forms import ExtendForm, HandOverForm, PauseForm, ResumeForm
from ..clock_words import new_last_day, office_choices, pause_choices, unit_name
from ..clocks import EXTEND, HAND_OVER, PAUSE, Clock, clock_of, last_day, stage_clock
from . import bp
from .duty import duty_page, find_duty
from .proposal import proposal_page


@dataclass(frozen=True)
class Place:
    """A clock where somebody acts on it: the page that shows it, also when a form comes back, its address, and that of
    its extension. `again` looks at it anew."""

    here: Standing
    clock: Clock
    page: Callable[..., ResponseReturnValue]
    address: str
    extending: str
    again: Callable[[], "Place"]


@bp.post("/duties/<int:duty_id>/pause")
@needs("duty:pause")
def pause(duty_id: int) -> ResponseReturnValue:
    """Stop the clock of a duty."""
    return _pause(_duty(duty_id))


@bp.post("/duties/<int:duty_id>/resume")
@needs("duty:pause")
def resume(duty_id: int) -> ResponseReturnValue:
    """Let the clock of a duty run on."""
    return _resume(_duty(duty_id))


@bp.get("/duties/<int:duty_id>/extend")
@needs("duty:extend")
def extend_form(duty_id: int) -> ResponseReturnValue:
    """By how much a duty is to be extended."""
    return _extend_form(_duty(duty_id))


@bp.post("/duties/<int:duty_id>/extend")
@needs("duty:extend")
def extend(duty_id: int) -> ResponseReturnValue:
    """Show the new last day of a duty, then extend it."""
    return _extend(_duty(duty_id))


@bp.post("/duties/<int:duty_id>/hand-over")
@needs("duty:hand_over")
def hand_over(duty_id: int) -> ResponseReturnValue:
    """Hand a duty over to another department."""
    place = _duty(duty_id)
    require(HAND_OVER, place.clock.proposal)
    form = HandOverForm().offering(office_choices(place.clock, departments()))
    if not form.validate_on_submit():
        return place.page(hand_over=form)

    def act() -> None:
        number, seen = form.department_id.data, form.text("seen")
        services.hand_over(place.clock, number, form.text("reason"), seen, current_actor())

    return _done(place, act, _("The duty is handed over. The reason is public."), hand_over=form)


@bp.post("/proposals/<int:id>/pause")
@needs("duty:pause")
def pause_stage(id: int) -> ResponseReturnValue:
    """Stop the clock of the present stage."""
    return _pause(_stage(id))


@bp.post("/proposals/<int:id>/resume")
@needs("duty:pause")
def resume_stage(id: int) -> ResponseReturnValue:
    """Let the clock of the present stage run on."""
    return _resume(_stage(id))


@bp.get("/proposals/<int:id>/extend")
@needs("duty:extend")
def extend_stage_form(id: int) -> ResponseReturnValue:
    """By how much the present stage is to be extended."""
    return _extend_form(_stage(id))


@bp.post("/proposals/<int:id>/extend")
@needs("duty:extend")
def extend_stage(id: int) -> ResponseReturnValue:
    """Show the new last day of the present stage, then extend it."""
    return _extend(_stage(id))


def _duty(duty_id: int) -> Place:
    found = find_duty(duty_id)
    here = standing(found.proposal)
    return Place(
        here, clock_of(here, found.name, found), lambda **more: duty_page(find_duty(duty_id), **more),
        url_for("desk.duty", duty_id=duty_id), url_for("desk.extend", duty_id=duty_id), lambda: _duty(duty_id),
    )  # fmt: skip


def _stage(id: int) -> Place:
    here = standing(visible(id, current_actor()))
    return Place(
        here, stage_clock(here), lambda **more: proposal_page(visible(id, current_actor()), **more),
        url_for("desk.proposal", id=id), url_for("desk.extend_stage", id=id), lambda: _stage(id),
    )  # fmt: skip


def _pause(place: Place) -> ResponseReturnValue:
    require(PAUSE, place.clock)
    form = PauseForm().offering(pause_choices(place.clock))
    if not form.validate_on_submit():
        return place.page(pause=form)

    def act() -> None:
        services.pause(place.clock, form.text("why"), form.text("note"), form.text("seen"), current_actor())

    return _done(place, act, _("The clock stands still."), pause=form)


def _resume(place: Place) -> ResponseReturnValue:
    require(PAUSE, place.clock)
    form = ResumeForm()
    if not form.validate_on_submit():
        return place.page(refused=_("Please choose on this page what is to run on."))

    def act() -> None:
        services.resume(place.clock, form.text("why"), form.text("seen"), current_actor())

    return _done(place, act, _("The clock runs on."))


def _done(place: Place, act: Callable[[], None], said: str, **forms: Any) -> ResponseReturnValue:
    """Do it; where the rules refuse or somebody was faster, the page as it is now, with what was typed."""
    try:
        act()
    except (Conflict, InvalidInput) as refusal:
        db.session.rollback()
        return place.page(refused=str(refusal), status=refusal.status, **forms)
    flash(said, "success")
    return redirect(place.address)


def _extend_form(place: Place) -> ResponseReturnValue:
    require(EXTEND, place.clock)
    return _extend_page(place, _asking(place, formdata=None))


def _extend(place: Place) -> ResponseReturnValue:
    require(EXTEND, place.clock)
    form = _asking(place)
    if not form.validate_on_submit():
        return _extend_page(place, form, status=422)
    try:
        today = local_day(place.here.now)
        length = services.length_to(place.clock, form.amount.data, form.last_day.data, today)
        after = _after(place, length)
        day = str(last_day(place.here.process, after, place.clock.name))
        if not request.form.get("confirm") or form.text("foreseen") != day:
            form.foreseen.data = day
            return _extend_page(place, form, foreseen=after, by=length)
        services.extend(place.clock, length, form.given(), form.text("seen"), current_actor())
    except (Conflict, InvalidInput) as refusal:
        db.session.rollback()
        return _extend_page(place.again(), form, refused=str(refusal), status=refusal.status)
    flash(_("It is extended."), "success")
    return redirect(place.address)


def _asking(place: Place, **more: Any) -> ExtendForm:
    """The form of an extension, asking for what the file wants."""
    wanted = place.clock.extension.needs if place.clock.extension else ()
    papers = documents_of(place.clock.proposal.id, published_only=False) if "document" in wanted else []
    return ExtendForm(**more).asking(wanted, papers)


def _after(place: Place, length: Length | None) -> State:
    """What an extension would make of the proposal; None for all that the file allows. Raises NotPossibleNow."""
    clock = place.clock
    wanted = clock.extension.needs if clock.extension else ()
    roles = clock.roles(current_actor())
    return place.here.foresee(clock_acts.extend, clock.name, roles, length=length, gives=wanted)


def _extend_page(
    place: Place, form: ExtendForm, foreseen: State | None = None, by: Length | None = None, refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    here, clock = place.here, place.clock
    form.seen.data = clock.seen
    most = clock.extension.up_to.describe(language()) if clock.extension else ""
    html = render_template(
        "desk/extend.html",
        form=form,
        proposal=clock.proposal,
        name=duty_label(here.process, clock.name),
        last=last_day(here.process, here.state, clock.name),
        most=most,
        by=by.describe(language()) if by else most,
        unit=unit_name(clock),
        whole=new_last_day(here.process, _after(place, None), clock.name) if not refused else "",
        foreseen=new_last_day(here.process, foreseen, clock.name) if foreseen else "",
        refused=refused,
        back=place.address,
        action=place.extending,
    )
    return html, status
