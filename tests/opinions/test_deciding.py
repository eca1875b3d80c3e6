"""Two operators with the same queue at once: each opinion is decided once, and the counts hold."""

from collections import Counter
from functools import partial

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.ledger.models import Entry
from demosx.opinions.deciding import Decision, Outcome, decide, opinions_of
from demosx.opinions.models import Opinion
from demosx.opinions.reports import report
from demosx.opinions.services import say
from demosx.proposals.models import Proposal
from tests.counting import at_once

pytestmark = pytest.mark.usefixtures("day")


def carry_out(numbers: list[int], what: str, actor: Actor) -> Outcome:
    """Decide the same on every one of these opinions, as they are now."""
    found = opinions_of(numbers)
    return decide(found, [Decision(one.id, what, 1) for one in found], actor=actor)


def test_each_opinion_is_decided_once(
    app: Flask, filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    said = [say(filed, f"말 {n}", actor=people[n]) for n in range(6)]
    for opinion in said:
        report(opinion, "abuse", actor=operator)
    number, numbers = filed.id, [opinion.id for opinion in said]
    db.session.commit()
    turned = [*numbers[3:], *numbers[:3]]
    outcomes = at_once(app, [partial(carry_out, order, "abuse", operator) for order in (numbers, turned)])
    assert sum((outcome.numbers for outcome in outcomes), Counter()) == {"hide": 6}
    assert sorted(one for outcome in outcomes for one in outcome.done) == numbers
    db.session.expire_all()
    proposal = db.session.get_one(Proposal, number)
    assert (proposal.opinions, proposal.participants) == (0, 0)
    assert [one.visible for one in db.session.scalars(db.select(Opinion))] == [False] * 6
    hidden = db.select(db.func.count(Entry.id)).where(Entry.verb == "opinion_hidden")
    assert db.session.scalar(hidden) == 6
