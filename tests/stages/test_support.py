"""One person, one support; the counter equals the recount, also when everybody comes at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotAllowed
from demosx.core.permissions import Actor
from demosx.duties.models import Duty
from demosx.journey.models import Participation, Visit
from demosx.journey.queries import standing
from demosx.journey.travel import StageClosed
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.support.kind import SupportOptions, measure
from demosx.stages.support.queries import recount, support_of
from demosx.stages.support.services import support, withdraw_support
from tests.counting import at_once

NOON = datetime(2019, 1, 1, 12, tzinfo=UTC)
At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]


@pytest.fixture
def filed(app: Flask, at: At, make_account: Make, make_proposal: Callable[..., Proposal]) -> Proposal:
    """A proposal of 1 February 2019, at noon; its last day is 3 March."""
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("별이"))


def crowd(how_many: int) -> list[Actor]:
    """Confirmed accounts, made together."""
    made = [
        Account(
            nickname=f"사람{n}", nickname_key=f"사람{n}", language="ko", created_at=NOON, confirmed_at=NOON
        )
        for n in range(how_many)
    ]
    db.session.add_all(made)
    db.session.commit()
    return [actor_of(account.id) for account in made]


def counts(proposal_id: int) -> tuple[int, int, int, int, int]:
    """Supports of the proposal and its first visit, participants of both, and the recount."""
    db.session.rollback()
    proposal = db.session.get_one(Proposal, proposal_id)
    visit = db.session.scalars(db.select(Visit).where(Visit.proposal_id == proposal_id)).first()
    assert visit is not None
    return proposal.supports, visit.supports, proposal.participants, visit.participants, recount(proposal_id)


def give(number: int, actor: Actor) -> bool:
    """What one request does, in the session of its own thread, within the first stage."""
    with testing.at("2019-02-02 12:00"):
        return support(db.session.get_one(Proposal, number), actor=actor)


def take_back(number: int, actor: Actor) -> bool:
    with testing.at("2019-02-02 12:00"):
        return withdraw_support(db.session.get_one(Proposal, number), actor=actor)


def test_a_support_is_counted_and_a_second_changes_nothing(filed: Proposal, at: At) -> None:
    (person,) = crowd(1)
    with at("2019-02-02 12:00"):
        assert support(filed, actor=person)
        assert not support(filed, actor=person)
        db.session.commit()
    assert counts(filed.id) == (1, 1, 1, 1, 1)
    assert support_of(filed.id, person.id or 0)


def test_a_support_is_withdrawn_once(filed: Proposal, at: At) -> None:
    first, second = crowd(2)
    with at("2019-02-02 12:00"):
        support(filed, actor=first)
        support(filed, actor=second)
        assert withdraw_support(filed, actor=first)
        assert not withdraw_support(filed, actor=first)
        db.session.commit()
    assert counts(filed.id) == (1, 1, 1, 1, 1)
    assert db.session.scalars(db.select(Participation.account_id)).all() == [second.id]


def test_visitors_do_not_support(filed: Proposal, at: At) -> None:
    with at("2019-02-02 12:00"), pytest.raises(NotAllowed):
        support(filed, actor=Actor())


def test_after_the_last_day_nothing_is_counted_though_nothing_has_run_since(filed: Proposal, at: At) -> None:
    early, late = crowd(2)
    with at("2019-03-03 23:59:59"):
        support(filed, actor=early)
        db.session.commit()
    with at("2019-03-04 00:00:00"):
        with pytest.raises(StageClosed):
            support(filed, actor=late)
        db.session.rollback()
        with pytest.raises(StageClosed):
            withdraw_support(filed, actor=early)
        db.session.rollback()
    assert counts(filed.id)[0] == 1


def test_a_duty_that_was_opened_stays_when_support_falls(filed: Proposal, at: At) -> None:
    people = crowd(50)
    with at("2019-02-02 12:00"):
        for person in people:
            support(filed, actor=person)
        assert db.session.scalars(db.select(Duty.name)).all() == ["department_answer"]
        withdraw_support(filed, actor=people[0])
        support(filed, actor=people[0])
        db.session.commit()
    assert [duty.closed_at for duty in db.session.scalars(db.select(Duty))] == [None]
    assert counts(filed.id) == (50, 50, 50, 50, 50)


def test_sixty_four_people_at_once_are_sixty_four(app: Flask, filed: Proposal) -> None:
    people, number = crowd(64), filed.id
    given = at_once(app, [partial(give, number, who) for who in people])
    assert given == [True] * 64
    assert counts(number) == (64, 64, 64, 64, 64)
    assert len(db.session.scalars(db.select(Duty)).all()) == 1


def test_one_person_sixty_four_times_at_once_is_one(app: Flask, filed: Proposal) -> None:
    (person,), number = crowd(1), filed.id
    given = at_once(app, [partial(give, number, person)] * 64)
    assert sorted(given) == [False] * 63 + [True]
    assert counts(number) == (1, 1, 1, 1, 1)


def test_supporting_and_withdrawing_at_once_leaves_what_the_rows_say(app: Flask, filed: Proposal) -> None:
    people, number = crowd(8), filed.id
    acts = [partial(give, number, who) for who in people] * 4
    acts += [partial(take_back, number, who) for who in people] * 4
    at_once(app, acts)
    supports, in_visit, people_of_proposal, people_of_visit, rows = counts(number)
    assert supports == in_visit == people_of_proposal == people_of_visit == rows


def test_the_button_works_over_http_and_twice_does_no_harm(
    filed: Proposal, at: At, client: FlaskClient, sign_in: Callable[..., FlaskClient], make_account: Make
) -> None:
    sign_in(client, make_account("달이"))
    page = f"/proposals/{filed.id}"
    with at("2019-02-02 12:00"):
        for _ in range(2):
            answer = client.post(f"{page}/support")
            assert (answer.status_code, answer.location) == (302, f"{page}#now")
        assert f"{page}/withdraw-support" in client.get(page).text
        assert client.post(f"{page}/withdraw-support").status_code == 302
        assert f'action="{page}/support"' in client.get(page).text
    assert counts(filed.id)[0] == 0


def test_a_visitor_signs_in_first_and_comes_back(filed: Proposal, client: FlaskClient) -> None:
    page = f"/proposals/{filed.id}"
    answer = client.post(
        f"{page}/support", headers={"Accept": "text/html", "Referer": f"http://localhost{page}"}
    )
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert f"%2Fproposals%2F{filed.id}" in answer.location or page in answer.location


def test_supports_from_elsewhere_are_shown_apart(filed: Proposal, at: At, client: FlaskClient) -> None:
    filed.supports_elsewhere, filed.supports = 1234, 1234
    db.session.commit()
    with at("2019-02-02 12:00"):
        client.set_cookie("language", "en")
        assert "1,234 of them were gathered elsewhere" in client.get(f"/proposals/{filed.id}").text


@pytest.mark.parametrize(
    ("minimum", "reached"),
    [(2, 1), (1, 2), ({"narae": 2, "solmaru": 2}, 1), ({"solmaru": 1}, 1), (None, None)],
)
def test_regions_are_reached_where_enough_of_their_people_support(
    filed: Proposal, at: At, minimum: object, reached: int | None
) -> None:
    people = crowd(4)
    districts = ("narae", "narae", "solmaru", None)
    for person, district in zip(people, districts, strict=True):
        db.session.get_one(Account, person.id).district = district
    with at("2019-02-02 12:00"):
        for person in people:
            support(filed, actor=person)
        here = standing(filed)
    stage = replace(here.stage, options=SupportOptions(region_minimum=minimum))  # type: ignore[arg-type]
    facts = measure(replace(here.stop, stage=stage))
    assert facts.get("regions_reached") == reached
