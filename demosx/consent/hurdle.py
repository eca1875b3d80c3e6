"""What has to be agreed to before anything is done beyond reading."""

from ..core.errors import AgreementNeeded
from ..core.permissions import Actor, book
from .models import PRIVACY, SENSITIVE, TERMS
from .terms import asked


def missing(actor: Actor, *, political: bool) -> list[str]:
    """What somebody has not agreed to in its present version, and has to: more where it is `political`."""
    present = asked()
    needed = (TERMS, PRIVACY, SENSITIVE) if political else (TERMS, PRIVACY)
    return [what for what in needed if what in present and actor.agreed.get(what) != present[what]]


def agreed_first(actor: Actor, permission: str) -> None:
    """Raise AgreementNeeded where somebody who may do this has not agreed to what it takes.

    What may show political opinions takes an agreement of its own (PIPA art. 23). Staff who act for the office say
    nothing of their own opinions, and need the other two only.
    """
    political = permission in book().political
    if actor.signed_in and missing(actor, political=political):
        raise AgreementNeeded(political=political)
