"""Passkeys: registered and shown with a device in software, which also lies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from demosx.core.db import db
from demosx.identity import factor_services
from demosx.identity import passkey_ceremonies as ceremonies
from demosx.identity.factor_errors import PasskeyKnown, PasskeyRefused, TooManyPasskeys
from demosx.identity.passkey_challenges import ANSWER_WITHIN, forget_challenges
from demosx.identity.passkey_models import Passkey, SpentChallenge
from demosx.people.models import Account
from demosx.people.queries import actor_of
from tests.identity.device import PRESENT, VERIFIED, Device, text
from tests.identity.factors import MailTo

pytestmark = pytest.mark.usefixtures("fast_hashes")
Later = Callable[[timedelta], None]
Held = dict[str, Any]


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def passkey(kim: Account, device: Device) -> Passkey:
    """The device's passkey, which belongs to 별이."""
    return register(kim, device)


def register(account: Account, device: Device) -> Passkey:
    held: Held = {}
    answer = device.make(ceremonies.ask_to_register(account, held))
    made = ceremonies.register(account, "내 전화기", answer, held, keep=None)
    db.session.commit()
    return made


def test_a_passkey_is_registered_and_shown(
    kim: Account, passkey: Passkey, device: Device, mail_to: MailTo
) -> None:
    assert "내 전화기" in mail_to("kim@example.org")[-1].body
    held: Held = {}
    shown = ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)
    assert (shown.account_id, shown.name, shown.sign_count) == (kim.id, "내 전화기", 1)
    assert held == {}


def test_the_question_names_nobody(kim: Account, passkey: Passkey) -> None:
    asked = ceremonies.ask_to_show({})
    assert (asked["rpId"], asked["userVerification"], asked["allowCredentials"]) == (
        "localhost",
        "required",
        [],
    )
    made = ceremonies.ask_to_register(kim, {})
    assert made["user"]["id"] == text(ceremonies.handle(kim.id))
    assert made["excludeCredentials"][0]["id"] == text(passkey.credential_id)
    assert made["authenticatorSelection"]["residentKey"] == "required"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://localhost", "http://localhost:8000", "null"]
)
def test_a_passkey_shown_on_another_site_is_refused(passkey: Passkey, device: Device, origin: str) -> None:
    held: Held = {}
    device.origin = origin
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)


def test_a_passkey_made_on_another_site_is_refused(kim: Account, device: Device) -> None:
    held: Held = {}
    device.origin = "http://evil.example"
    answer = device.make(ceremonies.ask_to_register(kim, held))
    with pytest.raises(PasskeyRefused):
        ceremonies.register(kim, "x", answer, held, keep=None)


def test_the_host_of_the_request_decides_nothing(app: Flask, passkey: Passkey, device: Device) -> None:
    with app.test_request_context(base_url="http://evil.example"):
        held: Held = {}
        assert ceremonies.ask_to_show(held)["rpId"] == "localhost"
        device.origin = "http://evil.example"
        with pytest.raises(PasskeyRefused):
            ceremonies.shown(device.show(ceremonies.ask_to_show(held), rp_id="evil.example"), held)


def test_an_answer_counts_once(passkey: Passkey, device: Device) -> None:
    held: Held = {}
    answer = device.show(ceremonies.ask_to_show(held))
    copy = dict(held)
    ceremonies.shown(answer, held)
    db.session.commit()
    passkey.sign_count = 0
    db.session.commit()
    for replayed in (held, copy):
        with pytest.raises(PasskeyRefused):
            ceremonies.shown(answer, replayed)


def test_an_answer_to_another_question_is_refused(kim: Account, passkey: Passkey, device: Device) -> None:
    other: Held = {}
    stale = ceremonies.ask_to_show(other)
    held: Held = {}
    ceremonies.ask_to_show(held)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(stale), held)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(stale), {})
    registering: Held = {}
    asked = ceremonies.ask_to_register(kim, registering)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show({"rpId": "localhost", "challenge": asked["challenge"]}), registering)


