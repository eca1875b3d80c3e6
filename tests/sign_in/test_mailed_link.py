"""Signing in by a link that is mailed: the same answer for everybody, good once, and no second factor."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock, jobs
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import services
from demosx.people.models import Account, Arrival, AskedLetter, SignIn, Token
from tests.people.conftest import PASSWORD, fast_hashes, mail_to, secret_of
from tests.sign_in.conftest import Person
from tests.sign_in.test_round_trip import NewPerson

__all__ = ["fast_hashes", "mail_to"]
pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
KIM, NEW = "kim@example.org", "new@example.org"


@pytest.fixture
def person(app: Flask) -> NewPerson:
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda **more: Person(app.test_client(), **more)


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email=KIM, password=PASSWORD, language="en")
    db.session.commit()
    return account


def ask(who: Person, email: str, onward: str = "") -> Any:
    answer = who.post("/sign-in/link", email=email, next=onward)
    services.write_asked_letters()
    return answer


def path_in(letter: Letter, page: str) -> str:
    found = re.search(rf"http://localhost(/{page}/\S+)", letter.body)
    assert found is not None, letter.body
    return found[1]


def test_in_by_a_link_and_back_where_one_was(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    hong = person()
    assert ask(hong, "Kim@Example.org", "/proposals?q=a").location.startswith("/sign-in/link/sent")
    [letter] = mail_to(KIM)
    path = path_in(letter, "sign-in/link")
    page = hong.get(path)
    assert "another browser" not in page.text and "별이" in page.text
    assert not hong.signed_in, "programs that scan mail open links too"
    assert hong.browser.head(path).status_code == 200
    done = hong.post(path)
    assert done.location == "/proposals?q=a"
    assert hong.signed_in
    assert db.session.scalars(select(SignIn.way)).all() == ["link"]
    for browser in (hong, person()):
        again = browser.get(path)
        assert again.status_code == 404 and "/sign-in" in again.text
        assert browser.post(path).status_code == 404
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def test_in_another_browser_the_page_says_what_happens(
    person: NewPerson, kim: Account, mail_to: MailTo
) -> None:
    ask(person(), KIM, "/results")
    elsewhere = person()
    path = path_in(mail_to(KIM)[0], "sign-in/link")
    page = elsewhere.get(path)
    assert "asked for in another browser" in page.text
    assert elsewhere.post(path).location == "/results"
    assert elsewhere.signed_in


def test_it_says_whose_session_ends(
    person: NewPerson, kim: Account, mail_to: MailTo, make_account: Callable[..., Account], sign_in: Any
) -> None:
    ask(person(), KIM)
    other = person()
    sign_in(other.browser, make_account("달이"))
    assert "다른 계정으로 로그인되어 있습니다" in other.get(path_in(mail_to(KIM)[0], "sign-in/link")).text


def test_the_answer_is_the_same_for_everybody(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    suspended = services.create_account("달이", email="dal@example.org", password=PASSWORD)
    services.suspend(suspended)
    services.create_account("해", email="hae@example.org", language="en", confirmed=False)
    db.session.commit()
    answers = {ask(person(), email).location for email in (KIM, NEW, "dal@example.org", "hae@example.org")}
    assert len(answers) == 1
    assert "/sign-in/link/" in mail_to(KIM)[0].body
    assert "/join/on/" in mail_to(NEW)[0].body
    assert not [letter for letter in mail_to("dal@example.org") if "/link/" in letter.body]
    assert "invited you" in mail_to("hae@example.org")[0].body


@pytest.mark.parametrize("email", [KIM, NEW])
def test_the_letter_leaves_at_once_and_not_with_the_next_round(
    person: NewPerson, kim: Account, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    nudged: list[str] = []
    monkeypatch.setattr(jobs, "nudge", nudged.append)
    person().post("/sign-in/link", email=email)
    assert nudged == ["asked_letters"]
    assert jobs._nudged["asked_letters"] is services.write_asked_letters


@pytest.mark.parametrize("email", [KIM, NEW])
def test_the_form_without_a_password_asks_for_a_link(
    person: NewPerson, kim: Account, mail_to: MailTo, email: str
) -> None:
    """The key of a telephone's keyboard that sends the form presses the button that asks for a password."""
    asked = person().post("/sign-in", email=email, password="", next="/results")
    assert asked.location == "/sign-in/link/sent?next=/results"
    services.write_asked_letters()
    assert len(mail_to(email)) == 1


@pytest.mark.parametrize("address", ["not-an-address", "kim@", "kim@example", "a b@example.org", ""])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link", "/forgot", "/confirm/again"])
def test_no_letter_is_promised_to_what_is_no_address(person: NewPerson, path: str, address: str) -> None:
    answer = person().post(path, email=address, password="")
    assert answer.status_code == 422 and 'id="email-error"' in answer.text
    assert db.session.scalar(select(func.count(AskedLetter.id))) == 0


