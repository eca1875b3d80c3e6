"""`demosx tick --at`: a demonstration's clock, which goes forward only and stops wherever something is due."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.commands import tick as command
from demosx.config import load_site
from demosx.core import clock, ticks
from demosx.core.db import db

from .calling import call, edit, ok

SOON = (datetime.now(UTC) + timedelta(days=20)).date()  # each day up to then is gone through


@pytest.fixture
def demo(site: Path) -> Path:
    """A site that is marked as a demonstration."""
    edit(site / "demosx.toml", "demo = false", "demo = true")
    return site


def time_of(folder: Path) -> datetime:
    """The site's time, as every process that serves it sees it."""
    app = create_app(load_site(folder, {}))
    with app.app_context():
        found = clock.now()
        db.engine.dispose()
    return found


def test_a_real_sites_clock_is_not_moved(site: Path) -> None:
    result = call("--site", site, "tick", "--at", "2030-01-01")
    assert result.exit_code == 1
    assert result.stderr.startswith("demosx: The clock of a real site is not moved")
    assert not (site / "data" / "clock").exists()


@pytest.mark.parametrize(
    ("when", "then"),
    [
        (f"{SOON}", f"{SOON}T03:00"),
        (f"{SOON} 09:30", f"{SOON}T00:30"),
        (f"{SOON}T09:30+00:00", f"{SOON}T09:30"),
    ],
    ids=["day", "time", "time elsewhere"],
)
def test_the_clock_is_moved_to_a_moment_of_the_sites_zone(demo: Path, when: str, then: str) -> None:
    ok("--site", demo, "tick", "--at", when)
    expected = datetime.fromisoformat(then).replace(tzinfo=UTC)
    assert abs(time_of(demo) - expected) < timedelta(minutes=1)


def test_the_clock_is_moved_ahead(demo: Path) -> None:
    for _ in range(2):
        ok("--site", demo, "tick", "--at", "+3 days")
    ok("--site", demo, "tick", "--at", "+2시간")
    assert abs(time_of(demo) - (datetime.now(UTC) + timedelta(days=6, hours=2))) < timedelta(minutes=1)


def test_going_back_is_refused(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    last = datetime(SOON.year, SOON.month, SOON.day, 3, tzinfo=UTC)
    monkeypatch.setattr(command, "latest_moment", lambda: last)
    result = call("--site", demo, "tick", "--at", f"{SOON - timedelta(days=1)}")
    assert result.exit_code == 1
    assert result.stderr == f"demosx: The clock cannot go back before what has happened: {SOON} 12:00.\n"
    assert f"It is {SOON} 12:01 now." in ok("--site", demo, "tick", "--at", f"{SOON} 12:01")


def test_every_midnight_on_the_way_has_its_round(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[datetime] = []
    monkeypatch.setattr(ticks, "run", lambda: seen.append(clock.now()) or {})
    ok("--site", demo, "tick", "--at", "+3 days")
    midnights, last = seen[:-1], seen[-1]
    assert len(midnights) == 3
    assert all((moment.hour, moment.minute) == (15, 0) for moment in midnights)
    assert midnights == sorted(midnights)
    assert midnights[-1] < last


def test_what_is_not_a_moment_is_said(demo: Path) -> None:
    result = call("--site", demo, "tick", "--at", "tomorrow")
    assert result.exit_code == 1
    assert (
        result.stderr == "demosx: “tomorrow” is not a moment. Write a day such as 2019-02-10, or “+3 days”.\n"
    )
