"""Proposers go on together only if both agree and both stages let them; nothing is parted after a decision."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from demosx import testing
from demosx.core import jobs
from demosx.core.db import db
from demosx.core.errors import NotAllowed
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.journey.rules import apply_version
from demosx.journey.travel import StageClosed, moment
from demosx.ledger.queries import timeline
from demosx.ledger.services import record
from demosx.merging import offers
from demosx.merging.counting import recount
from demosx.merging.errors import (
    DecidedThere,
    NobodyToAsk,
    OfferedAlready,
    OfferOver,
    OutOfSight,
    TooManyOffers,
)
from demosx.merging.holdings import OFFERS
from demosx.merging.services import merge, unmerge
from demosx.notifications.models import Notice
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.privacy.leaving import leave
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide, propose
from demosx.proposals.writing_models import MergeOffer
from tests.merging.acts import let_support
from tests.merging.conftest import crowd
from tests.visiting import Person

RULES = """
format = 1
key = "together"
name = { ko = "함께", en = "Together" }
opened_by = ["member"]
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
allows = ["support", "opine", "merge_by_proposers"]
[[stages.a.rules]]
by = ["operator"]
move = "b"
[[stages.a.rules]]
by = ["proposer"]
end = "withdrawn"
[stages.b]
kind = "support"
name = { ko = "나", en = "B" }
allows = ["support", "opine"]
[[stages.b.rules]]
by = ["operator"]
move = "a"
"""
TEXT = "막차가 끊긴 뒤에 집에 갈 방법이 없습니다. 심야버스 노선을 새로 만들고 배차 간격을 줄여 주세요."
WHY = "같은 뜻이니 힘을 모으면 좋겠습니다."


@pytest.fixture
def file(app: Flask) -> Iterator[Callable[[Actor, str], Proposal]]:
    """File by rules that let proposers merge."""
    with testing.at("2019-01-02 12:00"):
        apply_version(RULES, "together.toml")
        db.session.commit()

    def made(actor: Actor, title: str) -> Proposal:
        proposal = propose(title, TEXT, actor=actor, process_key="together")
        db.session.commit()
        return proposal

    with testing.at("2019-02-02 12:00"):
        yield made


def told(account: Actor) -> list[str]:
    rows = db.session.scalars(db.select(Notice).where(Notice.account_id == account.id).order_by(Notice.id))
    return [row.what for row in rows]


def test_both_agree_and_people_count_once(file: Callable[[Actor, str], Proposal]) -> None:
    one, other, *people = crowd(6)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    let_support(mine, *people[:3])
    let_support(theirs, *people[2:])
    made = offers.offer(mine, theirs, WHY, actor=one)
    db.session.commit()
    assert told(other) == ["merge_offered"]
    for person in (one, people[0]):
        with pytest.raises(NotAllowed):
            offers.agree(made, actor=person)
        db.session.rollback()
    offers.agree(made, actor=other)
    db.session.commit()
    assert (mine.ended, mine.merged_into_id, theirs.supports) == ("merged", theirs.id, 4)
    assert sum(recount(theirs.id).supports.values()) == 4
    entry = next(entry for entry in timeline(mine.id) if entry.verb == "merged")
    assert (entry.role, entry.reason, entry.actor_id) == ("proposer", WHY, other.id)
    assert "merge_answered" in told(one)
    with pytest.raises(OfferOver):
        offers.decline(made, actor=other)


def test_who_may_offer_what(file: Callable[[Actor, str], Proposal], operator: Actor) -> None:
    one, other, third = crowd(3)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    own = file(one, "심야버스 배차를 늘려 주세요")
    for proposal, into, actor, error in (
        (mine, theirs, other, NotAllowed), (mine, theirs, third, NotAllowed), (mine, own, one, NobodyToAsk),
    ):  # fmt: skip
        with pytest.raises(error):
            offers.offer(proposal, into, WHY, actor=actor)
        db.session.rollback()
    made = offers.offer(mine, theirs, WHY, actor=one)
    db.session.commit()
    with pytest.raises(OfferedAlready):
        offers.offer(mine, theirs, WHY, actor=one)
    db.session.rollback()
    with moment(theirs, operator) as journey:
        journey.press(next(iter(journey.process.stages["a"].rules)).key, {})
    db.session.commit()
    with pytest.raises(StageClosed):
        offers.agree(made, actor=other)
    db.session.rollback()
    with pytest.raises(StageClosed):
        offers.offer(own, theirs, WHY, actor=one)


@pytest.mark.parametrize("hidden", [0, 1])
def test_what_is_hidden_is_not_offered_and_not_agreed_upon(
    file: Callable[[Actor, str], Proposal], operator: Actor, hidden: int
) -> None:
    one, other = crowd(2)
    both = mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    made = offers.offer(mine, theirs, WHY, actor=one)
    db.session.commit()
    hide(both[hidden], "이름", actor=operator)
    db.session.commit()
    with pytest.raises(OutOfSight):
        offers.agree(made, actor=other)
    db.session.rollback()
    assert mine.merged_into_id is None and made.state == "lapsed"
    with pytest.raises(OfferOver):
        offers.take_back(made, actor=one)
    db.session.rollback()
    with pytest.raises((OutOfSight, NotAllowed)):
        offers.offer(mine, theirs, WHY, actor=one)


@pytest.mark.parametrize("which", [0, 1], ids=["the one that is offered", "the one that is asked"])
@pytest.mark.parametrize("how", ["hidden", "over", "merged elsewhere"])
def test_an_offer_lapses_where_nobody_can_go_on_with_it_and_both_are_told(
    app: Application,
    file: Callable[[Actor, str], Proposal],
    operator: Actor,
    how: str,
    which: int,
) -> None:
    one, other, third = crowd(3)
    lead = actor_of(testing.account("총괄", ["lead"]).id)
    both = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    made = offers.offer(*both, WHY, actor=one)
    elsewhere = offers.offer(file(third, "밤에도 버스를"), both[1 - which], WHY, actor=third)
    db.session.commit()
    if how == "hidden":
        hide(both[which], "이름", actor=operator)
    elif how == "merged elsewhere":
        merge(both[which], file(third, "밤에는 전차를"), WHY, actor=lead)
    else:
        with moment(both[which], lead) as journey:
            journey.force("end", "withdrawn", "시험")
    db.session.commit()
    db.session.refresh(made)
    assert made.state == "lapsed" and made.decided_by is None and made.decided_at is not None
    told = db.select(Notice.account_id, Notice.proposal_id).where(Notice.what == "merge_lapsed")
    assert set(db.session.execute(told).all()) == {(one.id, both[0].id), (other.id, both[1].id)}
    db.session.refresh(elsewhere)
    assert elsewhere.state == "open", "what is between two others stays"
    words = "함께하기 제안이 없던 일이 되었습니다. 두 제안 가운데 하나가 끝났거나"
    told_other = (one, other)[1 - which]
    inbox = Person(app, told_other.id).open("/me/notices")
    inbox.shows(words)
    if how == "hidden":
        inbox.hides(both[which].title + "<")
        Person(app, (one, other)[which].id).open("/me/notices").shows(words)


def test_who_has_ended_it_need_not_be_told(file: Callable[[Actor, str], Proposal]) -> None:
    one, other = crowd(2)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더")
    offers.offer(mine, theirs, WHY, actor=one)
    with moment(mine, one) as journey:
        journey.press(journey.process.stages["a"].rules[1].key, {})
    db.session.commit()
    told = db.session.scalars(db.select(Notice.account_id).where(Notice.what == "merge_lapsed")).all()
    assert told == [other.id]


def test_who_leaves_with_the_texts_leaves_no_reason_of_an_offer(
    file: Callable[[Actor, str], Proposal],
) -> None:
    one, other = crowd(2)
    made = offers.offer(file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더"), WHY, actor=one)
    db.session.commit()
    OFFERS.forget(one.id, False)
    db.session.refresh(made)
    assert (made.reason, made.offered_by) == (WHY, None)
    made.offered_by = one.id
    OFFERS.forget(one.id, True)
    db.session.refresh(made)
    assert (made.reason, made.state) == ("", "lapsed")


def test_a_proposal_that_has_gone_further_is_not_put_to_choice(
    app: Application, file: Callable[[Actor, str], Proposal], operator: Actor
) -> None:
    one, other = crowd(2)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    asking = Person(app, one.id)
    address = f"/proposals/{theirs.id}/go-on-together"
    assert f"mine={mine.id}" in asking.open(address).html
    with moment(mine, operator) as journey:
        journey.press(next(iter(journey.process.stages["a"].rules)).key, {})
    db.session.commit()
    assert f"mine={mine.id}" not in asking.open(address).html
    asking.open(f"{address}?mine={mine.id}", status=409)


def test_offers_lapse_are_taken_back_and_are_few(file: Callable[[Actor, str], Proposal]) -> None:
    one, *others = crowd(8)
    mine = file(one, "심야버스를 늘려 주세요")
    theirs = [file(person, f"심야버스를 늘려 주세요 {number}") for number, person in enumerate(others)]
    made = [offers.offer(mine, into, WHY, actor=one) for into in theirs[:5]]
    db.session.commit()
    with pytest.raises(TooManyOffers):
        offers.offer(mine, theirs[5], WHY, actor=one)
    db.session.rollback()
    offers.take_back(made[0], actor=one)
    offers.decline(made[1], actor=others[1])
    db.session.commit()
    with testing.at("2019-03-05 12:00"):
        with pytest.raises(OfferOver):
            offers.agree(made[2], actor=others[2])
        db.session.rollback()
        assert offers.lapse_due() == 3
    told = db.session.scalars(db.select(Notice.account_id).where(Notice.what == "merge_lapsed")).all()
    assert told == [one.id] * 3, "who has made them; whoever has not answered knows"
    states = db.session.scalars(db.select(MergeOffer.state).order_by(MergeOffer.id)).all()
    assert states == ["taken_back", "declined", "lapsed", "lapsed", "lapsed"]


def test_what_was_decided_together_is_not_parted(
    file: Callable[[Actor, str], Proposal], operator: Actor
) -> None:
    one, other = crowd(2)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    offers.agree(offers.offer(mine, theirs, WHY, actor=one), actor=other)
    db.session.commit()
    with testing.at("2019-02-03 12:00"):
        record(
            "decided",
            proposal_id=theirs.id,
            actor=operator,
            role="operator",
            data={"stage": "a", "decision": "x"},
        )
        db.session.commit()
        with pytest.raises(DecidedThere):
            unmerge(mine, "다릅니다.", actor=operator)
        db.session.rollback()
    assert mine.merged_into_id == theirs.id


def test_offering_and_answering_on_the_pages(
    file: Callable[[Actor, str], Proposal], app: Application
) -> None:
    one, other = crowd(2)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    jobs.run_due()
    db.session.commit()
    asking, answering, visitor = Person(app, one.id), Person(app, other.id), Person(app)
    page = asking.open(f"/proposals/{theirs.id}")
    address = f"/proposals/{theirs.id}/go-on-together?mine={mine.id}"
    assert address in page.html.replace("&amp;", "&")
    assert asking.open(f"/proposals/{mine.id}").html.count("go-on-together")
    visitor.open(f"/proposals/{theirs.id}").hides("go-on-together")
    empty = asking.send(asking.open(address).form(to="/go-on-together"), status=422)
    assert theirs.title in empty.text
    done = asking.send(empty.form(to="/go-on-together"), reason=WHY)
    assert done.offers("/take-back")
    answering.open(f"/proposals/{theirs.id}").shows(mine.title)
    answering.open("/me/notices").shows(mine.title)
    look = answering.open(f"/proposals/{theirs.id}/go-on-together")
    look.shows(WHY)
    asking.open(f"/proposals/{theirs.id}/go-on-together").hides(WHY)
    together = answering.send(look.form(to="/agree"))
    together.shows(mine.title)
    db.session.expire_all()
    assert mine.merged_into_id == theirs.id
    answering.send(look.form(to="/agree"), status=409)


def test_leaving_the_site_ends_offers(file: Callable[[Actor, str], Proposal]) -> None:
    from demosx.merging.holdings import OFFERS

    one, other = crowd(2)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    made = offers.offer(mine, theirs, WHY, actor=one)
    db.session.commit()
    assert [row["state"] for row in OFFERS.export(one.id or 0)] == ["open"]
    OFFERS.forget(one.id or 0, True)
    db.session.commit()
    db.session.refresh(made)
    assert (made.state, made.offered_by) == ("lapsed", None)
    assert actor_of(other.id or 0).id is not None
    assert timedelta(days=30) == offers.HOLDS


def test_who_has_left_need_not_answer_and_whoever_waits_is_told(
    file: Callable[[Actor, str], Proposal],
) -> None:
    one, other, third = crowd(3)
    mine, theirs = file(one, "심야버스를 늘려 주세요"), file(other, "심야버스를 더 늘려 주세요")
    later = file(third, "심야버스를 더 자주")
    made = offers.offer(mine, theirs, WHY, actor=one)
    elsewhere = offers.offer(mine, later, WHY, actor=one)
    db.session.commit()
    leave(db.session.get_one(Account, other.id), remove_texts=False)
    db.session.commit()
    db.session.expire_all()
    assert (made.state, elsewhere.state) == ("lapsed", "open")
    told = db.session.scalars(db.select(Notice).where(Notice.what == "merge_lapsed")).all()
    assert [(notice.account_id, notice.proposal_id) for notice in told] == [(one.id, mine.id)]
    with pytest.raises(NobodyToAsk):
        offers.offer(mine, theirs, WHY, actor=one)
