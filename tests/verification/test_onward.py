"""From the button to the check and back: what somebody wanted is done without being asked again."""

from pathlib import Path
from typing import Any

import pytest

from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.testing import apply_examples
from tests.process.journeys import EXAMPLES
from tests.visiting import Page, Person

from .conftest import a_code, verified

pytestmark = pytest.mark.usefixtures("offer")
NOON = "2019-02-02 12:00"


@pytest.fixture
def proposal(app: Application, at: Any, tmp_path: Path, make_account: Any, make_proposal: Any) -> Proposal:
    """A proposal that takes a check, and an age of 16."""
    text = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
    more = 'who = { support = ["verified"] }\nminimum_age = 16\n'
    text = text.replace("[stages.support]\n", f"[stages.support]\n{more}", 1)
    text = text if more in text else text.replace("[stages.support]", f"[stages.support]\n{more}", 1)
    (tmp_path / "citizen.toml").write_text(text, encoding="utf-8")
    with at("2019-02-01 09:00"):
        apply_examples([str(tmp_path / "citizen.toml")])
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("해님"))


def somebody(app: Application, account: Account) -> Person:
    """The browser of an account, signed in."""
    person = Person(app, account.id, "en")
    db.session.rollback()  # what this test has read before does not know of the session yet
    return person


def supports(proposal: Proposal) -> int:
    db.session.rollback()
    return db.session.get_one(Proposal, proposal.id, populate_existing=True).supports


def last_step(page: Page, person: Person) -> Page:
    """Press what is offered without scripts where something waits to be done."""
    waiting = [form for form in page.forms if form.action.endswith("/support")]
    return person.send(waiting[0]) if page.path == "/continue" else page


def test_a_support_is_given_after_check_and_birthday(
    app: Application, at: Any, proposal: Proposal, member: Account
) -> None:
    with at(NOON):
        code, person = a_code(), somebody(app, member)
        page = person.open(f"/proposals/{proposal.id}")
        page.shows("본인 확인을 하면 공감할 수 있습니다.")
        page = person.send(page.form(to="/support"))
        page.shows("본인 확인", "왜 확인하나요")
        way = next(
            link
            for link in page.root.all("a")
            if "/account/verification/code" in link.attributes.get("href", "")
        )
        page = person.open(way.attributes["href"])
        page = person.send(page.form(to="/account/verification/code"), code=code.lower())
        assert verified(member)
        page = last_step(page, person)
        assert page.path == "/account/birth-date"
        page = last_step(person.send(page.form(to="/account/birth-date"), born_on="1990-05-21"), person)
        assert page.path == f"/proposals/{proposal.id}"
        page.shows("이 제안에 공감하셨습니다")
        assert supports(proposal) == 1


def test_whoever_does_no_check_supports_nothing(
    app: Application, at: Any, proposal: Proposal, member: Account
) -> None:
    with at(NOON):
        person = somebody(app, member)
        person.send(person.open(f"/proposals/{proposal.id}").form(to="/support"))
        page = person.open("/account/verification/code")
        person.send(page.form(to="/account/verification/code"), 422, code="ABCD-EFGH-JKMN")
        assert supports(proposal) == 0
