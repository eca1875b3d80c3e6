"""How the timeline tells of what is written after filing: versions, additions, who proposes together, supplements."""

from datetime import date

from flask import Flask
from flask_babel import gettext as _

from ..core.i18n import day
from .history import Tale, tell


def init_app(app: Flask) -> None:
    """Give these verbs their sentences."""
    tell(app, "version_removed", lambda tale: _("A former version of the text was taken away"))
    tell(app, "addition_written", lambda tale: _("An addition was written"))
    tell(app, "addition_removed", lambda tale: _("An addition was taken away"))
    tell(app, "joined_together", lambda tale: _("Somebody proposes it together from now on"))
    tell(app, "left_together", lambda tale: _("Somebody does not propose it any more"))
    tell(
        app,
        "proposer_changed",
        lambda tale: _("The proposer has left; one of those who propose together goes on"),
    )
    tell(app, "publication_set", _publication_set)
    tell(app, "supplement_asked", _asked)
    tell(app, "supplement_answered", lambda tale: _("The proposers have answered what the office had asked"))
    tell(app, "supplement_taken_back", lambda tale: _("A supplement is not asked for any more"))
    tell(app, "supplement_lapsed", _lapsed)


def _publication_set(tale: Tale) -> str:
    if tale.get("day"):
        return _("It is to become public on %(day)s", day=day(date.fromisoformat(tale.get("day"))))
    return _("No day of publication is set any more")


def _asked(tale: Tale) -> str:
    return _("The office asks the proposers for a supplement by %(day)s", day=_due(tale))


def _lapsed(tale: Tale) -> str:
    return _("There was no answer to the request for a supplement by %(day)s", day=_due(tale))


def _due(tale: Tale) -> str:
    return day(date.fromisoformat(tale.get("due")))
