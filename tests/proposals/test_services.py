"""Filing, changing and hiding proposals."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from demosx.core.db import db
from demosx.core.errors import InvalidInput, NotAllowed, NotFound
from demosx.core.permissions import Actor
from demosx.journey.travel import StageClosed, moment
from demosx.ledger.models import Entry
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import errors, queries, services
from demosx.proposals.models import Proposal
from demosx.proposals.queries import listed
from demosx.testing import department
from tests.counting import at_once

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]


def file(
    actor: Actor, title: str = "막차를 늦춰 주세요", text: str = "너무 이릅니다.", **more: object
) -> Proposal:
    return services.propose(title, text, actor=actor, **more)  # type: ignore[arg-type]


@pytest.fixture
def person(app: Flask, make_account: Make) -> Actor:
    return actor_of(make_account("별이").id)


@pytest.fixture
def operator(app: Flask, make_account: Make) -> Actor:
    return actor_of(make_account("운영", roles=["operator"]).id)


def verbs(proposal: Proposal) -> list[str]:
    return [entry.verb for entry in timeline(proposal.id, public_only=False)]


def test_filing_gives_a_number_a_stage_and_an_entry(person: Actor, at: At) -> None:
    with at("2019-02-01 12:00"):
        proposal = file(person, area="transport", district="narae", place="  중앙  시장 ")
    assert proposal.number == "2019-000001"
    assert (proposal.area, proposal.district, proposal.place) == ("transport", "narae", "중앙 시장")
    assert (proposal.origin, proposal.population, proposal.listed) == ("citizen", 412_000, True)
    assert verbs(proposal) == ["filed"]


def test_numbers_begin_anew_with_the_year_in_the_sites_zone(person: Actor, at: At) -> None:
    with at("2018-12-31 23:59"):
        assert file(person).number == "2018-000001"
    with at("2019-01-01 00:00"):
        assert file(person).number == "2019-000001"
    assert services.take_numbers(2019, 3) == range(2, 5)
    assert services.take_numbers(2019)[0] == 5


def test_thirty_two_at_once_get_numbers_of_their_own(app: Flask, make_account: Make, at: At) -> None:
    actors = [actor_of(make_account(f"사람{n}").id) for n in range(32)]

    def act(actor: Actor) -> Callable[[], str]:
        return lambda: file(actor).number

    numbers = at_once(app, [act(actor) for actor in actors])
    assert len(set(numbers)) == 32


@pytest.mark.parametrize(
    ("title", "text", "error"),
    [
        ("", "글", errors.TitleWrong),
        ("   \u200b", "글", errors.TitleWrong),
        ("가" * 101, "글", errors.TitleWrong),
        ("제목", " \n ", errors.TextWrong),
        ("제목", "가" * 20_001, errors.TextWrong),
    ],
)
def test_a_proposal_has_a_title_and_a_text_within_limits(
    person: Actor, title: str, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        file(person, title, text)


def test_areas_and_districts_are_those_of_the_site(person: Actor) -> None:
    with pytest.raises(InvalidInput):
        file(person, area="cooking")
    with pytest.raises(InvalidInput):
        file(person, district="mars")


def test_only_whom_the_file_names_may_file(app: Flask, make_account: Make, person: Actor) -> None:
    with pytest.raises(errors.NotOpenedByYou):
        file(Actor())
    with pytest.raises(errors.NotOpenedByYou):
        file(person, process_key="agency")


def test_an_officers_draft_is_the_departments_and_not_public(
    app: Flask, make_account: Make, person: Actor
) -> None:
    officer = actor_of(make_account("주무관", roles=["officer"], at_department="transport").id)
    proposal = file(officer, process_key="agency")
    assert (proposal.origin, proposal.department_id) == ("agency", department().id)
    assert proposal.audience == "staff"
    assert not proposal.listed
    assert queries.visible(proposal.id, officer) is proposal
    for other in (Actor(), person):
        with pytest.raises(NotFound):
            queries.visible(proposal.id, other)
    with pytest.raises(InvalidInput):
        file(officer, process_key="agency", department_id=department("parks").id)


def test_a_person_files_so_many_a_day_and_no_more(person: Actor, at: At) -> None:
    with at("2019-02-01 12:00"):
        for _ in range(10):
            file(person)
        with pytest.raises(errors.EnoughForToday):
            file(person)
    with at("2019-02-02 12:00:01"):
        file(person)


def test_who_files_many_at_once_files_no_more_than_one_after_the_other(app: Flask, person: Actor) -> None:
    db.session.commit()

    def filing() -> bool:
        try:
            file(person)
        except errors.EnoughForToday:
            return False
        return True

    assert at_once(app, [filing] * 16).count(True) == 10
    assert db.session.query(Proposal).count() == 10


def test_the_proposer_changes_the_text_while_the_stage_allows_it(person: Actor, at: At) -> None:
    with at("2019-02-01 12:00"):
        proposal = file(person)
        services.edit(proposal, "새 제목", "새 글", actor=person, revision=1, area="welfare")
    assert (proposal.title, proposal.text, proposal.area, proposal.revision) == (
        "새 제목",
        "새 글",
        "welfare",
        2,
    )
    assert verbs(proposal) == ["filed", "edited"]
    db.session.commit()
    with at("2019-03-04 00:00:01"), pytest.raises(StageClosed):
        services.edit(proposal, "늦은 제목", "글", actor=person, revision=2)


def test_nobody_else_changes_it(person: Actor, operator: Actor) -> None:
    proposal = file(person)
    for other in (operator, Actor()):
        with pytest.raises(NotAllowed):
            services.edit(proposal, "남의 제목", "글", actor=other, revision=1)


def test_a_stale_text_overwrites_nothing(person: Actor) -> None:
    proposal = file(person)
    services.edit(proposal, "첫 수정", "글", actor=person, revision=1)
    with pytest.raises(errors.EditedMeanwhile):
        services.edit(proposal, "둘째 수정", "글", actor=person, revision=1)
    assert proposal.title == "첫 수정"


def test_hidden_is_gone_for_everyone_but_staff_and_the_proposer(
    person: Actor, operator: Actor, make_account: Make
) -> None:
    proposal = file(person)
    other = actor_of(make_account("달이").id)
    services.hide(proposal, "개인정보가 있습니다", operator)
    db.session.commit()
    assert listed().items == []
    for reader in (Actor(), other):
        with pytest.raises(NotFound):
            queries.visible(proposal.id, reader)
    for reader in (person, operator):
        assert queries.visible(proposal.id, reader) is proposal
    with pytest.raises(errors.HiddenAlready):
        services.hide(proposal, "또", operator)
    services.show(proposal, operator)
    db.session.commit()
    assert [found.id for found in listed().items] == [proposal.id]
    entries = db.session.scalars(
        db.select(Entry).where(Entry.proposal_id == proposal.id).order_by(Entry.id)
    ).all()
    assert [(entry.verb, entry.role, entry.reason) for entry in entries[1:]] == [
        ("proposal_hidden", "operator", "개인정보가 있습니다"),
        ("proposal_shown", "operator", ""),
    ]
    with pytest.raises(errors.HiddenAlready):
        services.show(proposal, operator)


def test_hiding_needs_a_reason(person: Actor, operator: Actor) -> None:
    proposal = file(person)
    with pytest.raises(InvalidInput):
        services.hide(proposal, "  ", operator)
    assert proposal.hidden_at is None


def test_the_database_holds_the_sum_of_supports(person: Actor) -> None:
    proposal = file(person)
    proposal.supports = 3
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("number", [0, -1, 999, 2**63, 2**200])
def test_a_number_that_is_nobodys_is_not_found(app: Flask, number: int) -> None:
    with pytest.raises(NotFound):
        queries.visible(number, Actor())


def test_a_withdrawn_proposal_cannot_be_changed(person: Actor) -> None:
    proposal = file(person)
    with moment(proposal, person) as journey:
        journey.press("/end:withdrawn", {})
    assert proposal.ended == "withdrawn"
    with pytest.raises(StageClosed):
        services.edit(proposal, "제목", "글", actor=person, revision=1)
