"""The calendar reaches every proposal for which something is due, the longest due first, whatever breaks on the way."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.people.models import Account
from demosx.proposals import ticking
from demosx.proposals.models import Proposal


def test_what_breaks_keeps_no_other_proposal_waiting(
    app: Flask,
    at: Callable[[str], AbstractContextManager[None]],
    make_account: Callable[..., Account],
    make_proposal: Callable[..., Proposal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author, made = make_account("별이"), []
    for day in ("2019-03-03", "2019-03-02", "2019-03-01", "2019-03-01"):
        with at(f"{day} 10:00"):
            made.append(make_proposal(author).id)
    settled: list[int] = []
    whole = ticking._settle

    def settle(proposal_id: int) -> None:
        settled.append(proposal_id)
        if proposal_id == made[1]:
            raise ZeroDivisionError
        whole(proposal_id)

    monkeypatch.setattr(ticking, "_settle", settle)
    monkeypatch.setattr(ticking, "BATCH", 1)
    with at("2021-01-01 10:00"), pytest.raises(ExceptionGroup) as raised:
        ticking.settle_due()
    assert len(raised.value.exceptions) == 1
    assert settled == [made[2], made[3], made[1], made[0]]
    stages = {row.id: row.ended for row in db.session.scalars(db.select(Proposal))}
    assert [number for number in made if stages[number] is None] == [made[1]]
