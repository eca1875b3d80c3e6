"""A scenario: the story of one proposal, as its file tells it, and what is expected on the way. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..calendars import Calendar
from ..definition import Process
from ..kinds import Value
from ..lengths import Length


@dataclass(frozen=True)
class Act:
    """What somebody does. `verb` says what (`press`, `decide`, …), `what` with what: a word, a day, or True.

    `by` empty means whoever may; `to` names another department. `gives` is what is given of what is needed, None for
    all of it. `version` are the rules that `apply_version` names, `number` their place among those of the scenario.
    `line` counts from 1.
    """

    verb: str
    what: Any
    by: tuple[str, ...] = ()
    outcome: str | None = None
    reason: str | None = None
    to: str | None = None
    length: Length | None = None
    duties: Mapping[str, date] = field(default_factory=dict)
    gives: tuple[str, ...] | None = None
    version: Process | None = None
    number: int = 0
    line: int = 0


@dataclass(frozen=True)
class Step:
    """One step: counts are set, then somebody acts, then it is looked at what has come of it.

    `at` is the instant (UTC). `expect` holds what is expected by the words of the file, `lines` where each stands, and
    each name in it with a dot (`due.department_answer`).
    """

    number: int
    line: int
    at: datetime
    facts: Mapping[str, Value] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A whole story. `rules` is how the file names the process; `steady` are the facts that stay as they were on the
    day of filing, `facts` the counts then."""

    file: str
    rules: str
    process: Process
    calendar: Calendar
    filed_at: datetime
    steps: tuple[Step, ...]
    steady: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
