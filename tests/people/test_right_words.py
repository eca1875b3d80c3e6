"""Letters and pages of accounts say what has happened, and not something like it."""

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import services
from demosx.people.models import Account
from demosx.people.services import tokens
from tests.people.acting import KIM, ask_reset, invited
from tests.people.conftest import PASSWORD, MailTo, secret_of
from tests.visiting import Person

pytestmark = pytest.mark.usefixtures("fast_hashes")
LEE = "lee@example.org"


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email=KIM, password=PASSWORD)
    db.session.commit()
    return account


def last_subject(mail_to: MailTo, address: str) -> str:
    return mail_to(address)[-1].subject


def test_who_wants_an_address_that_somebody_has_does_not_join(kim: Account, mail_to: MailTo) -> None:
    other = services.create_account("달이", email="dal@example.org", password=PASSWORD)
    services.change_email(other, KIM, PASSWORD)
    [letter] = mail_to(KIM)
    assert "다른 계정에 쓰려고" in letter.body and "가입하려고" not in letter.body


def test_a_first_password_is_not_a_changed_one(app: Flask, kim: Account, mail_to: MailTo) -> None:
    lee = invited(LEE)
    services.reset(secret_of(mail_to(LEE)[-1], "reset"), PASSWORD)
    assert "생겼습니다" in last_subject(mail_to, LEE)
    services.reset(tokens.issue(lee, "reset"), "다른 비밀번호 하나 더")
    assert "바뀌었습니다" in last_subject(mail_to, LEE)
    by_link = services.create_account("해님", email="hae@example.org")
    services.change_password(by_link, None, PASSWORD, keep=None)
    assert "생겼습니다" in last_subject(mail_to, "hae@example.org")
    ask_reset(KIM)
    services.reset(secret_of(mail_to(KIM)[-1], "reset"), "다른 비밀번호 하나 더")
    assert "바뀌었습니다" in last_subject(mail_to, KIM)


def test_an_invitation_that_is_over_says_whom_to_ask(app: Application) -> None:
    page = Person(app).open("/reset/no-such-secret", status=404)
    page.shows("담당자에게 새 초대를 요청해 주세요")


def test_who_is_signed_in_is_not_sent_to_sign_in_for_a_nickname(app: Application, kim: Account) -> None:
    services.create_account("달이")
    db.session.commit()
    person = Person(app, kim.id)
    form = person.open("/account").form(to="/account/profile")
    page = person.send(form, status=422, nickname="달이")
    page.shows("이미 쓰이는 별명입니다. 다른 별명을 정해 주세요.")
    assert "본인의 별명이라면" not in page.html


def test_a_form_that_empties_the_password_says_so(app: Application) -> None:
    visitor = Person(app)
    page = visitor.send(visitor.open("/join").form(to="/join"), status=422, email=KIM)
    page.shows("비밀번호를 뺀 나머지는 적으신 그대로 있습니다.")
    asked = visitor.send(visitor.open("/forgot").form(to="/forgot"), status=422, email="")
    asked.shows("적으신 내용은 그대로 있습니다.")
