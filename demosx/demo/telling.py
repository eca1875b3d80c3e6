"""Telling one proposal's story: its acts in the order of their moments, each by its own person through the services."""

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ..core import clock
from ..core.db import db
from ..core.permissions import Actor
from ..desk.services import add_note
from ..documents.services import add_document
from ..journey.travel import moment
from ..opinions.models import OpinionAgree
from ..opinions.services import say
from ..proposals.models import Proposal
from ..proposals.services import propose
from ..stages.answer.services import Promise, Said, answer
from ..stages.deliberation.services import open_deliberation
from ..stages.execution.services import add_update
from ..stages.review.agenda import assign_departments, write_agenda_item
from ..stages.review.services import cast_decision, record_decision
from . import crowd
from .city import City
from .texts import Story, Words

CHUNKS = 9
DAY = timedelta(days=1)


class Telling:
    """One story being told. Acts are collected with their moments, and happen in their order until `now`."""

    def __init__(self, story: Story, city: City, now: datetime) -> None:
        self.story = story
        self.city = city
        self.now = now
        self.proposal: Proposal
        self.acts: list[tuple[datetime, int, Callable[[], None]]] = []
        self.said: list[int] = []
        self.promised: list[int] = []
        self.luck = random.Random(story.key)  # noqa: S311 — the same city every time
        self.crowd = self.luck.sample(city.neighbours, len(city.neighbours))

    def words(self, text: Words) -> str:
        """A text in the language of the city."""
        return text[self.city.language].strip()

    def plan(self, at: datetime, act: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        self.acts.append((at, len(self.acts), act))

    def tell(self) -> Proposal:
        """Let everything happen that has happened by now."""
        for at, _order, act in sorted(self.acts, key=lambda planned: planned[:2]):
            if at <= self.now:
                with clock.pinned(at):
                    act()
        return self.proposal

    def hour(self, day: date) -> datetime:
        """Some moment of a day at which people are up."""
        return self.story.at(day, self.luck.randint(8, 21), self.luck.randint(0, 59))

    # What people do

    def file(self, by: Actor, process: str, department: str | None) -> None:
        """The proposal is filed."""
        raw = self.story.raw
        at_desk = self.city.departments[department].id if department else None
        self.proposal = propose(
            self.words(raw["title"]), self.words(raw["text"]), actor=by, process_key=process,
            area=raw.get("area"), district=raw.get("district"), department_id=at_desk,
        )  # fmt: skip

    def assign(self) -> None:
        """It is given to the department that leads."""
        raw = self.story.raw
        key = raw.get("department") or raw.get("answer", {}).get("department") or self.city.leads[raw["area"]]
        assign_departments(self.proposal, self.city.departments[key].id, actor=self.city.actor("operator"))

    def lead_officer(self) -> Actor:
        """The officer of the department that leads."""
        key = next(k for k, d in self.city.departments.items() if d.id == self.proposal.lead_department_id)
        return self.city.officer(key)

    def gather(self, supports: int, first: datetime, last: datetime) -> None:
        """Supports come in, a few at a time, from `first` to `last`."""
        steps = min(CHUNKS, supports)
        for step in range(steps):
            share = self.crowd[supports * step // steps : supports * (step + 1) // steps]
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
        spoken = [opinion for opinion in self.story.opinions if opinion["stage"] == stage]
        previous = self.story.filed_at
        for opinion in spoken:
            day = self._day_of(opinion)
            at = max(self.hour(min(max(day, first), last)), previous + timedelta(minutes=11))
            previous = at if opinion.get("reply_to") else previous
            self.plan(at, lambda opinion=opinion: self._say(opinion))  # type: ignore[misc]

    def _day_of(self, opinion: Mapping[str, Any]) -> date:
        start = self.story.forum_on if "first" in self.story.forum else self.story.filed_on
        return start + timedelta(days=opinion["day"])

    def _say(self, opinion: Mapping[str, Any]) -> None:
        number = self.story.opinions.index(opinion)
        parent = opinion.get("reply_to")
        made = say(
            self.proposal, self.words(opinion["text"]), actor=self.city.actor(opinion["by"]),
            stance=opinion.get("stance"), parent_id=self.heard[parent - 1] if parent else None,
        )  # fmt: skip
        self.heard[number] = made.id
        agreeing = self.luck.sample(self.city.neighbours, opinion.get("agrees", 0))
        db.session.add_all(OpinionAgree(opinion_id=made.id, account_id=account) for account in agreeing)
        made.agrees = len(agreeing)
        db.session.flush()

    @property
    def heard(self) -> dict[int, int]:
        """The opinions said so far, by their place in the file."""
        found: dict[int, int] = self.__dict__.setdefault("_heard", {})
        return found

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
            verdict=said["verdict"], text=self.words(said["text"]), format=said.get("format", "text"),
            title=self._answerer(head), promises=promises,
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
            self.city.departments[made["department"]].id,
            due,
        )

    def update(self, told: Mapping[str, Any]) -> None:
        """The department says how far it has got."""
        number = told.get("commitment")
        add_update(
            self.proposal, self.words(told["text"]), actor=self.lead_officer(),
            commitment_id=self.promised[number - 1] if number else None, state=told.get("state"),
            progress=told.get("progress"), report=True,
        )  # fmt: skip

    def press(self, rule: str, by: Actor, **given: str) -> None:
        """Somebody presses a button of the process."""
        with moment(self.proposal, by) as journey:
            journey.press(rule, given)

    def complete(self, duty: str, outcome: str, by: Actor) -> None:
        """Somebody does what was owed."""
        with moment(self.proposal, by) as journey:
            journey.complete(duty, outcome, {})

    def note(self, text: str) -> None:
        """A note for the staff."""
        add_note(self.proposal, text, self.city.actor("aide"))
