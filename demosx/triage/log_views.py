"""The logs of days, at the desk."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import clock
from ..core.db import db
from ..core.errors import ChangedMeanwhile, NotFound
from ..core.paging import page_url
from ..core.permissions import can, current_actor, needs
from ..core.settings import site
from . import day_log, queries
from .forms import LogForm
from .models import DayLog
from .views import bp


@bp.get("/log")
@needs("desk:see")
def log_list() -> str:
    """The logs of days, the latest first, and what today would say so far."""
    page = queries.logs(request.args.get("page"))
    today = clock.today(site().zone)
    so_far = day_log.words(today, day_log.facts_of(today)) if not request.args.get("page") else ""
    return render_template(
        "triage/logs.html", logs=page.items, today=today, so_far=so_far,
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/log/<day>")
@needs("desk:see")
def log(day: str) -> str:
    """The log of a day."""
    found = _found(day)
    form = LogForm(formdata=None, data={"words": found.text, "revision": found.revision})
    return _log_page(day, form)


@bp.post("/log/<day>")
@needs(day_log.EDIT)
def edit_log(day: str) -> ResponseReturnValue:
    """Change what the log of a day says; where somebody else has changed it meanwhile, show both."""
    found, form = _found(day), LogForm()
    if not form.validate_on_submit():
        return _log_page(day, form), 422
    try:
        day_log.edit(found.day, form.text("words"), form.revision.data or 0, current_actor())
    except ChangedMeanwhile:
        db.session.rollback()
        now = _found(day)
        form.revision.raw_data, form.revision.data = None, now.revision
        return _log_page(day, form, [(_("Log"), now.text)]), 409
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".log", day=day))


def _found(day: str) -> DayLog:
    try:
        found = queries.log_of(date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        raise NotFound()
    return found


def _log_page(day: str, form: LogForm, theirs: list[tuple[str, str]] | None = None) -> str:
    found = _found(day)
    around = {"before": found.day - timedelta(days=1), "after": found.day + timedelta(days=1)}
    there = {name: one.isoformat() for name, one in around.items() if queries.log_of(one) is not None}
    return render_template(
        "triage/log.html", log=found, form=form, theirs=theirs or [], may_edit=can(day_log.EDIT), around=there
    )
