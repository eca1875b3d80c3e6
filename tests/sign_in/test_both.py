"""An account and a provider become one only where both were proved, and nobody loses the last way in."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.identity import services as identities
from demosx.identity.models import Identity
from demosx.people import services
from demosx.people.errors import JoinedAlready
from demosx.people.models import Account, Arrival, SignIn
from demosx.people.services.arriving import settle
from tests.people.conftest import PASSWORD, fast_hashes, mail_to
from tests.sign_in.conftest import Person
from tests.sign_in.test_round_trip import KAKAO, NAVER, Behave, NewPerson, account_of, only_account

__all__ = ["fast_hashes", "mail_to"]
pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
EMAIL = "sample@sample.com"


@pytest.fixture
def member(site_with_providers: Flask) -> Account:
    """Somebody with an account by e-mail and password."""
    account = services.create_account("별이", email=EMAIL, password=PASSWORD, language="en")
    db.session.commit()
    return account


def count(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def by_password(person: Person, onward: str = "") -> Any:
    return person.post("/sign-in", email=EMAIL, password=PASSWORD, next=onward)


def make_stale() -> None:
    db.session.execute(update(SignIn).values(proved_at=clock.wall() - timedelta(minutes=11)))
    db.session.commit()


def show_factor() -> None:
    db.session.execute(update(SignIn).values(factor_at=clock.wall()))
    db.session.commit()


def test_a_verified_address_joins_nothing_by_itself(
    person: NewPerson, behave: Behave, member: Account, mail_to: MailTo
) -> None:
    behave(me=KAKAO)
    hong = person()
    assert hong.go("kakao", "/proposals").location == "/sign-in/both"
    assert not hong.signed_in and count(Identity) == 0
    to_prove = hong.get("/sign-in/both")
    assert to_prove.location == "/sign-in?next=/sign-in/both"
    assert EMAIL in hong.get(to_prove.location).text, "whose address it is says what to do"
    assert by_password(hong, "/sign-in/both").location == "/sign-in/both"
    assert count(Identity) == 0, "not before they have said that both are theirs"
    asked = hong.get("/sign-in/both")
    assert "별이" in asked.text and "Kakao" in asked.text
    done = hong.post("/sign-in/both", answer="yes")
    assert done.location == "/proposals"
    assert count(Identity) == 1 and count(Account) == 1 and count(Arrival) == 0
    assert "Kakao" in mail_to(EMAIL)[-1].body
    again = person()
    again.go("kakao")
    assert again.signed_in


def test_saying_no_changes_nothing(person: NewPerson, behave: Behave, member: Account) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    by_password(hong)
    assert hong.post("/sign-in/both", answer="no").status_code == 302
    assert count(Identity) == 0 and count(Arrival) == 0
    assert hong.get("/sign-in/both").status_code == 404


def test_an_address_that_is_not_verified_leads_to_no_account(
    person: NewPerson, behave: Behave, member: Account
) -> None:
    """Whoever writes somebody else's address into their profile gets an account of their own, without the address."""
    behave(me=account_of({"is_email_verified": False}))
    mallory = person()
    assert mallory.go("kakao").location == "/join/on", "nothing tells that the address has an account"
    mallory.join()
    made = db.session.scalars(select(Account).where(Account.id != member.id)).one()
    assert made.email is None
    behave(me={**NAVER, "response": {"id": "n1", "email": EMAIL}})
    assert person().go("naver").location == "/join/on"


def test_somebody_who_has_an_account_by_another_address_can_say_so(
    person: NewPerson, behave: Behave, member: Account
) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao", "/results")
    assert "/sign-in/both" in hong.get("/join/on").text
    hong.get("/sign-in/both")
    by_password(hong, "/sign-in/both")
    assert hong.post("/sign-in/both", answer="yes").location == "/results"
    assert count(Account) == 1


def test_what_has_arrived_in_one_browser_is_nothing_in_another(
    person: NewPerson, behave: Behave, member: Account
) -> None:
    behave(me=KAKAO)
    hong, mallory = person(), person()
    hong.go("kakao")
    by_password(mallory)
    assert mallory.get("/sign-in/both").status_code == 404
    assert mallory.post("/sign-in/both", answer="yes").status_code == 404
    assert mallory.get("/join/on").status_code == 404


