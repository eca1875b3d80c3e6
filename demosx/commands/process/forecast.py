"""What new rules would do to what is under way, summed up and said at a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import click

from ...core.terminal import N_, _, language
from ...journey.labels import duty_label, stage_label
from ...journey.under_way import Lost
from ...process.definition import Process
from ...process.suggestions import similar
from ...proposals.foresight import Fate

SHOWN = 3
Way = tuple[str, str]
LOST = {
    "stage_gone": N_("The file has no stage “%(key)s” (%(name)s)."),
    "kind_changed": N_("In the file the stage “%(key)s” (%(name)s) is of another kind."),
    "duty_gone": N_("The file has no duty “%(key)s” (%(name)s)."),
}


@dataclass
class Group:
    """Proposals to which the same happens: how many, and the receipt numbers of some."""

    count: int = 0
    numbers: list[str] = field(default_factory=list)

    def add(self, number: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.numbers) < SHOWN:
            self.numbers.append(number)

    def __str__(self) -> str:
        numbers = ", ".join(self.numbers) + (" …" if self.count > len(self.numbers) else "")
        return _("%(count)s (%(numbers)s)", count=f"{self.count:,}", numbers=numbers)


class Groups(dict[Way, Group]):
    """Groups by what happens, made as they come."""

    def __missing__(self, way: Way) -> Group:
        return self.setdefault(way, Group())


@dataclass
class Forecast:
    """The fates of all proposals under way, counted. Memory does not grow with their number."""

    rules: Process
    stages: Counter[str] = field(default_factory=Counter)
    moves: Groups = field(default_factory=Groups)
    ends: Groups = field(default_factory=Groups)
    opened: Groups = field(default_factory=Groups)
    closed: Groups = field(default_factory=Groups)
    notes: Groups = field(default_factory=Groups)
    over: Group = field(default_factory=Group)
    lost: Group = field(default_factory=Group)
    until: Group = field(default_factory=Group)
    days: tuple[date, date] | None = None
    total: int = 0

    def add(self, fate: Fate) -> None:
        """Take in what becomes of one proposal."""
        self.total += 1
        here = stage_label(fate.old, fate.stage, language())
        self.stages[here] += 1
        if fate.ended or fate.lost:
            (self.over if fate.ended else self.lost).add(fate.number)
            return
        if fate.end:
            self.ends[here, self.rules.words.text(fate.end, language())].add(fate.number)
        elif fate.to != fate.stage:
            self.moves[here, stage_label(self.rules, fate.to, language())].add(fate.number)
        for name in dict.fromkeys(fate.opened):
            self.opened["", duty_label(self.rules, name, language())].add(fate.number)
        for name in dict.fromkeys(fate.closed):
            self.closed["", duty_label(fate.old, name, language())].add(fate.number)
        for note in fate.notes:
            self.notes[here, _(note)].add(fate.number)
        if fate.until:
            self._measure(fate, fate.until[1])

    def _measure(self, fate: Fate, day: date | None) -> None:
        self.until.add(fate.number)
        if day is not None:
            earliest, latest = self.days or (day, day)
            self.days = min(earliest, day), max(latest, day)

    def lines(self) -> Iterator[str]:
        """All of it in sentences; what does not happen is not said."""
        stages = ", ".join(f"{name} {count:,}" for name, count in self.stages.most_common())
        yield _("Proposals under way: %(count)s (%(stages)s)", count=f"{self.total:,}", stages=stages or "-")
        if self.over.count:
            yield _("Ended by then by the rules of now: %(group)s", group=self.over)
        yield from self._ways(_("Go on to another stage at once:"), self.moves)
        yield from self._ways(_("End at once:"), self.ends)
        yield from self._ways(_("Asked for from then on:"), self.opened)
        yield from self._ways(_("No longer asked for:"), self.closed)
        if self.notes:
            yield _("Votes under way:")
        for (here, note), group in self.notes.items():
            yield f"  {here}: {note} {group}"
        if self.until.count:
            yield _("The period gets another last day: %(group)s", group=self.until)
        if self.days:
            yield "  " + _(
                "the earliest %(first)s, the latest %(last)s", first=self.days[0], last=self.days[1]
            )
        quiet = not (self.moves or self.ends or self.opened or self.closed or self.notes or self.until.count)
        if self.total and quiet and not self.lost.count:
            yield _("For now nothing else happens to them.")

    def _ways(self, title: str, groups: Groups) -> Iterator[str]:
        if groups:
            yield title
        for (before, after), group in sorted(groups.items(), key=lambda item: -item[1].count):
            yield f"  {before} → {after}: {group}" if before else f"  {after}: {group}"


def refuse(rules: Process, lost: Sequence[Lost], held: Sequence[Process], later: bool) -> None:
    """Say what the file has no place for, and what to write into it. `held` are the versions before, the newest
    first."""
    click.echo(
        _("These rules cannot be applied: they have no place for what proposals under way have."), err=True
    )
    if later:
        click.echo(_("Until their day a proposal may still get there, so each needs a place."), err=True)
    for one in lost:
        old = next((rules for rules in held if one.key in rules.stages or one.key in rules.duties), rules)
        click.echo("- " + _(LOST[one.code], key=one.key, name=_name(old, one)), err=True)
        if one.count:
            group = Group(one.count, list(one.numbers[:SHOWN]))
            click.echo("  " + _("Proposals: %(group)s", group=group), err=True)
        for line in _remedy(rules, old, one):
            click.echo("  " + line, err=True)


def _name(old: Process, one: Lost) -> str:
    label = duty_label if one.code == "duty_gone" else stage_label
    return label(old, one.key, language())


def _remedy(rules: Process, old: Process, one: Lost) -> Iterator[str]:
    if one.code == "duty_gone":
        yield _("Keep it in the file, with its name and owner; no rule needs to open it:")
        yield f"    [duties.{one.key}]"
        return
    if rules.goes_to:
        yield _("Add a line to [goes_to] that says where its proposals go, such as:")
    else:
        yield _("Say at the end of the file where its proposals go, such as:")
        yield "    [goes_to]"
    yield f'    {one.key} = "{_alike(rules, old, one.key)}"'


def _alike(rules: Process, old: Process, key: str) -> str:
    """A stage of the file to which the proposals of another might go: one that is called alike, one of the same kind
    that is new, or any of that kind."""
    same = [stage.key for stage in rules.stages.values() if stage.kind == old.stages[key].kind]
    new = [stage for stage in same if stage not in old.stages]
    return similar(key, rules.stages) or next(iter([*new, *same]), rules.first)
