"""What happens in the order of time."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.demo.timeline import Act, live
from demosx.ledger.models import Entry
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose

START = datetime(2019, 2, 1, 3, 0, tzinfo=UTC)


def test_acts_happen_at_their_moments_and_those_of_the_future_do_not(app: Flask) -> None:
    heard: list[tuple[str, datetime]] = []

    def act(name: str, days: int) -> Act:
        return Act(START + timedelta(days=days), lambda: heard.append((name, clock.now())))

    with app.app_context():
        live([act("later", 2), act("first", 1), act("second", 1), act("never", 3)], START + timedelta(days=2))
    assert heard == [
        ("first", START + timedelta(days=1)),
        ("second", START + timedelta(days=1)),
        ("later", START + timedelta(days=2)),
    ]


def test_the_calendar_acts_before_what_comes_later(app: Flask) -> None:
    """The period of a proposal is over before another one is filed, though nobody looked at it between."""
    with app.app_context():
        member = actor_of(testing.account("주민").id)
        db.session.commit()

        def file(title: str, days: int) -> Act:
            def do() -> None:
                propose(f"{title} 올린 제안입니다", "제안의 글입니다.", actor=member)

            return Act(START + timedelta(days=days), do)

        live([file("나중", 60), file("먼저", 0)], START + timedelta(days=70))
        one = db.session.scalars(select(Proposal).order_by(Proposal.id)).first()
        assert one is not None and one.title.startswith("먼저") and one.ended == "expired"
        entries = db.session.execute(select(Entry.verb, Entry.proposal_id).order_by(Entry.id))
        told = [(verb, number == one.id) for verb, number in entries]
        assert told.index(("ended", True)) < told.index(("filed", False))
