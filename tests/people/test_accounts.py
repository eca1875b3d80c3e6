"""Joining, mailed links, and what people change about themselves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import InvalidInput
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.errors import (
    EmailInvalid,
    EmailTaken,
    LinkExpired,
    NicknameTaken,
    SignInRefused,
    WeakPassword,
    WrongPassword,
)
from demosx.people.models import Account, SignIn, Token
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
KIM = "kim@example.org"


def join(email: str = KIM, nickname: str = "별이", password: str = PASSWORD, **more: Any) -> None:
    services.join(email, password, nickname, more.pop("language", "ko"), **more)
    db.session.commit()


def joined(mail_to: MailTo, email: str = KIM, nickname: str = "별이") -> Account:
    """Somebody who has joined and confirmed."""
    join(email, nickname)
    account = services.confirm(secret_of(mail_to(email)[-1], "confirm"))
    db.session.commit()
    return account


def sessions() -> int:
    return db.session.scalar(select(func.count(SignIn.id))) or 0


def test_joining_and_confirming(app: Flask, mail_to: MailTo) -> None:
    join(" Kim@Example.org ", district="narae")
    account = queries.account_by_email(KIM)
    assert account is not None
    assert (account.email, account.confirmed_at, account.district) == ("Kim@example.org", None, "narae")
    assert not queries.actor_of(account.id).confirmed
    (letter,) = mail_to("Kim@example.org")
    assert letter.body.count("http://localhost/confirm/") == 1
    services.confirm(secret_of(letter, "confirm"))
    actor = queries.actor_of(account.id)
    assert (actor.confirmed, actor.roles, actor.nickname) == (True, {"visitor", "member"}, "별이")


def test_a_link_is_looked_at_without_being_used(app: Flask, mail_to: MailTo) -> None:
    join()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    for _ in range(3):
        assert services.token_holder(secret, "confirm").nickname == "별이"
    services.confirm(secret)
    with pytest.raises(LinkExpired):
        services.token_holder(secret, "confirm")
    with pytest.raises(LinkExpired):
        services.confirm(secret)


def test_a_link_is_for_one_purpose(app: Flask, mail_to: MailTo) -> None:
    join()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    for purpose in ("reset", "email"):
        with pytest.raises(LinkExpired):
            services.token_holder(secret, purpose)
    with pytest.raises(LinkExpired):
        services.reset(secret, "다른 비밀번호 하나")
    with pytest.raises(LinkExpired):
        services.confirm_email(secret)


@pytest.mark.parametrize(("purpose", "hours"), [("confirm", 48), ("reset", 1)])
def test_a_link_ends_with_its_time(app: Flask, mail_to: MailTo, purpose: str, hours: int) -> None:
    join()
    services.request_reset(KIM)
    secret = secret_of(mail_to(KIM)[0 if purpose == "confirm" else 1], purpose)
    token = db.session.scalars(select(Token).where(Token.purpose == purpose)).one()
    assert token.expires_at - token.created_at == timedelta(hours=hours)
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    with pytest.raises(LinkExpired):
        services.token_holder(secret, purpose)


def test_the_database_does_not_hold_secrets(app: Flask, mail_to: MailTo) -> None:
    join()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    session = services.sign_in(KIM, PASSWORD)
    kept = [*db.session.scalars(select(Token.digest)), *db.session.scalars(select(SignIn.digest))]
    assert secret not in kept
    assert session not in kept
    assert PASSWORD not in (queries.account_by_email(KIM) or Account()).password_hash


def test_an_address_with_an_account_gets_a_letter_and_nothing_changes(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    before = account.password_hash
    join(nickname="침입자", password="침입자의 비밀번호")
    assert (account.nickname, account.password_hash) == ("별이", before)
    last = mail_to(KIM)[-1]
    assert "/confirm/" not in last.body
    assert "http://localhost/sign-in" in last.body
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_who_joins_again_before_confirming_starts_over(app: Flask, mail_to: MailTo) -> None:
    join(nickname="침입자", password="침입자가 아는 비밀번호")
    early = secret_of(mail_to(KIM)[0], "confirm")
    services.sign_in(KIM, "침입자가 아는 비밀번호")
    join()
    with pytest.raises(LinkExpired):
        services.confirm(early)
    services.confirm(secret_of(mail_to(KIM)[1], "confirm"))
    assert sessions() == 0
    with pytest.raises(SignInRefused):
        services.sign_in(KIM, "침입자가 아는 비밀번호")
    assert services.sign_in(KIM, PASSWORD)


def test_pressing_the_button_twice_is_no_error(app: Flask, mail_to: MailTo) -> None:
    join()
    join()
    assert len(mail_to(KIM)) == 2
    services.confirm(secret_of(mail_to(KIM)[1], "confirm"))


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
    account = queries.account_by_email(KIM)
    assert account is not None
    assert account.language == "ko"


def test_letters_are_in_the_persons_language(app: Flask, mail_to: MailTo) -> None:
    join("kim@example.org", "별이", language="ko")
    join("lee@example.org", "Juno", language="en")
    assert mail_to("lee@example.org")[0].subject == "Finish joining Handeul"
    assert "한들시" in mail_to("kim@example.org")[0].subject
    assert "Finish" not in mail_to("kim@example.org")[0].subject


def test_a_new_password_ends_everything_old(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    session = services.sign_in(KIM, PASSWORD)
    services.change_email(account, "other@example.org", PASSWORD)
    services.request_reset(KIM)
    secret = secret_of(mail_to(KIM)[-1], "reset")
    with pytest.raises(WeakPassword):
        services.reset(secret, "12345678")
    services.reset(secret, "새로운 비밀번호 하나")
    db.session.commit()
    assert queries.actor_of_secret(session) is None
    with pytest.raises(LinkExpired):
        services.reset(secret, "또 다른 비밀번호")
    with pytest.raises(LinkExpired):
        services.confirm_email(secret_of(mail_to("other@example.org")[0], "confirm-email"))
    with pytest.raises(SignInRefused):
        services.sign_in(KIM, PASSWORD)
    assert services.sign_in(KIM, "새로운 비밀번호 하나")
    assert "/reset/" not in mail_to(KIM)[-1].body


def test_asking_twice_leaves_one_link(app: Flask, mail_to: MailTo) -> None:
    joined(mail_to)
    services.request_reset(KIM)
    services.request_reset(KIM)
    first, second = (secret_of(letter, "reset") for letter in mail_to(KIM)[-2:])
    with pytest.raises(LinkExpired):
        services.token_holder(first, "reset")
    assert services.token_holder(second, "reset").nickname == "별이"


def test_asking_for_an_unknown_address_writes_nothing(app: Flask, mail_to: MailTo) -> None:
    services.request_reset("nobody@example.org")
    assert mail_to("nobody@example.org") == []


def test_a_suspended_account_gets_no_links_and_its_links_end(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    services.request_reset(KIM)
    secret = secret_of(mail_to(KIM)[-1], "reset")
    services.suspend(account, reason="test")
    with pytest.raises(LinkExpired):
        services.reset(secret, "새로운 비밀번호 하나")
    letters = len(mail_to(KIM))
    services.request_reset(KIM)
    join(nickname="다른이름")
    assert len(mail_to(KIM)) == letters


def test_changing_the_password_keeps_this_session_only(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    here, there = services.sign_in(KIM, PASSWORD), services.sign_in(KIM, PASSWORD)
    with pytest.raises(WrongPassword):
        services.change_password(account, "틀린 비밀번호입니다", "새로운 비밀번호 하나", here)
    services.change_password(account, PASSWORD, "새로운 비밀번호 하나", here)
    assert queries.actor_of_secret(here) is not None
    assert queries.actor_of_secret(there) is None


def test_another_nickname(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    joined(mail_to, "lee@example.org", "달이")
    with pytest.raises(NicknameTaken):
        services.change_nickname(account, "달 이".replace(" ", ""))
    assert account.nickname == "별이"
    services.change_nickname(account, "별 이")
    assert queries.nicknames([account.id, 10_000]) == {account.id: "별 이"}


def test_another_address_counts_when_its_link_is_used(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    with pytest.raises(WrongPassword):
        services.change_email(account, "new@example.org", "틀린 비밀번호입니다")
    services.change_email(account, "New@example.org", PASSWORD)
    assert account.email == KIM
    services.confirm_email(secret_of(mail_to("New@example.org")[0], "confirm-email"))
    assert (account.email, account.email_key) == ("New@example.org", "new@example.org")
    assert "http" in mail_to(KIM)[-1].body, "the old address is told"


def test_another_address_that_somebody_has(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    joined(mail_to, "lee@example.org", "달이")
    services.change_email(account, "lee@example.org", PASSWORD)
    assert "/confirm-email/" not in mail_to("lee@example.org")[-1].body
    services.change_email(account, "new@example.org", PASSWORD)
    secret = secret_of(mail_to("new@example.org")[0], "confirm-email")
    joined(mail_to, "new@example.org", "해님")
    with pytest.raises(EmailTaken):
        services.confirm_email(secret)


def test_accounts_of_the_office(app: Flask, mail_to: MailTo) -> None:
    account = services.create_account("공원과 주무관", email="parks@example.org")
    with pytest.raises(EmailTaken):
        services.create_account("누군가", email="PARKS@example.org")
    with pytest.raises(SignInRefused):
        services.sign_in("parks@example.org", "")
    account = services.create_account("도로과 주무관", email="roads@example.org")
    services.invite(account)
    services.reset(secret_of(mail_to("roads@example.org")[0], "reset"), PASSWORD)
    db.session.commit()
    assert services.sign_in("roads@example.org", PASSWORD)
