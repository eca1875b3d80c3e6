"""Real petitions: 2,390 of 2019, named by DEMOSX_PETITIONS, since they are no part of this package."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from demosx.core.db import db
from demosx.duties.models import Duty
from demosx.proposals.models import Proposal
from demosx.proposals.search import found_by

FILE = os.environ.get("DEMOSX_PETITIONS", "")
MAPS = (
    "--map",
    "title=title",
    "--map",
    "text=content",
    "--map",
    "supports=num_agree",
    "--map",
    "filed=begin",
)
RunImport = Callable[..., Result]

pytestmark = pytest.mark.skipif(not FILE, reason="DEMOSX_PETITIONS names no file")


def test_all_are_kept_as_over(run_import: RunImport) -> None:
    result = run_import(
        Path(FILE), *MAPS, "--map-status", "브리핑=answered", "--map-status", "청원종료=expired"
    )
    assert result.exit_code == 0, result.output
    proposals = db.session.scalars(select(Proposal)).all()
    assert len(proposals) == 2390
    assert Counter(proposal.ended for proposal in proposals) == {"expired": 2368, "answered": 22}
    assert max(proposal.supports for proposal in proposals) == 1_831_900
    assert db.session.scalars(select(Duty)).first() is None
    again = run_import(Path(FILE), *MAPS)
    assert "Here already: 2,390" in again.output


def test_titles_are_found_as_a_plain_comparison_finds_them(run_import: RunImport) -> None:
    run_import(Path(FILE), *MAPS)
    for words in ("어린이집", "청와대", "교통"):
        condition = found_by(words)
        assert condition is not None
        found = set(db.session.scalars(select(Proposal.id).where(condition)))
        plain = set(db.session.scalars(select(Proposal.id).where(Proposal.title.contains(words))))
        assert found == plain


def test_rules_move_them(run_import: RunImport) -> None:
    result = run_import(Path(FILE), *MAPS, "--live", "--as-of", "2019-08-31")
    assert result.exit_code == 0, result.output
    proposals = db.session.scalars(select(Proposal)).all()
    agenda = [proposal for proposal in proposals if proposal.supports >= 500]
    assert {proposal.stage for proposal in agenda} == {"agenda"}
    waiting = [proposal for proposal in proposals if 50 <= proposal.supports < 500]
    assert {(proposal.stage, proposal.ended) for proposal in waiting} == {("support", None)}
    expired = [proposal for proposal in proposals if proposal.supports < 50]
    assert {proposal.ended for proposal in expired} <= {"expired"}
    owed = Counter(db.session.scalars(select(Duty.name)))
    assert owed == {"department_answer": len(agenda) + len(waiting), "agenda": len(agenda)}
