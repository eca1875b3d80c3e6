"""Stopping clocks, letting them run on, lengthening them, and handing a duty over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from flask_babel import lazy_gettext as _l

from ..core.errors import Conflict, InvalidInput, NotAllowed
from ..core.permissions import Actor
from ..journey.handing import hand_over as pass_on
from ..journey.rules import calendar
from ..journey.travel import Journey, moment
from ..people.queries import departments
from ..process.calendars import ONE_DAY
from ..process.clock_acts import last_so_far
from ..process.lengths import Length, counted_days
from ..proposals.access import acting_as
from ..stages.review.agenda import move_lead
from . import clocks
from .clocks import Clock
from .services import DutyDone, add_note, check_document


class ClockChanged(Conflict):
    """Somebody else was faster with this clock."""

    message = _l(
        "Somebody else has changed this meanwhile, so nothing was done. What you see now is how it stands."
    )


class LengthWrong(InvalidInput):
    """Both a number and a day, or a day that is no later than the one that holds."""

    message = _l("Please give either a number or a last day, not both.")
    too_early = _l("The last day must be after the one that holds now.")
    unknown = _l("While the clock stands still nobody knows its last day: please give a number.")


class DepartmentWrong(InvalidInput):
    """No department, or the one that owes the duty already."""

    message = _l("Please choose another department.")


def pause(clock: Clock, reason: str, note: str, seen: str, actor: Actor) -> None:
    """Stop a clock for one of the file's reasons; the `note` is public. Raises ClockChanged if it is not as `seen`."""
    with _as_seen(clock, seen, actor) as (journey, now):
        if not clocks.may_pause(actor, now):
            raise NotAllowed()
        journey.pause(clock.name, reason, note, clocks.pausing_as(actor, now))


def resume(clock: Clock, reason: str, seen: str, actor: Actor) -> None:
    """Let a clock run on that was stopped for this reason. Raises ClockChanged."""
    with _as_seen(clock, seen, actor) as (journey, now):
        if not clocks.may_pause(actor, now):
            raise NotAllowed()
        journey.resume(clock.name, reason, clocks.pausing_as(actor, now))


def extend(clock: Clock, length: Length | None, given: Mapping[str, str], seen: str, actor: Actor) -> None:
    """Lengthen a clock by so much, or by all that the file allows. Raises ClockChanged, Missing, DocumentWrong."""
    with _as_seen(clock, seen, actor) as (journey, now):
        journey.extend(clock.name, length, given, now.roles(actor))
        needs = now.extension.needs if now.extension else ()
        if "document" in needs:
            check_document(clock.proposal, given["document"])
        if "note" in needs:
            add_note(clock.proposal, given["note"], actor)


def hand_over(clock: Clock, department_id: int, reason: str, seen: str, actor: Actor) -> None:
    """Let another department owe a duty, with a public reason. What belongs to the present stage takes the
    responsibility for the proposal with it. Raises ClockChanged, DepartmentWrong."""
    office = next((one for one in departments() if one.id == department_id), None)
    with _as_seen(clock, seen, actor) as (journey, now):
        duty = now.row
        if office is None or duty is None or office.id == duty.department_id:
            raise DepartmentWrong()
        if duty.kind != "duty":
            move_lead(journey, office)
        role = acting_as(actor, clocks.HAND_OVER, clock.proposal)
        pass_on(journey, duty, office, reason, role)


def length_to(clock: Clock, amount: int | None, wanted: date | None, today: date) -> Length | None:
    """The length of an extension: so many of the file's units, or as many days as lead to the `wanted` last day; None
    for all that is allowed. Raises LengthWrong."""
    if amount is not None and wanted is not None:
        raise LengthWrong()
    if amount is not None and clock.extension is not None:
        return Length(amount, clock.extension.up_to.unit)
    if wanted is None:
        return None
    if clock.standing:
        raise LengthWrong(LengthWrong.unknown)
    days = calendar()
    last = last_so_far(clock.process, clock.state, clock.duty, days.midnight(today), days)
    gaps = clock.process.frozen(clock.name) if clock.name == clock.state.visit.stage else ()
    amount = counted_days(last + ONE_DAY, wanted, sorted(gaps))
    if amount < 1:
        raise LengthWrong(LengthWrong.too_early)
    return Length(amount, "days")


@contextmanager
def _as_seen(clock: Clock, seen: str, actor: Actor) -> Iterator[tuple[Journey, Clock]]:
    """A change of the proposal, with the clock as it is under its lock. Raises DutyDone, ClockChanged."""
    with moment(clock.proposal, actor) as journey:
        if clock.row is not None and clock.row.closed_at is not None:
            raise DutyDone()
        now = clocks.clock_of(journey, clock.name, clock.row)
        if now.seen != seen:
            raise ClockChanged()
        yield journey, now
