"""How fast supports may be given: a full hall behind one address gets through, a script does not."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core import clock, limits
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.people.services import admit
from demosx.proposals.models import Proposal
from demosx.stages.support import throttles
from demosx.stages.support.models import SupportOrigin
from demosx.stages.support.queries import recount
from tests.merging.conftest import crowd
from tests.visiting import Seal

Give = Callable[..., TestResponse]
DAY = "2019-02-02 12:00"


@pytest.fixture
def filed(app: Flask) -> Proposal:
    with testing.at("2019-02-01 12:00"):
        (proposer,) = crowd(1)
        return testing.proposal(db.session.get_one(Account, proposer.id))


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Switch the limits on, with low ones, and nothing counted yet."""
    monkeypatch.setattr(throttles, "BY_ONE", "3 per minute")
    monkeypatch.setattr(throttles, "NEW_FROM_BLOCK", "8 per minute")
    app.config["RATELIMIT_ENABLED"] = True
    limits.init_app(app)
    yield
    app.config["RATELIMIT_ENABLED"] = False


@pytest.fixture
def give(app: Application, filed: Proposal, limited: None) -> Iterator[Give]:
    """Let an account support the proposal from an address: `give(7, "192.0.2.1")`."""
    seal, client, number = Seal(app), app.test_client(use_cookies=False), filed.id
    secrets: dict[int, str] = {}

    def send(account_id: int | None, address: str, what: str = "support", **headers: str) -> TestResponse:
        if account_id is not None and account_id not in secrets:
            agree_to_all(account_id)
            secrets[account_id] = admit(db.session.get_one(Account, account_id))
            db.session.commit()
        secret = secrets[account_id] if account_id is not None else None
        return client.post(
            f"/proposals/{number}/{what}", data={"csrf_token": seal.token},
            headers={"Cookie": seal.cookie(secret), "Accept": "text/html", **headers},
            environ_base={"REMOTE_ADDR": address},
        )  # fmt: skip

    with testing.at(DAY):
        yield send


def newcomers(how_many: int) -> list[int]:
    """Accounts that have just been made."""
    people = [person.id or 0 for person in crowd(how_many)]
    db.session.execute(db.update(Account).where(Account.id.in_(people)).values(created_at=clock.wall()))
    db.session.commit()
    return people


def test_new_accounts_of_one_block_get_through_up_to_their_limit(give: Give, filed: Proposal) -> None:
    people = newcomers(10)
    sent = [give(person, f"192.0.2.{n}").status_code for n, person in enumerate(people)]
    assert sent == [302] * 8 + [429] * 2
    assert give(people[8], "198.51.100.1").status_code == 302, "another block is not held up"
    assert recount(filed.id) == 9


def test_of_other_accounts_any_number_may_come_from_one_block(give: Give, filed: Proposal) -> None:
    people = [person.id for person in crowd(12)]
    assert {give(person, "192.0.2.1").status_code for person in people} == {302}


def test_an_ipv6_customer_does_not_choose_the_address_that_is_counted(give: Give) -> None:
    people = newcomers(9)
    sent = [give(person, f"2001:db8:7:{n:x}::{n}").status_code for n, person in enumerate(people)]
    assert sent == [302] * 8 + [429]


def test_a_forwarded_address_chooses_nothing(give: Give) -> None:
    people = newcomers(9)
    headers = [{"X-Forwarded-For": f"203.0.{n}.1"} for n in range(9)]
    sent = [give(p, "192.0.2.1", **h).status_code for p, h in zip(people, headers, strict=True)]
    assert sent[-1] == 429
    assert len(set(db.session.scalars(db.select(SupportOrigin.block)))) == 1


def test_one_account_is_held_up_wherever_it_comes_from(give: Give, filed: Proposal) -> None:
    (person,) = crowd(1)
    sent = [give(person.id, f"198.51.{n}.1").status_code for n in range(5)]
    assert sent == [302] * 3 + [429] * 2
    assert recount(filed.id) == 1
    assert give(person.id, "198.51.7.1", "withdraw-support").status_code == 302, "taking back is not held up"


def test_the_limits_are_far_above_a_full_hall() -> None:
    for rule, least in ((throttles.BY_ONE, 60), (throttles.NEW_FROM_BLOCK, 300)):
        count, _, window = rule.partition(" per ")
        assert int(count) >= least and window == "minute"
