"""The monthly summary of looks, and its inspection."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import Conflict, InvalidInput, NotFound
from ...core.permissions import current_actor, needs
from ...core.settings import site
from ...people.looks import WHATS
from ...people.queries import nicknames
from .. import queries, services
from ..forms import InspectionForm
from ..monthly import MANY, summary
from ..months import Month, read_month
from ..services import INSPECT
from . import bp


@bp.get("/looks/months/<month>")
@needs(INSPECT)
def month(month: str) -> ResponseReturnValue:
    """How much each member of staff has looked at what in a month, and what may be worth a question."""
    return _page(_month(month), InspectionForm(formdata=None))


@bp.post("/looks/months/<month>")
@needs(INSPECT)
def inspect(month: str) -> ResponseReturnValue:
    """Mark a month as inspected, once, with what was found."""
    meant, form = _month(month), InspectionForm()
    if not form.validate_on_submit():
        return _page(meant, form, status=422)
    try:
        services.inspect(meant, form.text("note"), actor=current_actor())
    except (Conflict, InvalidInput) as refusal:
        db.session.rollback()
        return _page(meant, form, refused=str(refusal), status=refusal.status)
    flash(_("The inspection is recorded."), "success")
    return redirect(url_for("oversight.month", month=meant))


def _month(text: str) -> Month:
    found = read_month(text)
    if found is None:
        raise NotFound()
    return found


def _page(meant: Month, form: InspectionForm, refused: str = "", status: int = 200) -> ResponseReturnValue:
    rows = list(queries.looks_of(meant))
    concerned = {number for row in rows for number in (row.account_id, row.person_id) if number is not None}
    tallies = summary(rows, queries.offices_of(concerned), site().zone)
    done = queries.inspection_of(meant)
    names: dict[int, str] = nicknames({x.account_id for x in tallies if x.account_id is not None})
    facts: dict[str, Any] = {"tallies": tallies, "names": names, "whats": WHATS, "many": MANY}
    page = render_template(
        "oversight/month.html",
        month=meant,
        form=form,
        refused=refused,
        done=done,
        inspector=nicknames({done.account_id}).get(done.account_id, "") if done else "",
        total=len(rows),
        kept=meant in queries.months(),
        **facts,
    )
    return page, status
