"""What a scenario is read with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..calendars import Calendar
from ..definition import Process
from ..kinds import Kind
from ..problems import Fact
from ..vocabulary import Vocabulary


class NoRules(Exception):
    """A process file that cannot be used; `code` and `facts` make the sentence."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Setting:
    """The kinds of stages, a site's words and calendar, and `rules`, which reads a process file by its path from the
    scenario file. It raises NoRules."""

    kinds: Mapping[str, Kind]
    vocabulary: Vocabulary
    calendar: Calendar
    rules: Callable[[str], Process]
