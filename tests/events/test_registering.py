"""People register, wait, move up, take it back, and are checked in: each place is given once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.core.mail import Letter
from demosx.core.permissions import Actor
from demosx.events import holdings, queries, registering, services
from demosx.events.errors import (
    CameAlready,
    CancelledAlready,
    ContactNeeded,
    RegisteredAlready,
    RegistrationClosed,
)
from demosx.events.models import Event, Registration
from demosx.events.registering import check_in, register, take_back
from demosx.notifications.models import TextNumber
from demosx.people.queries import actor_of
from tests.counting import at_once
from tests.events.conftest import AFTER, BEFORE, DURING, STARTS

Plan = Callable[..., Event]
NOBODY = Actor()


def guest(event: Event, name: str = "손님", **more: object) -> Registration:
    """Somebody without an account registers."""
    values = {"name": name, "contact": f"{name}@example.org", **more}
    return register(event, NOBODY, **values)[0]  # type: ignore[arg-type]


def test_whoever_comes_late_waits_and_moves_up_in_turn(planned: Plan) -> None:
    event = planned(capacity=3)
    with testing.at(BEFORE):
        first, two = guest(event, "하나"), guest(event, "둘", people=2)
        waits, later = guest(event, "셋", people=2), guest(event, "넷")
        assert [one.waiting for one in (first, two, waits, later)] == [False, False, True, True]
        take_back(first)
        assert (waits.waiting, later.waiting) == (True, True), "somebody was passed over"
        take_back(two)
        assert (waits.waiting, later.waiting) == (False, False)
        assert queries.places(event.id) == (3, 0, 0)
    subjects = [letter.subject for letter in db.session.query(Letter).order_by(Letter.id)]
    assert len([one for one in subjects if one.startswith("자리가 났습니다")]) == 2


def test_sixteen_at_once_get_the_places_that_there_are(planned: Plan, app: Flask) -> None:
    number = planned(capacity=5).id
    db.session.commit()
    db.session.remove()

    def come(name: str) -> bool:
        with testing.at(BEFORE):
            return guest(db.session.get_one(Event, number), name).waiting

    waiting = at_once(app, [partial(come, f"n{one}") for one in range(16)])
    assert sorted(waiting) == [False] * 5 + [True] * 11
    assert queries.places(number) == (5, 11, 0)


def test_an_account_registers_once(planned: Plan) -> None:
    event, person = planned(), actor_of(testing.account("나리").id)
    with testing.at(BEFORE):
        register(event, person)
        with pytest.raises(RegisteredAlready):
            register(event, person)
        mine = queries.of_account(event.id, person.id)
        assert mine is not None
        take_back(mine)
        register(event, person)
    assert queries.places(event.id)[0] == 1


def test_it_is_open_until_the_day_that_it_says(planned: Plan) -> None:
    event = planned(registration_until=STARTS - timedelta(days=2))
    closed, draft = planned(registration=False), planned(published=False)
    with testing.at(BEFORE):
        guest(event)
        for other in (closed, draft):
            with pytest.raises(RegistrationClosed):
                guest(other)
    with testing.at("2019-02-07 14:00"), pytest.raises(RegistrationClosed):
        guest(event)


@pytest.mark.parametrize(
    "more", [{"people": 0}, {"people": 6}, {"people": 21}, {"group": "nobody"}, {"district": "nowhere"}]
)
def test_what_does_not_fit_is_refused(planned: Plan, more: dict[str, object]) -> None:
    with testing.at(BEFORE), pytest.raises(InvalidInput):
        guest(planned(), **more)


def test_a_guest_says_who_they_are_but_never_by_a_resident_number(planned: Plan) -> None:
    event = planned()
    with testing.at(BEFORE):
        for name, contact in (("", "a@example.org"), ("손님", ""), (" ", " ")):
            with pytest.raises(ContactNeeded):
                register(event, NOBODY, name=name, contact=contact)
        with pytest.raises(InvalidInput):
            register(event, NOBODY, name="손님", contact="900101-1234568")


def test_who_came_is_checked_in_and_stays_so(planned: Plan) -> None:
    event = planned()
    with testing.at(BEFORE):
        one, other = guest(event, people=3), guest(event, "다른 손님")
    with testing.at(DURING):
        check_in(one)
        check_in(one)
        assert queries.places(event.id) == (4, 0, 3)
        with pytest.raises(CameAlready):
            take_back(one)
        check_in(one, came=False)
        take_back(other)
        with pytest.raises(CancelledAlready):
            check_in(other)
        with pytest.raises(CancelledAlready):
            take_back(other)
    assert (other.name, other.contact) == ("", "")


def test_names_are_forgotten_some_months_after_the_event(planned: Plan) -> None:
    event = planned()
    with testing.at(BEFORE):
        one = guest(event, "손님", wishes="휠체어")
    with testing.at(AFTER):
        assert registering.forget_names(180, 100) == 0
    with testing.at("2019-09-01 12:00"):
        assert registering.forget_names(180, 100) == 1
        assert registering.forget_names(180, 100) == 0
    db.session.refresh(one)
    assert (one.name, one.contact, one.wishes, one.people) == ("", "", "", 1)


def test_only_an_address_gets_letters(planned: Plan) -> None:
    event = planned()
    with testing.at(BEFORE):
        guest(event, "전화", contact="010-1234-5678")
        guest(event, "메일", contact="mail@example.org")
    assert [letter.to_address for letter in db.session.query(Letter)] == ["mail@example.org"]


def test_one_contact_is_one_registration_however_it_is_written(planned: Plan) -> None:
    event, other = planned(), planned(title="다른 날")
    with testing.at(BEFORE):
        one = guest(event, contact="010-1234-5678")
        for again in ("010-1234-5678", "010 1234 5678", "01012345678"):
            with pytest.raises(RegisteredAlready):
                guest(event, "남", contact=again)
        guest(other, contact="010-1234-5678")
        take_back(one)
        guest(event, contact="010-1234-5678")


def test_an_address_that_nobody_confirmed_gets_few_letters(planned: Plan, app: Flask) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    events = [planned(title=f"행사 {number}") for number in range(5)]
    try:
        with testing.at(BEFORE):
            for event in events:
                guest(event, contact="Victim@example.org")
    finally:
        app.config["RATELIMIT_ENABLED"] = False
    assert db.session.query(Letter).count() == 3


def test_nobody_moves_up_at_an_event_that_is_over(planned: Plan) -> None:
    event, member = planned(capacity=1), actor_of(testing.account("나리").id)
    with testing.at(BEFORE):
        register(event, member)
        waits = guest(event, "둘")
        before = db.session.query(Letter).count()
    with testing.at(AFTER):
        holdings.forget(member.id or 0, remove_texts=False)
    assert waits.waiting and db.session.query(Letter).count() == before
    assert queries.of_account(event.id, member.id) is None


def test_whoever_leaves_gives_every_place_to_come_back(planned: Plan) -> None:
    member = actor_of(testing.account("나리").id)
    events = [planned(title=f"행사 {number}", capacity=1) for number in range(23)]
    with testing.at(BEFORE):
        waiting = []
        for number, event in enumerate(events):
            register(event, member)
            waiting.append(guest(event, f"n{number}"))
        holdings.forget(member.id or 0, remove_texts=False)
    assert [one.waiting for one in waiting] == [False] * 23


def test_whoever_leaves_is_forgotten_where_they_came_without_their_account(planned: Plan) -> None:
    """Under their own address and number, however they were written, and not under anybody else's."""
    member = testing.account("나리")
    member.email = member.email_key = "nari-kim@example.org"
    db.session.add(TextNumber(account_id=member.id, number="+821012345678", confirmed_at=clock.wall()))
    over, full = planned(), planned(title="다른 날", capacity=1)
    with testing.at(BEFORE):
        there = [guest(over, "김나리", contact=said) for said in ("Nari-Kim@Example.org", "010-1234 5678")]
        others = [guest(over, "남", contact=said) for said in ("narikim@example.org", "010-1234-5679")]
        to_come, waits = guest(full, "김나리", contact="nari-kim@example.org"), guest(full, "남")
        holdings.forget(member.id, remove_texts=False)
    assert [(one.name, one.contact) for one in (*there, to_come)] == [("", "")] * 3
    assert [one.name for one in others] == ["남", "남"]
    assert to_come.cancelled_at is not None and not waits.waiting
    sent_to = set(db.session.scalars(db.select(Letter.to_address)))
    assert sent_to == {"narikim@example.org", "남@example.org"}


