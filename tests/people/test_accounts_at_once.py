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


def test_of_many_with_one_nickname_one_gets_it(app: Flask) -> None:
    calls = [partial(services.join, f"p{n}@example.org", PASSWORD, "별이", "ko") for n in range(8)]
    outcomes = at_once(app, *calls)
    assert sorted(map(str, outcomes)) == sorted(map(str, [None, *[NicknameTaken] * 7]))
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_of_many_with_one_address_one_gets_it_and_none_is_told(app: Flask) -> None:
    calls = [partial(services.join, KIM, PASSWORD, f"사람{n}", "ko") for n in range(8)]
    assert at_once(app, *calls) == [None] * 8
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_a_link_pressed_many_times_at_once_is_used_once(
    app: Flask, mail_to: Callable[[str], list[Letter]]
) -> None:
    services.join(KIM, PASSWORD, "별이", "ko")
    db.session.commit()
    secret = secret_of(mail_to(KIM)[0], "confirm")
    db.session.rollback()
    outcomes = at_once(app, *[lambda: services.confirm(secret).id for _ in range(8)])
    assert outcomes.count(LinkExpired) == 7
