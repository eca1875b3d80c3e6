"""Read a scenario file. What can be read is read, even where other parts are wrong, so that all errors come at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from ..definition import Process
from ..kinds import Value
from ..mending.reading import read_toml
from ..mending.slips import Slip
from ..problems import Problem
from ..source import Path, map_lines
from . import values
from .checking import Check
from .dictionary import Dictionary, names_in
from .flat import flatten
from .headers import mend_headers
from .notes import Notes
from .reading_acts import read_acts
from .reading_calendar import read_calendar
from .scenario import Act, Scenario, Step
from .setting import NoRules, Setting
from .values import Misfit, Reader

NOON = time(12)
NEVER = datetime.min.replace(tzinfo=UTC)
EVERYBODY = frozenset({"visitor", "member", "verified"})
STEADY = ("population", "origin", "channel", "area", "district")


def _steps(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise values.wrong("steps")
    return value


TOP: Mapping[str, Reader] = {
    "process": values.word,
    "filed": values.instant,
    "population": values.count,
    "name": values.text,
    "note": values.text,
    "origin": values.word,
    "channel": values.word,
    "area": values.word,
    "district": values.word,
    "country": values.word,
    "timezone": values.word,
    "calendar": values.table,
    "facts": values.table,
    "steps": _steps,
}
STEP: Mapping[str, Reader] = {
    "on": values.instant,
    "facts": values.table,
    "act": values.tables,
    "expect": values.table,
    "note": values.text,
}
EXPECT: Mapping[str, Reader] = {
    "stage": values.word,
    "entered_on": values.day,
    "duties": values.word_set,
    "overdue": values.word_set,
    "due": values.dues,
    "paused": values.word_set,
    "ended": values.word_or_no,
    "ended_on": values.day,
    "marks": values.word_set,
    "buttons": values.buttons,
    "allows": values.word_set,
    "period": values.span,
    "facts": values.table,
    "version": values.count,
    "notified": values.word_set,
    "refused": values.word_or_yes,
}


def read(source: str, filename: str, setting: Setting) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of a file, and all that is wrong with it; where nothing is, all that may not be meant. No scenario
    where there are errors."""
    notes = Notes(filename)
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raw, readable, slips = _tables(text)
    notes.slipped(slips)
    if raw is None:
        return None, notes.problems
    notes.lines = map_lines(readable)
    scenario = read_tables(raw, notes, setting)
    errors = [problem for problem in notes.problems if problem.level == "error"]
    return None if errors else scenario, sorted(errors or notes.problems, key=lambda problem: problem.line)


def _tables(text: str) -> tuple[dict[str, Any] | None, str, list[Slip]]:
    """What a text holds, the text that was read, and what is wrong with its form."""
    raw, readable, slips = read_toml(text)
    if raw is not None and not slips and isinstance(raw.get("steps", []), list):
        return raw, readable, []
    better, misfits = mend_headers(text)
    if not misfits:
        return raw, readable, slips
    raw, readable, slips = read_toml(better)
    return raw, readable, [*misfits, *slips]


def read_tables(raw: Mapping[str, Any], notes: Notes, setting: Setting) -> Scenario | None:
    """The scenario that the tables of a file tell, as far as it can be made out; what is wrong is noted."""
    return _Reader(notes, setting).whole(raw)


def _reads_population(process: Process) -> bool:
    return any("population" in rule.when.reads for rule in process.every_rule if rule.when)


