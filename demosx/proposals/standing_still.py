"""At the top of a proposal's page: that its stage rests or will, that its period stands still or was extended; why."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from ..core.i18n import day, local_day
from ..core.permissions import Actor
from ..journey.queries import Standing
from ..journey.resting import rest_ahead, rest_on, stopped_row
from .access import may_see_stage
from .owed import last_said, why_stopped

TEMPLATE = "proposals/_standing.html"


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """What there is to say; None where the stage goes its way, has ended, or is not for this reader."""
    if here.state.ended or not may_see_stage(actor, here.proposal, here.stage):
        return None
    stage, visit = here.visit.stage, here.visit
    said = []
    rest = rest_on(here.process, stage, local_day(here.now))
    if rest is not None:
        said.append((rest.sentence, ""))
    elif ahead := rest_ahead(here.process, stage, local_day(here.now), visit.ends_on):
        said.append((ahead, ""))
    standing = stopped_row(here.process, visit)
    if standing is not None:
        said.append((standing.sentence, why_stopped(here, visit)))
    elif visit.extended and visit.ends_on is not None:
        why = last_said(here.story, "extended", stage)
        said.append((_("This stage was extended to %(day)s.", day=day(visit.ends_on)), why))
    return {"said": said} if said else None
