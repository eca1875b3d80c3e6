"""Taking over with the code of one's slip: once, all of it, and every count stays the recount."""

import pytest
from flask import Flask
from sqlalchemy import select

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.events.models import Event
from demosx.intake import claiming, codes
from demosx.intake.errors import CodeUnknown
from demosx.intake.holdings import forget_claimed
from demosx.intake.models import EntryPerson, Sheet
from demosx.journey.models import Participation, Visit
from demosx.merging.counting import recount
from demosx.notifications.models import Follow
from demosx.opinions.models import Opinion, OpinionAgree
from demosx.opinions.moderation import hide, show
from demosx.opinions.services import agree
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide as hide_proposal
from demosx.stages.support.services import support
from tests.intake.conftest import Say
from tests.visiting import Person


def counted(proposal: Proposal) -> tuple[int, int]:
    """Opinions and people of a proposal as its rows have them; its columns have to say the same."""
    db.session.expire_all()
    opinions = db.session.scalars(select(Opinion).where(Opinion.proposal_id == proposal.id)).all()
    people = db.session.scalars(select(Participation).where(Participation.proposal_id == proposal.id)).all()
    seen = sum(one.visible for one in opinions)
    who = {one.account_id for one in people}
    by_account = {(one.account_id, one.visit_number) for one in opinions if one.visible and one.account_id}
    assert by_account == {(one.account_id, one.visit_number) for one in people if one.opinions}
    assert (proposal.opinions, proposal.participants) == (seen, len(who))
    visits = db.session.scalars(select(Visit).where(Visit.proposal_id == proposal.id)).all()
    assert sum(visit.opinions for visit in visits) == seen
    assert recount(proposal.id).people == len(who)
    return seen, len(who)


@pytest.fixture
def citizen(app: Flask) -> Actor:
    return actor_of(testing.account("주민").id)


def test_a_proposal_becomes_theirs_and_is_followed(
    app: Flask, event: Event, say: Say, citizen: Actor
) -> None:
    taken = say(event_id=event.id, person="7", name="김철수")
    claiming.claim(taken.code, {taken.entry.id}, actor=citizen)
    db.session.commit()
    made = db.session.get_one(Proposal, taken.entry.proposal_id)
    assert made.proposer_id == citizen.id and taken.entry.claimed_by == citizen.id
    assert db.session.get(EntryPerson, taken.entry.id) is None
    assert db.session.scalar(select(Follow.account_id).where(Follow.proposal_id == made.id)) == citizen.id
    with pytest.raises(CodeUnknown):
        claiming.found(taken.code)


def test_one_code_offers_everything_that_the_person_said_there(
    app: Flask, event: Event, say: Say, citizen: Actor
) -> None:
    first, second = say(event_id=event.id, person="7"), say(event_id=event.id, person="7", title="가로등")
    say(event_id=event.id, person="8")
    offered = claiming.found(first.code)
    assert [one.id for one in offered] == [first.entry.id, second.entry.id]
    claiming.claim(first.code, {second.entry.id}, actor=citizen)
    db.session.commit()
    assert first.entry.claimed_at is None and second.entry.claimed_by == citizen.id
    assert [one.id for one in claiming.found(first.code)] == [first.entry.id]


