"""What is overdue goes on by rule: at its midnight, once for each time it is asked for, however late anybody looks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from demosx import testing
from demosx.core import ticks
from demosx.core.db import db
from demosx.duties.models import Duty
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

At = Callable[[str], AbstractContextManager[None]]
RULES = str(Path(__file__).parents[1] / "desk" / "clocks.toml")
SEOUL = ZoneInfo("Asia/Seoul")
ESCALATES = {"duty_opened", "marked", "notified", "moved"}


@pytest.fixture
def city(app: Flask, at: At) -> SimpleNamespace:
    """A proposal of 1 February 2019 whose answer is asked for on the 10th: due on Monday 4 March."""
    with at("2019-02-01 09:00"):
        testing.apply_examples([RULES])
        people = SimpleNamespace(
            citizen=testing.account("나리"),
            operator=testing.account("운영자", ["operator"]),
            official=testing.account("추진반", ["official"]),
            head=testing.account("시장", ["head"]),
            officer=testing.account("담당자", ["officer"], "transport"),
        )
        people.bus = testing.proposal(people.citizen, "버스", process_key="clocks")
    with at("2019-02-10 12:00"), moment(people.bus) as journey:
        journey.proposal.lead_department_id = testing.department("transport").id
        journey.proposal.supports_elsewhere = journey.proposal.supports = 60
    db.session.commit()
    return people


def escalated(proposal: Proposal, since: str) -> list[tuple[str, str]]:
    """What the rules have done since a day: local moment and verb."""
    entries = timeline(proposal.id, public_only=False)
    told = [(f"{entry.at.astimezone(SEOUL):%Y-%m-%d %H:%M}", entry.verb) for entry in entries]
    return [(when, verb) for when, verb in told if verb in ESCALATES and when >= since]


def letters(to: Account) -> list[str]:
    return [letter.subject for letter in testing.letters(to)]


def owed() -> set[str]:
    return set(db.session.scalars(db.select(Duty.name).where(Duty.closed_at.is_(None))))


def test_the_midnight_after_the_last_day_opens_tells_marks_and_moves(city: SimpleNamespace, at: At) -> None:
    with at("2019-03-04 23:59"):
        ticks.run()
        assert owed() == {"answer"} and letters(city.head) == []
    with at("2019-03-07 09:00"):
        assert ticks.run()["proposals_settled"] == 1
        assert ticks.run()["proposals_settled"] == 0
    assert escalated(city.bus, "2019-03-04") == [
        ("2019-03-05 00:00", "duty_opened"),
        ("2019-03-05 00:00", "notified"),
        ("2019-03-05 00:00", "marked"),
        ("2019-03-05 00:00", "moved"),
        ("2019-03-05 00:00", "duty_opened"),
    ]
    assert city.bus.stage == "review" and city.bus.memory["marks"] == ["late"]
    assert owed() == {"answer", "escalation", "review"}
    assert letters(city.head) == ["[할 일] 독촉 – 버스", "답변 기한이 지났습니다"]


def test_what_stood_still_or_was_extended_escalates_after_its_new_day(city: SimpleNamespace, at: At) -> None:
    operator, official = actor_of(city.operator.id), actor_of(city.official.id)
    with at("2019-02-20 09:00"), moment(city.bus, operator) as journey:
        journey.pause("answer", "hearing")
        journey.pause("gather", "hearing")
    db.session.commit()
    with at("2019-06-01 09:00"):
        ticks.run()
        assert owed() == {"answer"} and city.bus.ended is None
    with at("2019-06-03 09:00"), moment(city.bus, operator) as journey:
        journey.resume("answer")
    with at("2019-06-04 09:00"), moment(city.bus, official) as journey:
        journey.extend("answer", None, {"reason": "자료를 더 모읍니다"})
    db.session.commit()
    due = db.session.scalars(db.select(Duty.due_on)).one()
    with at(f"{due} 23:59"):
        ticks.run()
        assert owed() == {"answer"}
    with at("2019-12-01 09:00"):
        ticks.run()
    assert owed() == {"answer", "escalation"}
    assert [verb for _when, verb in escalated(city.bus, f"{due}")] == ["duty_opened", "notified"]
    # Its stage has not counted 25 days, since its clock stands still.
    assert city.bus.memory["marks"] == []


def test_what_is_done_is_told_of_no_more(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-20 09:00"), moment(city.bus, actor_of(city.operator.id)) as journey:
        journey.pause("gather", "hearing")
    db.session.commit()
    with at("2019-03-06 09:00"):
        ticks.run()
    with at("2019-03-07 09:00"), moment(city.bus, actor_of(city.officer.id)) as journey:
        journey.complete("answer", "accept", {})
        journey.complete("escalation", None, {})
    db.session.commit()
    with at("2019-09-01 09:00"):
        ticks.run()
    assert [subject for subject in letters(city.head) if "지났습니다" in subject] == [
        "답변 기한이 지났습니다"
    ]
    assert owed() == set()
