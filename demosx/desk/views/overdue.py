"""What is overdue, for everybody to see."""

from flask import render_template, request, url_for

from ...core import clock
from ...core.permissions import public
from ...core.settings import site
from ...core.web import row_number
from ...people.queries import departments
from ..queries import duties as queries
from ..words import duty_row, office_names
from . import public_bp


@public_bp.get("/overdue")
@public
def index() -> str:
    """Public duties whose day has passed, the longest overdue first."""
    offices = office_names(departments(active_only=False))
    asked = request.args.get("department", type=row_number)
    chosen = asked if asked in offices else None
    page = queries.late_in_public(clock.today(site().zone), request.args.get("page"), chosen)
    rows = [{**duty_row(duty), "url": url_for("proposals.show", id=duty.proposal_id)} for duty in page.items]
    links = {
        way: url_for("overdue.index", department=chosen, page=cursor) if cursor else None
        for way, cursor in (("next", page.next), ("previous", page.previous))
    }
    return render_template("desk/overdue.html", rows=rows, offices=offices, chosen=chosen, links=links)
