"""Pairs that look alike: found after filing and by the tick, shown beside each other, decided once, never leaking."""

from collections.abc import Callable

import pytest
from flask import Flask

from demosx.core import jobs
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.merging.candidate_views import highlighted
from demosx.merging.candidates import compare_waiting, keep_apart
from demosx.merging.errors import DecidedAlready
from demosx.merging.services import unmerge
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from demosx.proposals.writing_models import MergeCandidate
from tests.counting import queries
from tests.merging.acts import joined
from tests.visiting import Person

File = Callable[..., Proposal]
TEXT = "막차가 끊긴 뒤에 집에 갈 방법이 없습니다. 심야버스 노선을 새로 만들고 배차 간격을 줄여 주세요."


@pytest.fixture
def two(now: None, file: File) -> tuple[Proposal, Proposal]:
    """Two proposals that are alike, compared."""
    one = file("심야버스를 늘려 주세요", text=TEXT)
    other = file("심야버스 노선을 더 늘려 주세요", text=TEXT)
    file("별빛공원에 의자를 놓아 주세요", text="어르신이 쉴 곳이 없습니다.")
    db.session.commit()
    jobs.run_due()
    return other, one


def pairs() -> list[tuple[int, int, str | None]]:
    db.session.commit()
    rows = db.session.scalars(db.select(MergeCandidate).order_by(MergeCandidate.proposal_id))
    return [(row.proposal_id, row.other_id, row.decision) for row in rows]


def test_filing_compares_once(two: tuple[Proposal, Proposal]) -> None:
    newer, older = two
    assert pairs() == [(newer.id, older.id, None)]
    assert compare_waiting() == 0


def test_the_tick_finds_what_was_not_compared_and_keeps_what_was_decided(
    two: tuple[Proposal, Proposal], operator: Actor
) -> None:
    newer, older = two
    db.session.execute(db.update(Proposal).values(compared_at=None))
    db.session.commit()
    assert compare_waiting() == 3
    assert pairs() == [(newer.id, older.id, None)]
    keep_apart(older.id, newer.id, actor=operator)
    db.session.execute(db.update(Proposal).values(compared_at=None))
    db.session.commit()
    compare_waiting()
    assert pairs() == [(newer.id, older.id, "different")]
    with pytest.raises(DecidedAlready):
        keep_apart(newer.id, older.id, actor=operator)


def test_merging_decides_and_what_was_parted_is_not_asked_about_again(
    two: tuple[Proposal, Proposal], operator: Actor
) -> None:
    newer, older = two
    joined(older, newer, operator)
    assert pairs() == [(newer.id, older.id, "merged")]
    unmerge(older, "다릅니다.", actor=operator)
    assert pairs() == [(newer.id, older.id, "different")]


def test_the_desk_shows_a_pair_and_hears_that_it_is_none(
    two: tuple[Proposal, Proposal], desk: Person
) -> None:
    newer, older = two
    page = desk.open("/desk/merge-candidates")
    assert "<mark>심야버스</mark>" in page.html
    assert f"/desk/proposals/{newer.id}/merge?into={older.id}" in page.html
    form = page.form(to="/different")
    done = desk.send(form)
    assert older.title in done.flashes
    done.hides("<mark>")
    desk.send(form, status=409)
    sent = form.filled()
    desk.post(f"/desk/merge-candidates/{newer.id}/{newer.id}/different", sent, status=404)
    desk.post(f"/desk/merge-candidates/{newer.id}/{2**70}/different", sent, status=404)


def test_what_is_hidden_or_over_is_no_candidate_and_no_similar_proposal(
    two: tuple[Proposal, Proposal], desk: Person, visitor: Person, operator: Actor
) -> None:
    newer, older = two
    visitor.open(f"/proposals/{newer.id}").shows(older.title)
    visitor.open(f"/proposals/{older.id}").shows(newer.title)
    hide(older, "시험", operator)
    db.session.commit()
    visitor.open(f"/proposals/{newer.id}").hides(older.title)
    desk.open("/desk/merge-candidates").hides("<mark>")


def test_a_page_leads_to_where_a_similar_one_goes_on(
    two: tuple[Proposal, Proposal], file: File, visitor: Person, operator: Actor
) -> None:
    newer, older = two
    third = file("버스 요금을 내려 주세요", text="요금이 너무 비쌉니다. 청소년 요금만이라도 내려 주세요.")
    joined(older, third, operator)
    page = visitor.open(f"/proposals/{newer.id}")
    page.shows(third.title)
    page.hides(older.title)


def test_the_list_takes_as_many_queries_however_many_pairs(
    two: tuple[Proposal, Proposal], file: File, desk: Person
) -> None:
    def asked() -> int:
        with queries() as sent:
            desk.open("/desk/merge-candidates")
        return len(sent)

    asked()
    few = asked()
    for number in range(6):
        file(f"심야버스를 늘려 주세요 {number}", text=TEXT)
    db.session.commit()
    jobs.run_due()
    assert len(pairs()) > 6
    assert asked() == few


def test_marking_what_is_shared_escapes_everything(app: Flask) -> None:
    assert (
        highlighted("<b>심야버스를</b> &", {"심야버스"}) == "&lt;b&gt;<mark>심야버스</mark>를&lt;/b&gt; &amp;"
    )
    assert highlighted("İstanbul'da", {"stanbul"}) == "İstanbul&#39;da"