def test_a_number_that_two_hands_gave_gives_nobody_the_other_ones_words(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    helper = testing.account("도우미", roles=["field_helper"]).id
    sheet = Sheet(event_id=event.id, name="표", sha256="0" * 64, uploaded_at=event.created_at, rows=[])
    db.session.add(sheet)
    db.session.commit()
    at_event = {"event_id": event.id, "person": "1"}
    all_of_them = [
        say(**at_event), say(**at_event, channel="paper"), say(**at_event, typed_by=helper),
        say(**at_event, sheet_id=sheet.id, row_number=2),
    ]  # fmt: skip
    for taken in all_of_them:
        assert [one.id for one in claiming.found(taken.code)] == [taken.entry.id]
    assert say(**at_event, typed_by=helper).entry in claiming.found(all_of_them[2].code)
    forget_claimed(helper, False)
    db.session.commit()
    db.session.expire_all()
    assert [one.id for one in claiming.found(all_of_them[2].code)] == [all_of_them[2].entry.id]


def test_whoever_leaves_leaves_no_contact_at_what_was_entered_for_them(app: Flask, say: Say) -> None:
    member = testing.account("나리")
    member.email = member.email_key = "nari@example.org"
    db.session.commit()
    theirs = say(name="김나리", contact="Nari@Example.org")
    others = say(name="남", contact="nari@example.com")
    forget_claimed(member.id, False)
    db.session.commit()
    assert db.session.get(EntryPerson, theirs.entry.id) is None
    assert db.session.get_one(EntryPerson, others.entry.id).name == "남"


def test_what_is_hidden_is_offered_by_its_own_code_alone(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    first, second = say(event_id=event.id, person="7"), say(event_id=event.id, person="7")
    hide_proposal(db.session.get_one(Proposal, second.entry.proposal_id), "욕설", operator)
    db.session.commit()
    assert [one.id for one in claiming.found(first.code)] == [first.entry.id]
    assert [one.id for one in claiming.found(second.code)] == [first.entry.id, second.entry.id]


def test_an_opinion_becomes_theirs_and_counts_stay_right(
    app: Flask, event: Event, say: Say, citizen: Actor, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"))
    support(on, actor=citizen)
    db.session.commit()
    first = say(kind="opinion", number=on.number, event_id=event.id, person="1")
    other = say(kind="opinion", number=on.number, event_id=event.id, person="2")
    opinion = db.session.get_one(Opinion, first.entry.opinion_id)
    agree(opinion, actor=citizen)
    db.session.commit()
    assert counted(on) == (2, 1) and opinion.agrees == 1
    claiming.claim(first.code, {first.entry.id}, actor=citizen)
    db.session.commit()
    assert counted(on) == (2, 1) and opinion.agrees == 0
    assert db.session.scalar(select(OpinionAgree)) is None
    neighbour = actor_of(testing.account("이웃").id)
    claiming.claim(other.code, {other.entry.id}, actor=neighbour)
    db.session.commit()
    assert counted(on) == (2, 2)
    theirs = db.session.get_one(Opinion, other.entry.opinion_id)
    for act, wanted in (
        (lambda: hide(theirs, "욕설", actor=operator), (1, 1)),
        (lambda: show(theirs, actor=operator), (2, 2)),
    ):
        act()
        db.session.commit()
        assert counted(on) == wanted


def test_what_is_hidden_when_it_is_claimed_counts_once_it_is_shown(
    app: Flask, event: Event, say: Say, citizen: Actor, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"))
    taken = say(kind="opinion", number=on.number, event_id=event.id)
    opinion = db.session.get_one(Opinion, taken.entry.opinion_id)
    hide(opinion, "욕설", actor=operator)
    db.session.commit()
    claiming.claim(taken.code, {taken.entry.id}, actor=citizen)
    db.session.commit()
    assert counted(on) == (0, 0)
    show(opinion, actor=operator)
    db.session.commit()
    assert counted(on) == (1, 1)


def test_unknown_used_and_old_codes_are_told_alike(
    app: Flask, event: Event, say: Say, citizen: Actor
) -> None:
    with testing.at("2019-02-01 12:00"):
        old = say(event_id=event.id, person="1")
    with testing.at("2020-02-02 12:00"):
        for typed in (codes.new_code(), "abc", old.code):
            with pytest.raises(CodeUnknown):
                claiming.found(typed)
    with testing.at("2020-01-31 12:00"):
        assert claiming.found(old.code)


def test_guessing_is_counted(app: Application, citizen: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    person = Person(app, citizen.id)
    statuses = []
    for _ in range(12):
        form = person.open("/claim").form(to="/claim")
        sent = form.filled(code=codes.new_code())
        statuses.append(person.client.post("/claim", data=dict(sent), headers=person.headers).status_code)
    assert statuses[:10] == [422] * 10 and set(statuses[10:]) == {429}


def test_on_the_page(app: Application, event: Event, say: Say, citizen: Actor) -> None:
    first = say(event_id=event.id, person="7", title="의자를 놓아 주세요")
    visitor, person = Person(app), Person(app, citizen.id)
    assert first.code in visitor.open(f"/claim?code={first.code}").html
    assert "의자를 놓아" not in visitor.open(f"/claim?code={first.code}").html
    page = person.open(f"/claim?code={first.code}")
    page = person.send(page.form(to="/claim"))
    page.shows("의자를 놓아 주세요", "은평 워크숍")
    page = person.send(page.form(to="/claim/take"))
    assert page.path == f"/proposals/{first.entry.proposal_id}"
    page.shows("주민")


def test_the_title_of_a_proposal_that_was_hidden_since_is_not_told(
    app: Application, event: Event, say: Say, citizen: Actor, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"), "숨길 제목 김철수")
    taken = say(kind="opinion", number=on.number, text="제 의견", event_id=event.id)
    hide_proposal(on, "개인정보", operator)
    db.session.commit()
    person = Person(app, citizen.id)
    page = person.open(f"/claim?code={taken.code}")
    page = person.send(page.form(to="/claim"))
    page.shows("제 의견", "지금은 공개되지 않은 제안")
    page.hides("숨길 제목")
    page = person.send(page.form(to="/claim/take"))
    assert page.path == "/me"
    page.hides("숨길 제목")
    db.session.rollback()
    assert db.session.scalar(select(Follow)) is None
    assert db.session.get_one(Opinion, taken.entry.opinion_id).account_id == citizen.id
