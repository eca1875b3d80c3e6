"""What a site holds goes with it to the next version."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from demosx.commands import database as commands
from demosx.core.db import db
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.journey import store
from demosx.journey.models import Participation
from demosx.proposals.models import Proposal
from tests.commands.former_site import FILED, Put, site_of

SOURCE = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
MIDNIGHT = datetime(2019, 2, 9, 15, tzinfo=UTC)  # in Seoul
ROWS: dict[str, dict[str, Any]] = {
    "account": {"nickname": "별이", "nickname_key": "별이", "language": "ko"},
    "process_version": {"key": "citizen", "number": 1, "source": SOURCE, "applies_to": "new"},
    "proposal": {"number": "2019-1", "title": "막차", "text": "늦춰 주세요", "stage": "support", "visit_number": 1,
                 "process_key": "citizen", "audience": "everyone", "origin": "citizen", "channel": "online",
                 "supports": 1, "supports_site": 1, "language": "ko", "proposer_id": 1},
    "visit": {"number": 1, "stage": "support", "kind": "support", "supports": 1, "participants": 1,
              "starts_on": date(2019, 2, 1), "ends_on": date(2019, 3, 3)},
    "support": {"visit_number": 1},
    "participation": {"visit_number": 1, "supported": True},
}  # fmt: skip
DUTIES = (("department_answer", FILED, None), ("referral", MIDNIGHT, None), ("closed", FILED, FILED))


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """A site whose database is that of the version before, with a proposal under way."""
    with site_of(request.param, tmp_path, "0001", fill) as app:
        yield app


def fill(put: Put) -> None:
    """Put a row into each table that the rules work on, and what is owed on it."""
    for name, values in ROWS.items():
        put(name, values)
    for number, (name, opened, closed) in enumerate(DUTIES, start=1):
        put("duty", {"id": number, "name": name, "number": 1, "kind": "duty", "owners": [], "opened_at": opened,
                     "due_on": date(2019, 3, 4), "last_day": date(2019, 3, 2), "closed_at": closed,
                     "closed_as": "done" if closed else None})  # fmt: skip


def test_what_there_is_stays_and_clocks_can_be_stopped(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        proposal = db.session.get_one(Proposal, 1)
        state = store.load_state(proposal, store.load_visit(proposal))
        assert (state.visit.pauses, state.visit.extended, proposal.merged_into_id) == ((), (), None)
        lengths = {name: (str(duty.within), duty.by_deadline) for name, duty in state.duties.items()}
        assert lengths == {
            "department_answer": ("20 days", False),
            "referral": ("60 days", True),
            "closed": ("None", False),
        }
        assert db.session.get_one(Participation, (1, 1, 1)).merged is False


def test_the_way_back_keeps_who_took_part(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        command.downgrade(commands.config(old), "0001")
        rows = db.session.execute(sa.text("SELECT supported, opinions FROM participation")).all()
        assert [tuple(one) for one in rows] == [(True, 0)]
        db.session.rollback()
