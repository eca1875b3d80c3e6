"""Who is told of a step: everybody to whom the proposal is something, once, and nobody who may not know of it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask

from demosx import testing
from demosx.core import clock, jobs, mail
from demosx.core.db import db, transaction
from demosx.core.jobs import Job
from demosx.core.mail import Letter, deliver
from demosx.journey.travel import moment
from demosx.notifications.holdings import RETENTION
from demosx.notifications.kinds import IMMEDIATELY, NEVER, Choice
from demosx.notifications.models import Notice, PushSubscription
from demosx.notifications.quiet import quiet
from demosx.notifications.services import choose, follow, telling, unfollow
from demosx.opinions.models import Opinion
from demosx.opinions.moderation import hide as hide_opinion
from demosx.opinions.moderation import show as show_opinion
from demosx.opinions.reports import report
from demosx.opinions.services import delete as delete_opinion
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.services import suspend
from demosx.proposals.services import hide
from tests.counting import queries
from tests.notifications.conftest import At, notices, step


def kinds() -> dict[int, str]:
    jobs.run_due()
    return {notice.account_id: notice.kind for notice in notices()}


def test_everybody_is_told_once_as_what_they_are_first(town: SimpleNamespace, at: At) -> None:
    follow(town.proposal, actor=actor_of(town.proposer.id))
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
        told = [(notice.account_id, notice.kind, notice.pace) for notice in _all() if notice.kind != "duties"]
    assert sorted(told) == sorted([
        (town.proposer.id, "mine", "immediately"), (town.follower.id, "followed", "daily"),
        (town.all.id, "followed", "daily"), (town.supporter.id, "supported", "weekly"),
    ])  # fmt: skip


def _all() -> list[Notice]:
    jobs.run_due()
    return notices()


def test_the_mover_pays_one_row_whoever_is_told(app: Flask, town: SimpleNamespace, at: At) -> None:
    """As many statements and rows for one who supports as for a thousand."""
    with at("2019-02-10 12:00"):
        crowd(town, 50)
        with queries() as sent:
            step(town.proposal)
        assert [notice for notice in notices() if notice.kind != "duties"] == []
        assert db.session.scalar(db.select(db.func.count(Job.id))) == 1
        assert len([one for one in sent if one.startswith("INSERT INTO job")]) == 1


def crowd(town: SimpleNamespace, size: int) -> list[Account]:
    """So many more who follow."""
    made = []
    with transaction():
        for number in range(size):
            made.append(
                Account(
                    email=f"c{number}@example.org",
                    email_key=f"c{number}@example.org",
                    nickname=f"시민{number}",
                    nickname_key=f"시민{number}",
                    confirmed_at=town.proposer.confirmed_at,
                    language="ko",
                    created_at=town.proposer.created_at,
                )
            )
            db.session.add(made[-1])
        db.session.flush()
        for one in made:
            follow(town.proposal, actor=actor_of(one.id))
    return made


def test_many_are_told_in_parts(town: SimpleNamespace, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "BATCH", 7)
    with at("2019-02-10 12:00"):
        people = crowd(town, 23)
        step(town.proposal)
        assert jobs.run_due() >= 5
    told = [notice.account_id for notice in notices() if notice.kind == "followed"]
    assert sorted(told) == sorted([one.id for one in people] + [town.follower.id, town.all.id])


def test_a_part_that_breaks_is_done_again_and_tells_nobody_twice(
    town: SimpleNamespace, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 7)
    with at("2019-02-10 12:00"):
        crowd(town, 23)
        step(town.proposal)
        calls = []

        def break_in_the_middle(*arguments: object) -> None:
            calls.append(arguments)
            if len(calls) in (2, 4):
                raise ZeroDivisionError

        real = telling.post_later
        monkeypatch.setattr(telling, "post_later", lambda *a: (real(*a), break_in_the_middle(*a)))
        for _round in range(6):
            with transaction():
                db.session.execute(db.update(Job).values(due_at=town.proposer.created_at))
            try:
                jobs.run_due()
            except ExceptionGroup:
                continue
    assert len([notice for notice in notices() if notice.kind == "followed"]) == 25
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 0


def test_what_happens_in_one_transaction_is_told_together(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"), transaction():
        for supports in (50, 500):
            with moment(town.proposal) as journey:
                journey.proposal.supports_elsewhere = supports
                journey.proposal.supports = supports + journey.proposal.supports_site
    (told,) = [notice for notice in _all() if notice.account_id == town.follower.id]
    assert len(told.data["entries"]) == 3
    assert len(testing.letters(town.proposer)) == 1


def test_nobody_is_told_of_what_they_did_themselves(town: SimpleNamespace, at: At) -> None:
    follow(town.proposal, actor=actor_of(town.operator.id))
    db.session.commit()
    with at("2019-02-10 12:00"), transaction(), moment(town.proposal, actor_of(town.proposer.id)) as journey:
        (withdraw,) = [rule.key for rule in journey.process.rules if "proposer" in rule.by]
        journey.press(withdraw, {})
    assert town.proposer.id not in kinds()
    assert {town.follower.id, town.all.id, town.supporter.id, town.operator.id} == set(kinds())


@pytest.mark.parametrize("how", ["suspended", "left", "unconfirmed", "waiting for a guardian"])
def test_who_may_not_come_in_is_told_nothing(town: SimpleNamespace, at: At, how: str) -> None:
    with at("2019-02-10 12:00"):
        now = town.proposer.created_at
        change = {
            "suspended": {"suspended_at": now}, "left": {"left_at": now}, "unconfirmed": {"confirmed_at": None},
            "waiting for a guardian": {"awaits_guardian": True},
        }[how]  # fmt: skip
        db.session.execute(db.update(Account).where(Account.id == town.follower.id).values(**change))
        db.session.commit()
        step(town.proposal)
    assert town.follower.id not in kinds() and town.supporter.id in kinds()


def test_who_is_suspended_before_the_letter_leaves_gets_none(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
        suspend(town.proposer, actor_of(town.operator.id), "규칙 위반")
        db.session.commit()
        assert testing.letters(town.proposer) == []


def test_nobody_is_told_while_nobody_listens(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"), quiet():
        step(town.proposal)
    assert kinds() == {} and testing.letters() == []


def test_what_is_hidden_before_the_job_is_told_nobody(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        db.session.execute(db.delete(Notice))
        hide(town.proposal, "개인정보", actor_of(town.operator.id))
        db.session.commit()
        jobs.run_due()
    assert [(notice.account_id, notice.what) for notice in notices()] == [
        (town.proposer.id, "proposal_hidden")
    ]


def test_what_is_hidden_between_writing_and_sending_leaves_nobody(town: SimpleNamespace, at: At) -> None:
    """Letters that were written wait for the server; by the time they leave nothing may be said any more."""
    choose(town.follower.id, {"followed": Choice(IMMEDIATELY)})
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
        assert {letter.to for letter in testing.letters()} >= {town.proposer.email, town.follower.email}
        hide(town.proposal, "개인정보", actor_of(town.operator.id))
        db.session.commit()
        (only,) = testing.letters()
        assert only.subject.startswith("제안이 숨겨졌습니다") and only.to == town.proposer.email
        sent = deliver()
    assert (sent.sent, sent.failed) == (1, 0) and sent.dropped >= 2
    assert {letter.state for letter in db.session.scalars(db.select(Letter))} == {"sent", "dropped"}


def test_what_is_kept_to_staff_by_now_is_told_its_proposer_alone(town: SimpleNamespace, at: At) -> None:
    choose(town.follower.id, {"followed": Choice(IMMEDIATELY)})
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
        assert town.follower.email in {letter.to for letter in testing.letters()}
        town.proposal.audience = "staff"
        db.session.commit()
        told = {letter.to for letter in testing.letters()}
        assert town.follower.email not in told and town.proposer.email in told


def test_a_choice_of_never_holds_for_what_is_under_way(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
        choose(town.proposer.id, {"mine": Choice(NEVER)})
        db.session.commit()
        assert testing.letters(town.proposer) == []


def test_whoever_follows_no_longer_gets_no_letter_that_was_written_before(
    town: SimpleNamespace, at: At
) -> None:
    choose(town.follower.id, {"followed": Choice(IMMEDIATELY)})
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
        assert town.follower.email in {letter.to for letter in testing.letters()}
        unfollow(town.proposal, actor=actor_of(town.follower.id))
        db.session.commit()
        told = {letter.to for letter in testing.letters()}
        assert town.follower.email not in told and town.proposer.email in told


def test_whoever_follows_no_longer_is_told_no_more(town: SimpleNamespace, at: At) -> None:
    assert unfollow(town.proposal, actor=actor_of(town.follower.id))
    assert not unfollow(town.proposal, actor=actor_of(town.follower.id))
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
    assert town.follower.id not in kinds()


@pytest.fixture
def talk(town: SimpleNamespace, at: At) -> tuple[Opinion, Opinion]:
    """An opinion of the follower, and the stranger's answer to it."""
    with at("2019-02-02 09:00"), transaction():
        first = say(town.proposal, "저도 걸어갑니다.", actor=actor_of(town.follower.id))
        reply = say(town.proposal, "비밀스러운 답", actor=actor_of(town.stranger.id), parent_id=first.id)
        say(town.proposal, "저도요.", actor=actor_of(town.follower.id), parent_id=first.id)
    return first, reply


