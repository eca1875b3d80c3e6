"""Why the rules do not allow an act: a sentence for each code of the engine, with its facts in the reader's words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.i18n import day, language
from ..process.acts import NotPossible
from ..process.definition import Process
from ..process.lengths import parse_length
from ..process.words import pick
from .labels import duty_label

SENTENCES: Mapping[str, Any] = {
    "already_open": _l("This stage has begun already, on %(first_day)s."),
    "already_there": _l("The proposal is in this stage already: %(stage)s."),
    "belongs_to_stage": _l("This belongs to the stage itself and cannot be taken back: %(stage)s."),
    "cannot_be_extended": _l("The rules do not let this be extended: %(name)s."),
    "day_has_passed": _l("The first day must be today or later."),
    "duty_gone": _l("The new rules do not name what is still owed here: %(key)s."),
    "duty_not_open": _l("This is not asked for now: %(duty)s. It is done already, or has not begun."),
    "ended": _l("The proposal has ended: %(end)s. Nothing can be changed any more."),
    "extended_already": _l("This has been extended as often as the rules allow: %(name)s."),
    "frozen": _l("This stage rests until %(until)s. Reason: %(reason)s."),
    "kind_changed": _l("In the new rules this stage is of another kind: %(key)s."),
    "needs": _l("Please fill in: %(missing)s"),
    "needs_a_decision": _l("This is done by deciding: %(stage)s."),
    "no_button": _l(
        "This button is not there any more: somebody was faster, or its condition no longer holds."
    ),
    "no_length": _l("The rules name no day for this, so it has no clock: %(duty)s."),
    "not_ended": _l("The proposal has not ended, so it cannot be reopened."),
    "not_paused": _l("The clock runs already: %(name)s."),
    "not_theirs_to_extend": _l("The rules let others extend this: %(name)s."),
    "not_theirs_to_open": _l("The rules let others set the first day of this stage: %(stage)s."),
    "opens_by_itself": _l("This stage begins by itself, so no first day is set for it: %(stage)s."),
    "overdue": _l("The last day has passed: %(name)s. What is overdue can neither be stopped nor extended."),
    "paused_already": _l("The clock stands still for this reason already: %(reason)s."),
    "stage_gone": _l("The new rules have no stage for this proposal, and do not say where it goes: %(key)s."),
    "too_long": _l("That is longer than the rules allow. At most: %(up_to)s."),
    "unknown_decision": _l("The rules of this stage have no such decision: %(value)s."),
    "unknown_end": _l("The rules have no such end: %(end)s."),
    "unknown_outcome": _l("Please choose one of the outcomes that the rules name."),
    "unknown_reason": _l("The rules do not let the clock stop for this reason: %(reason)s."),
    "unknown_stage": _l("The rules have no such stage: %(stage)s."),
    "waits_for_duty": _l("The clock runs on by itself as soon as this is done: %(duties)s."),
}


def in_words(process: Process, refusal: NotPossible) -> tuple[Any, dict[str, str]]:
    """The sentence for a refusal, and what fills it."""
    facts = {name: _told(process, name, value) for name, value in refusal.facts.items()}
    return SENTENCES[refusal.code], facts


def _told(process: Process, name: str, value: Any) -> str:
    """One fact: a day, a length, a text by language, or keys of the file."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        return pick(value, (language(), *process.words.languages))
    if name == "up_to":
        return parse_length(value).describe(language())
    keys = value if isinstance(value, tuple) else (value,)
    return ", ".join(duty_label(process, str(key)) for key in keys) or _("none")
