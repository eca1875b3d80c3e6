"""Joining: a form, a letter, and the account that begins with it. Nobody joins for somebody else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.people import queries, services
from demosx.people.errors import (
    EmailInvalid,
    LinkExpired,
    NicknameTaken,
    SignInRefused,
    WeakPassword,
    WrongPassword,
)
from demosx.people.models import Account, Joining
from tests.people.acting import KIM, confirm, forms, invited, join, joined
from tests.people.conftest import PASSWORD, MailTo, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")


def test_joining_and_confirming(app: Flask, mail_to: MailTo) -> None:
    join(" Kim@Example.org ", district="narae")
    assert queries.account_by_email(KIM) is None
    (letter,) = mail_to("Kim@example.org")
    assert letter.body.count("http://localhost/confirm/") == 1
    account = confirm(letter)
    assert (account.email, account.district, account.language) == ("Kim@example.org", "narae", "ko")
    actor = queries.actor_of(account.id)
    assert (actor.confirmed, actor.roles, actor.nickname) == (True, {"visitor", "member"}, "별이")
    assert services.sign_in(KIM, PASSWORD)


def test_a_link_is_looked_at_without_being_used(app: Flask, mail_to: MailTo) -> None:
    join()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    for _ in range(3):
        assert services.joining_of(secret).nickname == "별이"
    services.confirm(secret, password=PASSWORD)
    with pytest.raises(LinkExpired):
        services.joining_of(secret)
    with pytest.raises(LinkExpired):
        services.confirm(secret, password=PASSWORD)


def test_joining_is_finished_by_the_browser_that_began_it_or_with_the_password(
    app: Flask, mail_to: MailTo
) -> None:
    mark = services.join(KIM, PASSWORD, "별이", "ko")
    other = services.join("lee@example.org", PASSWORD, "달이", "ko")
    secret = secret_of(mail_to(KIM)[0], "confirm")
    for proof in ({}, {"mark": other}, {"mark": ""}, {"password": "틀린 비밀번호입니다"}):
        with pytest.raises(WrongPassword):
            services.confirm(secret, **proof)
    assert services.confirm(secret, mark=mark).nickname == "별이"


def test_a_link_to_join_ends_after_two_days(app: Flask, mail_to: MailTo) -> None:
    join()
    waiting = db.session.scalars(select(Joining)).one()
    assert waiting.expires_at - waiting.created_at == timedelta(hours=48)
    waiting.expires_at = clock.wall()
    db.session.commit()
    with pytest.raises(LinkExpired):
        services.confirm(secret_of(mail_to(KIM)[0], "confirm"), password=PASSWORD)
    assert services.forget_expired() == 1
    assert forms() == 0


def test_an_address_with_an_account_gets_a_letter_and_nothing_changes(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    before = account.password_hash
    join(nickname="침입자", password="침입자의 비밀번호")
    db.session.refresh(account)
    assert (account.nickname, account.password_hash) == ("별이", before)
    last = mail_to(KIM)[-1]
    assert "/confirm/" not in last.body
    assert "http://localhost/sign-in" in last.body
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_whoever_joins_with_another_address_gains_nothing(app: Flask, mail_to: MailTo) -> None:
    """The stranger's form comes after the owner's, so that the newest letter is the stranger's."""
    mine = services.join(KIM, PASSWORD, "별이", "ko")
    theirs = services.join(KIM, "침입자가 아는 비밀번호", "침입자", "ko")
    db.session.commit()
    own, newest = (secret_of(letter, "confirm") for letter in mail_to(KIM))
    with pytest.raises(WrongPassword):
        services.confirm(newest, mark=mine)
    with pytest.raises(WrongPassword):
        services.confirm(newest, password=PASSWORD)
    with pytest.raises(WrongPassword):
        services.confirm(own, mark=theirs)
    account = services.confirm(own, mark=mine)
    db.session.commit()
    assert (account.nickname, forms()) == ("별이", 0)
    with pytest.raises(LinkExpired):
        services.confirm(newest, mark=theirs)
    with pytest.raises(SignInRefused):
        services.sign_in(KIM, "침입자가 아는 비밀번호")
    assert services.sign_in(KIM, PASSWORD)


