"""An identity service as a check: people are sent to it, and come back with an answer that it has signed.

Korea's commercial services (PASS, NICE, KCB and others) work like this, each with signatures and names of its own. What
a real plugin has to change is `signed.py` and the names of the fields; the rest stays.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from demosx.plugins import Plugin, VerificationCheck, Verified
from demosx.verification.errors import AnswerRefused

from . import signed

SERVICE = "DEMOSX_IDENTITY_SERVICE"
KEY = "DEMOSX_IDENTITY_KEY"


def configured() -> bool:
    """Whether the service and its key are there: a check that cannot work is not offered."""
    return bool(os.environ.get(SERVICE) and os.environ.get(KEY))


def start(back: str, state: str) -> str:
    """Where the person goes: the service's page, with our signature so that it knows who asks."""
    asked = {"back": back, "state": state}
    query = urlencode({**asked, "signature": signed.signature(os.environ[KEY], asked)})
    return f"{os.environ[SERVICE].rstrip('/')}/start?{query}"


def finish(answer: Mapping[str, str], state: str) -> Verified:
    """Whom the service has found. Refuses what is not signed, too old, or an answer to another question."""
    try:
        said = signed.read(os.environ[KEY], answer.get("token", ""))
    except signed.NotGood as wrong:
        raise AnswerRefused() from wrong
    if said["state"] != state or not said["ci"]:
        raise AnswerRefused()
    return Verified(identifier=said["ci"], kind="ci", born_on=signed.day(said.get("born_on", "")))


plugin = Plugin(
    name="identity-check",
    checks=(
        VerificationCheck(
            name="identity-check",
            label=_l("Identity service"),
            explain=_l(
                "You go to the identity service, show there who you are, and come back. It tells us a number that "
                "only you have, and your date of birth."
            ),
            kept=_l("Your date of birth, so that age limits can be held."),
            knows_by="ci",
            start=start,
            finish=finish,
            offered=configured,
        ),
    ),
    translations=Path(__file__).parent / "translations",
)
