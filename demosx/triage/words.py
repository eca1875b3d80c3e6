"""What triage calls things, and its sentences in the history."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..intake.words import CHANNEL_NAMES
from ..opinions.words import REASON_NAMES
from ..proposals.history import Tale
from .replies import RULES

FOUND_NAMES = {
    "proposal": _l("A proposal"),
    "complaint": _l("A complaint (sent on)"),
    "outside": _l("Outside the city's powers"),
    "spam": _l("Spam"),
}
USED_FOR = {
    "any": _l("Anything"),
    "complaint": _l("Complaints"),
    "outside": _l("What is outside the city's powers"),
    "spam": _l("Spam"),
    "supplement": _l("Requests for a supplement"),
    "hide": _l("Hiding"),
    **{rule: _l("Hiding an opinion: %(rule)s", rule=REASON_NAMES[rule]) for rule in RULES},
}
KINDS = {"area": _l("Areas"), "district": _l("Districts")}
CHANNELS = {"online": _l("Online"), **CHANNEL_NAMES}


def was_sorted(tale: Tale) -> str:
    """That somebody has sorted it, for staff."""
    found = FOUND_NAMES.get(tale.entry.data.get("found", ""), "")
    return _("Sorted: %(found)s", found=found)


def labelled(tale: Tale) -> str:
    """That a label was put on it."""
    return _("Label added: %(label)s", label=tale.entry.data.get("label", ""))


def unlabelled(tale: Tale) -> str:
    """That a label was taken off."""
    return _("Label taken off: %(label)s", label=tale.entry.data.get("label", ""))
