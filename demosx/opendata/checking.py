"""Checking the rows of an import: what a row becomes, or everything that is wrong with it."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ..core.terminal import _
from ..process.calendars import Calendar
from ..process.definition import Process
from ..process.lengths import last_day
from .mapping import Columns
from .readers import Row
from .terms import Terms
from .values import Unfit, When, count, passage, shown, when, word

LONGEST = {"title": 300, "text": 100_000, "place": 200, "external_id": 120, "number": 20, "language": 10}
CHANNELS = ("online", "field", "workshop", "paper", "phone")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,6})?")
Made = TypeVar("Made")


class Refused(Exception):
    """A row is not imported; `reasons` says everything that is wrong with it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Draft:
    """A proposal from elsewhere that can be stored. `ends_on` is the last day of what is over, with `end` its end;
    both empty for one that the rules are to act on. `kept` are words of the other system that have no place here.
    """

    row: Row
    external_id: str
    title: str
    text: str
    supports: int
    filed_at: datetime
    ends_on: date | None
    end: str | None
    area: str | None
    district: str | None
    place: str
    language: str
    channel: str
    number: str
    kept: Mapping[str, str]


@dataclass(frozen=True)
class Expectation:
    """What rows are held against. `archive`: whether they are kept as over; None where each row's period decides.

    `until` is the day from which rules act on what is not over; `end` how what is over ended unless its row says.
    """

    columns: Columns
    process: Process
    calendar: Calendar
    now: datetime
    archive: bool | None
    until: date
    language: str
    end: str
    areas: Terms
    districts: Terms
    ends: Terms
    without_text: list[int] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return self.calendar.tz


def check(row: Row, expected: Expectation) -> Draft:
    """What a row becomes. Raises Refused."""
    if row.problem:
        raise Refused([row.problem])
    return _Check(row, expected).draft()


class _Check:
    """One row under examination: every value is looked at, so that every reason is told at once."""

    def __init__(self, row: Row, expected: Expectation) -> None:
        self.row = row
        self.expected = expected
        self.reasons: list[str] = []
        self.kept: dict[str, str] = {}

    def draft(self) -> Draft:
        """The row as a proposal. Raises Refused."""
        title, text = self._text("title", word), self._text("text", passage)
        if not title:
            self.reasons.append(_("It has no title."))
        filed = self._filed()
        ends_on = self._ends_on(filed) if filed else None
        values: dict[str, Any] = {
            "supports": self._read("supports", count, 0),
            "end": self._end() if ends_on else None,
            "area": self._term("area", self.expected.areas),
            "district": self._term("district", self.expected.districts),
            "place": self._text("place", word),
            "language": self._language(),
            "channel": self._channel(),
            "number": self._text("number", word),
            "external_id": self._external_id(title, text, filed),
        }
        if self.reasons or filed is None:
            raise Refused(self.reasons)
        if not text:
            self.expected.without_text.append(self.row.number)
        filed_at = min(filed.instant(self.expected.zone), self.expected.now)
        return Draft(
            row=self.row, title=title, text=text, filed_at=filed_at, ends_on=ends_on, kept=self.kept, **values
        )

    def _read(self, target: str, parse: Callable[[object], Made], otherwise: Made) -> Made:
        try:
            return parse(self.expected.columns.value(self.row.values, target))
        except Unfit as unfit:
            self.reasons.append(f"{self.expected.columns.of[target]}: {unfit}")
            return otherwise

    def _text(self, target: str, parse: Callable[[object], str]) -> str:
        found = self._read(target, parse, "")
        if len(found) > LONGEST[target]:
            self._wrong(target, _("It is longer than %(limit)s characters.", limit=LONGEST[target]))
        return found

    def _wrong(self, target: str, reason: str) -> None:
        self.reasons.append(f"{self.expected.columns.of[target]}: {reason}")

    def _day(self, target: str) -> When | None:
        return self._read(target, lambda value: when(value, self.expected.zone), None)

    def _filed(self) -> When | None:
        """When it was filed; where no column says so, on the day from which the rules act."""
        if "filed" not in self.expected.columns.of:
            return When(self.expected.until)
        before = len(self.reasons)
        filed = self._day("filed")
        if filed is None and len(self.reasons) == before:
            self._wrong("filed", _("It has no day of filing."))
        if filed and filed.day > self.expected.calendar.day_of(self.expected.now):
            self._wrong("filed", _("%(day)s is in the future.", day=filed.day))
            return None
        return filed

    def _ends_on(self, filed: When) -> date | None:
        """The last day of what is kept as over; None for what the rules are to act on."""
        closes = self._closes(filed)
        archive = self.expected.archive
        over = closes is not None and self.expected.calendar.after(closes) <= self.expected.now
        if archive is None:
            archive = over
        if archive and not over:
            self.reasons.append(
                _("Its period runs until %(day)s: import it with --live.", day=closes)
                if closes
                else _("Nothing says when its period ended.")
            )
        if not archive and filed.day > self.expected.until:
            self._wrong(
                "filed", _("It was filed after %(day)s, from which the rules act.", day=self.expected.until)
            )
        return closes if archive else None

    def _closes(self, filed: When) -> date | None:
        """The last day of its period: as the row says, or else by the first stage's rules."""
        told = self._day("closes")
        if told and told.day < filed.day:
            self._wrong("closes", _("%(day)s is before it was filed.", day=told.day))
        if told:
            return told.day
        period = self.expected.process.stages[self.expected.process.first].period
        return last_day(filed.day, period, self.expected.calendar, False) if period else None

    def _end(self) -> str:
        return self._term("status", self.expected.ends) or self.expected.end

    def _term(self, target: str, terms: Terms) -> str | None:
        found = self._read(target, word, "")
        key = terms.key(found)
        if found and key is None:
            self.kept[target] = shown(found)
        return key

    def _language(self) -> str:
        code = self._text("language", word) or self.expected.language
        if not LANGUAGE.fullmatch(code):
            self._wrong("language", _("“%(value)s” is not a language code such as ko.", value=shown(code)))
        return code

    def _channel(self) -> str:
        channel = self._read("channel", word, "") or CHANNELS[0]
        if channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            self._wrong("channel", _("“%(value)s” is none of: %(known)s", value=shown(channel), known=known))
        return channel

    def _external_id(self, title: str, text: str, filed: When | None) -> str:
        """What tells this row from every other of its source; without a column for it, its content does."""
        if "external_id" not in self.expected.columns.of:
            day = filed.day.isoformat() if filed and "filed" in self.expected.columns.of else ""
            content = "\0".join((title, text, day))
            return "sha256:" + hashlib.sha256(content.encode()).hexdigest()
        found = self._text("external_id", word)
        if not found and not any(
            reason.startswith(self.expected.columns.of["external_id"]) for reason in self.reasons
        ):
            self._wrong("external_id", _("It is empty."))
        return found
