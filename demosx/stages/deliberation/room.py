"""The permissions of deliberations, and how the history tells of them."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...journey.access import here
from ...plugins import Permission
from ...proposals.history import tell

PERMISSIONS = (
    Permission(
        name="deliberation:prepare",
        sentence=_l("Prepare a deliberation"),
        check=here("deliberation:prepare"),
    ),
)


def init_app(app: Flask) -> None:
    """Give the verbs of deliberations their sentences."""
    tell(app, "question_written", lambda tale: _("The question of the deliberation was written"))
