"""Objections: once for each hiding, in time, by the author alone; what comes of them is told and counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.core.permissions import Actor
from demosx.ledger.models import Entry
from demosx.notifications.models import Notice
from demosx.opinions import errors, moderation
from demosx.opinions.models import Objection, Opinion
from demosx.opinions.objections import object_to, present
from demosx.opinions.reports import report
from demosx.opinions.services import delete, say
from demosx.opinions.waiting import number_waiting, queue
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

At = Callable[[str], AbstractContextManager[None]]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def other(make_account: Callable[..., Account]) -> Actor:
    return actor_of(make_account("다른 운영", roles=["operator"]).id)


@pytest.fixture
def hidden(filed: Proposal, people: list[Actor], operator: Actor) -> Opinion:
    opinion = say(filed, "거친 말", actor=people[0])
    moderation.hide(opinion, "사유", actor=operator, rule="abuse")
    return opinion


def test_an_author_objects_once_and_is_heard(
    filed: Proposal, hidden: Opinion, people: list[Actor], other: Actor
) -> None:
    with pytest.raises(InvalidInput):
        object_to(hidden, "  ", actor=people[0])
    with pytest.raises(errors.NotYours):
        object_to(hidden, "왜요", actor=people[1])
    object_to(hidden, "욕이 아닙니다", actor=people[0])
    object_to(hidden, "욕이 아닙니다 ", actor=people[0])  # sent twice
    with pytest.raises(errors.ObjectedAlready):
        object_to(hidden, "한 번 더", actor=people[0])
    (item,) = queue().items
    assert item.objection is not None and item.objection.text == "욕이 아닙니다"
    moderation.restore(hidden, "맞습니다", actor=other)
    assert (filed.opinions, filed.participants, hidden.visible, number_waiting()) == (1, 1, True, 0)
    found = present(hidden)
    assert found is not None and (found.decision, found.answer) == ("restored", "맞습니다")


def test_hidden_again_it_can_be_objected_to_again(
    hidden: Opinion, people: list[Actor], operator: Actor, other: Actor, at: At
) -> None:
    object_to(hidden, "욕이 아닙니다", actor=people[0])
    moderation.show(hidden, actor=other)
    assert [one.decision for one in db.session.scalars(db.select(Objection))] == ["restored"]
    with at("2019-02-03 12:00"):
        moderation.hide(hidden, "사유", actor=operator)
        object_to(hidden, "또 왜요", actor=people[0])
        moderation.uphold(hidden, "이번에는 그렇습니다", actor=other)
        with pytest.raises(errors.DoneAlready):
            moderation.uphold(hidden, "두 번", actor=other)
    assert not hidden.visible
    found = present(hidden)
    assert found is not None and (found.text, found.decision) == ("또 왜요", "kept")


def test_the_days_are_counted(hidden: Opinion, people: list[Actor], at: At) -> None:
    with at("2019-03-04 12:01"), pytest.raises(errors.TooLate):
        object_to(hidden, "늦었나요", actor=people[0])
    with at("2019-03-04 12:00"):
        object_to(hidden, "마지막 날", actor=people[0])


def test_whoever_hid_it_leaves_the_decision_to_others(
    hidden: Opinion, people: list[Actor], operator: Actor, other: Actor
) -> None:
    object_to(hidden, "왜요", actor=people[0])
    for act in (moderation.restore, moderation.uphold):
        with pytest.raises(errors.AnotherDecides):
            act(hidden, "내가", actor=operator)
    moderation.uphold(hidden, "살펴보았습니다", actor=other)


def test_showing_again_is_a_decision_as_well(
    hidden: Opinion, people: list[Actor], operator: Actor, other: Actor
) -> None:
    moderation.show(hidden, actor=operator)  # nobody objects yet: a mistake, put right
    moderation.hide(hidden, "사유", actor=operator, rule="abuse")
    object_to(hidden, "왜요", actor=people[0])
    with pytest.raises(errors.AnotherDecides):
        moderation.show(hidden, actor=operator)
    assert not hidden.visible and number_waiting() == 1
    moderation.show(hidden, actor=other)
    assert hidden.visible and number_waiting() == 0


def test_whoever_moderates_alone_decides_alone(hidden: Opinion, people: list[Actor], operator: Actor) -> None:
    object_to(hidden, "왜요", actor=people[0])
    moderation.show(hidden, actor=operator)
    assert hidden.visible and number_waiting() == 0


def test_deleting_takes_the_objection_along(hidden: Opinion, people: list[Actor]) -> None:
    object_to(hidden, "왜요", actor=people[0])
    delete(hidden, actor=people[0])
    assert number_waiting() == 0 and db.session.scalars(db.select(Objection)).all() == []


def test_everybody_concerned_is_told_and_nobody_else(
    filed: Proposal, people: list[Actor], operator: Actor, other: Actor
) -> None:
    opinion = say(filed, "거친 말", actor=people[0])
    report(opinion, "abuse", actor=people[1])
    moderation.hide(opinion, "사유", actor=operator, rule="abuse")
    object_to(opinion, "왜요", actor=people[0])
    moderation.uphold(opinion, "까닭", actor=other)
    told = [(row.account_id, row.what, row.data.get("how")) for row in db.session.scalars(db.select(Notice))]
    assert [one for one in told if one[1] != "step"] == [
        (people[1].id, "reports_settled", "hidden"),
        (people[0].id, "opinion_hidden", None),
        (people[0].id, "objection_kept", None),
    ]
    public = {entry.verb for entry in db.session.scalars(db.select(Entry)) if entry.public}
    assert "opinion_hidden" in public and not {"opinion_objected", "objection_kept"} & public


def test_the_authors_page_says_why_and_takes_the_objection(
    hidden: Opinion, client: FlaskClient, sign_in: SignIn, people: list[Actor], other: Actor
) -> None:
    db.session.commit()
    address = f"/opinions/{hidden.id}/objection"
    assert client.get(address).status_code in (302, 401)
    stranger = sign_in(client.application.test_client(), db.session.get_one(Account, people[1].id))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"/opinions/{hidden.id}").status_code == 404
    assert stranger.post(address, data={"why": "x"}).status_code == 404
    author = sign_in(client, db.session.get_one(Account, people[0].id))
    assert f'href="/opinions/{hidden.id}/objection"' in author.get("/me").text
    assert author.get(f"/opinions/{hidden.id}").location == address
    page = author.get(address).text
    assert "거친 말" in page and "사유" in page and "욕설" in page and "3월 4일" in page
    assert author.post(address, data={"why": " "}).status_code == 422
    assert author.post(address, data={"why": "욕이 아닙니다"}).location == address
    assert "욕이 아닙니다" in author.get(address).text
    assert author.post(address, data={"why": "또"}).status_code == 409
    moderation.uphold(hidden, "다시 보아도 욕입니다", actor=other)
    db.session.commit()
    assert "다시 보아도 욕입니다" in author.get(address).text
