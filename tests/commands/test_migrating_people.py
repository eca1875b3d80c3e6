"""Accounts, sessions and roles go with a site to the version that knows agreements and second factors."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from demosx.commands import database as commands
from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import deliver
from demosx.core.security import digest
from demosx.core.web import Application
from demosx.people.queries import actor_of, session_of
from demosx.verification.models import Verification
from tests.commands.former_site import Put, site_of

NOW = datetime.now(UTC)
ROWS: list[tuple[str, dict[str, Any]]] = [
    *(
        ("account", {"id": number, "nickname": name, "nickname_key": name, "language": "ko",
                     "email": f"{number}@example.org", "email_key": f"{number}@example.org",
                     "confirmed_at": NOW, "created_at": NOW, "left_at": left})
        for number, name, left in ((1, "별이", None), (2, "하늘", None), (3, "간이", NOW))
    ),
    ("sign_in", {"id": 1, "account_id": 2, "digest": digest("secret"), "created_at": NOW, "last_seen_at": NOW,
                 "expires_at": NOW + timedelta(days=9)}),
    ("role_grant", {"id": 1, "account_id": 1, "role": "verified", "granted_at": NOW}),
    ("role_grant", {"id": 2, "account_id": 2, "role": "operator", "granted_at": NOW, "panel": "3기"}),
    ("role_grant", {"id": 3, "account_id": 2, "role": "operator", "granted_at": NOW, "panel": "4기"}),
    ("token", {"id": 1, "account_id": 1, "digest": "r", "purpose": "reset", "expires_at": NOW}),
    ("token", {"id": 2, "account_id": 1, "digest": "e", "purpose": "email", "data": "n@example.org",
               "expires_at": NOW}),
    ("joining", {"id": 1, "digest": "j", "mark": "m", "password_hash": "kept", "email": "a@example.org",
                 "email_key": "a@example.org", "nickname": "바다", "language": "ko"}),
    ("asked_letter", {"id": 1, "what": "reset", "email": "a@example.org", "asked_at": NOW}),
    ("letter", {"id": 1, "to_address": "a@example.org", "subject": "제목", "body": "글", "state": "queued",
                "not_before": NOW, "created_at": NOW, "attempts": 0}),
]  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """A site whose database is that of the version before, with people in it."""
    with site_of(request.param, tmp_path, "0003", fill) as app:
        yield app


def fill(put: Put) -> None:
    """Put in a row of each table that changes."""
    for name, values in ROWS:
        put(name, values)


def test_people_stay_who_they_are(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        assert actor_of(1).verified
        assert db.session.scalars(sa.select(Verification.method)).all() == ["office"]
        assert actor_of(1).grants == ()
        found = session_of("secret")
        assert found is not None
        assert [(grant.role, grant.panel) for grant in found.actor.held_back] == [("operator", None)]
        assert found.actor.agreed == {}
        seen = db.session.execute(
            sa.text("SELECT id FROM account WHERE last_seen_on IS NOT NULL ORDER BY id")
        )
        assert seen.scalars().all() == [1, 2]


def test_what_waited_is_still_done(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context(), clock.pinned(NOW):
        assert deliver().sent == 1


def test_the_way_back_leaves_people_and_their_roles(old: Application) -> None:
    commands.upgrade(old)
    with old.app_context():
        command.downgrade(commands.config(old), "0003")
        scopes = db.session.execute(sa.text("SELECT account_id, role, scope FROM role_grant")).all()
        assert [tuple(one) for one in scopes] == [(2, "operator", "//")]
        assert db.session.scalar(sa.text("SELECT count(*) FROM sign_in")) == 1
        assert db.session.scalar(sa.text("SELECT count(*) FROM token")) == 2
        db.session.rollback()
        command.upgrade(commands.config(old), "head")
