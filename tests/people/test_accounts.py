"""Accounts of the office, new passwords, and what people change about themselves."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.errors import (
    EmailTaken,
    LinkExpired,
    NicknameTaken,
    SignInRefused,
    WeakPassword,
    WrongPassword,
)
from demosx.people.models import AskedLetter, Joining, SignIn, Token
from tests.people.acting import KIM, ask_reset, invited, join, joined
from tests.people.conftest import PASSWORD, MailTo, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")


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


def test_a_link_for_a_new_password_ends_with_its_hour(app: Flask, mail_to: MailTo) -> None:
    joined(mail_to)
    ask_reset()
    token = db.session.scalars(select(Token).where(Token.purpose == "reset")).one()
    assert token.expires_at - token.created_at == timedelta(hours=1)
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    with pytest.raises(LinkExpired):
        services.token_holder(secret_of(mail_to(KIM)[-1], "reset"), "reset")


def test_the_database_does_not_hold_secrets(app: Flask, mail_to: MailTo) -> None:
    mark = services.join(KIM, PASSWORD, "별이", "ko")
    secret = secret_of(mail_to(KIM)[0], "confirm")
    waiting = db.session.scalars(select(Joining)).one()
    assert not {mark, secret, PASSWORD} & {waiting.digest, waiting.mark, waiting.password_hash}
    account = services.confirm(secret, mark=mark)
    db.session.commit()
    session = services.sign_in(KIM, PASSWORD)
    ask_reset()
    kept = [*db.session.scalars(select(Token.digest)), *db.session.scalars(select(SignIn.digest))]
    assert session not in kept
    assert secret_of(mail_to(KIM)[-1], "reset") not in kept
    assert PASSWORD not in (account.password_hash or "")


def test_no_role_counts_and_nobody_comes_in_before_the_address_is_confirmed(app: Flask) -> None:
    lee = invited(password=PASSWORD)
    assert queries.grants_of(lee.id)
    actor = queries.actor_of(lee.id)
    assert (actor.grants, actor.roles, actor.is_staff) == ((), {"visitor"}, False)
    with pytest.raises(SignInRefused):
        services.sign_in("lee@example.org", PASSWORD)
    lee.confirmed_at = clock.wall()
    db.session.commit()
    assert queries.actor_of(lee.id).is_staff
    assert services.sign_in("lee@example.org", PASSWORD)


def test_an_invitation_that_is_over_is_not_renewed_by_asking_for_a_password(
    app: Flask, mail_to: MailTo
) -> None:
    lee = invited()
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    db.session.commit()
    ask_reset("lee@example.org")
    told = mail_to("lee@example.org")[-1].body
    assert "/reset/" not in told
    assert db.session.scalar(select(func.count(Token.id)).where(Token.expires_at > clock.wall())) == 0
    services.invite(lee)
    secret = secret_of(mail_to("lee@example.org")[-1], "reset")
    assert services.reset(secret, PASSWORD).confirmed_at is not None


def test_a_new_invitation_ends_the_one_before(app: Flask, mail_to: MailTo) -> None:
    lee = invited()
    services.invite(lee)
    first, second = (secret_of(letter, "reset") for letter in mail_to("lee@example.org"))
    with pytest.raises(LinkExpired):
        services.token_holder(first, "reset")
    assert services.token_holder(second, "reset").id == lee.id


def test_a_new_password_ends_everything_old(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    session = services.sign_in(KIM, PASSWORD)
    services.change_email(account, "other@example.org", PASSWORD)
    ask_reset()
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


def test_a_stranger_who_asks_again_does_not_end_the_owners_link(app: Flask, mail_to: MailTo) -> None:
    joined(mail_to)
    ask_reset()
    ask_reset()
    first, second = (secret_of(letter, "reset") for letter in mail_to(KIM)[-2:])
    services.reset(first, "새로운 비밀번호 하나")
    with pytest.raises(LinkExpired):
        services.token_holder(second, "reset")


@pytest.mark.parametrize("email", [KIM, "nobody@example.org", "lee@example.org"])
def test_asking_does_the_same_whoever_has_the_address(app: Flask, mail_to: MailTo, email: str) -> None:
    """What could take longer, and so tell who has an account, happens in the rounds of the calendar."""
    joined(mail_to)
    join("lee@example.org", "달이")
    before = db.session.scalar(select(func.count(Letter.id)))
    asked: list[str] = []

    def note(*facts: Any) -> None:
        asked.append(facts[2].split(" ")[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        services.request_reset(email)
        services.request_confirmation(email)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [word for word in asked if word not in ("SAVEPOINT", "RELEASE", "BEGIN")] == ["INSERT", "INSERT"]
    assert db.session.scalar(select(func.count(Letter.id))) == before
    db.session.commit()
    assert services.write_asked_letters() == 2
    assert services.write_asked_letters() == 0
    assert db.session.scalar(select(func.count(AskedLetter.id))) == 0
    written = (db.session.scalar(select(func.count(Letter.id))) or 0) - (before or 0)
    assert written == (0 if email == "nobody@example.org" else 1)


def test_a_suspended_account_gets_no_links_and_its_links_end(app: Flask, mail_to: MailTo) -> None:
    account = joined(mail_to)
    ask_reset()
    secret = secret_of(mail_to(KIM)[-1], "reset")
    services.suspend(account, reason="test")
    with pytest.raises(LinkExpired):
        services.reset(secret, "새로운 비밀번호 하나")
    db.session.commit()
    letters = len(mail_to(KIM))
    ask_reset()
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
