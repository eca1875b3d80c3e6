"""Who comes to an event, at the desk: registering and checking in at the door, and whom to call."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import db
from ..core.errors import DomainError, NotFound
from ..core.paging import page_url
from ..core.permissions import needs
from ..core.web import writes
from ..people.reasons import looking
from . import queries, registering
from .addresses import address_in
from .desk_views import bp as bp
from .desk_views import find
from .forms import DoorForm
from .models import Event, Registration
from .services import MANAGE
from .views import row
from .words import group_name


@bp.get("/<int:id>/people")
@needs(MANAGE)
@writes
def people(id: int) -> str:
    """Who registered, to check them in. Their names and contacts are personal data: each look is logged."""
    found = find(id)
    page = queries.registrations(id, request.args.get("page"))
    looking("offline", many=len(page.items))
    rows = [
        (one, group_name(one.group), bool(one.contact) and not address_in(one.contact)) for one in page.items
    ]  # fmt: skip
    return _page(
        found, DoorForm(formdata=None), rows=rows, next_url=page_url(page.next), previous_url=page_url(page.previous)
    )  # fmt: skip


@bp.post("/<int:id>/people")
@needs(MANAGE)
def take_in(id: int) -> ResponseReturnValue:
    """Register somebody who has called, or who has come without registering."""
    event, form = find(id), DoorForm()
    if form.validate_on_submit():
        try:
            group = form.text("group") if "group" in form else ""
            made = registering.take_in(
                event, form.text("name"), form.text("contact"), group, form.people.data or 1
            )
        except DomainError as refusal:
            db.session.rollback()
            event = find(id)
            form.blame(refusal)
        else:
            flash(_said(made), "success")
            return redirect(url_for(".people", id=id) + f"#registration-{made.id}")
    return _page(event, form), 422


@bp.post("/<int:id>/people/<int:registration_id>/<any(came, back):way>")
@needs(MANAGE)
def check_in(id: int, registration_id: int, way: str) -> ResponseReturnValue:
    """Check somebody in, or take that back."""
    registering.check_in(_registration(id, registration_id), way == "came")
    return _back(id, registration_id)


@bp.post("/<int:id>/people/<int:registration_id>/called")
@needs(MANAGE)
def called(id: int, registration_id: int) -> ResponseReturnValue:
    """Note that somebody was called."""
    registering.called(_registration(id, registration_id))
    return _back(id, registration_id)


@bp.post("/<int:id>/people/<int:registration_id>/take-off")
@needs(MANAGE)
def take_off(id: int, registration_id: int) -> ResponseReturnValue:
    """Take a registration back for somebody who has called; who waits moves up."""
    registering.take_back(_registration(id, registration_id))
    flash(_("The registration is taken back. Whoever waits moves up."), "success")
    return redirect(url_for(".people", id=id))


def _said(made: Registration) -> str:
    if made.checked_in_at is not None:
        return str(_("Registered, and here."))
    return str(_("On the waiting list.") if made.waiting else _("Registered."))


def _page(event: Event, form: DoorForm, **more: Any) -> str:
    """The page; without `rows` it shows nobody's name, and so is no look at them."""
    return render_template(
        "events/desk_people.html", **row(event), form=form, numbers=queries.places(event.id), **more
    )  # fmt: skip


def _back(id: int, registration_id: int) -> ResponseReturnValue:
    return redirect(
        url_for(".people", id=id, page=request.args.get("page")) + f"#registration-{registration_id}"
    )


def _registration(id: int, registration_id: int) -> Registration:
    found = db.session.get(Registration, registration_id) if registration_id < 2**63 else None
    if found is None or found.event_id != id:
        raise NotFound()
    return found
