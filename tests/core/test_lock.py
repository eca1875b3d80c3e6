"""Locking a row that was read together with what it belongs to."""

from collections.abc import Callable

from flask import Flask

from demosx.core.db import db, lock
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.proposals.queries import find


def test_a_row_read_with_joins_can_be_locked(
    app: Flask, make_account: Callable[..., Account], make_proposal: Callable[..., Proposal]
) -> None:
    number = make_proposal(make_account("잠금이")).id
    db.session.remove()
    found = find(number)
    assert found is not None and found.lead_department is None
    lock(found)
    assert found.id == number
