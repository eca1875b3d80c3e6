"""Proposing together: by a link, with consent, at most so many, and going on when the proposer leaves."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotAllowed
from demosx.core.permissions import Actor
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.privacy.leaving import leave
from demosx.proposals import additions, co_proposers, errors, services
from demosx.proposals.access import may_see, proposes
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import CoProposer
from demosx.proposals.writing_queries import proposing_together, written_around
from demosx.stages.support.services import support
from tests.counting import at_once

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NOON = "2019-02-02 12:00"


@pytest.fixture
def proposer(app: Flask, make_account: Make) -> Account:
    return make_account("별이")


@pytest.fixture
def friend(app: Flask, make_account: Make) -> Account:
    return make_account("달이")


@pytest.fixture
def filed(proposer: Account, at: At) -> Proposal:
    with at("2019-02-01 12:00"):
        return testing.proposal(proposer)


def invited(proposal: Proposal, proposer: Account) -> str:
    secret = co_proposers.invite(proposal, actor=actor_of(proposer.id))
    db.session.commit()
    return secret


def joined(proposal: Proposal, proposer: Account, *people: Account) -> None:
    for person in people:
        co_proposers.join(invited(proposal, proposer), actor=actor_of(person.id))
        db.session.commit()


def press_withdraw(proposal: Proposal, actor: Actor) -> None:
    with moment(proposal, actor) as journey:
        journey.press(next(rule.key for rule in journey.process.rules if "proposer" in rule.by), {})
    db.session.commit()


def test_the_link_is_shown_once_tells_what_one_agrees_to_and_joins(
    filed: Proposal, proposer: Account, friend: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    page = f"/proposals/{filed.id}/together"
    with at(NOON):
        home = sign_in(client, proposer)
        token = TOKEN.findall(home.get(page).text)[0]
        assert home.post(page, data={"csrf_token": token}).status_code == 302
        link = re.findall(r'value="http://localhost(/together/[^"]+)"', home.get(page).text)[0]
        assert "/together/" not in home.get(page).text.replace(page, "")
        secret = link.rpartition("/")[2]
        assert secret not in str(db.session.execute(db.select(CoProposer.digest)).all())

        other = client.application.test_client()
        told = other.get(link).text
        assert "별이" in told and "별명" in told and "언제든 그만둘" in told
        assert proposing_together(filed.id) == frozenset()  # looking at it does nothing
        other = sign_in(other, friend)
        shown = other.get(link).text
        assert "달이" in shown
        assert other.post(link, data={"csrf_token": TOKEN.findall(shown)[0]}).status_code == 302
        public = client.application.test_client().get(f"/proposals/{filed.id}").text
        assert "함께 제안한 사람" in public and "달이" in public
        assert client.application.test_client().get(link).status_code == 404
    assert proposing_together(filed.id) == {friend.id}


def test_a_link_works_once_also_for_many_at_once(
    app: Flask, filed: Proposal, proposer: Account, make_account: Make, at: At
) -> None:
    people = [actor_of(make_account(f"사람{n}").id) for n in range(6)]
    with at(NOON):
        secret = invited(filed, proposer)

    def act(actor: Actor) -> Callable[[], str]:
        def run() -> str:
            try:
                with at(NOON):
                    co_proposers.join(secret, actor=actor)
            except errors.InvitationOver:
                return "over"
            return "joined"

        return run

    db.session.rollback()
    results = at_once(app, [act(actor) for actor in people])
    assert sorted(results) == ["joined", *["over"] * 5]
    assert len(proposing_together(filed.id)) == 1


def test_the_same_person_joins_once_whatever_links_they_have(
    filed: Proposal, proposer: Account, friend: Account, at: At
) -> None:
    with at(NOON):
        first, second = invited(filed, proposer), invited(filed, proposer)
        actor = actor_of(friend.id)
        co_proposers.join(first, actor=actor)
        co_proposers.join(first, actor=actor)  # the button pressed twice
        with pytest.raises(errors.TogetherAlready):
            co_proposers.join(second, actor=actor)
        with pytest.raises(errors.TogetherAlready):
            co_proposers.join(second, actor=actor_of(proposer.id))
    assert proposing_together(filed.id) == {friend.id}
    assert filed.supports == 0  # proposing together is no support


def test_who_proposes_together_counts_once_like_everybody(
    filed: Proposal, proposer: Account, friend: Account, at: At
) -> None:
    with at(NOON):
        support(filed, actor=actor_of(friend.id))
        joined(filed, proposer, friend)
        assert not support(filed, actor=actor_of(friend.id))
    assert filed.supports == 1


@pytest.mark.parametrize("days", ["2019-02-17 12:01", "2019-06-01 12:00"])
def test_an_old_link_does_not_work(
    filed: Proposal, proposer: Account, friend: Account, at: At, days: str
) -> None:
    with at(NOON):
        secret = invited(filed, proposer)
    with at(days), pytest.raises(errors.InvitationOver):
        co_proposers.join(secret, actor=actor_of(friend.id))


def test_a_link_of_what_is_hidden_ended_unknown_or_taken_back_leads_nowhere(
    filed: Proposal, proposer: Account, friend: Account, make_account: Make, at: At, client: FlaskClient
) -> None:
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    with at(NOON):
        secret, other = invited(filed, proposer), invited(filed, proposer)
        number = written_around(filed.id).invitations[1].id
        co_proposers.take_back(filed, number, actor=actor_of(proposer.id))
        db.session.commit()
        assert client.get(f"/together/{other}").status_code == 404
        assert client.get("/together/nonsense").status_code == 404
        services.hide(filed, "까닭", operator)
        db.session.commit()
        hidden = client.get(f"/together/{secret}")
        assert hidden.status_code == 404 and filed.title not in hidden.text
        with pytest.raises(errors.InvitationOver):
            co_proposers.join(secret, actor=actor_of(friend.id))
        services.show(filed, operator)
        press_withdraw(filed, actor_of(proposer.id))
        with pytest.raises(errors.InvitationOver):
            co_proposers.join(secret, actor=actor_of(friend.id))


def test_only_the_proposer_invites_and_takes_off_and_at_most_so_many(
    filed: Proposal, proposer: Account, friend: Account, at: At
) -> None:
    with at(NOON):
        joined(filed, proposer, friend)
        for stranger in (Actor(), actor_of(friend.id)):
            with pytest.raises(NotAllowed):
                co_proposers.invite(filed, actor=stranger)
            with pytest.raises(NotAllowed):
                co_proposers.take_back(filed, 1, actor=stranger)
        for _ in range(co_proposers.MOST - 1):
            invited(filed, proposer)
        with pytest.raises(errors.TogetherFull):
            co_proposers.invite(filed, actor=actor_of(proposer.id))


def test_who_proposes_together_edits_adds_and_sees_but_does_not_withdraw(
    filed: Proposal,
    proposer: Account,
    friend: Account,
    make_account: Make,
    at: At,
    client: FlaskClient,
    sign_in: SignIn,
) -> None:
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    with at(NOON):
        joined(filed, proposer, friend)
        testing.forget_letters()
        together = actor_of(friend.id)
        services.edit(filed, filed.title, "함께 고친 글", actor=together, revision=1)
        additions.add(filed, "함께 덧붙인 글", actor=together)
        db.session.commit()
        assert any("글이 바뀌었습니다" in letter.subject for letter in testing.letters(proposer))
        page = sign_in(client, friend).get(f"/proposals/{filed.id}").text
        assert (
            f"/proposals/{filed.id}/edit" in page
            and "철회" not in page.split("<aside")[-1].split("</aside>")[0]
        )
        token = TOKEN.findall(page)[0]
        pressed = client.post(f"/proposals/{filed.id}/press", data={"csrf_token": token, "rule": "x"})
        assert pressed.status_code == 403
        services.hide(filed, "까닭", operator)
        assert may_see(together, filed)


def test_leaving_and_being_taken_off_keeps_what_was_written(
    filed: Proposal, proposer: Account, friend: Account, make_account: Make, at: At
) -> None:
    other = make_account("해님")
    with at(NOON):
        joined(filed, proposer, friend, other)
        additions.add(filed, "남는 글", actor=actor_of(friend.id))
        co_proposers.leave(filed, actor=actor_of(friend.id))
        with pytest.raises(errors.TogetherGone):
            co_proposers.leave(filed, actor=actor_of(friend.id))
        assert not proposes(actor_of(friend.id), filed)
        rows = written_around(filed.id)
        assert [one.text for one in rows.additions] == ["남는 글"]
        assert rows.nickname(filed, friend.id) == "달이"
        number = rows.joined[0].id
        co_proposers.take_back(filed, number, actor=actor_of(proposer.id))
        with pytest.raises(errors.TogetherGone):
            co_proposers.take_back(filed, number, actor=actor_of(proposer.id))
        db.session.commit()
        assert any("함께 제안하기" in letter.subject for letter in testing.letters(other))
        joined(filed, proposer, friend)  # who has left may come back
    assert proposing_together(filed.id) == {friend.id}
    told = [(entry.verb, entry.data.get("how")) for entry in timeline(filed.id) if "together" in entry.verb]
    assert told[2:4] == [("left_together", "left"), ("left_together", "taken_off")]


@pytest.mark.parametrize("remove", [False, True])
def test_when_the_proposer_leaves_the_site_whoever_joined_first_goes_on(
    filed: Proposal, proposer: Account, friend: Account, make_account: Make, at: At, remove: bool
) -> None:
    second = make_account("해님")
    with at(NOON):
        joined(filed, proposer, friend, second)
        leave(proposer, remove_texts=remove)
        db.session.commit()
        assert filed.proposer_id == friend.id
        assert proposing_together(filed.id) == {second.id}
        assert filed.ended is None and filed.text == "막차가 너무 이릅니다."
        assert any("이어받았습니다" in letter.body for letter in testing.letters(friend))
        leave(second, remove_texts=remove)
        db.session.commit()
    assert proposing_together(filed.id) == frozenset()
    assert [entry.verb for entry in timeline(filed.id)].count("proposer_changed") == 1


def test_alone_a_proposer_who_leaves_leaves_it_as_before(filed: Proposal, proposer: Account, at: At) -> None:
    with at(NOON):
        services.edit(filed, "새 제목", "새 글", actor=actor_of(proposer.id), revision=1)
        leave(proposer, remove_texts=True)
        db.session.commit()
        rest = db.session.execute(db.text("SELECT title, text FROM former_text")).all()
    assert filed.ended == "withdrawn" and "새" not in filed.text
    assert rest == [("", "")]


def test_my_page_shows_what_i_propose_together(
    filed: Proposal, proposer: Account, friend: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at(NOON):
        joined(filed, proposer, friend)
        assert filed.title in sign_in(client, friend).get("/me").text
