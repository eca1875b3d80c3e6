"""Before somebody of the staff sees personal data they say why. It holds for an hour, in this session; each look is
logged with it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import session
from flask_babel import lazy_gettext as _l

from ..core import clock
from ..core.errors import StepNeeded
from .looks import LONGEST_DETAIL, REASONS, look

HOLDS = timedelta(hours=1)
TO_CHOOSE = tuple(reason for reason in REASONS if reason != "inspection")
KEY = "looking"


class ReasonNeeded(StepNeeded):
    """The page shows personal data, and nobody has said in this session what for."""

    message = _l("Please say first why you look at personal data.")
    endpoint = "people.desk_reason"


@dataclass(frozen=True)
class Said:
    """Why somebody looks: one of REASONS, and more of it in words."""

    reason: str
    detail: str = ""


def say(reason: str, detail: str = "") -> None:
    """Remember in this session, for an hour, why its owner looks at personal data."""
    session[KEY] = [reason, detail[:LONGEST_DETAIL], int(clock.wall().timestamp())]


def take_back() -> None:
    """Be asked again at the next look."""
    session.pop(KEY, None)


def said() -> Said | None:
    """Why somebody looks, if they have said so within the hour."""
    match session.get(KEY):
        case [str(reason), str(detail), int(at)] if reason in REASONS:
            age = clock.wall().timestamp() - at
            return Said(reason, detail) if -1 <= age < HOLDS.total_seconds() else None
    return None


def looking(what: str, *, person_id: int | None = None, many: int = 1) -> None:
    """Note a look by whoever makes the request, with the reason they have said. Call it before anything is shown, in a
    view that `writes`, so that there is no page without its line.

    Raises ReasonNeeded, which leads to the question and back.
    """
    known = said()
    if known is None:
        raise ReasonNeeded()
    look(what, person_id=person_id, many=many, reason=known.reason, detail=known.detail)
