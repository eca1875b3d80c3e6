"""What the tests of people share: reading mail, and joining as people do."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import passwords

MailTo = Callable[[str], list[Letter]]
PASSWORD = "감나무 아래 자전거 한 대"


@pytest.fixture
def mail_to(app: Flask) -> Callable[[str], list[Letter]]:
    """The letters written to an address, oldest first."""

    def read(address: str) -> list[Letter]:
        return list(
            db.session.scalars(select(Letter).where(Letter.to_address == address).order_by(Letter.id))
        )

    return read


@pytest.fixture
def fast_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep passwords cheaply, where a test is about something else and signs in many times."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODY", hasher.hash("nobody"))


def secret_of(letter: Letter, page: str) -> str:
    """The secret of the link to `page`, such as "confirm", in a letter."""
    link = next(line for line in letter.body.split() if f"/{page}/" in line)
    return link.rsplit("/", 1)[1]
