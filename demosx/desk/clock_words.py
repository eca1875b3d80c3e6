"""What the desk shows of a clock: how it stands, and what this person can do to it now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..core.i18n import day, language, local_name
from ..core.permissions import can
from ..journey.labels import duty_label
from ..journey.queries import Standing
from ..journey.resting import rest_on, stopped
from ..journey.rules import calendar
from ..people.models import Department
from ..people.queries import departments
from ..process import clock_acts
from ..process.vocabulary import TRANSFER
from ..proposals.words import people_names, word
from .clock_forms import HandOverForm, PauseForm, ResumeForm
from .clocks import EXTEND, HAND_OVER, PAUSE, Clock, last_day


def clock_view(
    here: Standing, clock: Clock, urls: dict[str, str], wrong: PauseForm | None = None
) -> dict[str, Any] | None:
    """What `desk/_clock.html` shows: how a clock stands and what can be done; None where there is no clock. `wrong` is
    the form that came back, with what was typed."""
    if not clock.there:
        return None
    over = clock.over(here.now)
    rest = rest_on(here.process, clock.name, calendar().day_of(here.now))
    standing = stopped(here.process, clock.pauses)
    return {
        "last": last_day(here.process, here.state, clock.name),
        "over": over,
        "stopped": standing.sentence if standing else "",
        "rest": rest.sentence if rest else "",
        "extended": clock.extended,
        "public": clock.row.public if clock.row is not None else True,
        "waits_for": _waits_for(here, clock),
        "pause": _pause_form(clock, over, wrong),
        "wrong": wrong,
        "resume": _resume_forms(here, clock),
        "extend_url": urls["extend"] if not over and _more(clock) and can(EXTEND, clock) else "",
        "urls": urls,
    }


def pause_choices(clock: Clock) -> list[tuple[str, str]]:
    """The reasons for which a clock can be stopped now, each with what comes of it."""
    return [(reason, _reason(clock, reason)) for reason in clock.reasons]


def hand_over_form(clock: Clock, wrong: HandOverForm | None = None) -> HandOverForm | None:
    """The form for handing a duty to another department; None where that is not this person's, or no department's."""
    if clock.row is None or not {"department", "officer"} & set(clock.owners):
        return None
    if not can(HAND_OVER, clock.proposal):
        return None
    form = wrong or HandOverForm(formdata=None)
    form.seen.data = clock.seen
    return form.offering(office_choices(clock, departments()))


def office_choices(clock: Clock, offices: Sequence[Department]) -> list[tuple[int, str]]:
    """The departments to which a duty can be handed."""
    now = clock.row.department_id if clock.row is not None else None
    return [(one.id, local_name(one.names, one.key)) for one in offices if one.id != now]


def hand_over_question(clock: Clock) -> str:
    """What handing over will do, in a sentence."""
    stops = clock.duty is not None and TRANSFER in clock.reasons and TRANSFER not in clock.process.duties
    if stops:
        return _(
            "The department that you choose owes this from then on. Its clock stands still until it takes it up."
        )
    return _("The department that you choose owes this from then on. The last day stays as it is.")


def unit_name(clock: Clock) -> str:
    """In what the number of an extension is counted."""
    units = {"days": _("days"), "working days": _("working days"), "weeks": _("weeks"), "months": _("months"),
             "years": _("years")}  # fmt: skip
    return units[clock.extension.up_to.unit] if clock.extension else ""


def new_last_day(process: Any, state: Any, name: str) -> str:
    """When it is due after an act, in a sentence."""
    last: date | None = last_day(process, state, name)
    if last is None:
        return _("Nobody knows the new last day before the clock runs on.")
    return _("The new last day is %(day)s.", day=day(last))


def _more(clock: Clock) -> bool:
    return clock.extension is not None and clock.extended < clock.extension.times


def _waits_for(here: Standing, clock: Clock) -> str:
    """The duties that let it run on by being done."""
    names = [reason for reason in clock.standing if here.state.open_duty(reason)]
    return ", ".join(duty_label(here.process, name) for name in names)


def _reason(clock: Clock, reason: str) -> str:
    duty = clock.process.duties.get(reason)
    if duty is None:
        return word(clock.process, reason)
    owner = people_names(clock.process, duty.owner)
    length = duty.within.describe(language()) if duty.within else ""
    if length:
        return _("%(reason)s: asked of %(who)s, within %(length)s; then the clock runs on by itself",
                 reason=duty_label(clock.process, reason), who=owner, length=length)  # fmt: skip
    return _("%(reason)s: asked of %(who)s; then the clock runs on by itself",
             reason=duty_label(clock.process, reason), who=owner)  # fmt: skip


def _pause_form(clock: Clock, over: bool, wrong: PauseForm | None) -> PauseForm | None:
    if over or not clock.reasons or not can(PAUSE, clock):
        return None
    only = clock.reasons[0] if len(clock.reasons) == 1 else None
    form = wrong or PauseForm(formdata=None, why=only)
    form.seen.data = clock.seen
    return form.offering(pause_choices(clock))


def _resume_forms(here: Standing, clock: Clock) -> list[dict[str, Any]]:
    """One for each reason that people can end."""
    if not can(PAUSE, clock):
        return []
    found = []
    for reason in clock.standing:
        if here.state.open_duty(reason):
            continue
        after = here.foresee(clock_acts.resume, clock.name, reason=reason)
        taking_up = reason == TRANSFER and clock.row is not None
        found.append({
            "form": ResumeForm(formdata=None, seen=clock.seen, why=reason),
            "label": _("Take it up") if taking_up else _("Let it run on"),
            "reason": word(here.process, reason),
            "question": new_last_day(here.process, after, clock.name),
        })  # fmt: skip
    return found