class _Reader:
    """Reads one file, from the top down."""

    def __init__(self, notes: Notes, setting: Setting) -> None:
        self.notes = notes
        self.setting = setting
        self.calendar = setting.calendar
        self.check: Check | None = None

    def whole(self, raw: Mapping[str, Any]) -> Scenario | None:
        top = self.notes.fields((), raw, TOP, "process", "filed", "steps")
        self.calendar = read_calendar(self.notes, top, self.setting.calendar)
        process = self._rules(top["process"], ("process",)) if "process" in top else None
        if process:
            self.check = Check(self.notes, Dictionary(self.setting, (process,)))
            self.notes.names |= names_in(process)
        filed = self._instant(top["filed"]) if "filed" in top else None
        facts = self._facts(("facts",), top.get("facts", {}))
        steps = [self._step(number, one) for number, one in enumerate(top.get("steps", []))]
        self._check_order(filed, steps)
        if "steps" in top and not steps:
            self.notes.error("no_steps", ("steps",))
        if steps and not any("expect" in one for one in top["steps"]):
            self.notes.warn("nothing_expected", ("steps",))
        if process is None or filed is None:
            return None
        if not top.get("population") and _reads_population(process):
            self.notes.warn("no_population", ("process",))
        return Scenario(
            file=self.notes.filename, rules=top["process"], process=process, calendar=self.calendar, filed_at=filed,
            steps=tuple(steps), steady=self._steady(process, top), facts=facts,
            name=top.get("name", {}), note=top.get("note", {}),
        )  # fmt: skip

    def _rules(self, named: str, place: Path) -> Process | None:
        try:
            return self.setting.rules(named)
        except NoRules as missing:
            self.notes.error(missing.code, place, **missing.facts)
            return None

    def _steady(self, process: Process, top: Mapping[str, Any]) -> dict[str, Value]:
        """What stays as it was on the day of filing; where nothing is said, as the site has it for a new proposal."""
        origin = "citizen" if EVERYBODY & set(process.opened_by) else "agency"
        given = {name: top[name] for name in STEADY if top.get(name)}  # a population of 0 is an unknown one
        if self.check:
            self.check.steady(given)
        return {"origin": origin, "channel": "online", **given}

    def _step(self, number: int, raw: Mapping[str, Any]) -> Step:
        path: Path = ("steps", number)
        found = self.notes.fields(path, raw, STEP, "on")
        facts = self._facts((*path, "facts"), found.get("facts", {}))
        expect = self._expect((*path, "expect"), found.get("expect", {}))
        read = read_acts(self.notes, path, raw.get("act"), found.get("act", []))
        acts = tuple(self._act(place, act, expect.get("refused")) for place, act in read)
        if self.check:
            self.check.expect((*path, "expect"), expect)
        if "refused" in expect and "act" not in raw:
            self.notes.error("refused_without_act", (*path, "expect", "refused"))
        if "on" in raw and not {"facts", "act", "expect"} & set(raw):
            self.notes.warn("step_empty", path)
        return Step(
            number=number + 1,
            line=self.notes.lines.line(path),
            at=self._instant(found["on"]) if "on" in found else NEVER,
            facts=facts,
            acts=acts,
            expect=expect,
            lines=self._lines((*path, "expect"), expect),
            note=found.get("note", {}),
        )

    def _act(self, path: Path, act: Act, refused: object) -> Act:
        """An act that has been checked, with the rules that it applies; from then on their words may be used."""
        if self.check is None:
            return act
        self.check.act(path, act, refused)
        if act.verb != "apply_version":
            return act
        process = self._rules(act.what, (*path, act.verb))
        known = self.check.words
        if process is None:
            return act
        if process.key != known.versions[0].key:
            own = known.versions[0].key
            self.notes.error("other_process", (*path, act.verb), named=act.what, key=process.key, own=own)
            return act
        self.check.words = known.with_version(process)
        self.notes.names |= names_in(process)
        return replace(act, version=process, number=len(known.versions) + 1)

    def _facts(self, path: Path, raw: Mapping[str, Any]) -> dict[str, Value]:
        facts = self._flat(path, raw)
        return self.check.settable(path, facts) if self.check else {}

    def _expect(self, path: Path, raw: Mapping[str, Any]) -> dict[str, Any]:
        expect = self.notes.fields(path, raw, EXPECT)
        if "facts" in expect:
            expect["facts"] = self._flat((*path, "facts"), expect["facts"])
        return expect

    def _lines(self, path: Path, expect: Mapping[str, Any]) -> dict[str, int]:
        """Where each thing that is expected stands, and each name in it."""
        lines = {}
        for key, value in expect.items():
            lines[key] = self.notes.lines.line((*path, key))
            for name in value if isinstance(value, Mapping) else ():
                lines[f"{key}.{name}"] = self.notes.lines.line(self.notes.place((*path, key), name))
        return lines

    def _flat(self, path: Path, raw: Mapping[str, Any]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, place, value in flatten(raw):
            if name in found:
                self.notes.error("fact_twice", (*path, *place), fact=name)
            try:
                found[name] = values.fact(value)
            except Misfit as misfit:
                self.notes.error(misfit.code, (*path, *place), key=name, **misfit.facts)
        return found

    def _instant(self, on: date | datetime) -> datetime:
        """An instant in UTC: a day is noon, a time without a zone is local."""
        whole = on if isinstance(on, datetime) else datetime.combine(on, NOON)
        return (whole if whole.tzinfo else whole.replace(tzinfo=self.calendar.tz)).astimezone(UTC)

    def _check_order(self, filed: datetime | None, steps: list[Step]) -> None:
        latest = None
        for number, step in enumerate(steps):
            path: Path = ("steps", number, "on")
            if step.at is NEVER:
                continue
            if filed and step.at < filed:
                self.notes.error("before_filing", path, filed=self._shown(filed))
            elif latest and step.at < latest:
                self.notes.error("out_of_order", path, before=self._shown(latest))
            latest = max(latest, step.at) if latest else step.at

    def _shown(self, at: datetime) -> str:
        return f"{at.astimezone(self.calendar.tz):%Y-%m-%d %H:%M}"
