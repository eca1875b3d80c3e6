"""The receipt (접수증) of a proposal, for whoever proposes it: to print, and to keep."""

from flask import render_template
from flask_babel import gettext as _

from ..core.i18n import day, local_name
from ..core.mail import link as full_link
from ..core.permissions import current_actor, needs, require
from ..core.settings import site
from ..journey.labels import stage_label
from ..journey.queries import Standing, prospects, standing
from . import owed, queries
from .show import author_name
from .views import bp
from .words import what_next


@bp.get("/proposals/<int:id>/receipt")
@needs("proposal:add_own")
def receipt(id: int) -> str:
    """What was received, when, under which number, who is responsible, and what comes next by when."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    here = standing(proposal)
    office = proposal.lead_department
    return render_template(
        "proposals/receipt.html", proposal=proposal, author=author_name(proposal), here=here,
        stage="" if here.state.ended else stage_label(here.process, here.visit.stage),
        department=local_name(office.names) if office is not None else "",
        telephone=(office.telephone if office is not None else "") or site().office.telephone,
        next_steps=_next_steps(here), duties=owed.rows(here), issued=here.now,
        address=full_link("proposals.show", id=id),
    )  # fmt: skip


def _next_steps(here: Standing) -> list[str]:
    """What comes next by itself: until when the stage lasts, and what more support would bring."""
    if here.state.ended:
        return []
    until = [_("This stage lasts until %(day)s.", day=day(here.visit.ends_on))] if here.visit.ends_on else []
    return [*until, *(what_next(prospect, here) for prospect in prospects(here))]
