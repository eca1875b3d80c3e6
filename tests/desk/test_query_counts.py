"""A page of the desk asks the database as often at 500 rows as at 10."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.mail import post
from demosx.journey.queries import standing
from demosx.opinions.models import Opinion, OpinionReport
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments

from ..counting import queries
from .conftest import At, gather
from .rows import multiply

MOST = 8
PAGES = (
    "/desk", "/desk/undated", "/desk/arrivals", "/desk/board", "/desk/board/citizen/support?day=set",
    "/desk/opinions", "/desk/opinions/hidden", "/open/overdue",
)  # fmt: skip


@pytest.fixture
def filed(city: SimpleNamespace, at: At) -> Proposal:
    """A proposal that waits for its department's answer, which nobody has given."""
    with at("2019-02-02 09:00"):
        made = testing.proposal(city.citizen, "밤 11시 이후에도 버스를")
        gather(made, 60)
        return made


def report(proposal: Proposal, by: Account, number: int) -> None:
    """An opinion on a proposal, reported once."""
    here = standing(proposal)
    opinion = Opinion(
        proposal_id=proposal.id, visit_number=here.visit.number, place="proposal", account_id=by.id,
        text=f"의견 {number}", created_at=here.now,
    )  # fmt: skip
    db.session.add(opinion)
    db.session.flush()
    db.session.add(OpinionReport(opinion_id=opinion.id, account_id=by.id, reason="abuse", at=here.now))


def counts(desk: FlaskClient, pages: tuple[str, ...]) -> dict[str, int]:
    """How many statements each page takes."""
    found = {}
    for page in pages:
        with queries() as statements:
            assert desk.get(page).status_code == 200, page
        found[page] = sum(not statement.startswith("BEGIN") for statement in statements)
    return found


@pytest.mark.parametrize("role", ["operator", "transport", "planning_panel"])
def test_lists_of_the_desk(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: Callable[..., FlaskClient], role: str
) -> None:
    pages = PAGES if role == "operator" else ("/desk", "/desk/board", "/desk/board/citizen/support?day=set")
    with at("2019-03-20 09:00"):
        desk = desk_of(getattr(city, role))
        for number in range(10):
            report(filed, city.citizen, number)
        multiply(filed, 9)
        few = counts(desk, pages)
        for number in range(10, 60):
            report(filed, city.citizen, number)
        multiply(filed, 490)
        many = counts(desk, pages)
    assert few == many
    assert max(many.values()) <= MOST, many


def test_the_staffs_page_of_a_proposal(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: Callable[..., FlaskClient]
) -> None:
    address = f"/desk/proposals/{filed.id}"
    with at("2019-02-20 09:00"):
        desk = desk_of(city.operator)
        office = testing.department("transport").id
        assign_departments(filed, office, [], actor=actor_of(city.operator.id))
        db.session.commit()
        for number in range(2):
            desk.post(f"{address}/notes", data={"note": f"메모 {number}"})
        few = counts(desk, (address, f"{address}/history"))
        for number in range(30):
            desk.post(f"{address}/notes", data={"note": f"다른 메모 {number}"})
        assert counts(desk, (address, f"{address}/history")) == few
    assert max(few.values()) <= MOST, few


def test_the_outbox(city: SimpleNamespace, desk_of: Callable[..., FlaskClient]) -> None:
    desk = desk_of(city.admin)
    post("a@example.org", "안녕", "…")
    db.session.commit()
    few = counts(desk, ("/desk/mail",))
    for number in range(200):
        post(f"a{number}@example.org", f"안녕 {number}", "…")
    db.session.commit()
    assert counts(desk, ("/desk/mail",)) == few
    assert max(few.values()) <= MOST