def test_an_old_session_proves_nothing(person: NewPerson, behave: Behave, member: Account) -> None:
    behave(me=KAKAO)
    hong = person()
    by_password(hong)
    make_stale()
    hong.go("kakao")
    asked = hong.post("/sign-in/both", answer="yes")
    assert asked.location.startswith("/sign-in?again=1")
    assert count(Identity) == 0
    again = hong.get("/sign-in?again=1&next=/sign-in/both")
    assert again.status_code == 200 and f'value="{EMAIL}"' in again.text
    by_password(hong, "/sign-in/both")
    assert hong.post("/sign-in/both", answer="yes").status_code == 302
    assert count(Identity) == 1


def test_adding_a_way_and_removing_it(
    person: NewPerson, behave: Behave, member: Account, mail_to: MailTo
) -> None:
    behave(me={"id": 5, "kakao_account": {"email": "other@example.org"}})
    hong = person()
    by_password(hong)
    page = hong.get("/account/ways").text
    assert "/account/ways/kakao/add" in page and "/account/ways/city/add" in page
    added = hong.get(hong.add("kakao"))
    assert added.location == "/account/ways"
    page = hong.get("/account/ways").text
    assert "other@example.org" in page and "/account/ways/kakao/add" not in page
    assert only_account().email == EMAIL
    [identity] = db.session.scalars(select(Identity)).all()
    assert hong.post(f"/account/ways/{identity.id}/remove").location == "/account/ways"
    assert count(Identity) == 0
    added_letter, removed_letter = (letter.body for letter in mail_to(EMAIL)[-2:])
    assert "can be signed in to with Kakao" in added_letter
    assert "no longer be signed in to with Kakao" in removed_letter
    assert "/account/ways" in added_letter


def test_changing_ways_takes_a_fresh_proof(person: NewPerson, behave: Behave, member: Account) -> None:
    hong = person()
    by_password(hong)
    hong.get(hong.add("kakao"))
    identity = db.session.scalars(select(Identity)).one()
    make_stale()
    for asked in (hong.post("/account/ways/naver/add"), hong.post(f"/account/ways/{identity.id}/remove")):
        assert asked.location.startswith("/sign-in?again=1")
    assert count(Identity) == 1


def test_a_proof_that_grows_old_on_the_way(person: NewPerson, behave: Behave, member: Account) -> None:
    hong = person()
    by_password(hong)
    back = hong.add("kakao")
    make_stale()
    assert hong.get(back).location.startswith("/sign-in?again=1")
    assert count(Identity) == 0


def test_another_person_in_the_same_browser_gets_nothing(
    person: NewPerson, behave: Behave, member: Account, make_account: Callable[..., Account], sign_in: Any
) -> None:
    """Begun by one, finished by another: the way is not added to the account of who finishes."""
    hong = person()
    by_password(hong)
    back = hong.add("kakao")
    sign_in(hong.browser, make_account("달이"))
    assert hong.get(back).status_code == 422
    hong.browser.post("/sign-out")
    assert hong.get(back).status_code == 422
    assert count(Identity) == 0


def test_a_provider_belongs_to_one_account(person: NewPerson, behave: Behave, member: Account) -> None:
    behave(me={"id": 5})
    first = person()
    first.go("kakao")
    first.join()
    hong = person()
    by_password(hong)
    taken = hong.get(hong.add("kakao"))
    assert taken.status_code == 409 and "signs in to another account" in taken.text
    assert db.session.scalars(select(Identity.account_id)).one() != member.id


def test_nobody_removes_somebody_elses_way(person: NewPerson, behave: Behave, member: Account) -> None:
    behave(me={"id": 5})
    first = person()
    first.go("kakao")
    first.join()
    identity = db.session.scalars(select(Identity)).one()
    hong = person()
    by_password(hong)
    assert hong.post(f"/account/ways/{identity.id}/remove").status_code == 404
    assert count(Identity) == 1


def test_the_last_way_stays(person: NewPerson, behave: Behave) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao")
    hong.join()
    identity = db.session.scalars(select(Identity)).one()
    refused = hong.post(f"/account/ways/{identity.id}/remove")
    assert refused.status_code == 409 and "last way" in refused.text
    assert count(Identity) == 1


