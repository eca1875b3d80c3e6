"""Telling one proposal's story: each act by its own person through the services, at its own moment."""

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from ..core import clock
from ..core.db import db
from ..core.permissions import Actor
from ..desk.services import add_note, press
from ..documents.models import PARTS
from ..documents.services import add_document
from ..duties.services import open_duties
from ..journey.travel import moment
from ..opinions.models import OpinionAgree
from ..opinions.services import say
from ..process.definition import REPORT
from ..proposals.models import Proposal
from ..proposals.services import propose
from ..stages.answer.queries import commitments_of
from ..stages.answer.services import Promise, Said, answer
from ..stages.deliberation.services import open_deliberation
from ..stages.execution.services import News, add_update
from ..stages.review.agenda import assign_departments, write_agenda_item
from ..stages.review.services import cast_decision, record_decision
from . import crowd
from .city import City
from .texts import Story, Words
from .timeline import Act

CHUNKS = 9
BELOW_AGENDA = 490
PROGRESS = {"planned": 0, "doing": 40, "done": 100}
DAY = timedelta(days=1)
REPORTED_EARLY = timedelta(days=45)
"""So long before it is due, news may be the report that a department owes."""


class Telling:
    """One story being told: what happens in it is collected, each act with its moment. `filed` hears when it begins."""

    def __init__(self, story: Story, city: City, now: datetime, filed: Callable[[int], Any]) -> None:
        self.story = story
        self.city = city
        self.now = now
        self.acts: list[Act] = []
        self._filed = filed
        self._number = 0
        self.heard: dict[int, int] = {}
        self.promised: list[int] = []
        self.luck = random.Random(story.key)  # noqa: S311 — the same city every time
        self.crowd = self.luck.sample(city.neighbours, len(city.neighbours))

    @property
    def proposal(self) -> Proposal:
        """The proposal, once it is filed."""
        return db.session.get_one(Proposal, self._number)

    def words(self, text: Words) -> str:
        """A text in the language of the city."""
        return text[self.city.language].strip()

    def plan(self, at: datetime, act: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        self.acts.append(Act(at, act))

    def plan_at_work(self, at: datetime, act: Callable[[], None]) -> None:
        """Let the city's staff do something then, or as soon as they are at work."""
        self.plan(self.story.office(at), act)

    def hour(self, day: date) -> datetime:
        """Some moment of a day at which people are up."""
        return self.story.at(day, self.luck.randint(8, 21), self.luck.randint(0, 59))

    def share_people(self, other: "Telling") -> None:
        """Let some of those who support another proposal about the same support this one too."""
        both, own = self.story.raw["alike"]["supporters"], self.story.raw["supports"]
        later = other.story.raw["supports"]
        self.crowd = other.crowd[:both] + other.crowd[later : later + own - both]

    # What people do

    def file(self, by: Actor, process: str, department: str | None) -> None:
        """The proposal is filed."""
        raw = self.story.raw
        at_desk = self.city.departments[department] if department else None
        spot = self.city.spots[raw["place"]] if "place" in raw else None
        made = propose(
            self.words(raw["title"]), self.words(raw["text"]), actor=by, process_key=process,
            area=raw.get("area"), district=raw.get("district"), department_id=at_desk,
            place=self.words(spot.names) if spot else "", position=spot.position if spot else None,
        )  # fmt: skip
        self._number = made.id
        self._filed(1)

    def assign(self) -> None:
        """It is given to the department that leads."""
        raw = self.story.raw
        key = raw.get("department") or raw.get("answer", {}).get("department") or self.city.leads[raw["area"]]
        assign_departments(self.proposal, self.city.departments[key], actor=self.city.actor("operator"))

    def lead_officer(self) -> Actor:
        """The officer of the department that leads."""
        leads = self.proposal.lead_department_id
        key = next(key for key, number in self.city.departments.items() if number == leads)
        return self.city.officer(key)

    def gather(self, supports: int, first: datetime, last: datetime) -> None:
        """Supports come in, a few at a time, from `first` to `last`; those that lead to the agenda come last."""
        steps = min(CHUNKS, supports)
        early = min(supports, BELOW_AGENDA)
        bounds = [early * step // steps for step in range(steps)] + [supports]
        for step in range(steps):
            share = self.crowd[bounds[step] : bounds[step + 1]]
            at = first + (last - first) * (step + 1) / steps
            self.plan(at, lambda share=share, at=at: crowd.support(self.proposal, share, at))  # type: ignore[misc]

    def poll(self, votes: Mapping[str, int], first: datetime, last: datetime) -> None:
        """Votes come in from `first` to `last`."""
        ballots = [choice for choice, count in votes.items() for _vote in range(count)]
        self.luck.shuffle(ballots)
        pairs = list(zip(reversed(self.crowd), ballots, strict=False))
        steps = min(CHUNKS, len(pairs))
        for step in range(steps):
            share = pairs[len(pairs) * step // steps : len(pairs) * (step + 1) // steps]
            at = first + (last - first) * (step + 1) / steps
            self.plan(at, lambda share=share, at=at: crowd.vote(self.proposal, share, at))  # type: ignore[misc]

    def talk(self, stage: str, first: date, last: date) -> None:
        """People say what they say under the proposal, or in its deliberation, between two days."""
        spoken: dict[int, datetime] = {}
        for number, opinion in enumerate(self.story.opinions):
            if opinion["stage"] != stage:
                continue
            before = spoken.get(opinion.get("reply_to", 0) - 1, self.story.filed_at)
            at = max(self.hour(min(max(self._day_of(opinion), first), last)), before + timedelta(minutes=11))
            spoken[number] = at
            self.plan(at, lambda number=number, opinion=opinion: self._say(number, opinion))  # type: ignore[misc]

    def _day_of(self, opinion: Mapping[str, Any]) -> date:
        start = self.story.forum_on if "first" in self.story.forum else self.story.filed_on
        return start + timedelta(days=opinion["day"])

    def _say(self, number: int, opinion: Mapping[str, Any]) -> None:
        parent = opinion.get("reply_to")
        made = say(
            self.proposal, self.words(opinion["text"]), actor=self.city.actor(opinion["by"]),
            stance=opinion.get("stance"), parent_id=self.heard[parent - 1] if parent else None,
        )  # fmt: skip
        self.heard[number] = made.id
        agreeing = self.luck.sample(self.city.neighbours, opinion.get("agrees", 0))
        if agreeing:
            rows = [{"opinion_id": made.id, "account_id": one, "at": clock.now()} for one in agreeing]
            db.session.execute(insert(OpinionAgree), rows)
        made.agrees = len(agreeing)

    def draft_agenda(self) -> None:
        """The operators write the question, its context and the dossier."""
        agenda = self.story.raw["agenda"]
        operator = self.city.actor("operator")
        texts = [self.words(agenda[part]) for part in ("question", "context", "summary")]
        write_agenda_item(self.proposal, *texts, revision=0, actor=operator)
        for material in agenda.get("materials", []):
            add_document(
                self.proposal, material["part"], self.words(material["title"]), self.words(material["text"]),
                publish=True, actor=operator,
            )  # fmt: skip

    def panel_votes(self, member: str, choice: str, reasons: str) -> None:
        """A member of the planning panel casts a decision."""
        cast_decision(self.proposal, choice, reasons, self.city.actor(member))

    def record(self, by: Actor, choice: str, reasons: str) -> None:
        """One person records the decision of a body."""
        record_decision(self.proposal, choice, reasons, by)

    def open_forum(self) -> None:
        """The operators set the first day."""
        open_deliberation(self.proposal, self.story.forum_on, self.city.actor("operator"))

    def answer(self, duty: str) -> None:
        """The head or the department answers, with what is promised."""
        said = self.story.raw["answer"]
        head = said["by"] == "head"
        promises = [self._promise(made) for made in self.story.raw.get("commitments", [])]
        made = answer(self.proposal, duty, Said(
            verdict=said["verdict"], text=self.words(said["text"]), title=self._answerer(head), promises=promises,
            format="meeting" if said.get("format") == "meeting" else "text",
            sides={choice: self.words(text) for choice, text in said.get("sides", {}).items()},
        ), self.city.actor("head") if head else self.lead_officer())  # fmt: skip
        self.promised = [commitment.id for commitment in made.commitments]

    def _answerer(self, head: bool) -> str:
        if not head:
            return ""
        return "한들시장" if self.city.language == "ko" else "The mayor of Handeul"

    def _promise(self, made: Mapping[str, Any]) -> Promise:
        due = made.get("due_on") or self.story.day(made["due"])
        return Promise(
            self.words(made["title"]),
            self.words(made["text"]),
            self.city.departments[made["department"]],
            due,
        )

    def update(self, told: Mapping[str, Any]) -> None:
        """The department says how far it has got."""
        number = told.get("commitment")
        state = {"late": "doing"}.get(told.get("state", "doing"), told.get("state", "doing"))
        soon = clock.today(self.story.zone) + REPORTED_EARLY
        reports = [duty.due_on for duty in open_duties(self.proposal.id) if duty.name == REPORT]
        owed = any(due is not None and due <= soon for due in reports)
        news = News(
            self.words(told["text"]), commitment_id=self.promised[number - 1] if number else None, state=state,
            progress=told.get("progress", PROGRESS.get(state, 0)), report=owed,
        )  # fmt: skip
        add_update(self.proposal, news, self.lead_officer())

    def finish(self, text: str) -> None:
        """The city's staff say that everything is carried out, with a paper that shows it."""
        official = self.city.actor("official")
        for promise in commitments_of(self.proposal.id):
            if promise.state != "dropped":
                promise.state, promise.progress, promise.changed_at = "done", 100, clock.now()
        title = "이행 결과" if self.city.language == "ko" else "What was carried out"
        paper = add_document(self.proposal, PARTS[0], title, text, publish=True, actor=official)
        press(self.proposal, "execution/end:carried_out", {"document": str(paper.id)}, official)

    def press(self, rule: str, by: Actor, **given: str) -> None:
        """Somebody presses a button of the process."""
        press(self.proposal, rule, given, by)

    def complete(self, duty: str, outcome: str, by: Actor) -> None:
        """Somebody does what was owed."""
        with moment(self.proposal, by) as journey:
            journey.complete(duty, outcome, {})

    def note(self, text: str) -> None:
        """A note for the staff."""
        add_note(self.proposal, text, self.city.actor("aide"))
