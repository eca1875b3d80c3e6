"""Whether it is the owner who is here: asked before they change how they sign in, take their data, or leave."""

from datetime import timedelta

from ..core import clock
from ..core.errors import SecondFactorNeeded
from ..core.permissions import current_actor
from . import login
from .errors import ProofNeeded

FRESH = timedelta(minutes=10)


def fresh() -> bool:
    """Whether the person has come in or shown a factor in this session within the last ten minutes.

    So an unlocked telephone that was left on a table changes nobody's ways of signing in.
    """
    session = login.present()
    return session is not None and session.proved_at > clock.wall() - FRESH


def require_fresh() -> None:
    """Raise ProofNeeded, which leads to the page of signing in and back, unless the proof is fresh."""
    if not fresh():
        raise ProofNeeded()


def require_factor() -> None:
    """Raise SecondFactorNeeded where somebody holds a role that takes a second factor, and has not shown it.

    Also where none is set up yet, which the page of the second factor leads to: the password of staff alone opens
    nothing that outlasts it.
    """
    if current_actor().held_back:
        raise SecondFactorNeeded()


def require_owner() -> None:
    """Ask for what only the owner of the account can show just now. Raises SecondFactorNeeded or ProofNeeded."""
    require_factor()
    require_fresh()
