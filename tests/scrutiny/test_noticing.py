"""Looking through what has come, keeping what looks odd, and forgetting from where it came."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.people.models import Account
from demosx.people.retention import retentions
from demosx.proposals.models import Proposal
from demosx.scrutiny import queries
from demosx.scrutiny.models import Finding
from demosx.scrutiny.noticing import look_now, look_through
from demosx.scrutiny.services import discount, set_aside
from demosx.stages.support.models import Support, SupportOrigin
from demosx.stages.support.services import support, withdraw_support
from tests.merging.conftest import crowd

Give = Callable[..., list[Actor]]


def found() -> list[Finding]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Finding).order_by(Finding.id)))


def test_a_script_behind_one_block_is_found_once(filed: Proposal, supported: Give) -> None:
    supported(20)
    script = supported(37, block="203.0.113.0/24")
    assert look_now() >= 1 and look_now() == 0
    (block,) = [finding for finding in found() if finding.kind == "block"]
    assert (block.count, block.proposal_id) == (37, filed.id)
    assert queries.counting(block).keys() == {filed.id}
    assert sorted(queries.counting(block)[filed.id]) == sorted(person.id or 0 for person in script)
    assert "203.0.113" not in block.block and len(block.block) == 64


def test_new_accounts_are_found_and_nobody_else_is_meant(filed: Proposal, supported: Give) -> None:
    supported(20)
    new = supported(30, old=False)
    look_now()
    (young,) = [finding for finding in found() if finding.kind == "young"]
    assert sorted(queries.counting(young)[filed.id]) == sorted(person.id or 0 for person in new)


def test_an_ordinary_hour_is_nothing(filed: Proposal, supported: Give) -> None:
    supported(30)
    assert look_now() == 0 and found() == []


def test_it_is_looked_every_few_minutes_and_only_at_what_is_new(
    filed: Proposal, supported: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    supported(37, block="script")
    assert look_through() > 0
    supported(30, block="script")
    assert look_through() == 0, "five minutes have not passed"
    later = clock.wall() + timedelta(minutes=6)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "wall", lambda: later)
        assert look_through() > 0
        assert [f.count for f in found() if f.kind == "block"] == [67], "the group has grown"


def test_what_was_set_aside_comes_back_when_it_grows(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    supported(20, block="school")
    look_now()
    for finding in found():
        set_aside(finding, "청소년센터 워크숍입니다.", actor=operator)
    db.session.commit()
    supported(5, block="school")
    assert look_now() == 0 and all(finding.looked_at for finding in found())
    supported(10, block="school")
    assert look_now() > 0
    (block,) = [finding for finding in found() if finding.kind == "block"]
    assert (block.looked_at, block.count) == (None, 35)


def test_what_came_since_the_page_was_opened_is_not_decided_on(
    filed: Proposal, supported: Give, operator: Actor
) -> None:
    seen = supported(20, block="script")
    look_now()
    (block,) = [finding for finding in found() if finding.kind == "block"]
    until = block.last_id
    supported(10, block="script")
    look_now()
    (block,) = [finding for finding in found() if finding.kind == "block"]
    assert len(queries.counting(block)[filed.id]) == 30
    assert queries.counting(block, until)[filed.id] == sorted(person.id or 0 for person in seen)
    (made,) = discount(queries.counting(block, until), "한꺼번에", actor=operator)
    assert made.supports == 20


def test_one_account_that_supports_very_many_is_found(app: Flask, now: None, operator: Actor) -> None:
    (person,) = crowd(1)
    with testing.at("2019-02-02 12:00"):
        proposer = db.session.get_one(Account, operator.id)
        proposals = [testing.proposal(proposer, f"제안 {n}") for n in range(30)]
        for proposal in proposals:
            support(proposal, actor=person, block="here")
        db.session.commit()
    assert look_now() == 1
    (busy,) = found()
    assert (busy.kind, busy.account_id, busy.proposal_id, busy.count) == ("busy", person.id, None, 30)
    assert queries.counting(busy) == {proposal.id: [person.id] for proposal in proposals}


def test_where_supports_came_from_goes_when_its_time_is_over(
    filed: Proposal, supported: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    supported(12, block="script")
    look_now()
    rules = {rule.name: rule for rule in retentions()}
    origins, findings = rules["support_origins"], rules["support_findings"]
    assert origins.days() == findings.days() == 90
    with transaction():
        assert origins.delete(90, 500) == findings.delete(90, 500) == 0
    later = clock.wall() + timedelta(days=90)
    monkeypatch.setattr(clock, "wall", lambda: later)
    with transaction():
        assert (origins.delete(90, 5), origins.delete(90, 500)) == (5, 7)
        assert findings.delete(90, 500) > 0
    assert db.session.scalars(db.select(SupportOrigin)).all() == [] and found() == []
    assert len(db.session.scalars(db.select(Support)).all()) == 12, "the supports stay"


def test_an_origin_goes_with_its_support(filed: Proposal, supported: Give) -> None:
    (person,) = supported(1, block="here")
    assert db.session.scalars(db.select(SupportOrigin)).all()
    withdraw_support(filed, actor=person)
    db.session.commit()
    assert db.session.scalars(db.select(SupportOrigin)).all() == []
