"""Digests: what waited, once, in one letter; none where there is nothing; whatever interrupts them."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from demosx import testing
from demosx.core import jobs
from demosx.core.db import db, transaction
from demosx.notifications.kinds import DAILY, IMMEDIATELY, WEEKLY, Choice
from demosx.notifications.models import Digest
from demosx.notifications.services import choose, digesting, follow, write_digests
from demosx.people.queries import actor_of
from demosx.proposals.services import hide
from tests.notifications.conftest import At, notices, step

SEOUL = ZoneInfo("Asia/Seoul")


def test_a_day_is_told_once_by_proposal(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        other = testing.proposal(town.stranger, "밤길에 불을")
        follow(other, actor=actor_of(town.follower.id))
        db.session.commit()
        step(town.proposal, 50)
        step(town.proposal, 500)
        step(other, 50)
        jobs.run_due()
        assert write_digests() == 0, "its hour has not come"
    with at("2019-02-11 08:00"):
        assert write_digests() == 3, "two of the day, and one of the week, which ends on the same day"
        assert write_digests() == 0
        (letter,) = testing.letters(town.follower)
    assert letter.subject == "하루 사이에 달라진 것: 4건"
    assert letter.body.count("■ 밤 11시 이후에도 버스를") == letter.body.count("■ 밤길에 불을") == 1
    assert letter.body.count("/proposals/") == 2
    with at("2019-02-12 09:00"):
        assert write_digests() == 0, "nothing is new, so nothing is written"
        assert len(testing.letters(town.follower)) == 1


def test_a_week_is_told_on_its_day(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-07 12:00"):
        step(town.proposal)
        jobs.run_due()
    for day in ("2019-02-08", "2019-02-09", "2019-02-10"):
        with at(f"{day} 09:00"):
            write_digests()
            assert testing.letters(town.supporter) == []
    with at("2019-02-11 08:00"):
        write_digests()
        (letter,) = testing.letters(town.supporter)
    assert letter.subject.startswith("이번 주에 달라진 것")


def test_a_server_that_was_off_at_the_hour_writes_it_later(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
    with at("2019-02-14 17:00"):
        assert write_digests() == 3, "two daily ones and a weekly one"


def test_what_comes_after_the_hour_waits_for_the_next(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal, 50)
        jobs.run_due()
    with at("2019-02-11 08:05"):
        write_digests()
        step(town.proposal, 500)
        jobs.run_due()
        write_digests()
    with at("2019-02-12 08:05"):
        write_digests()
        first, second = testing.letters(town.follower)
    assert first.body != second.body


def test_an_interruption_repeats_and_loses_nothing(
    town: SimpleNamespace, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is killed before its commit, once."""
    monkeypatch.setattr(digesting, "BATCH", 1)
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
    broken = set()
    real = digesting.post_later

    def break_first(maker: str, letters: list[tuple[str, str, dict[str, object]]]) -> None:
        real(maker, letters)  # type: ignore[arg-type]
        key = letters[0][0]
        if key not in broken:
            broken.add(key)
            raise ZeroDivisionError

    monkeypatch.setattr(digesting, "post_later", break_first)
    with at("2019-02-11 09:00"):
        for _round in range(10):
            try:
                write_digests()
                break
            except ZeroDivisionError:
                continue
        assert len(broken) == 3
        told = [letter.to for letter in testing.letters() if "달라진 것" in letter.subject]
    assert sorted(told) == sorted([town.follower.email, town.all.email, town.supporter.email])
    assert db.session.scalar(db.select(db.func.count()).select_from(Digest)) == 3


def test_what_is_hidden_meanwhile_is_left_out_and_an_empty_digest_dropped(
    town: SimpleNamespace, at: At
) -> None:
    with at("2019-02-10 12:00"):
        other = testing.proposal(town.stranger, "밤길에 불을")
        follow(other, actor=actor_of(town.follower.id))
        db.session.commit()
        step(town.proposal)
        step(other, 50)
        jobs.run_due()
    with at("2019-02-11 08:00"):
        write_digests()
        hide(town.proposal, "개인정보", actor_of(town.operator.id))
        db.session.commit()
        (letter,) = testing.letters(town.follower)
        assert "버스" not in letter.body and "밤길에 불을" in letter.body
        assert testing.letters(town.all) == []


def test_another_pace_holds_for_what_waits(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-08 12:00"):
        step(town.proposal)
        jobs.run_due()
        choose(town.follower.id, {"followed": Choice(WEEKLY)})
        db.session.commit()
    with at("2019-02-09 09:00"):
        write_digests()
        assert testing.letters(town.follower) == []
    with at("2019-02-11 09:00"):
        write_digests()
        assert len(testing.letters(town.follower)) == 1


def test_who_chose_to_be_told_at_once_after_all_loses_nothing(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-08 12:00"):
        step(town.proposal)
        jobs.run_due()
        choose(town.follower.id, {"followed": Choice(IMMEDIATELY)})
        db.session.commit()
    with at("2019-02-09 09:00"):
        write_digests()
        assert len(testing.letters(town.follower)) == 1
    assert len(notices(town.follower)) == 1


def test_the_hour_is_the_sites(app: Flask) -> None:
    def latest(pace: str, moment: str) -> str:
        at = datetime.fromisoformat(moment).replace(tzinfo=SEOUL)
        return f"{digesting.latest_hour(pace, at):%Y-%m-%d %H:%M %Z}"

    assert latest(DAILY, "2019-02-11 07:59") == "2019-02-10 08:00 KST"
    assert latest(DAILY, "2019-02-11 08:00") == "2019-02-11 08:00 KST"
    assert latest(WEEKLY, "2019-02-11 07:59") == "2019-02-04 08:00 KST"
    assert latest(WEEKLY, "2019-02-11 08:00") == "2019-02-11 08:00 KST"
    assert latest(WEEKLY, "2019-02-17 23:00") == "2019-02-11 08:00 KST"


def test_two_who_write_at_once_write_it_once(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
    with at("2019-02-11 09:00"):
        hour = digesting.latest_hour(DAILY, datetime(2019, 2, 11, 9, tzinfo=SEOUL))
        with transaction():
            waiting = digesting._waiting(DAILY, hour, 0)
            assert digesting._write("daily:x", hour, DAILY, waiting) == 2
            assert digesting._write("daily:x", hour, DAILY, waiting) == 0, "who came second finds it done"