def test_an_answer_is_told_the_author_without_its_text(
    town: SimpleNamespace, talk: tuple[Opinion, Opinion], at: At
) -> None:
    (told,) = notices(town.follower)
    assert (told.kind, told.what, told.pace) == ("replies", "reply", "daily")
    choose(town.follower.id, {"replies": Choice(IMMEDIATELY)})
    db.session.commit()
    with at("2019-02-02 10:00"), transaction():
        say(town.proposal, "또 답합니다", actor=actor_of(town.stranger.id), parent_id=talk[0].id)
    (letter,) = testing.letters(town.follower)
    assert "의견에 답글이 달렸습니다" in letter.subject
    assert "또 답" not in letter.body and town.stranger.nickname not in letter.body
    last = db.session.scalars(db.select(Opinion).order_by(Opinion.id.desc())).first()
    assert last is not None and f"/opinions/{last.id}\n" in letter.body
    with at("2019-02-02 11:00"), transaction():
        delete_opinion(last, actor=actor_of(town.stranger.id))
    assert testing.letters(town.follower) == [], "an answer that is gone is no news"


def test_moderation_is_told_the_author(town: SimpleNamespace, talk: tuple[Opinion, Opinion], at: At) -> None:
    operator = actor_of(town.operator.id)
    with at("2019-02-03 09:00"), transaction():
        hide_opinion(talk[0], "욕설", actor=operator)
    with at("2019-02-03 10:00"), transaction():
        show_opinion(talk[0], actor=operator)
    assert [notice.what for notice in notices(town.follower)] == ["reply", "opinion_hidden", "opinion_shown"]
    assert notices(town.operator) == []


