"""One proposal goes on in another: its duties, who may let it, and who is told."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.duties.models import Duty
from demosx.duties.services import open_duties
from demosx.journey.merged import OnlyByMerging, lock_tree
from demosx.journey.queries import standing
from demosx.journey.rules import apply_version
from demosx.journey.travel import Missing, StageClosed, moment
from demosx.ledger.models import Entry
from demosx.ledger.queries import timeline
from demosx.merging import services
from demosx.merging.errors import (
    NotMerged,
    OtherProcess,
    OverAlready,
    OverThere,
    SameProposal,
)
from demosx.merging.services import merge, unmerge
from demosx.people.queries import actor_of
from demosx.people.roles import PERMISSIONS
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from tests.merging.acts import WHY, joined, let_support, parted
from tests.merging.conftest import DAY, TURNS, crowd

File = Callable[..., Proposal]


def test_a_number_that_is_reached_together_acts_at_once(now: None, file: File, operator: Actor) -> None:
    one, other, people = file(), file(), crowd(60)
    let_support(one, *people[:35])
    let_support(other, *people[30:])
    assert open_duties(other.id) == []
    joined(one, other, operator)
    assert [(duty.name, duty.due_on) for duty in open_duties(other.id)] == [
        ("department_answer", date(2019, 2, 22))
    ]
    opened = next(entry for entry in timeline(other.id) if entry.verb == "duty_opened")
    assert opened.data["because"] == {"supports": 60}


def test_what_is_owed_goes_over_and_the_earlier_day_holds(file: File, operator: Actor) -> None:
    one, other, third, people = file(), file(), file(), crowd(50)
    for proposal, day in ((one, "2019-02-02"), (other, "2019-02-08")):
        with testing.at(f"{day} 12:00"):
            let_support(proposal, *people)
    with testing.at("2019-02-09 12:00"):
        office = testing.department("transport")
        assign_departments(other, office.id, actor=operator)
        joined(one, other, operator)
        (duty,) = open_duties(other.id)
        assert (duty.due_on, duty.number, duty.department_id) == (date(2019, 2, 22), 1, office.id)
        assert [
            row.closed_as for row in db.session.scalars(db.select(Duty).filter_by(proposal_id=one.id))
        ] == ["left"]
        joined(other, third, operator)
        (duty,) = open_duties(third.id)
        assert (duty.due_on, duty.department_id) == (date(2019, 2, 22), None)


def test_the_stage_has_to_allow_it_unless_the_lead_acts_outside_of_the_rules(
    file: File, operator: Actor
) -> None:
    one, other, people = file(), file(), crowd(50)
    lead = actor_of(testing.account("총괄", roles=["lead"]).id)
    with testing.at(DAY):
        let_support(one, *people)  # so that it does not expire
    with testing.at("2019-02-10 12:00"):
        with moment(other, lead) as journey:
            journey.force("move", "agenda", "시험하려고")
        db.session.commit()
        with pytest.raises(StageClosed):
            merge(other, one, WHY, actor=operator)
        db.session.rollback()
    with testing.at("2019-03-05 12:00"):
        with pytest.raises(StageClosed):
            merge(one, other, WHY, actor=operator)
        db.session.rollback()
        joined(one, other, lead)
    roles = {
        entry.verb: entry.role for entry in db.session.scalars(db.select(Entry).where(Entry.reason == WHY))
    }
    assert roles == {"merged": "lead", "merged_in": "lead"}


def test_a_public_reason_is_needed(now: None, file: File, operator: Actor) -> None:
    one, other = file(), file()
    with pytest.raises(Missing):
        merge(one, other, "  ", actor=operator)
    db.session.rollback()
    joined(one, other, operator)
    with pytest.raises(Missing):
        unmerge(one, "", actor=operator)
    db.session.rollback()
    assert one.merged_into_id == other.id


def test_only_what_fits_is_merged(now: None, file: File, turns: None, operator: Actor) -> None:
    one, other, third, foreign = file(), file(), file(), file(process_key="turns")
    for into, error in ((one, SameProposal), (foreign, OtherProcess)):
        with pytest.raises(error):
            merge(one, into, WHY, actor=operator)
    with pytest.raises(NotMerged):
        unmerge(one, WHY, actor=operator)
    db.session.rollback()
    joined(one, other, operator)
    for proposal, into, refused in (
        (one, third, OverAlready),
        (other, one, OverThere),
        (third, one, OverThere),
    ):
        with pytest.raises(refused):
            merge(proposal, into, WHY, actor=operator)
        db.session.rollback()


def test_the_lead_neither_ends_anything_as_merged_nor_reopens_what_is(
    now: None, file: File, operator: Actor
) -> None:
    one, other = file(), file()
    with pytest.raises(OnlyByMerging), moment(one) as journey:
        journey.force("end", "merged", "시험하려고")
    db.session.rollback()
    joined(one, other, operator)
    with pytest.raises(OnlyByMerging), moment(one) as journey:
        journey.force("reopen", "support", "시험하려고")


def test_both_histories_tell_of_it_without_names(now: None, file: File, operator: Actor) -> None:
    one, other, (a,) = file("심야 버스"), file("밤 버스"), crowd(1)
    let_support(one, a)
    joined(one, other, operator)
    parted(one, operator)
    told = [(entry.verb, entry.data) for entry in timeline(one.id)][1:]
    assert told[:2] == [("merged", {"into": other.id}), ("unmerged", {"into": other.id})]
    assert [(entry.verb, entry.data, entry.role) for entry in timeline(other.id)][1:] == [
        ("merged_in", {"proposal": one.id, "more": 1}, "operator"),
        ("unmerged", {"proposal": one.id, "less": 1}, "operator"),
    ]


def test_both_proposers_are_told(now: None, app: Flask, operator: Actor) -> None:
    people = [testing.account(name) for name in ("달이", "별이")]
    one, other = (
        testing.proposal(person, title)
        for person, title in zip(people, ("심야 버스", "밤 버스"), strict=True)
    )
    joined(one, other, operator)
    letters = {letter.to: letter.body for letter in testing.letters()}
    assert "밤 버스" in letters[people[0].email] and WHY in letters[people[0].email]
    assert "심야 버스" in letters[people[1].email] and WHY in letters[people[1].email]


def test_a_hidden_title_is_in_no_letter(now: None, app: Flask, operator: Actor) -> None:
    people = [testing.account(name) for name in ("달이", "별이")]
    one, other = (
        testing.proposal(person, title)
        for person, title in zip(people, ("심야 버스", "밤 버스"), strict=True)
    )
    other.hidden_at, other.hidden_reason = one.filed_at, "이름이 있습니다"
    db.session.commit()
    joined(one, other, operator)
    (letter,) = testing.letters()
    assert letter.to == people[0].email and "밤 버스" not in letter.body + letter.subject


def test_what_changed_of_the_rules_meanwhile_holds_when_it_goes_on_alone(
    file: File, turns: None, operator: Actor
) -> None:
    with testing.at(DAY):
        one, other = file(process_key="turns"), file(process_key="turns")
        joined(one, other, operator)
    with testing.at("2019-02-03 12:00"):
        apply_version(TURNS.replace("format = 1", 'format = 1\napplies_to = "all"'), "turns.toml")
        db.session.commit()
    with testing.at("2019-02-04 12:00"):
        parted(one, operator)
        standing(one)
        assert (one.version.number, one.ended) == (2, None)


def test_a_tree_that_has_grown_while_waiting_is_locked_whole(
    now: None, file: File, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = file(), file()
    joined(one, other, operator)
    seen = iter([[other.id], [one.id, other.id], [one.id, other.id], [one.id, other.id]])
    monkeypatch.setattr("demosx.journey.merged.tree_of", lambda _proposal: next(seen))
    assert lock_tree(other) == [one.id, other.id]


def test_there_is_a_role_for_it() -> None:
    assert {role for role, words in PERMISSIONS.items() if services.MERGE in words} == {
        "operator",
        "official",
        "lead",
    }
