"""The versions of the city's rules: applied in time, with reasons, and each with something to see."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from demosx.commands.templates import rules_text
from demosx.core.db import db
from demosx.core.settings import site
from demosx.demo.lawbook import editions, scenarios, weekday, written
from demosx.journey.models import ProcessVersion
from demosx.journey.rules import begins, current_versions, process_of, versions
from demosx.ledger.models import Entry
from demosx.process.difference import difference
from demosx.proposals.models import Proposal
from tests.commands.calling import ok

from .conftest import NOW, Made

DAYS = [date(2026, 3, 15) + timedelta(days=offset) for offset in (*range(7), 200, 290, 352)]


def test_the_present_version_is_the_file_of_the_site(city: Made) -> None:
    file = city.folder / "processes" / "citizen.toml"
    assert current_versions()["citizen"].source == file.read_text(encoding="utf-8")


def test_every_version_says_why_and_what_it_changes(city: Made) -> None:
    found = list(reversed(versions("citizen")))
    assert [one.number for one in found] == [1, 2, 3, 4] and all(one.reason for one in found)
    for before, after in pairwise(found):
        assert difference(process_of(before.id), process_of(after.id), "ko")
        assert before.applied_at < after.applied_at < begins(after).at < NOW


def test_what_is_under_way_has_gone_over_to_the_last_version(city: Made) -> None:
    last = current_versions()["citizen"]
    assert last.applies_to == "all"
    under_way = select(Proposal.version_id).where(
        Proposal.process_key == "citizen", Proposal.ended_at.is_(None)
    )
    assert set(db.session.scalars(under_way)) == {last.id}
    told = select(func.count(Entry.id)).where(Entry.verb == "rules_changed", Entry.public)
    assert (db.session.scalar(told) or 0) > 20
    kept = select(func.count(Entry.id)).where(Entry.verb == "rules_kept")
    assert db.session.scalar(kept) == 0


def test_longer_periods_hold_for_what_was_filed_before(city: Made) -> None:
    version = current_versions()["citizen"]
    since = begins(version).at
    query = select(Proposal).where(
        Proposal.stage == "support", Proposal.ended_at.is_(None), Proposal.closes_on.is_not(None),
        Proposal.filed_at < since, Proposal.filed_at > since - timedelta(days=25),
    )  # fmt: skip
    found = list(db.session.scalars(query))
    assert found
    for proposal in found:
        filed = proposal.filed_at.astimezone(site().zone).date()
        assert proposal.closes_on == filed + timedelta(days=40)


def test_the_first_version_is_not_of_somebody(city: Made) -> None:
    assert set(db.session.scalars(select(ProcessVersion.applied_by))) == {None}


@pytest.mark.parametrize("today", DAYS)
def test_the_rest_ends_with_a_wednesday_and_begins_after_next_week(today: date) -> None:
    source = written("rules/citizen.toml", today)
    lines = dict(line.split(" = ") for line in source.splitlines() if line.startswith(("from  ", "to    ")))
    first, last = (date.fromisoformat(lines[key]) for key in lines)
    assert last.weekday() == 2 and (last - first).days == 13
    assert today + timedelta(days=7) < first < today + timedelta(days=15)


@pytest.mark.parametrize("today", DAYS)
def test_versions_are_applied_on_weekdays_in_the_order_of_their_days(today: date) -> None:
    zone = ZoneInfo("Asia/Seoul")
    moments = [edition.at(zone) for edition in editions(rules_text, today, "en")]
    assert moments == sorted(moments) and all(moment.weekday() < 5 for moment in moments)
    assert moments[-1] < datetime.combine(today - timedelta(days=10), datetime.min.time(), zone)


def test_a_weekend_is_left_for_the_friday_before() -> None:
    assert [weekday(date(2026, 3, day)).day for day in (13, 14, 15, 16)] == [13, 13, 13, 16]


def test_every_scenario_of_the_city_holds(city: Made) -> None:
    there = {f"scenarios/{file.name}" for file in (city.folder / "scenarios").glob("citizen-*.toml")}
    assert there == set(scenarios(NOW.date()))
    ok("--site", city.folder, "process", "simulate", city.folder / "scenarios")
    ok("--site", city.folder, "process", "check", city.folder / "processes" / "citizen.toml")