def test_asking_reads_and_writes_the_same_for_everybody(app: Flask, person: NewPerson, kim: Account) -> None:
    """Nobody learns by the time it takes: the request only notes the wish."""
    from sqlalchemy import event

    told: dict[str, list[str]] = {}
    for email in (KIM, NEW):
        found = told[email] = []
        listen = lambda _c, _k, statement, *_more, found=found: found.append(statement)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        person().post("/sign-in/link", email=email)
        event.remove(db.engine, "before_cursor_execute", listen)
        db.session.rollback()
    assert told[KIM] == told[NEW]
    assert not [statement for statement in told[KIM] if "FROM account" in statement]
    assert db.session.scalar(select(func.count(AskedLetter.id))) == 2


def test_whoever_is_new_joins_by_the_link(person: NewPerson, mail_to: MailTo, kim: Account) -> None:
    hong = person()
    ask(hong, NEW, "/results")
    path = path_in(mail_to(NEW)[0], "join/on")
    page = hong.get(path)
    nickname = re.search(r'name="nickname"[^>]*value="([^"]+)"', page.text)
    assert nickname is not None and NEW in page.text
    assert db.session.scalar(select(func.count(Account.id))) == 1, "opening it makes nothing"
    ticks = dict.fromkeys(("agree_terms", "agree_privacy", "agree_sensitive", "of_age"), "y")
    assert hong.post(path, nickname="별이", **ticks).status_code == 422, "the name is taken"
    assert hong.post(path, nickname=nickname[1]).status_code == 422, "agreeing is needed"
    assert hong.post(path, nickname=nickname[1], **ticks).location == "/results"
    made = db.session.scalars(select(Account).where(Account.email_key == NEW)).one()
    assert (made.password_hash, made.confirmed_at is not None, hong.signed_in) == (None, True, True)
    assert person().get(path).status_code == 404
    ask(hong, NEW)
    assert "/sign-in/link/" in mail_to(NEW)[-1].body, "now they have an account, which has no password"