def test_a_question_grows_old(passkey: Passkey, device: Device, later: Later) -> None:
    held: Held = {}
    answer = device.show(ceremonies.ask_to_show(held))
    later(ANSWER_WITHIN)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(answer, held)


def test_a_device_that_does_not_verify_its_owner_is_refused(
    kim: Account, passkey: Passkey, device: Device
) -> None:
    held: Held = {}
    device.flags = PRESENT
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)
    careless, held = Device(b"careless", flags=PRESENT), {}
    answer = careless.make(ceremonies.ask_to_register(kim, held))
    with pytest.raises(PasskeyRefused):
        ceremonies.register(kim, "x", answer, held, keep=None)
    device.flags = VERIFIED
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)


def test_a_device_that_counts_backwards_is_refused(passkey: Passkey, device: Device) -> None:
    device.count = 7
    held: Held = {}
    ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)
    db.session.commit()
    for count in (6, 7):
        device.count = count
        if count + 1 > passkey.sign_count:
            device.count = passkey.sign_count - 1
        with pytest.raises(PasskeyRefused):
            ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)
    device.count = 8
    ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)


def test_another_key_with_the_same_number_is_refused(passkey: Passkey, device: Device) -> None:
    held: Held = {}
    forged = Device(device.credential_id, user_handle=device.user_handle)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(forged.show(ceremonies.ask_to_show(held)), held)


def test_a_removed_passkey_is_refused(kim: Account, passkey: Passkey, device: Device) -> None:
    register(kim, Device(b"another"))
    factor_services.remove_passkey(kim, actor_of(kim.id), passkey, keep=None)
    db.session.commit()
    held: Held = {}
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held)


def test_somebody_elses_passkey_is_no_second_factor(
    kim: Account, passkey: Passkey, device: Device, make_account: Callable[..., Account]
) -> None:
    other = make_account("달이", roles=["operator"])
    held: Held = {}
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held, of=other.id)
    ceremonies.shown(device.show(ceremonies.ask_to_show(held)), held, of=kim.id)


@pytest.mark.parametrize("handle", ["", text(b"somebody else"), "%%%", "a"])
def test_a_passkey_says_whose_it_is(passkey: Passkey, device: Device, handle: str) -> None:
    held: Held = {}
    answer = device.show(ceremonies.ask_to_show(held), user_handle=handle)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(answer, held)


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "{", '{"id": 1}', '{"id": "a", "rawId": "a"}', "ü" * 100]
)
def test_what_is_no_answer_is_refused(kim: Account, answer: str) -> None:
    held: Held = {}
    ceremonies.ask_to_show(held)
    with pytest.raises(PasskeyRefused):
        ceremonies.shown(answer, held)
    ceremonies.ask_to_register(kim, held)
    with pytest.raises(PasskeyRefused):
        ceremonies.register(kim, "x", answer, held, keep=None)


def test_a_passkey_belongs_to_one_account(
    passkey: Passkey, device: Device, make_account: Callable[..., Account]
) -> None:
    with pytest.raises(PasskeyKnown):
        register(make_account("달이"), device)
    assert db.session.scalar(select(func.count(Passkey.id))) == 1


def test_an_account_has_only_so_many(kim: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceremonies, "MOST", 1)
    held: Held = {}
    answer = Device(b"second").make(ceremonies.ask_to_register(kim, held))
    register(kim, Device(b"first"))
    with pytest.raises(TooManyPasskeys):
        ceremonies.register(kim, "x", answer, held, keep=None)
    with pytest.raises(TooManyPasskeys):
        ceremonies.ask_to_register(kim, held)


def test_questions_that_are_over_are_forgotten(passkey: Passkey, later: Later) -> None:
    assert db.session.scalar(select(func.count(SpentChallenge.digest))) == 1
    assert forget_challenges() == 0
    later(ANSWER_WITHIN)
    assert forget_challenges() == 1
