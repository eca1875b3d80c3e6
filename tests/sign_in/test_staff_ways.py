"""The password of staff alone opens nothing that outlasts it: no way of signing in, none of their data, no leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.identity.models import Identity
from demosx.identity.services import tie
from demosx.people import services
from demosx.people.models import Account, SignIn
from tests.identity.factors import KIM, add_app, code, staff
from tests.people.conftest import PASSWORD, fast_hashes, mail_to, secret_of
from tests.sign_in.conftest import Person
from tests.sign_in.test_round_trip import KAKAO, Behave, NewPerson

__all__ = ["fast_hashes", "mail_to"]
pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
FACTOR = "/second-factor"


def count(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture(params=["with an app", "without a factor yet"])
def kim(site_with_providers: Flask, request: pytest.FixtureRequest) -> Account:
    """An operator, who has set up a second factor or is only about to."""
    account = staff("별이", KIM)
    if request.param == "with an app":
        add_app(account)
    return account


def by_password(person: Person) -> Person:
    assert person.post("/sign-in", email=KIM, password=PASSWORD).status_code == 302
    return person


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/account/ways/kakao/add", {}),
        ("/account/ways/end-others", {}),
        ("/account/ways/1/remove", {}),
        ("/account/data/download", {"format": "json", "password": PASSWORD}),
        ("/account/leave", {"texts": "remove", "sure": "y", "password": PASSWORD}),
        ("/account/email", {"email": "other@example.org", "password": PASSWORD}),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_a_second_factor_comes_first(
    person: NewPerson, kim: Account, path: str, fields: dict[str, str], old: bool
) -> None:
    tie(kim, "kakao", "1", None)
    db.session.commit()
    intruder = by_password(person())
    if old:
        db.session.execute(update(SignIn).values(proved_at=clock.wall() - timedelta(minutes=11)))
        db.session.commit()
    answer = intruder.post(path, **fields)
    assert answer.status_code == 302 and answer.location.startswith(FACTOR), answer.text
    db.session.expire_all()
    assert count(Identity) == 1
    assert db.session.get_one(Account, kim.id).left_at is None


def test_without_a_factor_the_page_that_sets_one_up_comes(
    person: NewPerson, site_with_providers: Flask
) -> None:
    staff("별이", KIM)
    kim = by_password(person())
    led = kim.post("/account/ways/kakao/add").location
    assert "/account/security/set-up" in kim.get(led).location


def test_what_a_provider_said_is_tied_by_the_owner_alone(
    person: NewPerson, behave: Behave, kim: Account
) -> None:
    behave(me=KAKAO)
    intruder = person()
    intruder.go("kakao")
    by_password(intruder)
    for answer in (intruder.get("/sign-in/both"), intruder.post("/sign-in/both", answer="yes")):
        assert answer.location.startswith(FACTOR)
    assert count(Identity) == 0


def test_the_factor_is_asked_again_where_it_has_ended_on_the_way(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me=KAKAO)
    add_app(staff("별이", KIM))
    kim = by_password(person())
    kim.post(FACTOR, code=code())
    back = kim.add("kakao")
    db.session.execute(update(SignIn).values(factor_at=None))
    db.session.commit()
    assert kim.get(back).location.startswith(FACTOR)
    assert count(Identity) == 0
    assert kim.post(FACTOR, code=code(steps=1)).status_code == 302
    kim.get(kim.add("kakao"))
    assert count(Identity) == 1


def test_adding_a_way_renews_the_secret_of_the_session(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    behave(me=KAKAO)
    services.create_account("별이", email=KIM, password=PASSWORD, language="en")
    db.session.commit()
    kim = by_password(person())
    back = kim.add("kakao")
    with kim.browser.session_transaction() as session:
        before = session["_user_id"]
    kim.get(back)
    with kim.browser.session_transaction() as session:
        assert session["_user_id"] != before
    assert kim.signed_in


def test_a_new_password_by_mail_tells_of_the_other_ways_and_lets_them_end(
    person: NewPerson, site_with_providers: Flask, mail_to: MailTo
) -> None:
    kim = services.create_account("별이", email=KIM, password=PASSWORD, language="en")
    tie(kim, "kakao", "1", None)
    db.session.commit()
    owner, stranger = person(), by_password(person())
    owner.post("/forgot", email=KIM)
    services.write_asked_letters()
    letter = mail_to(KIM)[-1]
    assert "Kakao" in letter.body and "http://localhost/account/ways" in letter.body
    done = owner.post(f"/reset/{secret_of(letter, 'reset')}", new_password="새로운 비밀번호 하나")
    assert done.location == "/sign-in?next=/account/ways"
    page = owner.get(done.location).text
    assert "in other ways, too: Kakao" in page
    signed = owner.post("/sign-in", email=KIM, password="새로운 비밀번호 하나", next="/account/ways")
    assert signed.location == "/account/ways"
    assert "/account/ways/end-others" in owner.get("/account/ways").text
    assert owner.post("/account/ways/end-others").location == "/account/ways"
    assert count(Identity) == 0 and count(SignIn) == 1
    assert not stranger.signed_in and owner.signed_in
    assert "/account/ways/end-others" not in owner.get("/account/ways").text
    assert "All other ways of signing in to your account were ended" in mail_to(KIM)[-1].body


def test_a_letter_about_one_way_only_tells_of_no_other(
    person: NewPerson, site_with_providers: Flask, mail_to: MailTo
) -> None:
    services.create_account("별이", email=KIM, password=PASSWORD, language="en")
    db.session.commit()
    owner = person()
    owner.post("/forgot", email=KIM)
    services.write_asked_letters()
    letter = mail_to(KIM)[-1]
    assert "in other ways" not in letter.body
    done = owner.post(f"/reset/{secret_of(letter, 'reset')}", new_password="새로운 비밀번호 하나")
    assert done.location == "/sign-in"


def test_without_a_password_the_other_ways_stay(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    hong.join()
    assert "/account/ways/end-others" not in hong.get("/account/ways").text
    assert hong.post("/account/ways/end-others").status_code == 409
    assert count(Identity) == 1
