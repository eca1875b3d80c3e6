"""Leaving: what happens to what one has done, who may not leave, and that it happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from demosx import testing
from demosx.ballots.models import Vote
from demosx.core.db import db, transaction
from demosx.core.mail import Letter
from demosx.core.web import Application
from demosx.duties.models import Duty
from demosx.duties.services import assign
from demosx.ledger.models import Entry
from demosx.notifications.models import Notice
from demosx.opinions.models import FormerOpinion, Opinion, OpinionAgree, OpinionReport
from demosx.opinions.queries import opinions
from demosx.people.errors import LastAdmin
from demosx.people.models import Account, RoleGrant, SignIn
from demosx.people.names import nickname_key
from demosx.people.queries import actor_of, nicknames
from demosx.people.services import admit, create_account, suspend
from demosx.privacy.errors import LeftAlready
from demosx.privacy.leaving import foretold, leave
from demosx.proposals.models import Proposal
from demosx.proposals.search import found_by
from demosx.stages.review.agenda import assign_departments
from demosx.stages.support.models import Support
from demosx.stages.support.services import support
from tests.privacy import lives

LATER = "2019-03-05 15:00"
Make = Callable[..., Account]


def go(life: lives.Life, *, remove_texts: bool = False) -> Account:
    """Let the person leave on 5 March."""
    with testing.at(LATER):
        leave(db.session.get_one(Account, life.person), remove_texts=remove_texts)
        db.session.commit()
    return db.session.get_one(Account, life.person)


def test_what_is_left_of_an_account_is_a_number(app: Application) -> None:
    life = lives.live()
    account = go(life)
    assert account.left_at is not None and not account.active
    empty = ("email", "email_key", "password_hash", "district", "born_on", "verified_at", "confirmed_at",
             "last_seen_on", "warned_on", "suspended_at")  # fmt: skip
    assert [name for name in empty if getattr(account, name) is not None] == []
    assert nicknames([account.id]) == {account.id: "탈퇴한 회원"}
    assert account.created_at == account.left_at
    other = create_account(lives.NICKNAME, email=lives.EMAIL)
    db.session.commit()
    assert other.nickname_key == nickname_key(lives.NICKNAME), "name and address are free again"


def test_what_is_open_is_taken_back_and_what_is_over_stays_counted(app: Application) -> None:
    life = lives.live()
    before = {name: db.session.get_one(Proposal, number).supports for name, number in life.proposals.items()}
    go(life)
    after = {name: db.session.get_one(Proposal, number).supports for name, number in life.proposals.items()}
    assert {name for name in before if after[name] != before[name]} == {"open"}
    assert db.session.scalar(select(func.count(Vote.id))) == 3, "of two forums with two voters, one was open"
    given = select(OpinionAgree).where(OpinionAgree.account_id == life.person)
    assert db.session.scalars(given).all() == []
    [note] = db.session.scalars(select(OpinionReport.note)).all()
    assert note == ""
    lives.counts_are_true()


def test_texts_stay_without_a_name(app: Application) -> None:
    life = lives.live()
    go(life)
    said = {one.opinion.id: one for one in opinions(life.proposals["open"], 0).items}
    assert said[life.opinions["said"]].opinion.text == lives.SAID
    assert said[life.opinions["said"]].author == "", "which the page shows as somebody who has left"
    assert len(said[life.opinions["said"]].replies) == 1
    assert db.session.scalars(select(FormerOpinion.text)).all() == [lives.SAID_BEFORE]
    assert db.session.get_one(Proposal, life.proposals["own"]).title == lives.PROPOSED


def test_texts_go_as_far_as_they_are_the_persons_alone(app: Application) -> None:
    life = lives.live()
    counted = {n: db.session.get_one(Proposal, n).opinions for n in life.proposals.values()}
    go(life, remove_texts=True)
    kept = {name: db.session.get_one(Opinion, number) for name, number in life.opinions.items()}
    assert kept["said"].deleted_at is not None and kept["said"].text == "" and kept["said"].shown, (
        "a head of replies"
    )
    assert kept["hidden"].text == "" and kept["hidden"].hidden_at is not None
    over = kept["closed_forum"]
    assert over.visible and over.text == "(작성자가 탈퇴하면서 지운 의견입니다.)" and over.stance is None
    assert db.session.scalars(select(FormerOpinion.text)).all() == []
    assert kept["other"].text == "저는 반대로 생각해요."
    number = life.proposals["closed_forum"]
    assert db.session.get_one(Proposal, number).opinions == counted[number], "what is over stays counted"
    alone, own = (db.session.get_one(Proposal, life.proposals[name]) for name in ("alone", "own"))
    assert (alone.ended, own.ended) == ("withdrawn", "withdrawn")
    assert alone.title == alone.text == "제안자가 지운 글입니다"
    assert own.title == lives.PROPOSED, "somebody else supports it: it is theirs as well"
    words = found_by("혼자 낸 제안")
    assert words is not None and db.session.scalars(select(Proposal.id).where(words)).all() == []
    lives.counts_are_true()


def test_what_will_happen_is_said_before_with_numbers(app: Application) -> None:
    life = lives.live()
    with testing.at(LATER), app.test_request_context(headers={"Cookie": "language=ko"}):
        told = foretold(life.person)
    assert told.always == (
        "공감 1건이 취소됩니다. 끝난 제안의 공감 3건은 누구의 것인지 알 수 없게 집계에 남습니다.",
        "진행 중인 투표 1건이 취소됩니다. 끝난 투표의 표 1건은 집계에 그대로 남습니다. 누구의 표인지는 알 수 없습니다.",
    )
    assert told.kept == ("제안 2건은 이름 없이 남습니다.", "의견 5건은 이름 없이 남습니다.")
    assert told.removed == (
        "제안 2건이 철회됩니다. 다른 사람이 참여하지 않은 제안은 글도 지워집니다.",
        "의견 5건의 글이 지워집니다. 달린 답글은 남습니다.",
    )


def test_a_duty_that_a_support_has_opened_stays(app: Application, make_account: Make) -> None:
    with testing.at("2019-02-10 09:00"):
        proposal = testing.proposal(make_account("별이"))
        people = [create_account(f"사람{n}", email=f"p{n}@example.org").id for n in range(50)]
        for number in people:
            support(proposal, actor=lives.Life(number).actor())
        db.session.commit()
        before = db.session.scalars(select(Duty.name).where(Duty.closed_at.is_(None))).all()
        assert before, "fifty supports open a duty"
        leave(db.session.get_one(Account, people[0]), remove_texts=False)
        db.session.commit()
        assert db.session.scalars(select(Duty.name).where(Duty.closed_at.is_(None))).all() == before
    assert db.session.get_one(Proposal, proposal.id).supports == 49


def test_the_last_administrator_stays(app: Application, make_account: Make) -> None:
    admin = make_account("관리자님", ["admin"])
    with pytest.raises(LastAdmin):
        leave(admin, remove_texts=False)
    db.session.rollback()
    assert db.session.get_one(Account, admin.id).left_at is None
    make_account("새 관리자님", ["admin"])
    leave(db.session.get_one(Account, admin.id), remove_texts=False)
    assert (
        db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == admin.id)).one().revoked_at
        is not None
    )


def test_what_somebody_worked_on_goes_back(app: Application, make_account: Make) -> None:
    with testing.at("2019-02-10 09:00"):
        officer = make_account("담당", ["officer"], "transport")
        colleague = make_account("동료", ["officer"], "transport")
        proposal = testing.proposal(make_account("별이"))
        boss = actor_of(make_account("운영", ["operator"]).id)
        assign_departments(proposal, testing.department("transport").id, actor=boss)
        for n in range(50):
            support(proposal, actor=actor_of(testing.account(f"사람{n}").id))
        db.session.commit()
        duty = db.session.scalars(select(Duty).where(Duty.closed_at.is_(None))).first()
        assert duty is not None
        assign(duty, officer.id, boss)
        db.session.commit()
        leave(officer, remove_texts=False)
        db.session.commit()
        assert db.session.get_one(Duty, duty.id).assignee_id is None
        told = db.session.scalars(select(Notice.account_id).where(Notice.kind == "duties")).all()
    assert colleague.id in told


def test_signing_in_is_over_at_once(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    admit(account)
    leave(account, remove_texts=False)
    db.session.commit()
    assert db.session.scalar(select(func.count(SignIn.id))) == 0
    assert not actor_of(account.id).signed_in


def test_who_is_suspended_may_be_forgotten_too(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    suspend(account)
    leave(account, remove_texts=True)
    assert account.left_at is not None


def test_it_happens_once(app: Application, make_account: Make) -> None:
    account = make_account("별이")
    leave(account, remove_texts=False)
    db.session.commit()
    with pytest.raises(LeftAlready):
        leave(account, remove_texts=True)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Letter.id)).where(Letter.key == f"left:{account.id}")) == 1


def test_two_at_once_are_one(app: Application, make_account: Make) -> None:
    number = make_account("별이").id
    proposal = testing.proposal(make_account("이웃"))
    support(proposal, actor=actor_of(number))
    db.session.commit()

    barrier = Barrier(4)

    def attempt(_n: int) -> bool:
        barrier.wait()
        with app.app_context():
            try:
                with transaction():
                    leave(db.session.get_one(Account, number), remove_texts=False)
            except LeftAlready:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        done = sorted(pool.map(attempt, range(4)))
    assert done == [False, False, False, True]
    assert db.session.scalar(select(func.count(Entry.id)).where(Entry.verb == "account_left")) == 1
    assert db.session.scalar(select(func.count(Support.id))) == 0
    lives.counts_are_true()
