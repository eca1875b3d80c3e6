"""Numbers in addresses: none that no row can have reaches the database."""

import re

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.core.text import rich
from tests.test_architecture import MODULES

HUGE = ("9223372036854775808", "99999999999999999999", "-1", "٣", "1e9", "")


def test_no_view_takes_any_number_from_an_address() -> None:
    taken = re.compile(r"args\.get\([^)]*type=int\b")
    assert [str(path) for path in MODULES if taken.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_has_is_as_good_as_none(app: Flask, number: str) -> None:
    operator = testing.account("하늘", ["operator"])
    proposal = testing.proposal(testing.account("나리"))
    db.session.commit()
    client = testing.sign_in(app.test_client(), operator)
    for path in (
        f"/proposals/{proposal.id}?opened={number}&thread={number}",
        f"/proposals/{proposal.id}/opinions/new?quotes={number}",
        f"/desk/opinions?author={number}",
        f"/desk/intake/reach?days={number}",
        f"/desk/intake/form?copies=2&first={number}",
    ):
        assert client.get(path).status_code < 500, path


def test_very_many_brackets_are_only_brackets(app: Flask) -> None:
    assert "[[[" in rich("[" * 3_000).unescape()
    assert "<a" in rich("[시청](https://city.example)")
    assert rich("[시청](https://city.example)") is rich("[시청](https://city.example)")
