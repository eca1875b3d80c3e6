"""The permission to tell of promises, answers and promises on a proposal's page, and how the history tells of them."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...journey.access import here
from ...people.holdings import add_holding
from ...plugins import Permission
from ...proposals.history import Tale, tell
from ...proposals.parts import Section, add_section
from .holdings import HOLDING
from .pages import section

PERMISSIONS = (
    Permission(
        name="commitment:write",
        sentence=_l("Tell what became of promises"),
        check=here("commitment:write"),
    ),
)


def init_app(app: Flask) -> None:
    """Show answers and promises with every proposal that has some."""
    add_holding(app, HOLDING)
    add_section(app, Section("results", "stages/execution/section.html", section, order=20))
    tell(app, "update_added", _told)
    tell(app, "commitment_added", lambda tale: _("Something more was promised"))


def _told(tale: Tale) -> str:
    """A report is told by the duty that it completes."""
    return "" if tale.entry.data.get("report") else _("There is news of what was promised")