def test_a_provider_that_is_switched_off_is_no_way(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao")
    hong.join()
    hong.get(hong.add("city"))
    kakao = db.session.scalars(select(Identity).where(Identity.provider == "kakao")).one()
    del site_with_providers.extensions["demosx_providers"]["city"]
    assert hong.post(f"/account/ways/{kakao.id}/remove").status_code == 409
    assert "switched off" in hong.get("/account/ways").text


def test_staff_do_not_end_with_a_mailed_link_alone(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    hong.join()
    services.grant(only_account(), "operator")
    db.session.commit()
    hong = person()
    hong.go("kakao")
    identity = db.session.scalars(select(Identity)).one()
    show_factor()
    refused = hong.post(f"/account/ways/{identity.id}/remove")
    assert refused.status_code == 409 and "needs a password, a passkey or a provider" in refused.text


def test_a_provider_shows_no_second_factor(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    hong.join()
    services.grant(only_account(), "operator")
    db.session.commit()
    again = person()
    assert again.go("kakao").location.startswith("/second-factor")
    assert again.get("/desk").status_code == 302
    assert db.session.scalars(select(SignIn.factor_at)).all() == [None]


def test_two_pages_of_joining_at_once_make_one_account(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me={"id": 5})
    people = [person() for _ in range(4)]
    for one in people:
        assert one.go("kakao").location == "/join/on"
    answers: list[int] = []
    barrier = threading.Barrier(len(people))

    def send(one: Person, number: int) -> None:
        barrier.wait()
        answers.append(one.join(nickname=f"감나무 {number}").status_code)

    threads = [threading.Thread(target=send, args=(one, number)) for number, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409, 409, 409]
    assert (count(Account), count(Identity), count(SignIn)) == (1, 1, 1)


def test_two_removals_at_once_leave_one_way(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao")
    hong.join()
    hong.get(hong.add("city"))
    numbers = db.session.scalars(select(Identity.id)).all()
    db.session.rollback()
    assert len(numbers) == 2
    cookie = hong.browser.get_cookie("demosx")
    assert cookie is not None
    barrier, answers = threading.Barrier(2), []

    def remove(number: int) -> None:
        browser = site_with_providers.test_client()
        browser.set_cookie("demosx", cookie.value)
        barrier.wait()
        answers.append(Person(browser).post(f"/account/ways/{number}/remove").status_code)

    threads = [threading.Thread(target=remove, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert count(Identity) == 1


def test_whoever_is_faster_keeps_the_subject(site_with_providers: Flask, member: Account) -> None:
    identities.tie(member, "kakao", "5", None)
    secret = services.arrive(None, verified=False, onward="", provider="kakao", subject="5")
    with pytest.raises(JoinedAlready):
        settle(services.arrival_of(secret), "감나무", "ko", agreed={})
    db.session.rollback()


def test_the_form_of_joining_sets_nothing_but_what_it_asks(
    person: NewPerson, behave: Behave, member: Account
) -> None:
    """No account is taken over by posting its number, and no role or address is given to oneself."""
    behave(me={"id": 5})
    mallory = person()
    mallory.go("kakao")
    mallory.join(
        id=member.id, account_id=member.id, account=member.id, email=EMAIL, verified="1", provider="naver",
        subject="1", password="planted by mallory", role="admin", confirmed_at="2020-01-01", onward="//evil.example",
    )  # fmt: skip
    made = db.session.scalars(select(Account).where(Account.id != member.id)).one()
    identity = db.session.scalars(select(Identity)).one()
    assert (made.email, made.password_hash) == (None, None)
    assert (identity.account_id, identity.provider, identity.subject) == (made.id, "kakao", "5")
    db.session.refresh(member)
    assert member.nickname == "별이"


def test_a_session_from_before_does_not_rise(person: NewPerson, behave: Behave) -> None:
    """Session fixation: whatever the browser held is dropped, and the session is a new one."""
    behave(me={"id": 5})
    hong = person()
    with hong.browser.session_transaction() as session:
        session["_user_id"] = "a-secret-that-somebody-else-knows"
        session["planted"] = "yes"
    hong.go("kakao")
    hong.join()
    with hong.browser.session_transaction() as session:
        first = session["_user_id"]
        assert "planted" not in session and first != "a-secret-that-somebody-else-knows"
    hong.go("kakao")
    with hong.browser.session_transaction() as session:
        assert session["_user_id"] != first


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_only_paths_of_this_site_follow(person: NewPerson, behave: Behave, onward: str) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao", onward)
    assert hong.join().location == "/"
    again = person()
    assert again.go("kakao", onward).location == "/"


def test_writes_need_a_token_of_this_page(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me={"id": 5})
    hong = person()
    hong.go("kakao")
    hong.join()
    identity = db.session.scalars(select(Identity)).one()
    hong.go("kakao")
    site_with_providers.config["WTF_CSRF_ENABLED"] = True
    for path in (f"/account/ways/{identity.id}/remove", "/sign-in/both", "/join/on", "/sign-in/link"):
        assert hong.post(path, answer="yes", email=EMAIL).status_code in (302, 400, 404), path
    assert hong.post(f"/account/ways/{identity.id}/remove").status_code == 400
    assert hong.post("/sign-in/link", email=EMAIL).status_code == 400
    assert count(Identity) == 1