def test_two_letters_make_one_account(person: NewPerson, mail_to: MailTo) -> None:
    ask(person(), NEW)
    ask(person(), NEW)
    ticks = dict.fromkeys(("agree_terms", "agree_privacy", "agree_sensitive", "of_age"), "y")
    first, second = (path_in(letter, "join/on") for letter in mail_to(NEW))
    assert person().post(first, nickname="감나무", mine="y", **ticks).status_code == 302
    known = person().post(second, nickname="소나무", mine="y", **ticks)
    assert known.status_code == 409 and "/sign-in" in known.text
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_it_works_for_fifteen_minutes(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    ask(person(), KIM)
    token = db.session.scalars(select(Token)).one()
    assert timedelta(minutes=14) < token.expires_at - clock.wall() <= timedelta(minutes=15)
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    db.session.commit()
    assert person().get(path_in(mail_to(KIM)[0], "sign-in/link")).status_code == 404


def test_a_link_for_one_purpose_does_nothing_else(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    ask(person(), KIM)
    secret = secret_of(mail_to(KIM)[0], "sign-in/link")
    for page in ("reset", "confirm-email", "confirm", "join/on"):
        assert person().get(f"/{page}/{secret}").status_code == 404
    services.request_reset(KIM)
    db.session.commit()
    services.write_asked_letters()
    reset = secret_of(mail_to(KIM)[-1], "reset")
    assert person().get(f"/sign-in/link/{reset}").status_code == 404


def test_suspension_and_a_new_password_end_links(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    ask(person(), KIM)
    path = path_in(mail_to(KIM)[0], "sign-in/link")
    services.suspend(kim)
    db.session.commit()
    assert person().post(path).status_code == 404
    services.unsuspend(kim)
    db.session.commit()
    assert person().post(path).status_code == 404, "what was mailed before stays void"


def test_a_link_shows_no_second_factor(person: NewPerson, kim: Account, mail_to: MailTo) -> None:
    services.grant(kim, "operator")
    db.session.commit()
    hong = person()
    ask(hong, KIM)
    assert hong.post(path_in(mail_to(KIM)[-1], "sign-in/link")).location.startswith("/second-factor")
    assert db.session.scalars(select(SignIn.factor_at)).all() == [None]
    assert hong.get("/desk").status_code == 302


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_invitation_that_has_expired_is_accepted_by_no_other_way(
    person: NewPerson, app: Flask, mail_to: MailTo, confirmed: bool
) -> None:
    """Decidim CVE-2023-48220. Commands make accounts that are confirmed and wait for their invitation all the same."""
    invited = services.create_account("해", email="hae@example.org", language="en", confirmed=confirmed)
    services.grant(invited, "operator")
    services.invite(invited)
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    db.session.commit()
    hong = person()
    ask(hong, "hae@example.org")
    hong.post("/forgot", email="hae@example.org")
    services.write_asked_letters()
    for letter in mail_to("hae@example.org")[1:]:
        assert "/sign-in/link/" not in letter.body and "/join/on/" not in letter.body
        assert "/reset/" not in letter.body and "invited you" in letter.body
    old = path_in(mail_to("hae@example.org")[0], "reset")
    assert hong.post(old, new_password="새로운 비밀번호 하나").status_code == 404


def test_an_invitation_that_works_signs_in_at_once(person: NewPerson, app: Flask, mail_to: MailTo) -> None:
    invited = services.create_account("해", email="hae@example.org", confirmed=False)
    services.grant(invited, "operator")
    services.invite(invited)
    db.session.commit()
    hong = person()
    done = hong.post(path_in(mail_to("hae@example.org")[0], "reset"), new_password="새로운 비밀번호 하나")
    assert done.location.startswith("/second-factor")
    assert hong.signed_in


def test_the_letters_of_one_address_end_somewhere(
    app: Flask, person: NewPerson, kim: Account, mail_to: MailTo
) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    try:
        answers = {ask(person(), KIM).status_code for _ in range(8)}
    finally:
        app.config["RATELIMIT_ENABLED"] = False
    assert answers == {302}
    assert len(mail_to(KIM)) == 5


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/" + "x" * 3000]
)
def test_only_paths_of_this_site_follow(
    person: NewPerson, kim: Account, mail_to: MailTo, onward: str
) -> None:
    hong = person()
    assert ask(hong, KIM, onward).location == "/sign-in/link/sent"
    path = path_in(mail_to(KIM)[-1], "sign-in/link")
    assert "evil" not in path and "alert" not in path
    assert hong.post(path).location == "/"
    ask(hong, KIM)
    path = path_in(mail_to(KIM)[-1], "sign-in/link")
    assert "evil" not in hong.post(path, next=onward).location
    ask(hong, KIM)
    path = path_in(mail_to(KIM)[-1], "sign-in/link")
    assert "evil" not in hong.post(f"{path}?next={onward}").location


def test_no_letter_leads_elsewhere(app: Flask, kim: Account, mail_to: MailTo) -> None:
    for email in (KIM, NEW):
        services.request_link(email, "mark", "//evil.example")
    db.session.commit()
    services.write_asked_letters()
    assert "evil" not in mail_to(KIM)[0].body
    assert db.session.scalars(select(Arrival.onward)).all() == [""]


def test_an_address_that_is_none_is_said_on_the_page(person: NewPerson, app: Flask) -> None:
    page = person().post("/sign-in/link", email="", next="/results")
    assert page.status_code == 422
    assert 'id="email-error"' in page.text and 'value="/results"' in page.text


def test_who_has_no_password_sets_one_after_a_fresh_proof(
    person: NewPerson, mail_to: MailTo, app: Flask
) -> None:
    hong = person()
    ask(hong, NEW)
    ticks = dict.fromkeys(("agree_terms", "agree_privacy", "agree_sensitive", "of_age"), "y")
    hong.post(path_in(mail_to(NEW)[0], "join/on"), nickname="감나무", **ticks)
    page = hong.get("/account").text
    assert "Set a password" in page and "Present password" not in page
    assert hong.post("/account/email", email="other@example.org").status_code == 302
    db.session.execute(update(SignIn).values(proved_at=clock.wall() - timedelta(minutes=11)))
    db.session.commit()
    stale = hong.post("/account/password", new_password=PASSWORD)
    assert stale.location.startswith("/sign-in?again=1")
    ask(hong, NEW, "/account")
    path = path_in(mail_to(NEW)[-1], "sign-in/link")
    assert hong.post(path).location == "/account"
    assert hong.post("/account/password", new_password=PASSWORD).status_code == 302
    assert person().post("/sign-in", email=NEW, password=PASSWORD).status_code == 302


def test_who_has_a_password_proves_it_as_before(person: NewPerson, kim: Account) -> None:
    hong = person()
    hong.post("/sign-in", email=KIM, password=PASSWORD)
    assert hong.post("/account/password", new_password="새로운 비밀번호 하나").status_code == 422
    assert hong.post("/account/email", email="other@example.org").status_code == 422


def test_ways_that_the_site_has_switched_off(
    app: Flask, person: NewPerson, kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = app.extensions["demosx_site"]
    for off in ({"link": False}, {"password": False}):
        changed = site.model_copy(update={"sign_in": site.sign_in.model_copy(update=off)})
        monkeypatch.setitem(app.extensions, "demosx_site", changed)
        page = person().get("/sign-in").text
        assert ('action="/sign-in"' in page) == ("link" in off)
        assert ("/sign-in/link" in page) == ("password" in off)
    assert person().post("/sign-in", email=KIM, password=PASSWORD).status_code == 404
    monkeypatch.setitem(
        app.extensions,
        "demosx_site",
        site.model_copy(update={"sign_in": site.sign_in.model_copy(update={"link": False})}),
    )
    assert person().post("/sign-in/link", email=KIM).status_code == 404
    assert person().get("/sign-in/link/xyz").status_code == 404


def test_whoever_does_not_go_on_is_forgotten(person: NewPerson, mail_to: MailTo, app: Flask) -> None:
    ask(person(), NEW)
    assert services.forget_arrivals() == 0
    db.session.execute(update(Arrival).values(expires_at=clock.wall() - timedelta(seconds=1)))
    db.session.commit()
    assert services.forget_arrivals() == 1
