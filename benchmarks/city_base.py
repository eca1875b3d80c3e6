"""A few thousand proposals with all that belongs to them, from which a city of any size is made.

Those that are under way, and some of those that are over, have come about through the services, as in a real city: with
duties, ballots, votes, answers, promises and history. The others are what became of one that nobody answered, each with
its own text, day, people and numbers.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

from demosx import testing
from demosx.consent.models import Agreement
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.jobs import Job
from demosx.core.mail import Letter
from demosx.core.permissions import Actor
from demosx.core.quiet import quiet
from demosx.demo import crowd
from demosx.events.models import Event
from demosx.journey.travel import moment
from demosx.notifications.models import Notice
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.stages.review.agenda import assign_departments

from .city_over import AREAS, DISTRICTS, Copies
from .filling import SENTENCES

OFFICES = ("transport", "parks", "welfare")
MOST = 45
"""So many supports has a proposal at most that was answered by nobody."""
EVENTS = 40


@dataclass
class Base:
    """What it is made of: how many proposals, how many of them under way, how many supports and opinions, the days
    over which those are spread that are over, and how many people there are."""

    proposals: int
    live: int
    supports: int
    opinions: int
    days: int
    people: int
    oldest: int = 3000
    first: int = 0
    staff: dict[str, Actor] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    turn: int = 0

    def make(
        self, texts: Sequence[tuple[str, str]], under_way: Sequence["Story"], over: Sequence["Story"]
    ) -> None:
        """Fill the empty database of the present application, with these stories in turn."""
        with quiet():
            self._settle()
            for place, (title, body) in enumerate(texts[: self.live]):
                under_way[place % len(under_way)](self, title, body)
            rich = min(len(texts) - self.live - 1, (self.proposals - self.live) // 40)
            for place, (title, body) in enumerate(texts[self.live : self.live + rich]):
                over[place % len(over)](self, title, body)
            self._expired(texts[self.live + rich :])
            self._events()
        with transaction():
            for model in (Notice, Letter, Job):
                db.session.execute(delete(model))
            now = clock.now()
            db.session.execute(update(Proposal).values(compared_at=now))
            sorted_out = Proposal.ended_at.is_not(None) | (Proposal.id % 6 != 0)
            db.session.execute(update(Proposal).where(sorted_out).values(sorted_as="proposal", sorted_at=now))

    def _settle(self) -> None:
        roles = ("operator", "official", "head", "lead", "admin")
        for role in roles:
            self.staff[role] = actor_of(testing.account(role, [role]).id)
        for office in OFFICES:
            self.staff[office] = actor_of(testing.account(f"담당 {office}", ["officer"], office).id)
        with transaction():
            self.first = (db.session.scalar(select(func.max(Account.id))) or 0) + 1
            row = {"language": "ko", "created_at": clock.now(), "confirmed_at": clock.now()}
            for start in range(0, self.people, 5_000):
                numbers = range(start, min(start + 5_000, self.people))
                db.session.execute(insert(Account), [
                    row | {"id": self.first + n, "nickname": f"주민 {n}", "nickname_key": f"주민{n}"} for n in numbers
                ])  # fmt: skip
            example = select(Agreement).where(Agreement.account_id == self.staff["operator"].id)
            for one in db.session.scalars(example).all():
                same = select(Account.id, text(f"'{one.what}'"), text(f"'{one.version}'"), Account.created_at)
                names = ["account_id", "what", "version", "at"]
                db.session.execute(insert(Agreement).from_select(names, same.where(Account.id >= self.first)))
        _next_number("account")

    def someone(self) -> Actor:
        """A person who has not proposed anything so far."""
        self.turn += 1
        return actor_of(self.first + self.turn % self.people)

    def crowd(self, many: int) -> list[int]:
        """So many different people."""
        return [self.first + n for n in self.chance.sample(range(self.people), many)]

    def filed(self, title: str, body: str, at: datetime, supports: int = 0) -> int:
        """A proposal filed at a moment and supported an hour later; its number."""
        with clock.pinned(at), transaction():
            made = propose(
                title, body, actor=self.someone(), area=self.chance.choice(AREAS),
                district=self.chance.choice(DISTRICTS),
            )  # fmt: skip
            office = testing.department(self.chance.choice(OFFICES)).id
            assign_departments(made, office, actor=self.staff["operator"])
            number = made.id
        if supports:
            with transaction():
                crowd.support(
                    db.session.get_one(Proposal, number), self.crowd(supports), at + timedelta(hours=1)
                )
        return number

    def do(self, number: int, at: datetime, act: Callable[[Any], Any], who: str = "lead") -> None:
        """Something that is done to a proposal at a moment."""
        with (
            clock.pinned(at),
            transaction(),
            moment(db.session.get_one(Proposal, number), self.staff[who]) as way,
        ):
            act(way)

    def _expired(self, texts: Sequence[tuple[str, str]]) -> None:
        """Those that nobody answered: what one of them is, with other texts, people, days and numbers."""
        today = clock.wall().replace(hour=1, minute=0, second=0, microsecond=0)
        model = self.filed(*texts[0], today - timedelta(days=self.oldest))
        self.do(model, today - timedelta(days=self.oldest - 40), lambda way: None)
        db.session.rollback()
        given = sum(db.session.scalars(select(Proposal.supports).where(Proposal.ended_at.is_not(None))).all())
        wanted = spread(len(texts), self.supports - given, self.chance)
        said = spread(len(texts), self.opinions, self.chance)
        made = Copies(model, self.days, self.crowd, self.chance)
        with transaction():
            for place, (title, body) in enumerate(texts):
                made.add(place, title, body, wanted[place], said[place])
            made.write()
        for name in ("proposal", "visit", "support", "opinion", "ledger_entry"):
            _next_number(name)

    def _events(self) -> None:
        now = clock.wall().replace(minute=0, second=0, microsecond=0)
        with transaction():
            starts = [now + timedelta(days=6 * (8 - n)) for n in range(EVENTS)]
            db.session.execute(insert(Event), [
                {
                    "kind": ("field", "workshop", "meeting")[n % 3], "state": "published", "title": f"주민 만남 {n}",
                    "text": SENTENCES[n % len(SENTENCES)], "groups": [], "place": "주민센터", "created_at": now,
                    "starts_at": start, "ends_at": start + timedelta(hours=2),
                }
                for n, start in enumerate(starts)
            ])  # fmt: skip


Story = Callable[[Base, str, str], object]
"""Lets a proposal with this title and text come about."""


def spread(places: int, total: int, chance: random.Random) -> list[int]:
    """A total over places, unevenly: few have much, none more than MOST."""
    found = [min(MOST, int(chance.paretovariate(0.8)) - 1) for _place in range(places)]
    gap = max(0, min(total, places * MOST)) - sum(found)
    step = 1 if gap > 0 else -1
    while gap:
        place = chance.randrange(places)
        if 0 <= found[place] + step <= MOST:
            found[place] += step
            gap -= step
    return found


def _next_number(name: str) -> None:
    """PostgreSQL counts on after numbers that it has not given itself."""
    if db.engine.dialect.name == "postgresql":
        with transaction():
            db.session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) + 1 FROM {name}))"
                )
            )
