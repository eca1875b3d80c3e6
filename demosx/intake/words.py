"""How what is entered is called on screens, and the words of consent that are read out before anything is kept."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..core.i18n import local_name
from ..core.security import digest
from ..core.settings import site
from ..journey.rules import process_of, version_for
from ..proposals.history import Tale
from ..proposals.on_behalf import process_for_people

CHANNEL_NAMES = {
    "field": _l("In the street"),
    "workshop": _l("At a workshop"),
    "paper": _l("On paper"),
    "phone": _l("By telephone"),
}
KIND_NAMES = {"proposal": _l("A new proposal"), "opinion": _l("An opinion on a proposal")}
CHANNEL_OF_EVENT = {"field": "field", "workshop": "workshop", "meeting": "workshop"}


def consent() -> list[str]:
    """The sentences to which whoever speaks agrees, in the reader's language: read out, or printed on the form."""
    kept, claimed = site().intake.contact_days, site().intake.claim_days
    age = process_of(version_for(process_for_people()).id).minimum_age or 0
    said = [
        _("We publish what you say on this site, without your name, and say where it was said."),
        _(
            "If you tell us your group and your district we keep them to see whom we reach. Only numbers are shown."
        ),
        ngettext(
            "If you give a name and a contact, only the responsible staff see them, to ask back. They are deleted "
            "after %(num)d day.",
            "If you give a name and a contact, only the responsible staff see them, to ask back. They are deleted "
            "after %(num)d days.",
            kept,
        ),
        ngettext(
            "With the code on your slip you can take it over as your own within %(num)d day, and follow it.",
            "With the code on your slip you can take it over as your own within %(num)d days, and follow it.",
            claimed,
        ),
        _("You need not agree. Then we keep nothing."),
    ]
    return [*said, _("You are %(age)d or older.", age=age)] if age else said


def consent_mark() -> str:
    """Which words were read out: a hash of them, 64 hexadecimal digits."""
    return digest("\n".join(consent()))


def group_name(key: str | None) -> str:
    """A target group's name in the reader's language; empty for none."""
    return local_name(site().groups.get(key, {}), key) if key else ""


def came_from(channel: str, event: str = "") -> str:
    """Whose words they are, where a name would stand: never a name."""
    who = {
        "field": _("Somebody met in the street"), "workshop": _("Somebody at a workshop"),
        "paper": _("Somebody on paper"), "phone": _("Somebody on the telephone"),
    }[channel]  # fmt: skip
    return f"{who} · {event}" if event else who


def out_of_sight() -> str:
    """What stands in the place of a title that the reader may not see."""
    return _("A proposal that is not public now")


def entered(tale: Tale) -> str:
    """The sentence of the history: that somebody said it elsewhere, and staff wrote it down."""
    channel: Any = tale.get("channel")
    if channel not in CHANNEL_NAMES:
        return _("Staff wrote it down for somebody")
    return _("Staff wrote it down for somebody (%(where)s)", where=CHANNEL_NAMES[channel])
