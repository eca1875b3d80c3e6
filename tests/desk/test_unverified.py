"""A check that is undone: what only verified people may give is taken back where it still goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from demosx.ballots.queries import ballot_of, recount
from demosx.core.db import db, transaction
from demosx.journey.models import Visit
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.plugins import Verified
from demosx.proposals.models import Proposal
from demosx.stages.deliberation.services import vote
from demosx.stages.support.models import Support
from demosx.stages.support.services import support
from demosx.testing import apply_examples
from demosx.verification.services import undo, verify
from tests.process.journeys import EXAMPLES
from tests.stages.walks import actor, open_forum

WHO = {"support": "[stages.support]", "vote": "[stages.forum]"}


@pytest.fixture
def rules(app: Flask, tmp_path: Path, at: Any) -> Callable[[str], None]:
    """Let these roles support and vote."""

    def made(who: str) -> None:
        text = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
        for action, header in WHO.items():
            text = text.replace(header, f"{header}\nwho = {{ {action} = {who} }}", 1)
        (tmp_path / "citizen.toml").write_text(text, encoding="utf-8")
        with at("2019-01-31 09:00"):
            apply_examples([str(tmp_path / "citizen.toml")])

    return made


def become(account: Account, identifier: str) -> None:
    with transaction():
        verify(db.session.merge(account), "claim", Verified(identifier=identifier, kind="ci"))


def lose(account: Account) -> None:
    with transaction():
        undo(db.session.get_one(Account, account.id), None, "잘못 확인했습니다")


@pytest.mark.parametrize(("who", "left"), [('["verified"]', 1), ('["member", "verified"]', 2), ("[]", 2)])
def test_a_support_is_taken_back_where_it_took_a_check(
    rules: Any, at: Any, make_account: Any, make_proposal: Any, who: str, left: int
) -> None:
    rules(who)
    wrong, right = make_account("별이"), make_account("달이")
    with at("2019-02-01 12:00"):
        proposal = make_proposal(make_account("해님"))
        for account, identifier in ((wrong, "A"), (right, "B")):
            become(account, identifier)
            with transaction():
                assert support(db.session.merge(proposal), actor=actor_of(account.id))
        lose(wrong)
        found = db.session.get_one(Proposal, proposal.id, populate_existing=True)
        rows = db.session.scalars(db.select(Support)).all()
        assert (found.supports, len(rows)) == (left, left)
        become(right, "B")


def test_one_person_does_not_vote_twice_by_another_account(
    rules: Any, at: Any, make_account: Any, make_proposal: Any
) -> None:
    rules('["verified"]')
    first, second = make_account("별이"), make_account("달이")
    with at("2019-02-01 12:00"):
        proposal = make_proposal(make_account("해님"))
        operator = actor(make_account("운영", roles=["operator"]))
        visit_id = open_forum(proposal, operator, "2019-02-03")
    with at("2019-02-03 12:00"):
        become(first, "A")
        with transaction():
            vote(db.session.merge(proposal), visit_id, "yes", actor_of(first.id))
        lose(first)
        become(second, "A")
        with transaction():
            vote(db.session.merge(proposal), visit_id, "no", actor_of(second.id))
        ballot = ballot_of(visit_id)
        assert ballot is not None
        assert (ballot.total, recount(ballot)) == (1, {"yes": 0, "no": 1, "other": 0})
        assert db.session.get_one(Visit, visit_id).votes == 1


def test_what_is_over_stays_counted(rules: Any, at: Any, make_account: Any, make_proposal: Any) -> None:
    rules('["verified"]')
    account = make_account("별이")
    with at("2019-02-01 12:00"):
        proposal = make_proposal(make_account("해님"))
        become(account, "A")
        with transaction():
            support(db.session.merge(proposal), actor=actor_of(account.id))
    with at("2019-04-01 12:00"):
        lose(account)
        assert db.session.get_one(Proposal, proposal.id, populate_existing=True).supports == 1
