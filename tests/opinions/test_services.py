"""Saying, answering, changing, deleting and agreeing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotAllowed, NotFound
from demosx.core.permissions import Actor
from demosx.journey.travel import StageClosed
from demosx.opinions import errors, services
from demosx.opinions.models import Opinion, OpinionAgree
from demosx.opinions.queries import Sort, best_of_each_side, opinions
from demosx.opinions.services import agree, delete, edit, say, unagree
from demosx.proposals.models import Proposal
from tests.counting import at_once

At = Callable[[str], AbstractContextManager[None]]

pytestmark = pytest.mark.usefixtures("day")


def texts(proposal: Proposal, thread: int = 0, **more: object) -> list[str]:
    return [said.opinion.text for said in opinions(proposal.id, thread, **more).items]  # type: ignore[arg-type]


def test_an_opinion_is_counted_and_read(filed: Proposal, people: list[Actor]) -> None:
    opinion = say(filed, "좋습니다", actor=people[0])
    assert (opinion.place, opinion.thread, opinion.visit_number, opinion.visible) == ("proposal", 0, 1, True)
    assert (filed.opinions, filed.participants) == (1, 1)
    say(filed, "또 한마디", actor=people[0])
    assert (filed.opinions, filed.participants) == (2, 1)
    assert texts(filed) == ["또 한마디", "좋습니다"]


def test_the_same_words_sent_twice_are_one_opinion(filed: Proposal, people: list[Actor], at: At) -> None:
    first = say(filed, "좋습니다", actor=people[0])
    assert say(filed, " 좋습니다 ", actor=people[0]) is first
    reply = say(filed, "좋습니다", actor=people[0], parent_id=first.id)
    assert say(filed, "좋습니다", actor=people[0], parent_id=first.id) is reply
    assert say(filed, "좋습니다", actor=people[1]) is not first, "somebody else says the same"
    assert filed.opinions == 3
    delete(first, actor=people[0])
    assert say(filed, "좋습니다", actor=people[0]) is not first, "what was deleted is not there"
    with at("2019-02-02 12:30"):
        say(filed, "좋습니다", actor=people[0])
    assert filed.opinions == 4


def test_a_reply_answers_an_opinion_and_no_reply(filed: Proposal, people: list[Actor]) -> None:
    first = say(filed, "물음", actor=people[0])
    reply = say(filed, "대답", actor=people[1], parent_id=first.id)
    with pytest.raises(NotFound):
        say(filed, "대답의 대답", actor=people[2], parent_id=reply.id)
    with pytest.raises(NotFound):
        say(filed, "없는 의견에", actor=people[2], parent_id=999)
    (head,) = opinions(filed.id, 0).items
    assert [said.opinion.text for said in head.replies] == ["대답"]
    assert (filed.opinions, first.replies) == (2, 1)


def test_the_database_refuses_a_reply_to_a_reply(filed: Proposal, people: list[Actor]) -> None:
    first = say(filed, "물음", actor=people[0])
    reply = say(filed, "대답", actor=people[1], parent_id=first.id)
    for level, parent_level in ((1, 0), (1, 1), (0, 0)):
        deep = Opinion(
            proposal_id=filed.id, visit_number=1, place="proposal", account_id=people[2].id, text="깊은 답",
            created_at=first.created_at, parent_id=reply.id, level=level, parent_level=parent_level,
        )  # fmt: skip
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(deep)
            db.session.flush()


def test_a_reply_stays_with_its_proposal(
    filed: Proposal,
    people: list[Actor],
    make_proposal: Callable[..., Proposal],
    make_account: Callable[..., object],
) -> None:
    other = make_proposal(make_account("달이"))
    first = say(filed, "물음", actor=people[0])
    with pytest.raises(NotFound):
        say(other, "딴 곳에서", actor=people[1], parent_id=first.id)


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "가" * 3001])
def test_an_opinion_has_a_text_within_limits(filed: Proposal, people: list[Actor], text: str) -> None:
    with pytest.raises(errors.OpinionEmpty):
        say(filed, text, actor=people[0])


def test_nobody_says_more_than_so_much_an_hour(filed: Proposal, people: list[Actor], at: At) -> None:
    for number in range(60):
        say(filed, f"말 {number}", actor=people[0])
    with pytest.raises(errors.EnoughForNow):
        say(filed, "하나 더", actor=people[0])
    with at("2019-02-02 13:00:01"):
        say(filed, "한 시간 뒤", actor=people[0])


def test_who_says_many_things_at_once_says_no_more(app: Flask, filed: Proposal, people: list[Actor]) -> None:
    number = filed.id
    for count in range(58):
        say(filed, f"말 {count}", actor=people[0])
    db.session.commit()

    def saying(word: str) -> bool:
        with testing.at("2019-02-02 12:00"):
            try:
                say(db.session.get_one(Proposal, number), word, actor=people[0])
            except errors.EnoughForNow:
                return False
        return True

    assert at_once(app, [partial(saying, f"한꺼번에 {count}") for count in range(8)]).count(True) == 2


def test_after_the_last_day_nothing_changes(filed: Proposal, people: list[Actor], at: At) -> None:
    opinion = say(filed, "제때", actor=people[0])
    db.session.commit()
    with at("2019-03-04 00:00:00"):
        for act in (
            partial(say, filed, "늦게", actor=people[1]),
            partial(edit, opinion, "고침", actor=people[0]),
            partial(delete, opinion, actor=people[0]),
            partial(agree, opinion, actor=people[1]),
        ):
            with pytest.raises(StageClosed):
                act()
            db.session.rollback()
    assert texts(filed) == ["제때"]


def test_only_the_author_changes_and_deletes(filed: Proposal, people: list[Actor], operator: Actor) -> None:
    opinion = say(filed, "내 말", actor=people[0])
    for other in (people[1], operator):
        with pytest.raises(errors.NotYours):
            edit(opinion, "남의 말", actor=other)
        with pytest.raises(errors.NotYours):
            delete(opinion, actor=other)
    edit(opinion, "고친 말", actor=people[0])
    assert (opinion.text, opinion.edited_at is not None) == ("고친 말", True)


def test_a_deleted_opinion_leaves_nothing_but_its_replies(filed: Proposal, people: list[Actor]) -> None:
    first = say(filed, "비밀을 적었다", actor=people[0])
    say(filed, "대답", actor=people[1], parent_id=first.id)
    lonely = say(filed, "혼잣말", actor=people[0])
    delete(first, actor=people[0])
    delete(lonely, actor=people[0])
    assert (first.text, lonely.text, filed.opinions, filed.participants) == ("", "", 1, 1)
    (head,) = opinions(filed.id, 0).items
    assert (head.opinion.id, head.opinion.visible, len(head.replies)) == (first.id, False, 1)
    with pytest.raises(NotFound):
        delete(first, actor=people[0])
    delete(head.replies[0].opinion, actor=people[1])
    assert opinions(filed.id, 0).items == []


def test_agreeing_counts_a_person_once(filed: Proposal, people: list[Actor]) -> None:
    opinion = say(filed, "좋습니다", actor=people[0])
    agree(opinion, actor=people[1])
    agree(opinion, actor=people[1])
    agree(opinion, actor=people[2])
    assert opinion.agrees == 2
    unagree(opinion, actor=people[1])
    unagree(opinion, actor=people[1])
    assert opinion.agrees == db.session.query(OpinionAgree).count() == 1
    with pytest.raises(errors.OwnOpinion):
        agree(opinion, actor=people[0])
    (head,) = opinions(filed.id, 0, reader_id=people[2].id).items
    assert head.agreed
    (head,) = opinions(filed.id, 0, reader_id=people[1].id).items
    assert not head.agreed


def agree_now(number: int, actor: Actor) -> None:
    with testing.at("2019-02-02 12:00"):
        agree(db.session.get_one(Opinion, number), actor=actor)


def test_agreeing_sixteen_times_at_once_is_once(app: Flask, filed: Proposal, people: list[Actor]) -> None:
    number = say(filed, "좋습니다", actor=people[0]).id
    db.session.commit()
    at_once(app, [partial(agree_now, number, people[1])] * 16)
    db.session.rollback()
    assert db.session.get_one(Opinion, number).agrees == db.session.query(OpinionAgree).count() == 1


def say_now(number: int, actor: Actor, text: str) -> None:
    with testing.at("2019-02-02 12:00"):
        say(db.session.get_one(Proposal, number), text, actor=actor)


def test_two_first_opinions_at_once_are_one_participant(
    app: Flask, filed: Proposal, people: list[Actor]
) -> None:
    number = filed.id
    at_once(app, [partial(say_now, number, people[0], f"말 {n}") for n in range(8)])
    db.session.rollback()
    proposal = db.session.get_one(Proposal, number)
    assert (proposal.opinions, proposal.participants) == (8, 1)


def test_a_button_pressed_eight_times_at_once_says_it_once(
    app: Flask, filed: Proposal, people: list[Actor]
) -> None:
    number = filed.id
    at_once(app, [partial(say_now, number, people[0], "한마디")] * 8)
    db.session.rollback()
    assert texts(db.session.get_one(Proposal, number)) == ["한마디"]


def test_a_stance_is_shown_only_in_a_deliberation_and_only_if_chosen(
    debated: Proposal, people: list[Actor]
) -> None:
    silent = say(debated, "고민 중", actor=people[0])
    for_it = say(debated, "찬성합니다", actor=people[1], stance="yes")
    assert (silent.stance, for_it.stance, for_it.place) == (None, "yes", "deliberation")
    with pytest.raises(errors.StanceUnknown):
        say(debated, "?", actor=people[2], stance="maybe")
    edit(for_it, "말을 바꿉니다", actor=people[1])
    assert for_it.stance is None


def test_no_stance_outside_a_deliberation(filed: Proposal, people: list[Actor]) -> None:
    with pytest.raises(errors.StanceUnknown):
        say(filed, "찬성", actor=people[0], stance="yes")


def test_a_deliberation_has_a_thread_of_its_own(
    filed: Proposal, people: list[Actor], request: pytest.FixtureRequest
) -> None:
    before = say(filed, "제안 때", actor=people[0])
    db.session.commit()
    debated: Proposal = request.getfixturevalue("debated")
    say(debated, "토론 때", actor=people[0])
    assert texts(debated) == ["제안 때"]
    assert texts(debated, debated.visit_number) == ["토론 때"]
    assert (debated.opinions, debated.participants) == (2, 1)
    for act in (
        partial(edit, before, "고침", actor=people[0]),
        partial(say, debated, "늦은 답", actor=people[1], parent_id=before.id),
        partial(agree, before, actor=people[1]),
    ):
        with pytest.raises(StageClosed):
            act()


def test_opinions_are_read_by_side_and_by_agreement(debated: Proposal, people: list[Actor], at: At) -> None:
    thread = debated.visit_number
    yes = [say(debated, f"찬성 {n}", actor=people[n], stance="yes") for n in range(2)]
    no = say(debated, "반대", actor=people[2], stance="no")
    say(debated, "글쎄요", actor=people[3])
    agree(yes[0], actor=people[4])
    assert texts(debated, thread, stance="yes", sort=Sort.AGREED) == ["찬성 0", "찬성 1"]
    assert texts(debated, thread, stance="no") == ["반대"]
    best = best_of_each_side(debated.id, thread, ["yes", "no", "other"])
    assert [said.opinion.id for said in best] == [yes[0].id, no.id]


def test_pages_of_opinions_hold_each_once_with_its_replies(filed: Proposal, people: list[Actor]) -> None:
    heads = [say(filed, f"말 {n}", actor=people[n % 6]) for n in range(12)]
    for head in heads[::2]:
        say(filed, f"답 {head.id}", actor=people[0], parent_id=head.id)
    for sort in Sort:
        found, cursor = [], None
        for _ in range(9):
            page = opinions(filed.id, 0, sort=sort, cursor=cursor, size=5)
            found += page.items
            cursor = page.next
            if cursor is None:
                break
        assert sorted(said.opinion.id for said in found) == sorted(head.id for head in heads)
        assert sum(len(said.replies) for said in found) == 6
        back = opinions(filed.id, 0, sort=sort, cursor=page.previous, size=5)
        assert [said.opinion.id for said in back.items] == [said.opinion.id for said in found[5:10]]


def test_visitors_say_nothing(filed: Proposal) -> None:
    with pytest.raises(NotAllowed):
        services.say(filed, "누구세요", actor=Actor())
