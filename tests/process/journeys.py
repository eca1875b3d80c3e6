"""Travel through a process in a test: a clock, counts that a test sets, and everything that happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demosx.process import (
    Calendar,
    Event,
    Process,
    State,
    Step,
    Value,
    Vocabulary,
    advance,
    begin,
    load,
    react,
)
from tests.process.kinds import KINDS

EXAMPLES = Path(__file__).parents[2] / "examples" / "processes"
KOREA = Calendar(ZoneInfo("Asia/Seoul"), country="KR", rolls=True)
PLAIN = Calendar(ZoneInfo("UTC"))


def example(name: str) -> Process:
    """One of the process files that come with the package."""
    return read((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def read(source: str) -> Process:
    """A process file without errors."""
    return load(source, filename="test.toml", kinds=KINDS, vocabulary=Vocabulary())


def noon(day: str, calendar: Calendar = KOREA) -> datetime:
    """Noon of a day, or the time given with it, in the calendar's zone."""
    local = datetime.fromisoformat(day if "T" in day else f"{day}T12:00")
    return local.replace(tzinfo=calendar.tz).astimezone(UTC)


@dataclass
class Journey:
    """One proposal. Every call settles the calendar first, as the rooms do."""

    process: Process
    filed: str
    calendar: Calendar = KOREA
    counts: dict[str, Value] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = noon(self.filed, self.calendar)
        self.state = self._keep(begin(self.process, self.now, self.facts, self.calendar))

    def facts(self, state: State) -> dict[str, Value]:
        """Counts as the test has set them; those of the visit only for the visit in which they were set."""
        own = f"@{state.visit.number}"
        return {name.removesuffix(own): value for name, value in self.counts.items()}

    def on(self, day: str, **counts: Value) -> "Journey":
        """Go to a day; then let the counts be these."""
        self.now = noon(day, self.calendar)
        self._keep(advance(self.process, self.state, self.now, self.facts, self.calendar))
        if counts:
            self.counts |= counts
            self._keep(react(self.process, self.state, self.now, self.facts, self.calendar))
        return self

    def act(self, act: Callable[..., Step], *args: Any, **more: Any) -> "Journey":
        """Do one of the acts, now."""
        step = act(
            self.process, self.state, *args, now=self.now, facts=self.facts, calendar=self.calendar, **more
        )
        self._keep(step)
        return self

    def _keep(self, step: Step) -> State:
        self.state = step[0]
        self.events += step[1]
        return self.state

    @property
    def stage(self) -> str:
        return self.state.visit.stage

    @property
    def ended(self) -> str | None:
        return self.state.ended.key if self.state.ended else None

    @property
    def end(self) -> tuple[str, datetime] | None:
        """With which word and when it ended."""
        return (self.state.ended.key, self.state.ended.at) if self.state.ended else None

    @property
    def owed(self) -> list[str]:
        """The names of the open duties."""
        return sorted(duty.name for duty in self.state.open_duties())

    def due(self, name: str) -> str:
        """The day by which a duty is due."""
        return str(self.state.duties[name].due_on)

    def happened(self, kind: type) -> list[Any]:
        """The events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]
