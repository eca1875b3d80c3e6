"""What the tests of people share: reading mail, and joining as people do."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.mail import Letter

PASSWORD = "감나무 아래 자전거 한 대"


@pytest.fixture
def mail_to(app: Flask) -> Callable[[str], list[Letter]]:
    """The letters written to an address, oldest first."""

    def read(address: str) -> list[Letter]:
        return list(
            db.session.scalars(select(Letter).where(Letter.to_address == address).order_by(Letter.id))
        )

    return read


def secret_of(letter: Letter, page: str) -> str:
    """The secret of the link to `page`, such as "confirm", in a letter."""
    link = next(line for line in letter.body.split() if f"/{page}/" in line)
    return link.rsplit("/", 1)[1]
