"""Additions below a text: by its proposers, once, as long as the proposal is under way."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotAllowed, NotFound
from demosx.core.permissions import Actor
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import additions, errors, services
from demosx.proposals.models import Proposal
from demosx.proposals.writing_queries import additions_of
from tests.counting import at_once, queries

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
HOSTILE = "</div><script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(2)>"


@pytest.fixture
def proposer(app: Flask, make_account: Make) -> Account:
    return make_account("별이")


@pytest.fixture
def filed(proposer: Account, at: At) -> Proposal:
    with at("2019-02-01 12:00"):
        return testing.proposal(proposer)


def texts(proposal: Proposal) -> list[str]:
    return [one.text for one in additions_of(proposal.id)]


def test_an_addition_stands_below_the_text_for_everybody(
    filed: Proposal, proposer: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-02-02 12:00"):
        home = sign_in(client, proposer)
        token = (
            home.get(f"/proposals/{filed.id}/additions")
            .text.split('name="csrf_token" value="')[1]
            .split('"')[0]
        )
        sent = home.post(f"/proposals/{filed.id}/additions", data={"csrf_token": token, "addition": HOSTILE})
        assert sent.status_code == 302
        assert home.post(f"/proposals/{filed.id}/additions", data={"csrf_token": token}).status_code == 422
        page = client.application.test_client().get(f"/proposals/{filed.id}").get_data(as_text=True)
    part = page.split('id="additions"')[1].split("</section>")[0]
    assert "별이" in part and "2월 2일" in part
    assert "<script>alert" not in part and "<img src=x" not in part and 'href="javascript' not in part
    assert [entry.verb for entry in timeline(filed.id)][-1] == "addition_written"


def test_the_same_button_pressed_twice_adds_once(
    app: Flask, filed: Proposal, proposer: Account, at: At
) -> None:
    actor, number = actor_of(proposer.id), filed.id

    def act() -> None:
        with at("2019-02-02 12:00"):
            additions.add(db.session.get_one(Proposal, number), "덧붙입니다.", actor=actor)

    db.session.rollback()
    at_once(app, [act, act, act])
    assert texts(filed) == ["덧붙입니다."]
    assert [entry.verb for entry in timeline(filed.id)].count("addition_written") == 1


def test_nobody_else_adds_and_nothing_wrong_is_added(
    filed: Proposal, proposer: Account, make_account: Make, at: At
) -> None:
    own = actor_of(proposer.id)
    with at("2019-02-02 12:00"):
        for stranger in (
            Actor(),
            actor_of(make_account("달이").id),
            actor_of(make_account("운", roles=["operator"]).id),
        ):
            with pytest.raises(NotAllowed):
                additions.add(filed, "남의 글", actor=stranger)
        for wrong in ("", "  \u200b", "가" * 20_001):
            with pytest.raises(errors.AdditionWrong):
                additions.add(filed, wrong, actor=own)
        for number in range(additions.MOST):
            additions.add(filed, f"덧붙임 {number}", actor=own)
        with pytest.raises(errors.AdditionsFull):
            additions.add(filed, "하나 더", actor=own)
    assert len(texts(filed)) == additions.MOST


def test_once_it_has_ended_nothing_is_added(filed: Proposal, proposer: Account, at: At) -> None:
    own = actor_of(proposer.id)
    with at("2019-02-02 12:00"), moment(filed, own) as journey:
        journey.press(next(rule.key for rule in journey.process.rules if "proposer" in rule.by), {})
    db.session.commit()
    with at("2019-02-03 12:00"), pytest.raises(errors.OverAlready):
        additions.add(filed, "늦었습니다.", actor=own)


def test_staff_take_one_away_with_a_reason_and_its_author_without(
    filed: Proposal, proposer: Account, make_account: Make, at: At
) -> None:
    own, operator = actor_of(proposer.id), actor_of(make_account("운영", roles=["operator"]).id)
    with at("2019-02-02 12:00"):
        first, second = (additions.add(filed, text, actor=own).id for text in ("하나", "둘"))
        other = testing.proposal(make_account("달이"))
        with pytest.raises(errors.ReasonNeeded):
            additions.take_away(filed, first, " ", actor=operator)
        with pytest.raises(NotFound):
            additions.take_away(other, first, "까닭", actor=operator)
        with pytest.raises(NotAllowed):
            additions.take_away(filed, first, "까닭", actor=actor_of(make_account("해").id))
        additions.take_away(filed, first, "전화번호가 있었습니다.", actor=operator)
        with pytest.raises(errors.AdditionGone):
            additions.take_away(filed, first, "또", actor=operator)
        additions.take_away(filed, second, "", actor=own)
    assert texts(filed) == []
    told = [(entry.verb, entry.reason, entry.role) for entry in timeline(filed.id)][-2:]
    assert told == [
        ("addition_removed", "전화번호가 있었습니다.", "operator"),
        ("addition_removed", "", "proposer"),
    ]


def test_a_hidden_proposals_additions_are_hidden(
    filed: Proposal, proposer: Account, make_account: Make, at: At, client: FlaskClient
) -> None:
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    with at("2019-02-02 12:00"):
        additions.add(filed, "비밀한 덧붙임", actor=actor_of(proposer.id))
        services.hide(filed, "까닭", operator)
        db.session.commit()
        for address in (f"/proposals/{filed.id}", f"/proposals/{filed.id}/versions", "/proposals", "/"):
            assert "비밀한 덧붙임" not in client.get(address).get_data(as_text=True)


def test_the_page_takes_as_many_queries_with_thirty_additions_as_with_none(
    filed: Proposal, proposer: Account, at: At, client: FlaskClient
) -> None:
    taken, page = [], f"/proposals/{filed.id}"
    with at("2019-02-02 12:00"):
        for how_many in (0, additions.MOST):
            for number in range(how_many):
                additions.add(filed, f"덧붙임 {number}", actor=actor_of(proposer.id))
            db.session.commit()
            client.get(page)
            with queries() as sent:
                assert client.get(page).status_code == 200
            taken.append(len(sent))
    assert taken[0] == taken[1] <= 8, sent
