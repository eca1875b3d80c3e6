"""Keeping the rules where new ones have no place for what a proposal has: what everybody is told of it."""

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db, transaction
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

RULES = """
format = 1
key = "quiet"
name = { ko = "조용히", en = "Quietly" }
opened_by = ["member"]
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
allows = ["support"]
[[stages.a.rules]]
by = ["operator"]
open = "advice"
[[stages.a.rules]]
by = ["operator"]
end = "withdrawn"
[duties.advice]
name = { ko = "법률 자문", en = "Legal advice" }
owner = "operator"
within = "10 days"
public = PUBLIC
"""
WITHOUT = """[[stages.a.rules]]
by = ["operator"]
open = "advice"
"""


@pytest.mark.parametrize(("public", "told"), [("true", [["duty_gone", "advice"]]), ("false", [])])
def test_a_duty_that_is_not_for_everybody_is_not_named(
    app: Flask, public: str, told: list[list[str]]
) -> None:
    first = RULES.replace("PUBLIC", public)
    second = first[: first.index("[duties")].replace(WITHOUT, "").replace(
        'first = "a"', 'first = "a"\napplies_to = "all"'
    )  # fmt: skip
    with testing.at("2019-01-02 12:00"), transaction():
        apply_version(first, "quiet.toml")
    lead = actor_of(testing.account("총괄", roles=["lead", "operator"]).id)
    with testing.at("2019-02-01 12:00"):
        number = testing.proposal(testing.account("별이"), process_key="quiet").id
    with (
        testing.at("2019-02-02 12:00"),
        transaction(),
        moment(db.session.get_one(Proposal, number), lead) as journey,
    ):
        journey.press(journey.process.stages["a"].rules[0].key, {})
        journey.force("end", "withdrawn", "철회")
    with testing.at("2019-02-03 12:00"), transaction():
        apply_version(second, "quiet.toml")
    for day in ("2019-02-04 12:00", "2019-02-05 12:00"):
        with testing.at(day), transaction(), moment(db.session.get_one(Proposal, number), lead) as journey:
            if journey.state.ended:
                journey.force("reopen", "a", "다시")
    (kept,) = [entry for entry in timeline(number, public_only=False) if entry.verb == "rules_kept"]
    assert kept.public and kept.data["lost"] == told
