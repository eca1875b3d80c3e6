"""Whoever leaves and comes back counts once, also where a proposal goes back to a stage that it was in."""

import pytest
from sqlalchemy import select

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.plugins import Verified
from demosx.privacy.leaving import foretold, leave
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.stages.support.models import Support
from demosx.stages.support.services import support
from demosx.verification.services import undo, verify
from tests.process.small import HEAD

STAGE = '[stages.{0}]\nkind = "support"\nname = {{ ko = "단계 {0}", en = "Stage {0}" }}\nallows = [{1}]\n{2}'
MOVE = '[[stages.{0}.rules]]\nby = ["operator"]\n{1} = "{2}"\n'
TURNS = HEAD + "".join([
    STAGE.format("a", '"support"', 'who = { support = ["verified"] }\n'), MOVE.format("a", "move", "b"),
    STAGE.format("b", "", ""), MOVE.format("b", "move", "a"),
])  # fmt: skip


@pytest.fixture
def proposal(app: Application) -> int:
    with transaction():
        apply_version(TURNS, "t.toml")
    testing.account("운영", roles=["operator"])
    proposer = testing.account("제안자")
    with transaction():
        return propose("제안", "글", actor=actor_of(proposer.id), process_key="t").id


def go_on(proposal: int) -> None:
    operator = db.session.scalar(select(Account.id).where(Account.nickname == "운영"))
    assert operator is not None
    with transaction(), moment(db.session.get_one(Proposal, proposal), actor_of(operator)) as journey:
        (rule,) = journey.process.rules_in(journey.visit.stage)
        journey.press(rule.key, {})


def come(nickname: str, proposal: int) -> int:
    account = testing.account(nickname)
    with transaction():
        verify(db.session.get_one(Account, account.id), "claim", Verified(identifier="THE-SAME-PERSON"))
    with transaction():
        support(db.session.get_one(Proposal, proposal), actor=actor_of(account.id))
    return account.id


def counted(proposal: int) -> tuple[int, int]:
    db.session.rollback()
    rows = len(db.session.scalars(select(Support).where(Support.proposal_id == proposal)).all())
    return db.session.get_one(Proposal, proposal).supports, rows


def test_who_leaves_between_two_stages_counts_once(proposal: int) -> None:
    number = come("처음", proposal)
    go_on(proposal)
    assert any("1" in told for told in foretold(number).always)
    with transaction():
        leave(db.session.get_one(Account, number), remove_texts=True)
    assert counted(proposal) == (0, 0)
    go_on(proposal)
    come("다시", proposal)
    assert counted(proposal) == (1, 1)


def test_whose_check_is_undone_between_two_stages_counts_no_more(proposal: int) -> None:
    number = come("처음", proposal)
    go_on(proposal)
    with transaction():
        undo(db.session.get_one(Account, number), None, "잘못 확인함")
    assert counted(proposal) == (0, 0)
