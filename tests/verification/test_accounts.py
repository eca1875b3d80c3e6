"""One person, one verified account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from demosx.core.db import db, transaction
from demosx.core.errors import DomainError, InvalidInput
from demosx.core.permissions import Actor
from demosx.core.resident_numbers import ResidentNumberRefused
from demosx.core.web import Application
from demosx.ledger.models import Entry
from demosx.people.claims import hand_over
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.plugins import Verified
from demosx.verification import holdings, queries, services
from demosx.verification.errors import IdentityTaken, VerifiedAlready
from demosx.verification.models import Verification

from .conftest import NUMBER, Offer, a_code, verified

pytestmark = pytest.mark.usefixtures("offer")
Make = Callable[..., Account]
BYEOL = Verified(identifier="CI-OF-BYEOL", kind="ci")


def verify(account: Account, found: Verified = BYEOL, method: str = "claim") -> None:
    with transaction():
        services.verify(db.session.merge(account), method, found)


def test_account_and_row_keep_step(member: Account) -> None:
    assert not actor_of(member.id).verified
    verify(member)
    held = queries.verification_of(member.id)
    assert held is not None
    assert (held.method, held.verified_at) == ("claim", db.session.get_one(Account, member.id).verified_at)
    assert "BYEOL" not in held.identity_key
    assert "verified" in actor_of(member.id).roles
    with transaction():
        services.undo(db.session.get_one(Account, member.id), actor_of(member.id), "잘못 발급했습니다")
    assert not verified(member)
    assert queries.verification_of(member.id) is None


def test_the_same_person_twice_is_refused_without_saying_whose_it_is(
    member: Account, make_account: Make
) -> None:
    other = make_account("달이")
    verify(member)
    with pytest.raises(IdentityTaken) as refusal:
        verify(other)
    assert member.nickname not in str(refusal.value)
    assert (verified(member), verified(other)) == (True, False)


def test_again_for_the_same_account_changes_nothing(member: Account) -> None:
    verify(member)
    before = queries.verification_of(member.id)
    verify(member, method="code")
    after = queries.verification_of(member.id)
    assert before is not None
    assert after is not None
    assert (before.id, before.method, before.verified_at) == (after.id, "claim", after.verified_at)


def test_as_somebody_else_it_is_refused(member: Account) -> None:
    verify(member)
    with pytest.raises(VerifiedAlready):
        verify(member, Verified(identifier="CI-OF-DAL", kind="ci"))


def test_checks_that_know_people_by_the_same_sort_know_them_as_the_same(
    member: Account, make_account: Make
) -> None:
    verify(member, method="claim")
    with pytest.raises(IdentityTaken):
        verify(make_account("달이"), method="identity-check")
    verify(make_account("달이 둘"), Verified(identifier="CI-OF-BYEOL"), method="another sort")


def test_what_a_check_tells_is_kept_and_corrects_what_was_said(member: Account) -> None:
    with transaction():
        db.session.merge(member).born_on = date(1980, 1, 1)
    verify(member, Verified(identifier="x", born_on=date(2004, 2, 29), district="narae"))
    account = db.session.get_one(Account, member.id, populate_existing=True)
    assert (account.born_on, account.district) == (date(2004, 2, 29), "narae")
    with transaction():
        services.undo(account, None, "시험")
    verify(member, Verified(identifier="x", district="nowhere"))
    account = db.session.get_one(Account, member.id, populate_existing=True)
    assert (account.born_on, account.district) == (date(2004, 2, 29), "narae")


def test_a_resident_number_is_not_taken_even_hashed(member: Account) -> None:
    for number in (NUMBER, NUMBER.replace("-", ""), "９００１０１１２３４５６７"):
        with pytest.raises(ResidentNumberRefused):
            verify(member, Verified(identifier=number, kind="ci"))
    assert db.session.scalars(select(Verification)).all() == []


def test_undoing_takes_a_reason_and_is_noted(member: Account) -> None:
    verify(member)
    by = Actor(id=member.id)
    for reason, error in (
        ("", InvalidInput),
        ("  ", InvalidInput),
        (f"번호 {NUMBER}", ResidentNumberRefused),
    ):
        with pytest.raises(error), transaction():
            services.undo(db.session.get_one(Account, member.id), by, reason)
    assert verified(member)
    with transaction():
        services.undo(db.session.get_one(Account, member.id), by, "다른 사람의 번호로 발급했습니다")
        services.undo(db.session.get_one(Account, member.id), by, "두 번은 아무 일도 하지 않습니다")
    (entry,) = db.session.scalars(select(Entry).where(Entry.verb == "verification_undone")).all()
    assert (entry.reason, entry.public, entry.data) == (
        "다른 사람의 번호로 발급했습니다",
        False,
        {"method": "claim"},
    )


def test_whoever_leaves_may_be_verified_with_another_account(member: Account, make_account: Make) -> None:
    verify(member)
    assert [row["method"] for row in holdings.export(member.id)] == ["claim"]
    assert "identity_key" not in holdings.export(member.id)[0]
    with transaction():
        holdings.forget(member.id, True)
    assert db.session.scalars(select(Verification)).all() == []
    other = make_account("달이")
    verify(other)
    assert verified(other)


def test_a_provider_hands_over_what_it_knows(member: Account, make_account: Make, offer: Offer) -> None:
    with transaction():
        assert hand_over(db.session.merge(member), "kakao", "CI-OF-BYEOL") == ""
        assert hand_over(db.session.merge(member), "kakao", "") == ""
    assert verified(member)
    other = make_account("달이")
    with transaction():
        said = hand_over(db.session.merge(other), "google", "CI-OF-BYEOL")
        assert "sign in with it" in said or "로그인" in said
        assert hand_over(db.session.merge(other), "city", "CI-OF-BYEOL", kind="") == ""  # another sort
    offer("code")
    third = make_account("해님")
    with transaction():
        assert hand_over(db.session.merge(third), "kakao", "CI-OF-HAE") == ""
    assert not verified(third)


def test_of_many_at_once_one_account_is_verified(app: Application, make_account: Make) -> None:
    people = [make_account(f"사람 {n}").id for n in range(8)]
    start = Barrier(len(people))
    db.session.remove()

    def attempt(account_id: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    account = db.session.get_one(Account, account_id)
                    services.verify(account, "claim", BYEOL)
                return "verified"
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(attempt, people))
    assert sorted(found) == ["identity_taken"] * 7 + ["verified"]
    assert sum(verified(db.session.get_one(Account, number)) for number in people) == 1


def test_one_code_at_once_is_used_once(app: Application, make_account: Make) -> None:
    people = [make_account(f"사람 {n}").id for n in range(8)]
    code = a_code()
    start = Barrier(len(people))
    db.session.remove()

    def attempt(account_id: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    account = db.session.get_one(Account, account_id)
                    services.verify(account, "code", services.redeem(code))
                return "verified"
            except DomainError as error:
                return error.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(attempt, people))
    assert found.count("verified") == 1
    assert set(found) == {"verified", "code_wrong"}
