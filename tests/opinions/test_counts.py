"""Whatever people and operators do, in whatever order: the counts equal the recount, on both databases."""

from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.models import Participation, Visit
from demosx.opinions import moderation, objections
from demosx.opinions.errors import DoneAlready
from demosx.opinions.models import Opinion, OpinionAgree
from demosx.opinions.services import agree, delete, edit, say, unagree
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.stages.support.queries import recount
from demosx.stages.support.services import support, withdraw_support

WHO = st.integers(min_value=0, max_value=2)
WHICH = st.integers(min_value=0, max_value=10)
NOW = "2019-02-02 12:00"


class House(RuleBasedStateMachine):
    """Three people and an operator around one proposal."""

    people: list[Actor]
    operator: Actor

    @initialize()
    def file(self) -> None:
        with testing.at("2019-02-01 12:00"):
            self.number = propose("제목", "글", actor=self.people[0]).id
            db.session.commit()

    @property
    def proposal(self) -> Proposal:
        return db.session.get_one(Proposal, self.number)

    def opinions(self, **wanted: Any) -> list[Opinion]:
        query = db.select(Opinion).filter_by(proposal_id=self.number, **wanted).order_by(Opinion.id)
        return list(db.session.scalars(query))

    def pick(self, which: int, **wanted: Any) -> Opinion | None:
        found = self.opinions(**wanted)
        return found[which % len(found)] if found else None

    def act(self, what: Any, *given: Any, **more: Any) -> None:
        with testing.at(NOW):
            what(*given, **more)
        db.session.commit()

    @rule(who=WHO)
    def support(self, who: int) -> None:
        self.act(support, self.proposal, actor=self.people[who])

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        self.act(withdraw_support, self.proposal, actor=self.people[who])

    @rule(who=WHO)
    def say(self, who: int) -> None:
        self.act(say, self.proposal, f"말 {db.session.query(Opinion).count()}", actor=self.people[who])

    @precondition(lambda self: self.opinions(level=0, visible=True))
    @rule(who=WHO, which=WHICH)
    def reply(self, who: int, which: int) -> None:
        head = self.pick(which, level=0, visible=True)
        assert head is not None
        self.act(say, self.proposal, "답", actor=self.people[who], parent_id=head.id)

    @rule(who=WHO, which=WHICH)
    def edit(self, who: int, which: int) -> None:
        if mine := self.pick(which, visible=True, account_id=self.people[who].id):
            self.act(edit, mine, "고침", actor=self.people[who])

    @rule(who=WHO, which=WHICH)
    def delete(self, who: int, which: int) -> None:
        if mine := self.pick(which, deleted_at=None, account_id=self.people[who].id):
            self.act(delete, mine, actor=self.people[who])

    @rule(who=WHO, which=WHICH, back=st.booleans())
    def agree(self, who: int, which: int, back: bool) -> None:
        opinion = self.pick(which, visible=True)
        if opinion is not None and opinion.account_id != self.people[who].id:
            self.act(unagree if back else agree, opinion, actor=self.people[who])

    @rule(which=WHICH)
    def hide(self, which: int) -> None:
        if opinion := self.pick(which, visible=True):
            self.act(moderation.hide, opinion, "사유", actor=self.operator)

    @rule(which=WHICH)
    def show(self, which: int) -> None:
        hidden = [one for one in self.opinions(deleted_at=None) if one.hidden_at is not None]
        if hidden:
            self.act(moderation.show, hidden[which % len(hidden)], actor=self.operator)

    @rule(which=WHICH)
    def object_to(self, which: int) -> None:
        hidden = [one for one in self.opinions(deleted_at=None) if one.hidden_at is not None]
        if hidden:
            one = hidden[which % len(hidden)]
            author = next(person for person in self.people if person.id == one.account_id)
            with suppress(DoneAlready):
                self.act(objections.object_to, one, "왜요", actor=author)

    @rule(which=WHICH, restored=st.booleans())
    def answer(self, which: int, restored: bool) -> None:
        hidden = [one for one in self.opinions(deleted_at=None) if objections.objection_of(one)]
        if hidden:
            act = moderation.restore if restored else moderation.uphold
            with suppress(DoneAlready):
                self.act(act, hidden[which % len(hidden)], "까닭", actor=self.operator)

    @invariant()
    def counts_equal_the_recount(self) -> None:
        proposal = self.proposal
        visit = db.session.scalars(db.select(Visit).filter_by(proposal_id=self.number)).one()
        visible = self.opinions(visible=True)
        supporters = recount(self.number)
        assert proposal.supports == proposal.supports_site == visit.supports == supporters
        assert proposal.opinions == visit.opinions == len(visible)
        rows = list(db.session.scalars(db.select(Participation).filter_by(proposal_id=self.number)))
        assert proposal.participants == visit.participants == len(rows)
        assert {row.account_id for row in rows if row.opinions} == {one.account_id for one in visible}
        assert sum(row.opinions for row in rows) == len(visible)
        assert sum(row.supported for row in rows) == supporters
        for one in self.opinions():
            assert one.agrees == db.session.query(OpinionAgree).filter_by(opinion_id=one.id).count()
            assert one.replies == len(self.opinions(parent_id=one.id, visible=True))
            assert one.shown == (one.level == 0 and (one.visible or one.replies > 0))


def test_counts_equal_the_recount_whatever_happens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Machine(House):
        people = [actor_of(testing.account(f"사람{n}").id) for n in range(3)]
        operator = actor_of(testing.account("운영", roles=["operator"]).id)

    site = app.extensions["demosx_site"]
    generous = site.limits.model_copy(update={"opinions_per_hour": 10_000, "proposals_per_day": 10_000})
    monkeypatch.setitem(app.extensions, "demosx_site", site.model_copy(update={"limits": generous}))
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
