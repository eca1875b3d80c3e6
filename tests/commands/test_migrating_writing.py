"""Proposals and opinions go with a site to the version that sorts them, quotes them and finds them by their texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from demosx.commands import database as commands
from demosx.core import ticks
from demosx.core.db import db
from demosx.core.web import Application
from demosx.opinions.models import Opinion
from demosx.proposals import queries
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters
from tests.commands.former_site import FILED, Put, site_of
from tests.commands.test_migrating import ROWS

PROPOSALS = (
    (1, {"title": "막차를 늦춰 주세요", "text": "지하철이 끊긴 뒤에 걸어갑니다"}),
    (2, {"title": "가로등", "text": "어둡습니다", "lead_department_id": 1}),
    (3, {"title": "벤치", "text": "앉을 곳", "ended": "closed", "ended_at": FILED}),
)
OPINION = {"id": 1, "visit_number": 1, "place": "proposal", "level": 0, "text": "저도 환승이 안 됩니다",
           "created_at": FILED, "account_id": 1}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """A site whose database is that of the version before, with proposals and an opinion."""
    with site_of(request.param, tmp_path, "0005", fill) as app:
        yield app


def fill(put: Put) -> None:
    """Put in what changes."""
    put("account", ROWS["account"] | {"created_at": FILED})
    put("department", {"id": 1, "key": "light", "names": {"ko": "조명과"}})
    put("process_version", ROWS["process_version"])
    for number, values in PROPOSALS:
        put("proposal", ROWS["proposal"] | {"id": number, "number": f"2019-{number}"} | values)
    put("visit", ROWS["visit"] | {"opinions": 1})
    put("opinion", OPINION)


def titles(words: str) -> list[str]:
    """The titles that these words find."""
    return [one.title for one in queries.listed(Filters(q=words), queries.Sort.NEW).items]


def test_what_was_taken_on_or_is_over_counts_as_sorted(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        found = db.session.query(Proposal).order_by(Proposal.id).all()
        assert [one.sorted_as for one in found] == [None, "proposal", "proposal"]
        assert [one.sorted_at == one.filed_at for one in found] == [False, True, True]
        assert [(one.group_name, one.easy_text, one.latitude) for one in found] == [("", "", None)] * 3
        opinion = db.session.get_one(Opinion, 1)
        assert (opinion.quotes_id, opinion.hidden_rule) == (None, "")


def test_texts_and_opinions_are_found_once_the_calendar_has_been_round(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        ticks.run()
        with old.test_request_context("/"):
            assert titles("지하철") == ["막차를 늦춰 주세요"]
            assert titles("환승") == ["막차를 늦춰 주세요"]


def test_the_way_back_keeps_what_was_said(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        command.downgrade(commands.config(old), "0005")
        said = db.session.execute(sa.text("SELECT title FROM proposal ORDER BY id")).scalars().all()
        assert said == [values["title"] for _number, values in PROPOSALS]
        assert db.session.scalar(sa.text("SELECT text FROM opinion")) == OPINION["text"]
        db.session.rollback()
        command.upgrade(commands.config(old), "head")