def test_nobody_takes_over_an_account_that_was_invited(app: Flask, mail_to: MailTo) -> None:
    lee = invited()
    join("lee@example.org", "침입자", "침입자가 아는 비밀번호")
    db.session.refresh(lee)
    assert (lee.nickname, lee.password_hash, lee.confirmed_at) == ("운영하는이", None, None)
    told = mail_to("lee@example.org")[-1].body
    assert "/confirm/" not in told and "/reset/" not in told and "운영하는이" in told
    with pytest.raises(SignInRefused):
        services.sign_in("lee@example.org", "침입자가 아는 비밀번호")


def test_pressing_the_button_twice_is_no_error(app: Flask, mail_to: MailTo) -> None:
    join()
    join()
    first, second = mail_to(KIM)
    confirm(first)
    with pytest.raises(LinkExpired):
        confirm(second)


def test_a_name_that_somebody_else_has_taken_meanwhile(app: Flask, mail_to: MailTo) -> None:
    join()
    joined(mail_to, "lee@example.org")
    with pytest.raises(NicknameTaken):
        confirm(mail_to(KIM)[0])
    db.session.rollback()
    assert queries.account_by_email(KIM) is None


def test_the_letter_again_is_for_the_form_of_this_browser(app: Flask, mail_to: MailTo) -> None:
    mine = services.join(KIM, PASSWORD, "별이", "ko")
    services.join(KIM, "침입자가 아는 비밀번호", "침입자", "ko")
    for mark in (None, mine):
        services.request_confirmation(" KIM@example.org", mark)
    services.request_confirmation("nobody@example.org", mine)
    db.session.commit()
    assert services.write_asked_letters() == 3
    first, _theirs, newest, again = (secret_of(letter, "confirm") for letter in mail_to(KIM))
    assert services.joining_of(again).nickname == "별이"
    assert services.joining_of(newest).nickname == "침입자"
    assert services.joining_of(first).nickname == "별이", "the first letter works as well"
    assert services.confirm(again, mark=mine).nickname == "별이"
    assert mail_to("nobody@example.org") == []


@pytest.mark.parametrize("nickname", ["별이", " 별이 ", "별\u200b이", "\u1107\u1167\u11af\u110b\u1175"])
def test_a_nickname_is_taken_however_it_is_spelled(app: Flask, mail_to: MailTo, nickname: str) -> None:
    joined(mail_to)
    with pytest.raises(NicknameTaken):
        services.join("lee@example.org", PASSWORD, nickname, "ko")
    assert mail_to("lee@example.org") == []


def test_a_nickname_reads_taken_whether_or_not_the_address_is_known(app: Flask, mail_to: MailTo) -> None:
    joined(mail_to)
    for email in (KIM, "stranger@example.org"):
        with pytest.raises(NicknameTaken):
            services.join(email, PASSWORD, "별이", "ko")


def test_what_cannot_be_joined_with(app: Flask) -> None:
    with pytest.raises(EmailInvalid):
        services.join("kim@demo.invalid", PASSWORD, "별이", "ko")
    with pytest.raises(WeakPassword):
        services.join(KIM, "password", "별이", "ko")
    with pytest.raises(InvalidInput):
        services.join(KIM, PASSWORD, "별이", "ko", "no-such-district")
    services.join(KIM, PASSWORD, "별이", "xx")
    assert db.session.scalars(select(Joining.language)).one() == "ko"


def test_letters_are_in_the_persons_language(app: Flask, mail_to: MailTo) -> None:
    join("kim@example.org", "별이", language="ko")
    join("lee@example.org", "Juno", language="en")
    assert mail_to("lee@example.org")[0].subject == "Finish joining Handeul"
    assert "한들시" in mail_to("kim@example.org")[0].subject
    assert "Finish" not in mail_to("kim@example.org")[0].subject
