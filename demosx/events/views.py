"""The public pages of events: the calendar, one event, registering and taking it back."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import clock, limits, posters
from ..core.errors import NotFound
from ..core.i18n import local_name
from ..core.paging import page_url
from ..core.permissions import can, current_actor, public
from ..core.security import digest
from ..core.terms import term_name
from ..files.pages import shown
from ..files.places import Place
from ..files.queries import attached
from ..people.queries import department
from ..proposals.cards import card
from . import queries, registering
from .addresses import address_in
from .forms import RegisterForm
from .models import KINDS, Event, Registration
from .parts import parts
from .services import MANAGE
from .words import KIND_NAMES, groups_of, kind_name, when

bp = Blueprint("events", __name__, url_prefix="/events")
FROM_ONE_ADDRESS = "20 per hour"
FOR_ONE_EVENT = "5 per hour"


@bp.get("")
@public
def index() -> str:
    """What is coming, the next first; or what was."""
    kind = request.args.get("kind", "")
    kind, over = kind if kind in KINDS else "", request.args.get("when") == "past"
    page = (queries.past if over else queries.coming)(kind, request.args.get("page"))
    return render_template(
        "events/index.html", rows=[row(one) for one in page.items], over=over, kind=kind, kinds=KIND_NAMES,
        next_url=page_url(page.next), previous_url=page_url(page.previous), may_manage=can(MANAGE),
    )  # fmt: skip


@bp.get("/<int:id>")
@public
def show(id: int) -> str:
    """One event."""
    event = queries.public(id)
    return _page(event, _form())


@bp.get("/<int:id>/calendar.ics")
@public
def calendar(id: int) -> Response:
    """The event as calendars take it."""
    from . import calendars  # loaded with the first that is asked for

    event = queries.public(id)
    answer = Response(calendars.as_file(event), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="event-{event.id}.ics"'
    return answer


@bp.get("/<int:id>/poster")
@public
def poster(id: int) -> str:
    """A sheet of A4 to print: when and where it is, for whom, and a code that leads there."""
    event = queries.public(id)
    if event.state != "published":
        raise NotFound()
    facts = [(_("Who is invited"), ", ".join(groups_of(event))), (_("Whom to ask"), event.contact)]
    call = _("Read about it and register with your telephone.") if event.registration else _("Just come.")
    where = " · ".join(filter(None, (event.place, term_name("district", event.district))))
    return posters.poster(
        url_for(".show", id=id), event.title, event.text, facts=facts, lead=[when(event), where], call=call,
        back=_("Back to the event"),
    )  # fmt: skip


@bp.post("/<int:id>/register")
@public
def register(id: int) -> ResponseReturnValue:
    """Register, with an account or without one."""
    event, form = queries.public(id), _form()
    if not form.validate_on_submit():
        return _page(event, form), 422
    if current_actor().id is None:
        limits.throttle("events", FROM_ONE_ADDRESS, limits.address())
        limits.throttle("event", FOR_ONE_EVENT, limits.address(), str(event.id))
    made, secret = registering.register(
        event, current_actor(), name=form.text("name") if "name" in form else "",
        contact=form.text("contact") if "contact" in form else "", wishes=form.text("wishes"),
        group=form.text("group") if "group" in form else "",
        district=form.text("district") if "district" in form else "", people=form.people.data or 1,
    )  # fmt: skip
    flash(
        _("All places are taken. You are on the waiting list and are told when there is one.")
        if made.waiting else _("You are registered. See you there!"), "success",
    )  # fmt: skip
    if made.account_id is not None:
        return redirect(url_for(".show", id=id) + "#registration")
    return redirect(url_for(".registration", secret=secret))


@bp.post("/<int:id>/take-back")
@public
def take_back(id: int) -> ResponseReturnValue:
    """Take back the registration of one's own account."""
    found = queries.of_account(queries.public(id).id, current_actor().id)
    if found is None:
        raise NotFound()
    registering.take_back(found)
    flash(_("Your registration is taken back."), "success")
    return redirect(url_for(".show", id=id))


@bp.get("/registration/<secret>")
@public
def registration(secret: str) -> Response:
    """The registration of somebody without an account, by the link that only they have."""
    found = _found(secret)
    event = queries.public(found.event_id)
    page = render_template(
        "events/registration.html", event=row(event), registration=found, secret=secret,
        by_telephone=bool(found.contact) and not address_in(found.contact),
    )  # fmt: skip
    return Response(page, headers={"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"})


@bp.post("/registration/<secret>")
@public
def take_back_by_link(secret: str) -> ResponseReturnValue:
    """Take it back."""
    registering.take_back(_found(secret))
    flash(_("Your registration is taken back."), "success")
    return redirect(url_for(".registration", secret=secret))


def row(event: Event) -> dict[str, Any]:
    """An event as lists and pages show it."""
    return {
        "id": event.id, "title": event.title, "when": when(event), "kind": kind_name(event), "place": event.place,
        "district": term_name("district", event.district), "groups": groups_of(event), "state": event.state,
        "over": event.ends_at <= clock.now(), "result": event.result_at is not None,
        "open": registering.is_open(event), "url": url_for("events.show", id=event.id), "event": event,
    }  # fmt: skip


def _form() -> RegisterForm:
    return RegisterForm(signed_in=current_actor().signed_in)


def _found(secret: str) -> Registration:
    found = queries.by_digest(digest(secret)) if len(secret) < 200 else None
    if found is None:
        raise NotFound()
    return found


def _page(event: Event, form: RegisterForm) -> str:
    coming, waiting, _came = queries.places(event.id)
    return render_template(
        "events/show.html", **row(event), form=form, coming=coming, waiting=waiting,
        left=max(0, event.capacity - coming) if event.capacity and not waiting else 0,
        mine=queries.of_account(event.id, current_actor().id), files=shown(attached(Place("event", event.id))),
        proposals=[{**card(one), "made_there": there} for one, there in queries.proposals_of(event.id)],
        parts=parts(event), may_manage=can(MANAGE), department=_department(event),
    )  # fmt: skip


def _department(event: Event) -> str:
    found = department(event.department_id) if event.department_id is not None else None
    return local_name(found.names, found.key) if found is not None else ""
