"""Live a scenario: the same story, told to a site with a database instead of to the engine alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.errors import DomainError
from demosx.core.permissions import Actor, Grant
from demosx.core.resources import shipped
from demosx.journey import store
from demosx.journey.models import ProcessVersion
from demosx.journey.rules import apply_version, kind_of, registry, versions, vocabulary
from demosx.journey.travel import Journey, begin, moment
from demosx.ledger.queries import timeline
from demosx.plugins import StageKind
from demosx.process import Calendar, Event, Process, State, Vocabulary, buttons, events, load
from demosx.process.merging import MERGED
from demosx.process.simulate import Act, Rehearsal, Scenario, Setting, Step, read, rehearse
from demosx.process.simulate.acting import Now, brought, roles_of
from demosx.process.simulate.buttons import matching
from demosx.process.simulate.counts import Counts
from demosx.proposals.models import Proposal

STORED = (
    "supports",
    "participants",
    "opinions",
    "votes",
    "origin",
    "channel",
    "population",
    "area",
    "district",
)
GIVEN = {"reason": "까닭", "note": "메모", "document": "1"}
OF_ROLE = ("not_theirs", "needs", "not_theirs_to_open", "not_theirs_to_extend")
KOREA = Calendar(ZoneInfo("Asia/Seoul"), "KR", rolls=True)
VERBS: Mapping[type, str] = {
    events.Scheduled: "scheduled", events.Started: "opened", events.DutyClosed: "duty_closed",
    events.DutyOpened: "duty_opened", events.Paused: "paused", events.Resumed: "resumed",
    events.Extended: "extended", events.HandedOver: "duty_handed", events.DutyMoved: "duty_moved",
    events.RulesChanged: "rules_changed", events.Marked: "marked", events.Given: "noted",
    events.Notified: "notified", events.Decided: "decided", events.Ended: "ended", events.Reopened: "reopened",
}  # fmt: skip


def scenario(name: str) -> Scenario:
    """One of the scenarios that come with the package, read with the words of the present site."""
    folder = shipped("examples/scenarios")

    def rules(path: str) -> Process:
        source = (folder / path).resolve().read_text(encoding="utf-8")
        return load(source, filename=path, kinds=registry().kinds, vocabulary=Vocabulary())

    source = (folder / f"{name}.toml").read_text(encoding="utf-8")
    found, problems = read(source, name, Setting(registry().kinds, Vocabulary(), KOREA, rules))
    assert found is not None, problems
    return found


def rehearsed(story: Scenario) -> Rehearsal:
    """The same in the engine alone, where everybody may do everything that some role may."""
    verbs = ("withdraw", "override", "pause", "resume", "hand_over", "merge")
    rights = dict.fromkeys(verbs, Vocabulary().people)
    return rehearse(story, registry().kinds, rights, frozenset(vocabulary().facts))


def told(happened: tuple[Event, ...]) -> list[tuple[str, datetime]]:
    """What the history says of what the engine has done: a verb and its instant for each change."""
    found: list[tuple[str, datetime]] = []
    decided: tuple[str, datetime] | None = None
    for event in happened:
        if isinstance(event, events.Decided):
            decided = (event.decision.stage, event.at)
        if isinstance(event, events.DutyClosed) and (event.name, event.at) == decided:
            continue  # the decision was the duty
        if (
            isinstance(event, events.DutyOpened)
            and event.duty.visit is not None
            and event.duty.due_on is None
        ):
            continue  # that the stage was entered says it
        if isinstance(event, events.Moved):
            found.append(("moved" if event.from_stage else "filed", event.at))
        elif isinstance(event, events.Ended) and event.key == MERGED:
            found.append((MERGED, event.at))  # it goes on elsewhere
        elif not isinstance(event, events.Fired):
            found.append((VERBS[type(event)], event.at))
    return found


def measured_by_kind(name: str) -> bool:
    """Whether a fact is one that a stage kind or a plugin would measure from rows of its own."""
    group, _, key = name.partition(".")
    return group not in STORED or (group == "votes" and key not in ("", "here", "ever"))


class Life:
    """One proposal on the present site, by the rules and the calendar of a scenario."""

    def __init__(self, story: Scenario) -> None:
        self.story = story
        self.counts = Counts(registry().kinds, dict(story.steady))
        with clock.pinned(story.filed_at):
            account, office = testing.account("별이"), testing.department("transport").id
            version = self.first_version()
            db.session.commit()
            grants = tuple(Grant(role) for role in vocabulary().roles if role != "officer")
            self.actor = Actor(account.id, "별이", True, grants=(*grants, Grant("officer", office)))
            self.counts = self.counts.set(1, story.facts)
            with transaction():
                self.id = self.file(version.id, account.id, office)
        self.seen = 0

    def first_version(self) -> ProcessVersion:
        """The rules of the story, stored as they are, whatever they say of whom they hold for."""
        process, now = self.story.process, clock.now()
        version = ProcessVersion(
            key=process.key, number=len(versions(process.key)) + 1, source=process.source,
            effective_on=self.story.calendar.day_of(now), applies_to="new", applied_at=now, reason="",
        )  # fmt: skip
        db.session.add(version)
        db.session.flush()
        return version

    def file(self, version: int, account: int, office: int) -> int:
        """File the proposal, with what is counted on the first day already there."""
        steady, at = self.story.steady, self.story.filed_at
        proposal = Proposal(
            number="2019-000001", title="막차를 늦춰 주세요", text="사람들이 걸어서 집에 갑니다.",
            version_id=version, process_key=self.story.process.key, filed_at=at, settled_at=at, proposer_id=account,
            lead_department_id=office,
            **{name: steady[name] for name in STORED[4:] if name in steady},
        )  # fmt: skip
        self.column(proposal, "supports", self.story.facts.get("supports", 0))
        db.session.add(proposal)
        db.session.flush()
        begin(proposal, self.actor)
        return int(proposal.id)

    @property
    def proposal(self) -> Proposal:
        """The proposal as it is now."""
        return db.session.get_one(Proposal, self.id)

    @property
    def state(self) -> State:
        """What the database says of it."""
        proposal = self.proposal
        return store.load_state(proposal, store.load_visit(proposal))

    def history(self) -> list[tuple[str, datetime]]:
        """What the history says beyond what was read before."""
        entries = timeline(self.id, public_only=False)[self.seen :]
        self.seen += len(entries)
        return [(entry.verb, entry.at) for entry in entries]

    def step(self, step: Step) -> None:
        """Live one step of the story."""
        with clock.pinned(step.at):
            self.change(step, None)
            for act in step.acts:
                if act.verb == "apply_version":
                    self.apply(act)
                else:
                    self.change(step, act)

    def apply(self, act: Act) -> None:
        """Let the site apply rules; they hold for this proposal when they do."""
        assert act.version is not None
        apply_version(act.version.source, "next.toml")
        db.session.commit()
        with transaction(), moment(self.proposal, self.actor):
            pass

    def change(self, step: Step, act: Act | None) -> None:
        """One change: the counts of the step, or an act of it. Those that come with a merge are counted with it."""
        merging = [one for one in step.acts if one.verb == "merge" and one.what == "from"]
        with transaction(), moment(self.proposal, self.actor) as journey:
            if act in merging or (act is None and not merging):
                self.count(journey, step)
            if act is not None:
                self.act(journey, act)

    def count(self, journey: Journey, step: Step) -> None:
        """Let as many be counted as the step says."""
        if step.facts:
            self.counts = self.counts.set(journey.state.visit.number, step.facts)
        known = self.counts.read(journey.process, journey.state)
        proposal, visit = journey.proposal, journey.visit
        self.column(proposal, "supports", known["supports"])
        visit.supports = int(known["supports.here"])
        for name in STORED[1:4]:
            setattr(visit, name, int(known[f"{name}.here"]))
        proposal.participants, proposal.opinions = (
            int(known["participants.ever"]),
            int(known["opinions.ever"]),
        )
        for name in STORED[7:]:
            if name in step.facts:
                setattr(proposal, name, step.facts[name])
        mine = {name: value for name, value in known.items() if measured_by_kind(name)}
        current_app.extensions["measured_in_this_test"] = {visit.id: mine}

    @staticmethod
    def column(proposal: Proposal, name: str, value: Any) -> None:
        """Supports that were gathered elsewhere, since there are not as many people here."""
        proposal.supports = proposal.supports_elsewhere = int(value)
        proposal.supports_site = 0

    def act(self, journey: Journey, act: Act) -> None:
        """Do what the step says that somebody does."""
        given = {name: GIVEN[name] for name in (GIVEN if act.gives is None else act.gives)}
        match act.verb:
            case "press":
                journey.press(self.button(journey, act), given)
            case "decide":
                journey.decide(act.what, given)
            case "complete":
                journey.complete(act.what, act.outcome, given)
            case "withdraw":
                journey.withdraw_duty(act.what, "까닭")
            case "start":
                today = self.story.calendar.day_of(journey.now)
                journey.open_stage(today if act.what is True else act.what)
            case "move" | "end" | "reopen":
                journey.force(act.verb, act.what, "까닭")  # type: ignore[arg-type]
            case _:
                self.clock_act(journey, act, given)

    def clock_act(self, journey: Journey, act: Act, given: Mapping[str, str]) -> None:
        """The acts that are about clocks, and those about merging."""
        match act.verb:
            case "pause":
                journey.pause(act.what, act.reason or "", "까닭")
            case "resume":
                journey.resume(act.what, act.reason)
            case "extend":
                journey.extend(act.what, act.length, given)
            case "hand_over":
                journey.hand_over(act.what, {})
            case "merge" if act.what == "into":
                journey.merge_away(self.id, "까닭")
            case "merge" if act.what == "undo":
                journey.come_back(self.id, "까닭")
            case "merge":
                now = Now(
                    journey.process, journey.state, journey.now, journey._facts, self.story.calendar, {}
                )
                journey.take_over([brought(now, name, due) for name, due in act.duties.items()])
            case _:
                raise ValueError(act.verb)

    def button(self, journey: Journey, act: Act) -> str:
        """The key of the button that is meant."""
        roles = (
            roles_of(act.by) if act.by else {role for rule in journey.process.every_rule for role in rule.by}
        )
        shown = buttons(
            journey.process, journey.state, roles, journey._facts, journey.now, self.story.calendar
        )
        found = matching(act.what, shown, journey.process)
        return found[0].key if found else act.what


@contextmanager
def in_place_of(story: Scenario, monkeypatch: Any) -> Iterator[None]:
    """Let the present site keep the scenario's calendar, and measure what the scenario has set where it would count
    rows that are not there."""

    def kind(name: str) -> StageKind:
        return replace(kind_of(name), measure=lambda stop: measured().get(stop.visit.id, {}))

    def measured() -> Mapping[int, Mapping[str, Any]]:
        return current_app.extensions.get("measured_in_this_test", {})

    monkeypatch.setattr("demosx.journey.facts.kind_of", kind)
    monkeypatch.setitem(current_app.extensions, "demosx_calendar", story.calendar)
    monkeypatch.setitem(current_app.extensions, "measured_in_this_test", {})
    yield


REFUSED = (DomainError,)
