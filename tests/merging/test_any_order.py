"""Whatever people and staff do in whatever order: every tally is the recount, nobody counts twice, search finds exactly
what may be seen, an open offer is between two that can go on, and what an opinion said before goes with the opinion.
`DEMOSX_LONG_TESTS` makes it go on for longer."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import DomainError
from demosx.core.permissions import Actor
from demosx.journey.models import Participation, Visit
from demosx.journey.rules import apply_version
from demosx.journey.travel import moment
from demosx.merging import offers
from demosx.merging.counting import recount
from demosx.merging.services import merge, unmerge
from demosx.opinions import moderation
from demosx.opinions import services as opinions
from demosx.opinions.models import FormerOpinion, Opinion, OpinionAgree
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.privacy.leaving import leave
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Filters, Sort, listed
from demosx.proposals.services import hide, propose, show
from demosx.proposals.writing_models import MergeOffer
from demosx.scrutiny.services import discount, restore
from demosx.stages.support.models import Discount, Support
from demosx.stages.support.services import support, withdraw_support
from tests.merging.conftest import DAY, crowd

LONG = bool(os.environ.get("DEMOSX_LONG_TESTS"))
PROPOSALS, PEOPLE = 4, 4
WORD = "가로등"
RULES = """
format = 1
key = "any"
name = { ko = "아무 순서", en = "Any order" }
opened_by = ["member"]
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
allows = ["support", "opine", "merge", "merge_by_proposers"]
[[stages.a.rules]]
by = ["proposer"]
end = "withdrawn"
[[stages.a.rules]]
by = ["operator"]
move = "b"
[stages.b]
kind = "support"
name = { ko = "나", en = "B" }
allows = ["support", "opine", "merge"]
[[stages.b.rules]]
by = ["operator"]
move = "a"
"""
PLACES, PERSONS = st.integers(0, PROPOSALS - 1), st.integers(0, PEOPLE - 1)


class City(RuleBasedStateMachine):
    """Proposals and people; what somebody may not do now is refused and changes nothing."""

    operator: Actor

    def __init__(self) -> None:
        super().__init__()
        self.people = crowd(PEOPLE)
        self.proposers = crowd(PROPOSALS)
        self.numbers = [
            propose(f"{WORD} {place}", "어두운 골목이 무섭습니다.", actor=actor, process_key="any").id
            for place, actor in enumerate(self.proposers)
        ]
        self.made: list[int] = []
        db.session.flush()

    def _do(self, act: Callable[[], Any]) -> Any:
        """Do something as a request does: all of it, or nothing where it is refused."""
        saved = db.session.begin_nested()
        try:
            done = act()
            db.session.flush()
        except DomainError:
            saved.rollback()
            return None
        saved.commit()
        return done

    def _proposal(self, place: int) -> Proposal:
        return db.session.get_one(Proposal, self.numbers[place])

    def _opinion(self, place: int, which: int) -> Opinion | None:
        query = db.select(Opinion).where(Opinion.proposal_id == self.numbers[place]).order_by(Opinion.id)
        found = db.session.scalars(query).all()
        return found[which % len(found)] if found else None

    @rule(place=PLACES, who=PERSONS)
    def supports(self, place: int, who: int) -> None:
        self._do(lambda: support(self._proposal(place), actor=self.people[who]))

    @rule(place=PLACES, who=PERSONS)
    def withdraws_support(self, place: int, who: int) -> None:
        self._do(lambda: withdraw_support(self._proposal(place), actor=self.people[who]))

    @rule(place=PLACES, who=PERSONS, words=st.sampled_from(["좋습니다.", "저는 좋습니다.", "참 좋습니다."]))
    def opines(self, place: int, who: int, words: str) -> None:
        self._do(lambda: opinions.say(self._proposal(place), words, actor=self.people[who]))

    @rule(place=PLACES, who=PERSONS, which=PERSONS)
    def replies(self, place: int, who: int, which: int) -> None:
        found = self._opinion(place, which)
        if found is not None:
            number = found.id
            self._do(
                lambda: opinions.say(
                    self._proposal(place), "저도요.", actor=self.people[who], parent_id=number
                )
            )

    @rule(place=PLACES, who=PERSONS, which=PERSONS, back=st.booleans())
    def agrees(self, place: int, who: int, which: int, back: bool) -> None:
        found = self._opinion(place, which)
        if found is not None:
            act = opinions.unagree if back else opinions.agree
            self._do(lambda: act(found, actor=self.people[who]))

    @rule(place=PLACES, which=PERSONS, words=st.sampled_from(["좋습니다.", "싫습니다.", "모르겠습니다."]))
    def changes_opinion(self, place: int, which: int, words: str) -> None:
        found = self._opinion(place, which)
        author = next((one for one in self.people if found is not None and one.id == found.account_id), None)
        if found is not None and author is not None:
            self._do(lambda: opinions.edit(found, words, actor=author))

    @rule(place=PLACES, which=PERSONS)
    def deletes_opinion(self, place: int, which: int) -> None:
        found = self._opinion(place, which)
        author = next((one for one in self.people if found is not None and one.id == found.account_id), None)
        if found is not None and author is not None:
            self._do(lambda: opinions.delete(found, actor=author))

    @rule(place=PLACES, which=PERSONS, back=st.booleans())
    def hides_opinion(self, place: int, which: int, back: bool) -> None:
        found = self._opinion(place, which)
        if found is not None and back:
            self._do(lambda: moderation.show(found, actor=self.operator))
        elif found is not None:
            self._do(lambda: moderation.hide(found, "욕설", actor=self.operator))

    @rule(place=PLACES, back=st.booleans())
    def hides_proposal(self, place: int, back: bool) -> None:
        if back:
            self._do(lambda: show(self._proposal(place), self.operator))
        else:
            self._do(lambda: hide(self._proposal(place), "시험", self.operator))

    @rule(place=PLACES, other=PLACES)
    def merges(self, place: int, other: int) -> None:
        self._do(
            lambda: merge(self._proposal(place), self._proposal(other), "같은 뜻입니다.", actor=self.operator)
        )

    @rule(place=PLACES, other=PLACES)
    def offers_to_go_on(self, place: int, other: int) -> None:
        mine, theirs = self._proposal(place), self._proposal(other)
        self._do(lambda: offers.offer(mine, theirs, "같은 뜻입니다.", actor=self.proposers[place]))

    @rule(which=PLACES, answer=st.sampled_from([offers.agree, offers.decline, offers.take_back]))
    def answers_offer(self, which: int, answer: Callable[..., None]) -> None:
        query = db.select(MergeOffer).where(MergeOffer.state == "open").order_by(MergeOffer.id)
        waiting = db.session.scalars(query).all()
        if waiting:
            made = waiting[which % len(waiting)]
            whose = made.proposal_id if answer is offers.take_back else made.into_id
            actor = self.proposers[self.numbers.index(whose)]
            self._do(lambda: answer(made, actor=actor))

    @rule(place=PLACES)
    def parts(self, place: int) -> None:
        self._do(lambda: unmerge(self._proposal(place), "다른 뜻입니다.", actor=self.operator))

    @rule(place=PLACES, who=PERSONS)
    def discounts(self, place: int, who: int) -> None:
        account = self.people[who].id or 0
        done = self._do(lambda: discount({self.numbers[place]: [account]}, "한꺼번에", actor=self.operator))
        self.made.extend(one.id for one in done or ())

    @rule(which=PERSONS)
    def counts_again(self, which: int) -> None:
        if self.made:
            number = self.made.pop(which % len(self.made))
            made = db.session.get(Discount, number)
            if made is not None:
                self._do(lambda: restore(made, "잘못 보았습니다.", actor=self.operator))

    @rule(place=PLACES)
    def moves_on(self, place: int) -> None:
        self._press(place, self.operator)

    @rule(place=PLACES)
    def withdraws_proposal(self, place: int) -> None:
        self._press(place, self.proposers[place])

    def _press(self, place: int, actor: Actor) -> None:
        def act() -> None:
            with moment(self._proposal(place), actor) as journey:
                by = "proposer" if actor is not self.operator else "operator"
                rules = journey.process.rules_in(journey.proposal.stage)
                mine = [one for one in rules if by in one.by]
                if mine:
                    journey.press(mine[0].key, {})

        self._do(act)

    @rule(who=st.integers(0, PEOPLE + PROPOSALS - 1), texts=st.booleans())
    def leaves(self, who: int, texts: bool) -> None:
        actor = [*self.people, *self.proposers][who]
        if actor.id is None:  # has left
            return
        account = db.session.get_one(Account, actor.id)
        if account.left_at is None and who % 4 == 0:  # or nobody would be left too soon
            self._do(lambda: leave(account, remove_texts=texts, tell=False))
            self.people = [actor_of(one.id) if one.id == actor.id else one for one in self.people]

    @invariant()
    def every_tally_is_the_recount(self) -> None:
        db.session.expire_all()
        for number in self.numbers:
            proposal, counted = db.session.get_one(Proposal, number), recount(number)
            visits = list(db.session.scalars(db.select(Visit).where(Visit.proposal_id == number)))
            assert proposal.supports_site == sum(counted.supports.values()) == proposal.supports
            assert proposal.participants == counted.people
            assert {v.number: v.supports for v in visits if v.supports} == counted.supports
            assert {v.number: v.participants for v in visits if v.participants} == counted.participants
            _opinions_are_counted(proposal, visits)
            _nobody_counts_twice(proposal)

    @invariant()
    def an_open_offer_is_between_two_that_can_go_on(self) -> None:
        for made in db.session.scalars(db.select(MergeOffer).where(MergeOffer.state == "open")):
            for number in (made.proposal_id, made.into_id):
                proposal = db.session.get_one(Proposal, number)
                assert proposal.listed and not proposal.ended and proposal.merged_into_id is None

    @invariant()
    def what_an_opinion_said_before_goes_with_it(self) -> None:
        for row in db.session.scalars(db.select(FormerOpinion)):
            opinion = db.session.get_one(Opinion, row.opinion_id)
            assert opinion.deleted_at is None and row.revision < opinion.revision

    @invariant()
    def search_finds_what_may_be_seen(self) -> None:
        query = db.select(Proposal.id).where(Proposal.listed, Proposal.title.startswith(WORD))
        seen = set(db.session.scalars(query))
        assert {found.id for found in listed(Filters(q=WORD), Sort.NEW, size=50).items} == seen

    def teardown(self) -> None:
        db.session.rollback()
        super().teardown()


def _opinions_are_counted(proposal: Proposal, visits: list[Visit]) -> None:
    said = list(db.session.scalars(db.select(Opinion).where(Opinion.proposal_id == proposal.id)))
    visible = [one for one in said if one.visible]
    assert proposal.opinions == len(visible)
    for visit in visits:
        assert visit.opinions == sum(one.visit_number == visit.number for one in visible)
    for one in said:
        agreed = db.select(db.func.count()).select_from(OpinionAgree).where(OpinionAgree.opinion_id == one.id)
        assert one.agrees == db.session.scalar(agreed)
        assert one.replies == sum(other.parent_id == one.id for other in visible)


def _nobody_counts_twice(proposal: Proposal) -> None:
    people = (
        db.select(Support.account_id)
        .where(Support.proposal_id == proposal.id, Support.discount_id.is_(None))
    )  # fmt: skip
    supporters = db.session.scalars(people).all()
    assert len(supporters) == len(set(supporters)) == proposal.supports_site
    where = (Participation.proposal_id == proposal.id,)
    rows = db.session.execute(
        db.select(Participation.account_id, Participation.visit_number).where(*where)
    ).all()
    assert len(rows) == len(set(rows))


@pytest.fixture
def rules(app: Flask) -> None:
    """A process in which everything can be done."""
    with testing.at("2019-01-02 12:00"):
        apply_version(RULES, "any.toml")
        db.session.commit()


def test_in_any_order(app: Flask, rules: None, operator: Actor) -> None:
    machine = type("AnyOrder", (City,), {"operator": operator})
    with testing.at(DAY):
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            machine,
            settings=settings(
                max_examples=200 if LONG else 6, stateful_step_count=60 if LONG else 25, deadline=None,
                phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
