"""The permissions of reviews, and how the history tells of them."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...core.permissions import Actor
from ...journey.access import here
from ...journey.people import role_in
from ...journey.rules import process_of
from ...people.holdings import add_holding
from ...plugins import Permission
from ...proposals.history import Tale, tell
from .holdings import HOLDINGS
from .services import RESTART


def sits(actor: Actor, proposal: Any) -> bool:
    """Whether the present stage is this person's to decide."""
    stage = process_of(proposal.version_id).stages[proposal.stage]
    return bool(role_in(actor, stage.owner, proposal))


PERMISSIONS = (
    Permission(name="review:decide", sentence=_l("Decide in a review"), check=sits),
    Permission(name=RESTART, sentence=_l("Let a panel vote again"), check=here(RESTART)),
    Permission(name="agenda:write", sentence=_l("Write the agenda item"), check=here("agenda:write")),
    Permission(
        name="proposal:assign",
        sentence=_l("Say which departments work on a proposal"),
        check=here("proposal:assign"),
    ),
)


def init_app(app: Flask) -> None:
    """Give the verbs of reviews their sentences."""
    for holding in HOLDINGS:
        add_holding(app, holding)
    tell(app, "agenda_written", lambda tale: _("The agenda item was written"))
    tell(app, "departments_assigned", _assigned)
    tell(app, "recused", lambda tale: _("A member of the panel stood aside"))
    tell(
        app,
        "round_started",
        lambda tale: _("The panel votes again: round %(round)s", round=tale.get("round")),
    )


def _assigned(tale: Tale) -> str:
    if not tale.get("lead"):
        return _("No department is responsible now")
    return _("The responsible department was set")
