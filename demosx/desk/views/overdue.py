"""What is overdue, and what stands still, for everybody to see."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...core import clock
from ...core.permissions import public
from ...core.settings import site
from ...core.web import row_number
from ...people.queries import departments
from ..queries import duties as queries
from ..words import office_names, public_row
from . import public_bp

FIRST = 10
STOPPED = "stopped"


@public_bp.get("/open/overdue")
@public
def index() -> str:
    """Public duties whose day has passed, the longest overdue first, and those whose clock stands still."""
    offices = office_names(departments(active_only=False))
    asked = request.args.get("department", type=row_number)
    chosen = asked if asked in offices else None
    cursor, only_stopped = request.args.get("page"), request.args.get("show") == STOPPED
    if only_stopped:
        page = queries.stopped_in_public(cursor, chosen)
        first = None
    else:
        page = queries.late_in_public(clock.today(site().zone), cursor, chosen)
        first = None if cursor else queries.stopped_in_public(None, chosen, FIRST)
    show = STOPPED if only_stopped else None
    links = {
        way: url_for("overdue.index", department=chosen, show=show, page=other) if other else None
        for way, other in (("next", page.next), ("previous", page.previous))
    }
    return render_template(
        "desk/overdue.html",
        rows=_rows(page.items),
        only_stopped=only_stopped,
        stopped=_rows(first.items) if first else [],
        all_stopped=url_for("overdue.index", department=chosen, show=STOPPED) if first and first.next else "",
        offices=offices,
        chosen=chosen,
        links=links,
    )


@public_bp.get("/overdue")
@public
def moved() -> ResponseReturnValue:
    """Where the list was before."""
    return redirect(url_for("overdue.index", department=request.args.get("department", type=row_number)), 301)


def _rows(duties: Any) -> list[dict[str, Any]]:
    return [public_row(duty) for duty in duties]
