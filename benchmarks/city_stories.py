"""What becomes of proposals in a city that is made for measuring: what is under way, and what has gone its way."""

from collections.abc import Callable
from datetime import datetime, timedelta

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.demo import crowd
from demosx.proposals.models import Proposal
from demosx.stages.answer.services import Promise, Said, answer
from demosx.stages.deliberation.services import open_deliberation, write_question

from .city_base import OFFICES, Base


def ago(days: float) -> datetime:
    """The moment so many days ago."""
    return clock.wall() - timedelta(days=days)


def _supporting(base: Base, title: str, body: str) -> None:
    base.filed(title, body, ago(base.chance.uniform(0.2, 29)), min(base.people, base.chance.randrange(49)))


def _answering(base: Base, title: str, body: str) -> None:
    base.filed(title, body, ago(base.chance.uniform(1, 28)), base.chance.randrange(50, 120))


def _late(base: Base, title: str, body: str) -> None:
    number = base.filed(title, body, ago(60), 60)
    base.do(number, ago(1), lambda way: None)


def _at(stage: str) -> Callable[[Base, str, str], None]:
    def make(base: Base, title: str, body: str) -> None:
        number = base.filed(title, body, ago(20), 12)
        base.do(number, ago(15), lambda way: way.force("move", stage, "다룰 만합니다."))

    return make


def _deliberated(base: Base, number: int, day: float) -> None:
    operator = base.staff["operator"]
    base.do(number, ago(day + 5), lambda way: way.force("move", "forum", "다룰 만합니다."))
    with clock.pinned(ago(day)), transaction():
        write_question(
            db.session.get_one(Proposal, number), "바꿀까요?", "쉽게 쓴 요약", revision=1, actor=operator
        )
    with clock.pinned(ago(day)), transaction():
        open_deliberation(db.session.get_one(Proposal, number), clock.today(testing.ZONE), operator)
    votes = [(account, base.chance.choice(("yes", "no", "other"))) for account in base.crowd(40)]
    with transaction():
        crowd.vote(db.session.get_one(Proposal, number), votes, ago(day - 2))


def _forum(base: Base, title: str, body: str) -> None:
    _deliberated(base, base.filed(title, body, ago(30), 20), base.chance.uniform(3, 20))


def _promise(base: Base, number: int, at: datetime, until: datetime) -> None:
    proposal = db.session.get_one(Proposal, number)
    office = proposal.lead_department_id
    officer = next(
        actor for name in OFFICES if (actor := base.staff[name]) and testing.department(name).id == office
    )
    said = Said("accept", "내년부터 합니다.", promises=[Promise("설치", "한 곳 이상", office, until.date())])
    db.session.rollback()
    with clock.pinned(at), transaction():
        answer(db.session.get_one(Proposal, number), "department_answer", said, officer)


def _carrying_out(base: Base, title: str, body: str) -> None:
    number = base.filed(title, body, ago(28), 55)
    _promise(base, number, ago(20), ago(-200))


UNDER_WAY = (
    _supporting, _supporting, _supporting, _answering, _supporting, _forum, _late, _at("agenda"), _supporting,
    _at("method"), _supporting, _carrying_out, _supporting, _at("department_reply"), _at("head_answer"),
)  # fmt: skip


def _longago(base: Base) -> datetime:
    return ago(base.oldest - base.chance.randrange(base.days))


def _declined(base: Base, title: str, body: str) -> None:
    at = _longago(base)
    number = base.filed(title, body, at, base.chance.randrange(50, 150))
    base.do(
        number,
        at + timedelta(days=9),
        lambda way: way.complete("department_answer", "decline", {}),
        "official",
    )
    base.do(number, at + timedelta(days=40), lambda way: None)


def _discussed(base: Base, title: str, body: str) -> None:
    at = _longago(base)
    number = base.filed(title, body, at, 30)
    _deliberated(base, number, (clock.wall() - at).total_seconds() / 86_400 - 10)
    base.do(number, at + timedelta(days=60), lambda way: way.force("end", "answered", "답을 냈습니다."))


def _kept_promise(base: Base, title: str, body: str) -> None:
    at = _longago(base)
    number = base.filed(title, body, at, 70)
    _promise(base, number, at + timedelta(days=10), at + timedelta(days=200))
    base.do(number, at + timedelta(days=90), lambda way: way.force("end", "carried_out", "마쳤습니다."))


OVER = (_declined, _declined, _kept_promise, _declined, _discussed)
