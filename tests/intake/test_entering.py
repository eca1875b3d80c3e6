"""One thing that one person says: taken in once, with consent, without a name, and counted right."""

from typing import Any

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import DomainError, InvalidInput
from demosx.core.permissions import Actor
from demosx.core.resident_numbers import ResidentNumberRefused
from demosx.core.web import Application
from demosx.events.models import Event, EventProposal
from demosx.intake import codes, queries, who
from demosx.intake.correcting import Corrected, correct
from demosx.intake.entering import enter
from demosx.intake.errors import (
    CodeUsed,
    CodeWrong,
    EventUnknown,
    KeyWrong,
    NoConsent,
    ProposalUnknown,
    SavedOtherwise,
)
from demosx.intake.models import Entry, EntryPerson
from demosx.intake.queries import entered_at
from demosx.journey.models import Participation
from demosx.ledger.models import Entry as Line
from demosx.opinions.models import Opinion
from demosx.opinions.moderation import hide, show
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide as hide_proposal
from tests.counting import at_once
from tests.intake.conftest import Say, words
from tests.visiting import Person


def test_a_proposal_is_filed_without_a_proposer_and_travels_as_any_other(
    app: Flask, event: Event, say: Say
) -> None:
    taken = say(event_id=event.id, district="narae", person="7", name="김철수", contact="010-1234-5678")
    made = db.session.get_one(Proposal, taken.entry.proposal_id)
    assert (made.origin, made.channel, made.proposer_id, made.district) == (
        "citizen",
        "workshop",
        None,
        "narae",
    )
    assert made.stage == "support" and made.listed and made.number
    assert db.session.get_one(EventProposal, (event.id, made.id)).made_there
    assert db.session.get_one(EntryPerson, taken.entry.id).name == "김철수"
    verbs = {
        line.verb: line for line in db.session.scalars(db.select(Line).where(Line.proposal_id == made.id))
    }
    assert verbs["filed"].actor_id is None and verbs["entered"].data["channel"] == "workshop"
    assert "김철수" not in str([line.data for line in verbs.values()])


