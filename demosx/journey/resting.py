"""Why a stage allows nothing just now, and why a clock stands still: in words, from the rules alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from ..core.i18n import day, language
from ..plugins import Stop
from ..process.clocks import Pauses
from ..process.definition import Process
from ..process.outlook import over_at, period_of, started
from ..process.state import State
from ..process.words import pick
from .rules import calendar
from .store import read_pauses


@dataclass(frozen=True)
class Rest:
    """Days on which the file lets a stage allow nothing, until `last`, and why."""

    reason: str
    last: date

    @property
    def sentence(self) -> str:
        """The same, as people are told."""
        return _(
            "This stage rests until %(until)s. Reason: %(reason)s.", until=day(self.last), reason=self.reason
        )


@dataclass(frozen=True)
class Stopped:
    """That a clock stands still, since when, and why."""

    reason: str
    since: date

    @property
    def sentence(self) -> str:
        """The same, as people are told."""
        return _("Stopped: %(reason)s, since %(day)s", reason=self.reason, day=day(self.since))


def rest_on(process: Process, stage: str, today: date) -> Rest | None:
    """The rest of a stage on a day; None where it does not rest."""
    freeze = process.freeze_on(stage, today) if stage in process.stages else None
    if freeze is None:
        return None
    return Rest(pick(freeze.reason, (language(), *process.words.languages)), freeze.last)


def rest_ahead(process: Process, stage: str, today: date, last: date | None) -> str:
    """From when until when a stage is going to rest before its `last` day, and why; empty where it is not."""
    coming = [one for one in process.pauses if one.holds_in(stage) and last and today < one.first <= last]
    if not coming:
        return ""
    one = min(coming, key=lambda freeze: freeze.first)
    return _(
        "This stage is going to rest from %(first)s until %(last)s. These days do not count. Reason: %(reason)s.",
        first=day(one.first), last=day(one.last), reason=pick(one.reason, (language(), *process.words.languages)),
    )  # fmt: skip


def rest_of(stop: Stop) -> str:
    """Why a stage that a proposal is in rests today, and until when; empty where it does not."""
    days = calendar()
    rest = rest_on(stop.process, stop.stage.key, days.day_of(stop.now)) if stop.current else None
    return rest.sentence if rest else ""


def stopped_row(process: Process, row: Any) -> Stopped | None:
    """Why the clock of a duty or a visit stands still, from its row; None where it runs."""
    return stopped(process, read_pauses(row.pauses)) if row.pauses else None


def stopped(process: Process, pauses: Pauses) -> Stopped | None:
    """Why a clock stands still; None where it runs."""
    standing = tuple(pause for pause in pauses if pause.last is None)
    if not standing:
        return None
    reasons = dict.fromkeys(pause.reason for pause in standing)
    words = ", ".join(process.words.text(reason, language()) for reason in reasons)
    return Stopped(words, min(pause.first for pause in standing))


def why_closed(process: Process, state: State, now: datetime) -> str:
    """Why the present stage allows nothing at this moment; empty where it allows what its file says."""
    days, visit = calendar(), state.visit
    if state.ended:
        return _("This has ended: %(end)s.", end=process.words.text(state.ended.key, language()))
    if not started(visit, now, days):
        if visit.starts_on is None:
            return _("This has not begun yet. The first day will be shown here.")
        return _("This begins on %(day)s.", day=day(visit.starts_on))
    over, span = over_at(process, visit, days), period_of(process, visit, days)
    if over and span and now >= over:
        return _("This was open until %(day)s.", day=day(span[1]))
    rest = rest_on(process, visit.stage, days.day_of(now))
    return rest.sentence if rest else ""
