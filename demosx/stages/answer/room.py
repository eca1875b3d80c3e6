"""The permission to answer, and how the history tells of them."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ...core.permissions import Actor
from ...journey.people import role_for
from ...people.holdings import add_holding
from ...plugins import Permission
from ...proposals.history import Tale, tell
from ...proposals.search_index import add_source
from .holdings import HOLDING
from .searched import SOURCE


def owns(actor: Actor, duty: Any) -> bool:
    """Whether an answer is this person's to give: an owner of the duty, and nobody else in their name."""
    return bool(role_for(actor, duty))


PERMISSIONS = (Permission(name="answer:write", sentence=_l("Answer a proposal"), check=owns),)


def init_app(app: Flask) -> None:
    """Say how the history tells of answers; a proposal's page shows them with what was promised in them."""
    add_holding(app, HOLDING)
    add_source(app, SOURCE)
    tell(app, "answered", told_by_its_duty)


def told_by_its_duty(tale: Tale) -> str:
    """Nothing: that the duty was done, and with which outcome, is the next line."""
    return ""
