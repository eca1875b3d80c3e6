"""Merging counts a person once: whatever is merged, parted, given, taken back, discounted and counted again, the
numbers are the recount."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.models import Visit
from demosx.journey.travel import moment
from demosx.merging.counting import recount
from demosx.merging.services import merge, unmerge
from demosx.opinions import moderation
from demosx.opinions.models import Opinion
from demosx.opinions.services import say
from demosx.proposals.models import Proposal
from demosx.scrutiny.errors import NothingToDiscount
from demosx.scrutiny.services import discount, restore
from demosx.stages.support.models import Discount, Support
from demosx.stages.support.services import support, withdraw_support
from tests.merging.conftest import crowd

PROPOSALS, PEOPLE = 4, 3
ACTS = (
    "support", "support", "withdraw", "say", "say", "hide", "hide", "show", "merge", "merge", "part", "move",
    "discount", "discount", "restore",
)  # fmt: skip
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, PROPOSALS - 1), st.integers(0, PROPOSALS - 1))
PLANS = st.lists(STEPS, min_size=60, max_size=120)


@dataclass
class Sets:
    """The same as sets of people: what each has given where, and what was merged into what. `off`: because of which
    decision a support given here does not count; `withheld` the same of one that was withdrawn."""

    given: dict[int, set[int]] = field(default_factory=dict)
    said: dict[int, list[int]] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    off: dict[tuple[int, int], int] = field(default_factory=dict)
    withheld: dict[tuple[int, int], int] = field(default_factory=dict)

    def under(self, number: int) -> list[int]:
        """A proposal, and everything that was merged into it."""
        below = [one for one, other in self.into.items() if other == number]
        return [number, *(deeper for one in below for deeper in self.under(one))]

    def tree(self, number: int) -> list[int]:
        """Everything that hangs together with a proposal."""
        while number in self.into:
            number = self.into[number]
        return self.under(number)

    def givers(self, number: int) -> set[int]:
        """Who supports it, by themselves or by what was merged into it, whether or not it counts."""
        return {who for one in self.under(number) for who in self.given[one]}

    def supporters(self, number: int) -> set[int]:
        """Who counts: what somebody gave here decides, else whether they count in what was merged into it."""
        came = {who for one, other in self.into.items() if other == number for who in self.supporters(one)}
        own = {who for who in self.given[number] if (number, who) not in self.off}
        return own | (came - self.given[number])

    def people(self, number: int) -> set[int]:
        """Who took part: by a support of their own that counts, or by an opinion, here or in what was merged."""
        own = {(one, who) for one in self.under(number) for who in self.given[one]}
        said = {who for one in self.under(number) for who in self.said[one]}
        return said | {who for one, who in own if (one, who) not in self.off}


class Town:
    """Proposals and people, and the sets beside them."""

    def __init__(self, proposals: list[Proposal], people: list[Actor], operator: Actor) -> None:
        self.proposals, self.people, self.operator = proposals, people, operator
        self.sets = Sets({p.id: set() for p in proposals}, {p.id: [] for p in proposals})
        self.made: list[Discount] = []

    def act(self, verb: str, at: int, who: int) -> None:
        """Do one thing, as far as it can be done."""
        who = who if verb == "merge" else who % PEOPLE
        getattr(self, f"_{verb}")(self.proposals[at], self.people[who % PEOPLE], who)
        db.session.flush()

    def _support(self, proposal: Proposal, person: Actor, who: int) -> None:
        if not proposal.ended:
            number, there = proposal.id, self.sets.givers(proposal.id)
            assert support(proposal, actor=person) is (who not in there)
            if who not in there:
                self.sets.given[number].add(who)
                if (number, who) in self.sets.withheld:
                    self.sets.off[number, who] = self.sets.withheld[number, who]

    def _withdraw(self, proposal: Proposal, person: Actor, who: int) -> None:
        if not proposal.ended:
            numbers = self.sets.under(proposal.id)
            kept = self._discounted(person, numbers)
            assert withdraw_support(proposal, actor=person) is (who in self.sets.givers(proposal.id))
            for number in numbers:
                self.sets.given[number].discard(who)
                self.sets.off.pop((number, who), None)
                if number in kept:
                    self.sets.withheld.setdefault((number, who), kept[number])

    def _discounted(self, person: Actor, numbers: list[int]) -> dict[int, int]:
        """Because of which decisions supports of somebody do not count, also those that came by merging."""
        rows = db.select(Support.proposal_id, Support.discount_id).where(
            Support.account_id == person.id, Support.discount_id.is_not(None)
        )
        return {number: made for number, made in db.session.execute(rows) if number in numbers}

    def _discount(self, proposal: Proposal, person: Actor, who: int) -> None:
        people = {who, (who + 1) % PEOPLE} & self.sets.supporters(proposal.id)
        accounts = [self.people[one].id or 0 for one in people]
        if not people:
            with pytest.raises(NothingToDiscount):
                discount({proposal.id: [self.people[who].id or 0]}, "한꺼번에", actor=self.operator)
            return
        (made,) = discount({proposal.id: accounts}, "한꺼번에", actor=self.operator)
        assert made.supports == len(people)
        self.made.append(made)
        for number in self.sets.tree(proposal.id):
            for one in people & self.sets.given[number]:
                self.sets.off.setdefault((number, one), made.id)

    def _restore(self, proposal: Proposal, person: Actor, who: int) -> None:
        if self.made:
            made = self.made.pop(who % len(self.made))
            restore(made, "잘못 보았습니다.", actor=self.operator)
            for kept in (self.sets.off, self.sets.withheld):
                for key in [key for key, number in kept.items() if number == made.id]:
                    del kept[key]

    def _say(self, proposal: Proposal, person: Actor, who: int) -> None:
        if not proposal.ended:
            say(proposal, f"{who}번의 말 {db.session.query(Opinion).count()}", actor=person)
            self.sets.said[proposal.id].append(who)

    def _hide(self, proposal: Proposal, person: Actor, who: int) -> None:
        for opinion in self._opinions(proposal, person)[:1]:
            moderation.hide(opinion, "욕설", actor=self.operator)
            self.sets.said[proposal.id].remove(who)

    def _show(self, proposal: Proposal, person: Actor, who: int) -> None:
        for opinion in self._opinions(proposal, person, hidden=True)[:1]:
            moderation.show(opinion, actor=self.operator)
            self.sets.said[proposal.id].append(who)

    def _opinions(self, proposal: Proposal, person: Actor, hidden: bool = False) -> list[Opinion]:
        mine = (Opinion.proposal_id == proposal.id, Opinion.account_id == person.id)
        return list(db.session.scalars(db.select(Opinion).where(*mine, Opinion.visible.is_(not hidden))))

    def _merge(self, proposal: Proposal, person: Actor, who: int) -> None:
        into = self.proposals[who]
        if proposal is not into and not proposal.ended and not into.ended:
            merge(proposal, into, "같은 뜻입니다.", actor=self.operator)
            self.sets.into[proposal.id] = into.id

    def _part(self, proposal: Proposal, person: Actor, who: int) -> None:
        into = self.sets.into.get(proposal.id)
        if into is not None and into not in self.sets.into:
            unmerge(proposal, "다른 뜻입니다.", actor=self.operator)
            del self.sets.into[proposal.id]

    def _move(self, proposal: Proposal, person: Actor, who: int) -> None:
        if not proposal.ended:
            with moment(proposal, self.operator) as journey:
                journey.press(next(rule.key for rule in journey.process.rules_in(proposal.stage)), {})

    def check(self) -> None:
        """Fail unless every number is that of distinct people."""
        wanted = [(len(self.sets.supporters(p.id)), len(self.sets.people(p.id))) for p in self.proposals]
        assert [(p.supports, p.participants) for p in self.proposals] == wanted

    def recount(self) -> None:
        """Fail unless every number is what the rows say."""
        db.session.expire_all()
        self.check()
        for proposal in self.proposals:
            counted = recount(proposal.id)
            assert proposal.supports_site == sum(counted.supports.values()) == proposal.supports
            assert proposal.participants == counted.people
            assert proposal.opinions == len(self.sets.said[proposal.id])
            visits = list(db.session.scalars(db.select(Visit).where(Visit.proposal_id == proposal.id)))
            assert {v.number: v.supports for v in visits if v.supports} == counted.supports
            assert {v.number: v.participants for v in visits if v.participants} == counted.participants


@given(plan=PLANS)
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_number_is_that_of_distinct_people(
    turns: None, now: None, operator: Actor, file: Callable[..., Proposal], plan: list[tuple[str, int, int]]
) -> None:
    proposals = [file(f"제안 {n}", process_key="turns") for n in range(PROPOSALS)]
    town = Town(proposals, crowd(PEOPLE), operator)
    for step in plan:
        town.act(*step)
        town.check()
    town.recount()
    db.session.rollback()
