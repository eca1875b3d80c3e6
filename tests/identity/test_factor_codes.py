"""Codes of apps and recovery codes: right ones, once; wrong ones, not too often; nothing readable in the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.identity import factor_services as services
from demosx.identity.factor_errors import TooManyCodes, WrongCode
from demosx.identity.factor_models import AuthenticatorApp, RecoveryCode
from demosx.identity.factor_queries import factors_of
from demosx.identity.factor_sealing import seal, unseal
from demosx.people.models import Account
from tests.identity.factors import KEY, MailTo, code

pytestmark = pytest.mark.usefixtures("fast_hashes")
Later = Callable[[timedelta], None]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_wrong_by_half_a_minute(with_app: Account, steps: int) -> None:
    services.show_code(with_app, code(steps=steps))


@pytest.mark.parametrize("steps", [-2, 2, 100])
def test_and_not_by_more(with_app: Account, steps: int) -> None:
    with pytest.raises(WrongCode):
        services.show_code(with_app, code(steps=steps))


@pytest.mark.parametrize("typed", ["", "000", "１２３４５６", "abcdef", "\udcff", "1" * 5000])
def test_what_is_no_code_is_refused(with_app: Account, typed: str) -> None:
    with pytest.raises(WrongCode):
        services.show_code(with_app, typed)


def test_spaces_in_a_code_do_no_harm(with_app: Account) -> None:
    shown = code()
    services.show_code(with_app, f" {shown[:3]} {shown[3:]}")


def test_a_code_is_good_once(with_app: Account, later: Later) -> None:
    services.show_code(with_app, code())
    with pytest.raises(WrongCode):
        services.show_code(with_app, code())
    later(timedelta(seconds=30))
    with pytest.raises(WrongCode):
        services.show_code(with_app, code(steps=-1))
    services.show_code(with_app, code())


def test_after_a_code_no_earlier_one_is_good(with_app: Account) -> None:
    services.show_code(with_app, code(steps=1))
    with pytest.raises(WrongCode):
        services.show_code(with_app, code())


def at_once(app: Flask, account: Account, typed: str, times: int = 8) -> list[object]:
    """What happens when many send the same code at the same moment."""
    number, together = account.id, Barrier(times)
    db.session.rollback()

    def send(_n: int) -> object:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    services.show_code(db.session.get_one(Account, number), typed)
            except WrongCode:
                return WrongCode
            return None

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def test_of_many_with_one_code_one_gets_in(app: Flask, with_app: Account) -> None:
    assert at_once(app, with_app, code()).count(WrongCode) == 7


def test_of_many_with_one_recovery_code_one_gets_in(app: Flask, with_app: Account) -> None:
    first = services.renew_recovery_codes(with_app)[0]
    db.session.commit()
    assert at_once(app, with_app, first).count(WrongCode) == 7
    assert factors_of(with_app.id).codes == 9


def test_ten_wrong_codes_and_the_account_waits(app: Flask, with_app: Account) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    try:
        for _ in range(10):
            with pytest.raises(WrongCode):
                services.show_code(with_app, "000000")
        with pytest.raises(TooManyCodes):
            services.show_code(with_app, code())
        with pytest.raises(TooManyCodes):
            services.show_code(with_app, services.renew_recovery_codes(with_app)[0])
    finally:
        app.config["RATELIMIT_ENABLED"] = False
        app.extensions["demosx_limits"][0].storage.reset()


def test_the_database_holds_no_key_and_no_code(with_app: Account) -> None:
    codes = services.renew_recovery_codes(with_app)
    app = db.session.get_one(AuthenticatorApp, with_app.id)
    assert KEY not in app.sealed
    kept = set(db.session.scalars(select(RecoveryCode.digest)))
    assert len(kept) == 10
    assert not kept & set(codes)


def test_a_key_is_for_its_account_and_its_site(app: Flask, with_app: Account) -> None:
    sealed = seal(with_app.id, KEY)
    assert unseal(with_app.id, sealed) == KEY
    assert unseal(with_app.id + 1, sealed) is None
    assert unseal(with_app.id, "nonsense") is None
    held, app.secret_key = app.secret_key, "another-secret"
    assert unseal(with_app.id, sealed) is None
    with pytest.raises(WrongCode):
        services.show_code(with_app, code())
    app.secret_key = held
    services.show_code(with_app, code())


def test_a_key_in_the_browser_grows_old(with_app: Account) -> None:
    assert unseal(with_app.id, seal(with_app.id, KEY), within=60) == KEY
    assert unseal(with_app.id, seal(with_app.id, KEY), within=-1) is None


def test_recovery_codes_work_once_and_only_the_newest(with_app: Account, mail_to: MailTo) -> None:
    earlier = services.renew_recovery_codes(with_app)
    codes = services.renew_recovery_codes(with_app)
    assert len(set(codes)) == 10
    with pytest.raises(WrongCode):
        services.show_code(with_app, earlier[0])
    services.show_code(with_app, codes[0].upper().replace("-", " "))
    with pytest.raises(WrongCode):
        services.show_code(with_app, codes[0])
    assert factors_of(with_app.id).codes == 9
    assert "Codes that are left: 9" in mail_to("kim@example.org")[-1].body


def test_nobody_uses_the_codes_of_somebody_else(
    with_app: Account, make_account: Callable[..., Account]
) -> None:
    codes = services.renew_recovery_codes(with_app)
    other = make_account("달이", roles=["operator"])
    for typed in (codes[0], code()):
        with pytest.raises(WrongCode):
            services.show_code(other, typed)
    assert db.session.scalar(select(func.count(RecoveryCode.id))) == 10


def test_setting_up_takes_a_code_of_the_new_key(kim: Account) -> None:
    with pytest.raises(WrongCode):
        services.set_up_app(kim, KEY, "000000", keep=None)
    assert factors_of(kim.id).app is None
    shown = code()
    services.set_up_app(kim, KEY, shown, keep=None)
    with pytest.raises(WrongCode):
        services.show_code(kim, shown)


def test_a_new_telephone_takes_the_place_of_the_old(with_app: Account) -> None:
    other = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
    services.set_up_app(with_app, other, code(other), keep=None)
    with pytest.raises(WrongCode):
        services.show_code(with_app, code())
    assert db.session.scalar(select(func.count(AuthenticatorApp.account_id))) == 1
    assert clock.wall() >= db.session.get_one(AuthenticatorApp, with_app.id).created_at
