"""Spreadsheets: the template, sending one, looking through its rows, and taking them in."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...core.errors import ChangedMeanwhile, DomainError, NotFound
from ...core.i18n import number as in_words
from ...core.permissions import current_actor, needs
from ...core.seen import mark
from ...core.web import row_number, writes
from ...events.models import Event
from ...people.reasons import looking
from .. import choosing, queries, sheets
from ..access import MANAGE, may, require_at
from ..checking import Checked, checked, counted
from ..columns import columns
from ..forms import SheetForm
from ..models import CHANNELS, Sheet
from ..words import CHANNEL_NAMES, CHANNEL_OF_EVENT
from . import bp

SHOWN = 50  # rows on one page
WHOSE = ("name", "contact", "note")  # the cells that say who it was
WHICH = ("wrong", "good", "skipped")


@bp.get("/sheet.xlsx")
@needs(MANAGE)
def template_xlsx() -> Response:
    """The template as a workbook."""
    from .. import template_file  # loaded when it is asked for, and with it what writes workbooks

    return template_file.as_xlsx()


@bp.get("/sheet.csv")
@needs(MANAGE)
def template_csv() -> Response:
    """The template as CSV."""
    from .. import template_file

    return template_file.as_csv()


@bp.get("/sheets", endpoint="sheets")
@needs(MANAGE)
def index() -> ResponseReturnValue:
    """Send a file; the files that wait, and the last that were taken in."""
    event = choosing.asked(request.args.get("event"), MANAGE)
    return _index(_form(event))


@bp.post("/sheets")
@needs(MANAGE)
def upload() -> ResponseReturnValue:
    """Read a file."""
    event = choosing.asked(request.form.get("event"), MANAGE)
    require_at(MANAGE, event)
    form = _form(event, sent=True)
    if not form.validate_on_submit():
        return make_response(_index(form), 422)
    sent = form.file.data
    try:
        sheet = sheets.upload(sent.filename or "", sent.read(), event, actor=current_actor())
    except DomainError as refused:
        form.file.errors = [str(refused)]
        return make_response(_index(form), refused.status)
    return redirect(url_for(".sheet", id=sheet.id))


@bp.get("/sheets/<int:id>")
@needs(MANAGE)
@writes
def sheet(id: int) -> ResponseReturnValue:
    """The rows of a file, those with problems first. Each look at names and contacts in them is logged."""
    return _page(_sheet(id))


@bp.post("/sheets/<int:id>/rows/<int:number>")
@needs(MANAGE)
def row(id: int, number: int) -> ResponseReturnValue:
    """Put a row right, or leave it out."""
    found = _sheet(id)
    cells = {one.key: request.form.get(one.key, "") for one in columns()}
    skip = "skip" in request.form
    try:
        sheets.change(found, number, cells, skip=skip, seen=request.form.get("seen"))
    except ChangedMeanwhile as refused:
        return make_response(
            _page(found, typed={"number": number, "cells": cells, "says": str(refused)}), 409
        )
    flash(_("Row %(number)s is left out.", number=number) if skip else _("Row %(number)s is changed.", number=number),
          "success")  # fmt: skip
    return redirect(url_for(".sheet", id=id, show=request.args.get("show") or None) + "#rows")


@bp.post("/sheets/<int:id>/take")
@needs(MANAGE)
def take(id: int) -> ResponseReturnValue:
    """Take the good rows in."""
    found = _sheet(id)
    event = queries.event(found.event_id)
    count, left = sheets.take_in(found, request.form.get("channel", ""), event, actor=current_actor())
    flash(
        ngettext(
            "%(count)s row was taken in.", "%(count)s rows were taken in.", count, count=in_words(count)
        ),
        "success",
    )
    if left:
        return redirect(url_for(".sheet", id=id))
    return redirect(url_for(".entries", event=found.event_id or None))


@bp.post("/sheets/<int:id>/leave")
@needs(MANAGE)
def leave(id: int) -> ResponseReturnValue:
    """Forget a file, or what is left of it."""
    found = _sheet(id)
    begun = found.entries > 0
    sheets.leave(found)
    flash(
        _("What was left of the file is forgotten. What was taken in stays.") if begun
        else _("The file is forgotten. Nothing of it was taken in."),
        "success",
    )  # fmt: skip
    return redirect(url_for(".sheets"))


def _sheet(id: int) -> Sheet:
    found = queries.sheet(id)
    if found is None:
        raise NotFound()
    require_at(MANAGE, queries.event(found.event_id))
    return found


def _form(event: Event | None, sent: bool = False) -> SheetForm:
    events = choosing.named(choosing.offered(current_actor(), MANAGE, also=event))
    if sent:
        return SheetForm(events=events)
    return SheetForm(formdata=None, events=events, data={"event": str(event.id)} if event else {})


def _index(form: SheetForm) -> str:
    actor = current_actor()
    within = None
    if not may(actor, MANAGE, None):
        within = Sheet.event_id.in_([one.id for one in choosing.offered(actor, MANAGE)])
    found = queries.sheets(within)
    titles = queries.event_titles({one.event_id for one in found if one.event_id})
    return render_template("intake/sheets.html", form=form, sheets=found, titles=titles)


def _page(found: Sheet, typed: dict[str, Any] | None = None) -> str:
    """The file with a page of its rows: of one kind, from `at` on; or the one that was `typed` alone, as it was."""
    rows = checked(found) if found.taken_at is None else []
    count = counted(rows)
    which = request.args.get("show", "")
    which = which if which in WHICH else ("wrong" if count["wrong"] else "good")
    of_kind = [one for one in rows if (one.number == typed["number"] if typed else _kind(one) == which)]
    start = request.args.get("at", 0, type=row_number)
    shown = of_kind[start : start + SHOWN]
    people = sum(any(one.cells.get(key) for key in WHOSE) for one in shown)
    if people and typed is None:
        looking("offline", many=people)
    stored = {one["number"]: mark(sheets.shown(one)) for one in found.rows}
    event = queries.event(found.event_id)
    return render_template(
        "intake/sheet.html", sheet=found, event=event, rows=shown, count=count, which=which,
        start=start, more=len(of_kind) > start + SHOWN, size=SHOWN, part=sheets.PART,
        columns=columns(), marks=stored, typed=typed,
        channels=[(key, CHANNEL_NAMES[key]) for key in CHANNELS],
        channel="paper" if event is None else CHANNEL_OF_EVENT[event.kind],
    )  # fmt: skip


def _kind(row: Checked) -> str:
    return "skipped" if row.skipped else "good" if row.good else "wrong"
