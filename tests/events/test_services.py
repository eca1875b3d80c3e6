"""Events are made, published, changed and cancelled, and tell what came of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile, InvalidInput, NotFound
from demosx.core.mail import Letter
from demosx.core.permissions import Actor
from demosx.events import queries, services
from demosx.events.errors import CancelledAlready, NothingToPublish
from demosx.events.models import Event, EventProposal
from demosx.events.registering import register
from demosx.events.services import Said
from demosx.proposals import services as proposals
from tests.events.conftest import AFTER, BEFORE, STARTS

Plan = Callable[..., Event]


def said(event: Event, **more: object) -> Said:
    """What the form of an event says."""
    names = ("kind", "title", "starts_at", "ends_at", "place", "registration", "capacity", "goal")
    return Said(**{**{name: getattr(event, name) for name in names}, **more})  # type: ignore[arg-type]


def test_a_draft_is_nobodys_business(planned: Plan) -> None:
    draft, shown = planned(published=False), planned(title="공개")
    with testing.at(BEFORE):
        assert queries.coming().items == [shown]
        with pytest.raises(NotFound):
            queries.public(draft.id)
    with testing.at(AFTER):
        assert queries.coming().items == [] and queries.past().items == [shown]


def test_whoever_registered_is_told_of_another_time_and_of_cancelling(
    planned: Plan, operating: Actor
) -> None:
    event = planned()
    with testing.at(BEFORE):
        register(event, Actor(), name="손님", contact="guest@example.org")
        services.change(event, said(event, title="새 이름"), event.revision, operating)
        services.change(event, said(event, place="시청 3층"), event.revision, operating)
        services.cancel(event, "장소가 물에 잠겼습니다", operating)
        with pytest.raises(CancelledAlready):
            services.cancel(event, "또", operating)
        with pytest.raises(CancelledAlready):
            services.publish(event, operating)
    letters = [letter.subject.partition(":")[0] for letter in db.session.query(Letter).order_by(Letter.id)]
    assert letters == ["신청되었습니다", "때나 장소가 바뀌었습니다", "취소"]
    assert "장소가 물에 잠겼습니다" in db.session.query(Letter).order_by(Letter.id.desc()).first().body


def test_the_second_of_two_is_told(planned: Plan, operating: Actor) -> None:
    event = planned()
    before = event.revision
    with testing.at(BEFORE):
        services.write_notes(event, "첫 메모", 3, before, operating)
        for act in (
            lambda: services.write_notes(event, "둘째", 4, before, operating),
            lambda: services.write_result(event, "결과", True, before, operating),
            lambda: services.change(event, said(event), before, operating),
        ):
            with pytest.raises(ChangedMeanwhile):
                act()
    assert event.notes == "첫 메모"


def test_a_result_is_published_and_taken_back(planned: Plan, operating: Actor) -> None:
    event = planned()
    with testing.at(AFTER):
        with pytest.raises(NothingToPublish):
            services.write_result(event, " ", True, event.revision, operating)
        services.write_result(event, "마흔 명이 열두 가지를 제안했습니다.", True, event.revision, operating)
        first = event.result_at
        services.write_result(event, "고친 글", True, event.revision, operating)
        assert event.result_at == first
        services.write_result(event, "고친 글", False, event.revision, operating)
        assert event.result_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "}, {"title": "가" * 201}, {"kind": "party"}, {"groups": ("nobody",)}, {"district": "nowhere"},
        {"ends_at": STARTS}, {"goal": -1}, {"capacity": 1_000_001}, {"text": "가" * 20_001},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(app: Flask, operating: Actor, wrong: dict[str, object]) -> None:
    right = {"kind": "field", "title": "장터", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2)}
    with testing.at(BEFORE), pytest.raises(InvalidInput):
        services.create(Said(**{**right, **wrong}), operating)  # type: ignore[arg-type]


def test_a_proposal_belongs_to_it_once_and_only_public_ones_are_listed(
    planned: Plan, operating: Actor
) -> None:
    event = planned()
    with testing.at(BEFORE):
        one, other = (
            testing.proposal(testing.account("나리"), "하나"),
            testing.proposal(testing.account("별이"), "둘"),
        )
        for _time in (1, 2):
            services.attach(event, one.number, operating)
        services.attach(event, f" {other.number} ", operating)
        proposals.hide(other, "개인정보", operating)
        with pytest.raises(NotFound):
            services.attach(event, "2019-999999", operating)
    assert [found.title for found, _there in queries.proposals_of(event.id)] == ["하나"]
    assert len(queries.proposals_of(event.id, everything=True)) == 2
    assert db.session.get(EventProposal, (event.id, one.id)) is not None
    services.detach(event, one.id, operating)
    assert db.session.get(EventProposal, (event.id, one.id)) is None
