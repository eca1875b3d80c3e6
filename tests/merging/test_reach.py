"""What merging does not reach: proposals for whoever has their link, and those of other departments."""

from collections.abc import Callable

import pytest

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from tests.merging.acts import WHY, joined
from tests.merging.conftest import DAY
from tests.visiting import Person

File = Callable[..., Proposal]


@pytest.mark.parametrize("by_link", ["one", "other"])
def test_nothing_leads_to_what_is_for_whoever_has_the_link(
    now: None, file: File, visitor: Person, desk: Person, operator: Actor, by_link: str
) -> None:
    one, other = file("심야 버스"), file("밤 버스")
    joined(one, other, operator)
    kept, stays = (one, other) if by_link == "one" else (other, one)
    kept.audience = "link"
    db.session.commit()
    for address in (f"/proposals/{stays.id}", f"/proposals/{stays.id}/merged", "/proposals?q=버스"):
        visitor.open(address).hides(kept.title, f'href="/proposals/{kept.id}"')
    visitor.open(f"/proposals/{kept.id}").shows(kept.title)
    desk.open(f"/desk/proposals/{stays.id}").shows(kept.title)


def test_undoing_needs_the_right_for_both(make_app: Callable[..., Application]) -> None:
    tidier = {"name": {"ko": "정리 담당"}, "permissions": ["desk:see", "proposal:merge"]}
    app = make_app(roles={"tidier": tidier})
    with app.app_context(), testing.at(DAY):
        by, boss = testing.account("별이"), actor_of(testing.account("운영", roles=["operator"]).id)
        one, other = testing.proposal(by, "심야 버스"), testing.proposal(by, "밤 버스")
        assign_departments(one, testing.department("transport").id, actor=boss)
        joined(one, other, boss)
        who = Person(app, testing.account("정리", roles=["tidier"], at_department="transport").id)
        page = who.open(f"/desk/proposals/{one.id}")
        token = page.root.one("input", name="csrf_token").attributes["value"]
        who.open(f"/desk/proposals/{one.id}/unmerge", status=403)
        who.post(f"/desk/proposals/{one.id}/unmerge", [("csrf_token", token), ("reason", WHY)], status=403)
        db.session.expire_all()
        assert db.session.get_one(Proposal, one.id).merged_into_id == other.id