def test_a_number_that_nobody_confirmed_takes_nothing_away(planned: Plan) -> None:
    stranger = testing.account("남")
    waiting = {"code_digest": "0" * 64, "code_until": clock.wall()}
    db.session.add(TextNumber(account_id=stranger.id, number="+821012345678", **waiting))
    with testing.at(BEFORE):
        there = guest(planned(), "김나리", contact="010-1234-5678")
        holdings.forget(stranger.id, remove_texts=False)
    assert (there.name, there.contact) == ("김나리", "010-1234-5678")


def test_whom_no_letter_reaches_is_to_be_called_until_somebody_has(planned: Plan, operating: Actor) -> None:
    event = planned(capacity=1)
    with testing.at(BEFORE):
        first, called, written = (
            guest(event, "하나"), guest(event, "둘", contact="010-1234-5678"), guest(event, "셋")
        )  # fmt: skip
        assert called.call_since is None, "they have just read that they wait"
        take_back(first)
        assert (called.waiting, called.call_since, written.call_since) == (False, clock.now(), None)
        assert queries.to_call([event.id]) == {event.id: 1}
        registering.called(called)
        assert queries.to_call([event.id]) == {}
        services.cancel(event, "태풍", operating)
        assert queries.to_call([event.id]) == {event.id: 1}, "they do not know that it is cancelled"
        registering.forget(called)
        assert queries.to_call([event.id]) == {}


def test_staff_register_who_calls_and_who_stands_at_the_door(planned: Plan) -> None:
    event = planned(capacity=2)
    with testing.at(BEFORE):
        by_telephone = registering.take_in(event, "박나리", "010-1234-5678", people=2)
        waits = registering.take_in(event, "김다온", "010-9999-8888")
        assert (by_telephone.waiting, waits.waiting, by_telephone.checked_in_at) == (False, True, None)
        with pytest.raises(RegisteredAlready):
            registering.take_in(event, "박나리", "010 1234 5678")
        with pytest.raises(ContactNeeded):
            registering.take_in(event, "이름만")
        with pytest.raises(InvalidInput):
            registering.take_in(event, "900101-1234567")
    with testing.at(DURING):
        here = registering.take_in(event, "지나가던 분")
        assert (here.waiting, here.checked_in_at) == (False, clock.now())
        assert queries.places(event.id) == (3, 1, 1)
    with testing.at("2019-02-20 12:00"), pytest.raises(RegistrationClosed):
        registering.take_in(event, "너무 늦은 분")
