"""Lives of a proposal for tests of properties: what people do, hour by hour, in any order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st

from demosx.process import (
    NotPossible,
    Process,
    State,
    Value,
    acts,
    advance,
    apply_version,
    begin,
    clock_acts,
    merge_away,
    react,
    take_over,
)
from demosx.process.events import Event
from tests.process.journeys import KOREA, noon

FILED = noon("2019-02-01")
PEOPLE = ("planning_panel", "official", "operator", "proposer", "lead", "head", "department")
GIVES = ("reason", "document", "note")
COUNTS = ("supports", "participants", "votes", "unchecked_batches")
DEEDS = (
    *COUNTS, "decide", "complete", "withdraw", "press", "open", "pause", "resume", "extend", "hand_over", "move",
    "reopen", "take_over", "merge", "nothing",
)  # fmt: skip

Plan = Sequence[tuple[int, str, int]]

hours = st.integers(1, 60 * 24)
whats = st.sampled_from(DEEDS)
steps = st.lists(st.tuples(hours, whats, st.integers(0, 5)), max_size=14)


class Traveller:
    """Acts at given hours; `looks` are the further hours at which nothing happens but a look.

    `change`: at this hour, other rules begin to hold.
    """

    def __init__(
        self, process: Process, looks: frozenset[int] = frozenset(), *,
        change: tuple[int, Process] | None = None, backwards: bool = False,
    ) -> None:  # fmt: skip
        self.process = process
        self.looks = looks
        self.change = change
        self.backwards = backwards
        self.counts: dict[str, Value] = dict.fromkeys(COUNTS, 0)
        self.now = FILED
        self.state, self.events = begin(process, FILED, self.facts, KOREA)

    def facts(self, state: State) -> Mapping[str, Value]:
        names = sorted(self.counts, reverse=self.backwards)
        return {name: self.counts[name] for name in names}

    def look(self, hour: int) -> None:
        self.now = FILED + timedelta(hours=hour)
        self.keep(advance(self.process, self.state, self.now, self.facts, KOREA))
        self.keep(react(self.process, self.state, self.now, self.facts, KOREA))

    def keep(self, step: tuple[State, tuple[Event, ...]]) -> None:
        self.state = step[0]
        self.events += step[1]

    def travel(self, plan: Plan) -> "Traveller":
        changes = {self.change[0]} if self.change else set()
        for hour in sorted({*self.looks, *changes, *(hour for hour, _, _ in plan)}):
            self.look(hour)
            if self.change and hour == self.change[0]:
                self.go_over(self.change[1])
            for _, what, number in (step for step in plan if step[0] == hour):
                self.do(what, number)
        self.look(60 * 24 + 1)
        return self

    def go_over(self, rules: Process) -> None:
        try:
            self.keep(apply_version(self.process, rules, self.state, self.now, self.facts, KOREA))
        except NotPossible:
            return
        self.process = rules

    def do(self, what: str, number: int) -> None:
        if what in self.counts:
            self.counts[what] = int(self.counts[what]) + number * (7 if what == "supports" else 1)
        before = self.state
        try:
            step = self.step(what, number, (self.now, self.facts, KOREA))
        except NotPossible:
            assert self.state == before
            return
        self.keep(step)

    def step(
        self, what: str, number: int, rest: tuple[datetime, object, object]
    ) -> tuple[State, tuple[Event, ...]]:
        process, state = self.process, self.state
        names = sorted({*(duty.name for duty in state.open_duties()), state.visit.stage})
        name = names[number % len(names)]
        stages = list(process.stages)
        stage = stages[number % len(stages)]
        match what:
            case "decide":
                words = process.stages[state.visit.stage].decides or ("none",)
                return acts.decide(process, state, words[number % len(words)], *rest)  # type: ignore[arg-type]
            case "complete":
                duty = process.duty(name, state.visit.stage)
                words = (duty.outcomes if duty else ()) or (None,)  # type: ignore[assignment]
                outcome = words[number % len(words)]
                return acts.complete(process, state, name, outcome, *rest, gives=GIVES)  # type: ignore[arg-type]
            case "withdraw":
                return acts.withdraw_duty(process, state, name, *rest)  # type: ignore[arg-type]
            case "press":
                keys = [
                    rule.key for rule in process.every_rule if rule.by and rule.target != "withdrawn"
                ] or [""]
                key = keys[number % len(keys)]
                return acts.press(process, state, key, PEOPLE, *rest, gives=GIVES)  # type: ignore[arg-type]
            case "open":
                day = KOREA.day_of(self.now) + timedelta(days=number)
                return acts.open_stage(process, state, day, PEOPLE, *rest)  # type: ignore[arg-type]
            case "pause" | "resume" | "extend" | "hand_over":
                return self.clock_step(what, name, number, rest)
            case "move":
                return acts.force_move(process, state, stage, *rest)  # type: ignore[arg-type]
            case "reopen":
                return acts.reopen(process, state, stage, *rest)  # type: ignore[arg-type]
            case "take_over":
                owed = [duty for duty in state.duties.values() if duty.visit is None][:number]
                return take_over(process, state, owed, *rest)  # type: ignore[arg-type]
            case "merge" if number == 5:
                return merge_away(process, state, *rest)  # type: ignore[arg-type]
            case _:
                return react(process, state, *rest)  # type: ignore[arg-type]

    def clock_step(
        self, what: str, name: str, number: int, rest: tuple[datetime, object, object]
    ) -> tuple[State, tuple[Event, ...]]:
        process, state = self.process, self.state
        match what:
            case "pause":
                duty = process.duty(name, state.visit.stage)
                reasons = (duty.pause if duty else ()) or process.stages[state.visit.stage].pause or ("none",)
                reason = reasons[number % len(reasons)]
                return clock_acts.pause(process, state, name, reason, *rest)  # type: ignore[arg-type]
            case "resume":
                return clock_acts.resume(process, state, name, *rest)  # type: ignore[arg-type]
            case "extend":
                return clock_acts.extend(process, state, name, PEOPLE, *rest, gives=GIVES)  # type: ignore[arg-type]
            case _:
                return clock_acts.hand_over(process, state, name, *rest)  # type: ignore[arg-type]