def test_an_opinion_counts_as_an_opinion_and_not_as_somebody_who_took_part(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"))
    taken = say(kind="opinion", number=on.number, text="찬성합니다", event_id=event.id)
    db.session.refresh(on)
    assert (on.opinions, on.participants) == (1, 0)
    opinion = db.session.get_one(Opinion, taken.entry.opinion_id)
    assert opinion.account_id is None and opinion.text == "찬성합니다"
    assert not db.session.get_one(EventProposal, (event.id, on.id)).made_there
    hide(opinion, "욕설", actor=operator)
    db.session.commit()
    assert on.opinions == 0
    show(opinion, actor=operator)
    db.session.commit()
    assert (on.opinions, on.participants) == (1, 0)
    assert db.session.scalar(db.select(db.func.count()).select_from(Participation)) == 0


def test_sent_twice_it_is_taken_in_once(app: Flask, event: Event, say: Say) -> None:
    first = say(key="7f1f4a1e-0f0e-4c6e-9d58-2a2f2d3c4b5a", event_id=event.id, name="김")
    second = say(key="7F1F4A1E-0F0E-4C6E-9D58-2A2F2D3C4B5A", event_id=event.id, name="김 ")
    assert second.again and second.entry.id == first.entry.id and not second.code
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 1


@pytest.mark.parametrize("other", [
    {"title": "다른 제목"}, {"text": "다른 분의 말"}, {"person": "8"}, {"kind": "opinion"},
    {"contact": "010-1234-5678"}, {"name": ""},
])  # fmt: skip
def test_another_voice_with_the_same_key_is_never_lost(
    app: Flask, event: Event, say: Say, other: dict[str, str]
) -> None:
    on = testing.proposal(testing.account("제안자"))
    given = {
        "key": "7f1f4a1e-0f0e-4c6e-9d58-2a2f2d3c4b5a",
        "event_id": event.id,
        "number": on.number,
        "name": "김",
    }
    say(**given)
    with pytest.raises(SavedOtherwise):
        say(**(given | other))
    assert say(**given).again


def test_what_was_corrected_meanwhile_may_come_again_as_it_was(
    app: Flask, event: Event, say: Say, operator: Actor
) -> None:
    given = {"key": "7f1f4a1e-0f0e-4c6e-9d58-2a2f2d3c4b5a", "event_id": event.id, "name": "김"}
    entry, proposal, opinion, _person = queries.entry(say(**given).entry.id) or pytest.fail("no entry")
    correct(entry, proposal, opinion, Corrected("고친 글", "고친 제목"), actor=operator, revision=1)
    db.session.commit()
    assert say(**given).again


def test_a_card_that_was_gone_back_to_keeps_what_was_typed_and_is_saved_on_its_own(
    app: Application, event: Event, desk: Person
) -> None:
    card = desk.open(f"/desk/intake?event={event.id}").form(to="/desk/intake")
    desk.send(card, title="첫째 분의 제안", body="글", consent=True)
    page = desk.send(card, 422, title="둘째 분의 제안", body="다른 글", consent=True)
    page.shows("아직 저장되지 않았습니다")
    again = page.form(to="/desk/intake")
    assert dict(again.filled())["title"] == "둘째 분의 제안"
    assert "저장했습니다" in desk.send(again).flashes
    titles = db.session.scalars(db.select(Proposal.title).order_by(Proposal.id)).all()
    assert titles == ["첫째 분의 제안", "둘째 분의 제안"]
    sent = dict(again.filled())
    answer = desk.client.post(
        "/desk/intake", data=sent | {"title": "셋째"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422 and answer.json["key"] not in ("", sent["key"])
    assert "아직 저장되지 않았습니다" in answer.json["message"]


def test_sent_twice_at_the_same_moment_it_is_taken_in_once(app: Flask, event: Event, operator: Actor) -> None:
    said = words(event_id=event.id)
    taken = at_once(app, [lambda: enter(said, actor=operator).again] * 4)
    assert sorted(taken) == [False, True, True, True]
    db.session.rollback()  # what the others have committed is seen only in a new transaction
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 1
    assert db.session.scalar(db.select(db.func.count(Entry.id))) == 1


def test_who_says_two_things_counts_once(app: Flask, event: Event, say: Say) -> None:
    for person in ("1", "1", "2", "", ""):
        say(event_id=event.id, person=person)
    assert entered_at(event.id, event.created_at) == (5, 4)


def test_a_number_means_something_at_an_event_only(app: Flask, say: Say) -> None:
    first, second = say(channel="phone", person="1"), say(channel="phone", person="1")
    assert first.entry.person != second.entry.person


@pytest.mark.parametrize(("more", "refused"), [
    ({"consent": False}, NoConsent),
    ({"key": "no"}, KeyWrong),
    ({"event_id": 999}, EventUnknown),
    ({"kind": "opinion", "number": "2019-999999"}, ProposalUnknown),
    ({"code": "ABCD-EFGH-JKMN"}, CodeWrong),
    ({"kind": "petition"}, InvalidInput),
    ({"channel": "online"}, InvalidInput),
    ({"district": "nowhere"}, InvalidInput),
    ({"group": "nobody"}, InvalidInput),
    ({"title": ""}, InvalidInput),
    ({"text": "x" * 100_000}, InvalidInput),
    ({"text": "제 번호는 900101-1234567 입니다"}, ResidentNumberRefused),
    ({"contact": "9001011234567"}, ResidentNumberRefused),
])  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    app: Flask, operator: Actor, more: dict[str, Any], refused: type[DomainError]
) -> None:
    with pytest.raises(refused):
        enter(words(**more), actor=operator)
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(Entry.id))) == 0
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 0


def test_the_code_on_the_paper_is_one_persons(app: Flask, event: Event, say: Say) -> None:
    code = codes.new_code()
    first = say(event_id=event.id, person="3", code=code.lower())
    assert first.code == "" and first.entry.claim_digest == codes.digest_of(code)
    again = say(event_id=event.id, person="3", code=code)
    assert again.entry.claim_digest != first.entry.claim_digest
    helper = testing.account("도우미", roles=["field_helper"]).id
    for other in ({"person": "4"}, {"person": "3", "typed_by": helper}, {"person": "3", "channel": "paper"}):
        with pytest.raises(CodeUsed):
            say(event_id=event.id, code=code, **other)


def test_a_number_from_two_hands_is_pointed_out(
    app: Application, event: Event, say: Say, desk: Person
) -> None:
    say(event_id=event.id, person="7", typed_by=testing.account("도우미", roles=["field_helper"]).id)
    card = desk.open(f"/desk/intake?event={event.id}").form(to="/desk/intake")
    assert "두 분이면" not in desk.send(card, title="의자", body="글", person="8", consent=True).flashes
    card = desk.open(f"/desk/intake?event={event.id}").form(to="/desk/intake")
    assert "두 분이면" in desk.send(card, title="의자", body="글", person="7", consent=True).flashes


def test_a_hidden_proposal_takes_no_opinion_and_is_not_named(app: Flask, operator: Actor) -> None:
    on = testing.proposal(testing.account("제안자"))
    hide_proposal(on, "개인정보", operator)
    db.session.commit()
    with pytest.raises(ProposalUnknown):
        enter(words(kind="opinion", number=on.number), actor=operator)


def test_the_note_of_who_typed_it_is_signed(app: Flask) -> None:
    helper = actor_of(testing.account("도우미", roles=["field_helper"]).id)
    note = who.note_of(helper.id or 0)
    assert who.read(note) == helper.id
    assert who.read(note[:-2] + "xx") is None and who.read("") is None
