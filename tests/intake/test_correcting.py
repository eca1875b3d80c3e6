"""Corrections: the second is told, what somebody has claimed is theirs, and removing needs a reason."""

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile, InvalidInput
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.events.models import Event
from demosx.intake import claiming, correcting, queries
from demosx.intake.correcting import Corrected
from demosx.intake.entering import Taken
from demosx.intake.errors import Claimed
from demosx.intake.models import EntryPerson
from demosx.intake.reach import reach
from demosx.ledger.models import Entry as Line
from demosx.opinions.models import Opinion
from demosx.opinions.moderation import hide as hide_opinion
from demosx.people.looks import AccessLog
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from tests.counting import at_once
from tests.intake.conftest import Say, made_event
from tests.visiting import Person


def correct(taken: Taken, actor: Actor, revision: int, **more: str) -> None:
    entry, proposal, opinion, _person = queries.entry(taken.entry.id) or pytest.fail("no entry")
    given = {"title": proposal.title, "text": opinion.text if opinion else proposal.text} | more
    correcting.correct(entry, proposal, opinion, Corrected(**given), actor=actor, revision=revision)
    db.session.commit()


def remove(taken: Taken, actor: Actor, reason: str) -> None:
    entry, proposal, opinion, _person = queries.entry(taken.entry.id) or pytest.fail("no entry")
    correcting.remove(entry, proposal, opinion, reason, actor=actor)
    db.session.commit()


