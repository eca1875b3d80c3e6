"""Joining when many press the button at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from demosx.core.db import db, transaction
from demosx.core.errors import DomainError
from demosx.core.mail import Letter
from demosx.people import services
from demosx.people.errors import LinkExpired, NicknameTaken
from demosx.people.models import Account
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")

KIM = "kim@example.org"


def at_once(app: Flask, *calls: Callable[[], object]) -> list[object]:
    """What each call gives or raises when all run at the same moment, each in a transaction of its own."""
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    return call()
            except DomainError as error:
                return type(error)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def finish(secret: str) -> int:
    """Use the link of a letter; the number of the account."""
    return services.confirm(secret, password=PASSWORD).id


def test_of_many_with_one_nickname_one_gets_it(app: Flask, mail_to: Callable[[str], list[Letter]]) -> None:
    addresses = [f"p{n}@example.org" for n in range(8)]
    for address in addresses:
        services.join(address, PASSWORD, "별이", "ko")
    db.session.commit()
    secrets = [secret_of(mail_to(address)[0], "confirm") for address in addresses]
    db.session.rollback()
    outcomes = at_once(app, *[partial(finish, secret) for secret in secrets])
    assert outcomes.count(NicknameTaken) == 7
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_of_many_with_one_address_one_gets_it(app: Flask, mail_to: Callable[[str], list[Letter]]) -> None:
    for n in range(8):
        services.join(KIM, PASSWORD, f"사람{n}", "ko")
    db.session.commit()
    secrets = [secret_of(letter, "confirm") for letter in mail_to(KIM)]
    db.session.rollback()
    outcomes = at_once(app, *[partial(finish, secret) for secret in secrets])
    assert outcomes.count(LinkExpired) == 7
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_a_link_pressed_many_times_at_once_is_used_once(
    app: Flask, mail_to: Callable[[str], list[Letter]]
) -> None:
    services.join(KIM, PASSWORD, "별이", "ko")
    db.session.commit()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    db.session.rollback()
    outcomes = at_once(app, *[partial(finish, secret)] * 8)
    assert outcomes.count(LinkExpired) == 7


def test_a_letter_that_was_asked_for_is_written_once(
    app: Flask, mail_to: Callable[[str], list[Letter]]
) -> None:
    services.create_account("별이", email=KIM, password=PASSWORD)
    for _ in range(5):
        services.request_reset(KIM)
    db.session.commit()

    def round_() -> int:
        with app.app_context():
            return services.write_asked_letters()

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(round_) for _ in range(4)]
    assert sum(one.result() for one in done) == 5
    assert len(mail_to(KIM)) == 5
