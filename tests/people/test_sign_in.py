"""Sessions: who comes in, and when they end."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, update

from demosx.core import clock
from demosx.core.db import db
from demosx.people import passwords, queries, services
from demosx.people.errors import SignInRefused
from demosx.people.models import Account, SignIn, Token
from tests.people.conftest import PASSWORD


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email="Kim@example.org", password=PASSWORD)
    db.session.commit()
    return account


def test_the_address_is_known_however_it_is_typed(kim: Account) -> None:
    actor = queries.actor_of_secret(services.sign_in(" KIM@EXAMPLE.ORG", PASSWORD))
    assert actor is not None
    assert actor.id == kim.id


@pytest.mark.parametrize(
    ("email", "password"),
    [("kim@example.org", "틀린 비밀번호입니다"), ("nobody@example.org", PASSWORD), ("", ""), ("kim@example.org", ""),
     ("kim@example.org", "an account that does not exist"), ("nobody@example.org", "an account that does not exist")],
)  # fmt: skip
def test_whatever_is_wrong_sounds_the_same(kim: Account, email: str, password: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        services.sign_in(email, password)
    assert str(refused.value) == str(SignInRefused())
    assert db.session.scalar(select(func.count(SignIn.id))) == 0


@pytest.mark.parametrize("email", ["kim@example.org", "nobody@example.org"])
def test_a_wrong_password_takes_one_check_for_nobody_too(
    kim: Account, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, kept: str, password: str) -> bool:
        checked.append(kept.rsplit("$", 2)[0])
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    with pytest.raises(SignInRefused):
        services.sign_in(email, "틀린 비밀번호입니다")
    assert checked == ["$argon2id$v=19$m=19456,t=2,p=1"]


def test_each_sign_in_has_a_secret_of_its_own(kim: Account) -> None:
    secrets = {services.sign_in("kim@example.org", PASSWORD) for _ in range(3)}
    assert len(secrets) == 3
    assert all(queries.actor_of_secret(secret) for secret in secrets)


def test_signing_out_here_and_everywhere(kim: Account) -> None:
    one, two, three = (services.sign_in("kim@example.org", PASSWORD) for _ in range(3))
    db.session.commit()
    services.sign_out(one)
    assert queries.actor_of_secret(one) is None
    assert queries.actor_of_secret(two) is not None
    services.sign_out_everywhere(kim.id, but=three)
    assert queries.actor_of_secret(two) is None
    assert queries.actor_of_secret(three) is not None
    services.sign_out_everywhere(kim.id)
    assert queries.actor_of_secret(three) is None


def test_a_session_ends_with_its_time(kim: Account) -> None:
    secret = services.sign_in("kim@example.org", PASSWORD)
    db.session.execute(update(SignIn).values(expires_at=clock.wall()))
    assert queries.actor_of_secret(secret) is None


def test_moving_the_sites_clock_moves_no_session(kim: Account) -> None:
    secret = services.sign_in("kim@example.org", PASSWORD)
    with clock.pinned(clock.wall() + timedelta(days=400)):
        assert queries.actor_of_secret(secret) is not None


@pytest.mark.parametrize("column", ["suspended_at", "left_at"])
def test_who_is_kept_out_is_out_at_once(kim: Account, column: str) -> None:
    secret = services.sign_in("kim@example.org", PASSWORD)
    setattr(kim, column, clock.now())
    db.session.commit()
    assert queries.actor_of_secret(secret) is None
    assert not queries.actor_of(kim.id).signed_in
    with pytest.raises(SignInRefused):
        services.sign_in("kim@example.org", PASSWORD)
    with pytest.raises(SignInRefused):
        services.admit(kim)


def test_a_password_kept_with_older_settings_is_kept_anew(
    kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    kim.password_hash = weak.hash(passwords.normalised(PASSWORD))
    db.session.commit()
    services.sign_in("kim@example.org", PASSWORD)
    db.session.commit()
    assert "m=19456,t=2,p=1" in (kim.password_hash or "")
    assert services.sign_in("kim@example.org", PASSWORD)


def test_what_is_over_is_forgotten(kim: Account) -> None:
    kept = services.sign_in("kim@example.org", PASSWORD)
    services.sign_in("kim@example.org", PASSWORD)
    services.request_reset("kim@example.org")
    db.session.commit()
    services.write_asked_letters()
    last = db.session.scalar(select(func.max(SignIn.id)))
    db.session.execute(update(SignIn).where(SignIn.id == last).values(expires_at=clock.wall()))
    db.session.execute(update(Token).values(expires_at=clock.wall()))
    assert services.forget_expired() == 2
    assert services.forget_expired() == 0
    assert db.session.scalar(select(func.count(SignIn.id))) == 1
    assert db.session.scalar(select(func.count(Token.id))) == 0
    assert queries.actor_of_secret(kept) is not None
