"""Leaving the site: what is still open is taken back, what is over stays counted.

An action is open yet for one who leaves as long as the stage offers it and its last day has not passed, also on days
on which the stage rests: nobody can come back on a later day to take it back. What counts for the whole way of a
proposal is also taken back where a later stage may offer it: whoever comes back with another account could give it
there a second time.
"""

from sqlalchemy import RowMapping

from ..core.i18n import local_day
from ..process.definition import Process
from ..process.reach import comes_again
from .rules import process_of
from .travel import Journey


def open_yet(journey: Journey, action: str) -> bool:
    """Whether the present stay of a proposal under lock still offers `action`, now or on a later day."""
    if journey.state.ended or action not in journey.stop.stage.allows:
        return False
    return journey.visit.ends_on is None or journey.visit.ends_on >= local_day(journey.now)


def open_again(journey: Journey, action: str) -> bool:
    """Whether a proposal under lock offers `action` now, or can come to a stage that does."""
    if journey.state.ended:
        return False
    return open_yet(journey, action) or comes_again(journey.process, journey.stop.stage.key, action)


def offers(row: RowMapping, action: str) -> bool:
    """The same of a proposal that is not locked, for telling beforehand: `row` has its `version_id`, `stage`,
    `closes_on` and `ended_at`; `now` may have passed a deadline that nobody has settled yet."""
    if row["ended_at"] is not None:
        return False
    process: Process = process_of(row["version_id"])
    stage = process.stages.get(row["stage"])
    return stage is not None and (action in stage.allows or comes_again(process, stage.key, action))
