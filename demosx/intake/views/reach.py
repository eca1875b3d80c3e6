"""Whom did we reach, whom not: at one event, or at all of them in a time."""

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...core import clock
from ...core.permissions import current_actor, needs
from ...core.web import row_number
from .. import choosing
from ..access import MANAGE, require_at
from ..reach import reach as measured
from . import bp

PERIODS = (30, 90, 365)


@bp.get("/reach")
@needs(MANAGE)
def reach() -> ResponseReturnValue:
    """People by group and by district. All together for those alone who look after everything."""
    event = choosing.asked(request.args.get("event"), MANAGE)
    offered = choosing.offered(current_actor(), MANAGE, also=event)
    if event is None and not choosing.everywhere(MANAGE) and offered:
        event = offered[0]
    require_at(MANAGE, event)
    asked = request.args.get("days", 90, type=row_number)
    days = asked if asked in PERIODS else 90
    now = clock.now()
    return render_template(
        "intake/reach.html", event=event, days=days, periods=PERIODS, events=choosing.named(offered),
        reach=measured(event, now - timedelta(days=days), now + timedelta(days=1)),
        everywhere=choosing.everywhere(MANAGE),
    )  # fmt: skip
