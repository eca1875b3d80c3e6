"""What is said right after a proposal was filed, on its own page: its number, what comes next, who is responsible."""

from collections.abc import Mapping
from typing import Any

from flask import session

from ..core.i18n import language, local_name
from ..core.permissions import Actor
from ..core.settings import named, site
from ..journey.queries import Standing, prospects
from .access import is_proposer
from .models import Proposal
from .words import what_next

TEMPLATE = "proposals/_received.html"
FILED = "filed"


def remember_filed(proposal: Proposal) -> None:
    """Let the proposal's page say it once, to whoever has filed it."""
    session[FILED] = proposal.id


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """What the page shows of it; None for everybody else, and when it is looked at again."""
    if session.get(FILED) != here.proposal.id or not is_proposer(actor, here.proposal):
        return None
    del session[FILED]
    office = here.proposal.lead_department
    return {
        "proposal": here.proposal,
        "nexts": [what_next(prospect, here) for prospect in prospects(here)],
        "office": local_name(office.names) if office is not None else named(site().office.name, language()),
        "telephone": (office.telephone if office is not None else "") or site().office.telephone,
    }