def test_the_letter_about_a_hidden_opinion_says_what_its_author_needs(
    town: SimpleNamespace, talk: tuple[Opinion, Opinion], at: At
) -> None:
    choose(town.follower.id, {"replies": Choice(IMMEDIATELY)})
    choose(town.stranger.id, {"replies": Choice(IMMEDIATELY)})
    db.session.commit()
    testing.letters(town.follower)
    with at("2019-02-03 09:00"), transaction():
        report(talk[0], "abuse", actor=actor_of(town.stranger.id))
        hide_opinion(talk[0], "이웃을 비하합니다", actor=actor_of(town.operator.id), rule="abuse")
    letter = testing.letters(town.follower)[-1]
    for part in (
        "욕설",
        "이웃을 비하합니다",
        "저도 걸어갑니다.",
        "3월 5일",
        f"/opinions/{talk[0].id}/objection\n",
    ):
        assert part in letter.body, part
    (other,) = testing.letters(town.stranger)
    assert "신고하신 의견을 숨겼습니다" in other.body
    assert "저도 걸어갑니다." not in other.body and "이웃을 비하합니다" not in other.body


def test_a_letter_says_how_to_end_it(town: SimpleNamespace, at: At) -> None:
    with at("2019-02-10 12:00"):
        step(town.proposal)
    (letter,) = testing.letters(town.proposer)
    address = letter.headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://localhost/unsubscribe/") and address in letter.body
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert town.proposer.email not in address


def test_a_long_header_stays_readable(make_app: Callable[..., Flask], at: At) -> None:
    app = make_app(url="https://a-rather-long-name-of-a-public-square.handeul-metropolitan-city.example")
    with app.app_context():
        letter = Letter(id=1, created_at=clock.wall())
        address = "<" + mail.link("notifications.unsubscribe", secret="x" * 60) + ">"
        made = mail.Made(
            "kim@example.org", "제안 소식: " + "가나다 " * 60, "본문", {"List-Unsubscribe": address}
        )
        raw = bytes(mail.message(letter, made)).decode()
    assert f"\nList-Unsubscribe: {address}\n" in raw.replace("\r", "")
    assert "\nMessage-ID: <letter-1." in raw and "=?utf-8?" not in address


def test_a_browser_that_shows_notices_gets_a_letter_of_its_own(town: SimpleNamespace, at: At) -> None:
    for number in range(2):
        db.session.add(
            PushSubscription(
                account_id=town.proposer.id, digest=f"{number}" * 64, endpoint=f"https://x/{number}", p256dh="p",
                auth="a", created_at=town.proposer.created_at,
            )
        )  # fmt: skip
    db.session.commit()
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
    ways = [letter.way for letter in db.session.scalars(db.select(Letter)) if letter.maker == "notice"]
    assert ways.count("push") == 2


def test_notices_are_kept_and_deleted_by_the_clock_they_are_dated_by(town: SimpleNamespace, at: At) -> None:
    """A demonstration that plays in another year does not lose what it has just told."""
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
        told = len(notices())
        assert told and RETENTION.delete(365, 100) == 0
    with at("2020-02-10 11:00"):
        assert RETENTION.delete(365, 100) == 0
    with at("2020-02-10 13:00"):
        assert RETENTION.delete(365, 100) == told
