"""How the history of a proposal tells of its costs, and what is kept of who entered them."""

from flask import Flask
from flask_babel import gettext as _

from demosx.core.i18n import number
from demosx.people.holdings import add_holding
from demosx.proposals.history import Tale, tell

from .holdings import HOLDING


def setup(app: Flask) -> None:
    """Give the plugin's entries their sentences, and say what it keeps of people."""
    add_holding(app, HOLDING)
    tell(app, "cost_added", _added)
    tell(app, "cost_removed", _removed)


def _added(tale: Tale) -> str:
    return _("Cost added: %(what)s, %(amount)s won", what=tale.get("title"), amount=_amount(tale))


def _removed(tale: Tale) -> str:
    return _("Cost taken back: %(what)s, %(amount)s won", what=tale.get("title"), amount=_amount(tale))


def _amount(tale: Tale) -> str:
    return number(tale.entry.data.get("amount", 0))