def test_a_text_is_put_right_and_its_former_version_is_kept(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    taken = say(event_id=event.id, title="의지를")
    correct(taken, operator, 1, title="의자를", district="narae", name="박")
    made = db.session.get_one(Proposal, taken.entry.proposal_id)
    assert (made.title, made.revision, taken.entry.district) == ("의자를", 2, "narae")
    assert db.session.get_one(EntryPerson, taken.entry.id).name == "박"
    verbs = db.session.scalars(db.select(Line.verb).where(Line.proposal_id == made.id)).all()
    assert "edited" in verbs and "entry_corrected" in verbs
    with pytest.raises(ChangedMeanwhile):
        correct(taken, operator, 1, title="걸상을")
    db.session.rollback()


def test_what_was_claimed_is_no_longer_the_offices(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    taken = say(event_id=event.id)
    claiming.claim(taken.code, {taken.entry.id}, actor=actor_of(testing.account("주민").id))
    db.session.commit()
    with pytest.raises(Claimed):
        correct(taken, operator, 2, title="다르게")
    with pytest.raises(Claimed):
        remove(taken, operator, "잘못")


@pytest.mark.parametrize("kind", ["proposal", "opinion"])
def test_what_is_removed_counts_no_more_and_its_name_is_gone(
    app: Flask, event: Event, say: Say, operator: Actor, kind: str
) -> None:
    on = testing.proposal(testing.account("제안자"))
    taken = say(kind=kind, number=on.number, event_id=event.id, name="김", person="1")
    with pytest.raises(InvalidInput):
        remove(taken, operator, " ")
    db.session.rollback()
    remove(taken, operator, "두 번 적음")
    assert db.session.get(EntryPerson, taken.entry.id) is None
    assert (on.opinions, reach(event, event.created_at, event.ends_at).people) == (0, 0)
    line = db.session.scalars(db.select(Line).where(Line.verb == "entry_removed")).one()
    assert line.reason == "두 번 적음" and not line.public
    if kind == "opinion":
        assert not db.session.get_one(Opinion, taken.entry.opinion_id).visible


def test_a_helper_sees_and_corrects_what_they_typed_and_nothing_else(
    app: Application, event: Event, say: Say
) -> None:
    theirs = say(event_id=event.id, title="운영자가 적은 것")
    helper = testing.account("도우미", roles=["field_helper"])
    person = Person(app, helper.id)
    form = person.open(f"/desk/intake?event={event.id}").form(to="/desk/intake")
    person.send(form, title="도우미가 적은 것", body="글", consent=True)
    page = person.open("/desk/intake/entries")
    page.shows("도우미가 적은 것")
    page.hides("운영자가 적은 것")
    person.open(f"/desk/intake/entries/{theirs.entry.id}", status=404)
    for path in ("/desk/intake/sheets", "/desk/intake/reach", "/desk/intake/entries.csv", "/desk/people"):
        person.open(path, status=403)


def test_an_officer_enters_at_events_of_the_own_department(app: Application) -> None:
    officer = testing.account("담당", roles=["officer"], at_department="transport")
    own = made_event("교통과 만남", department_id=testing.department("transport").id)
    other = made_event("공원과 만남", department_id=testing.department("parks").id)
    person = Person(app, officer.id)
    page = person.open(f"/desk/intake?event={own.id}")
    page.hides("공원과 만남")
    person.open(f"/desk/intake?event={other.id}", status=403)
    form = page.form(to="/desk/intake")
    assert "저장했습니다" in person.send(form, title="버스", body="글", consent=True).flashes
    sent = [
        (name, value if name != "event" else str(other.id))
        for name, value in form.filled(title="버스", body="글")
    ]
    person.post("/desk/intake", sent, 403)
    everywhere = [
        (name, value if name != "event" else "")
        for name, value in form.filled(title="b", body="글", consent=True)
    ]
    person.post("/desk/intake", everywhere, 403)


def test_the_file_has_no_names_and_no_formulas(
    app: Application, event: Event, say: Say, desk: Person
) -> None:
    say(event_id=event.id, title="=cmd|' /C calc'!A0", name="김철수", contact="010-1234-5678", person="+7")
    text = desk.client.get(f"/desk/intake/entries.csv?event={event.id}").get_data(as_text=True)
    assert "'=cmd|" in text and "'+7" in text and "김철수" not in text and "1234-5678" not in text


def test_each_look_at_whose_an_entry_is_is_logged(
    app: Application, event: Event, say: Say, desk: Person, operator: Actor
) -> None:
    named, unnamed = say(event_id=event.id, contact="010-1234-5678"), say(event_id=event.id)
    desk.open(f"/desk/intake/entries/{unnamed.entry.id}")
    assert db.session.scalars(db.select(AccessLog)).all() == []
    page = desk.open(f"/desk/intake/entries/{named.entry.id}")
    assert "010-1234-5678" in page.html
    db.session.rollback()
    (look,) = db.session.scalars(db.select(AccessLog)).all()
    assert (look.what, look.many, look.account_id, look.reason) == ("offline", 1, operator.id, "inquiry")
    with desk.client.session_transaction() as session:
        session.pop("looking")
    asked = desk.open(f"/desk/intake/entries/{named.entry.id}")
    assert asked.path == "/desk/reason" and "010-1234-5678" not in asked.html


@pytest.mark.parametrize("kind", ["proposal", "opinion"])
def test_a_helper_reads_nothing_that_was_hidden_since(
    app: Application, event: Event, say: Say, operator: Actor, desk: Person, kind: str
) -> None:
    helper = testing.account("도우미", roles=["field_helper"]).id
    on = testing.proposal(testing.account("제안자"), "숨길 제목")
    taken = say(
        kind=kind, title="숨길 제목", text="숨길 글", number=on.number, typed_by=helper, name="김철수"
    )
    hide(db.session.get_one(Proposal, taken.entry.proposal_id), "욕설", operator)
    db.session.commit()
    address, person = f"/desk/intake/entries/{taken.entry.id}", Person(app, helper)
    for path in ("/desk/intake/entries", address):
        page = person.open(path)
        page.shows("지금은 공개되지 않은 제안")
        page.hides("숨길 제목", "김철수")
    assert not page.offers(to=address)
    page.hides("숨길 글")
    token = dict(person.open("/desk/intake").form(to="/desk/intake").filled())["csrf_token"]
    sent = dict(desk.open(address).form(to=address).filled()) | {"csrf_token": token}
    person.post(address, list(sent.items()), 404)
    assert db.session.scalars(db.select(Line).where(Line.verb == "entry_corrected")).all() == []


def test_an_opinion_out_of_sight_is_not_in_the_list(
    app: Application, event: Event, say: Say, operator: Actor
) -> None:
    on, helper = (
        testing.proposal(testing.account("제안자")),
        testing.account("도우미", roles=["field_helper"]).id,
    )
    taken = say(kind="opinion", number=on.number, text="숨길 말", typed_by=helper)
    hide_opinion(db.session.get_one(Opinion, taken.entry.opinion_id), "욕설", actor=operator)
    db.session.commit()
    person = Person(app, helper)
    for path in ("/desk/intake/entries", f"/desk/intake/entries/{taken.entry.id}"):
        person.open(path).hides("숨길 말")


def test_claimed_and_corrected_at_once_nobody_waits_for_the_other(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    citizen = actor_of(testing.account("주민").id)
    for taken in [say(event_id=event.id) for _ in range(3)]:
        number, code = taken.entry.id, taken.code

        def claim(number: int = number, code: str = code) -> str:
            claiming.claim(code, {number}, actor=citizen)
            return "claimed"

        def put_right(number: int = number) -> str:
            entry, proposal, opinion, _person = queries.entry(number) or pytest.fail("no entry")
            try:
                wanted = Corrected("고친 글", "고친 제목")
                correcting.correct(entry, proposal, opinion, wanted, actor=operator, revision=1)
            except (Claimed, ChangedMeanwhile):
                db.session.rollback()
                return "told"
            return "corrected"

        came = at_once(app, [claim, put_right])
        assert "claimed" in came and len(came) == 2
