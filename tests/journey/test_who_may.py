"""Who may do what in a stage, action by action, and from which age on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from demosx.core.db import db, transaction
from demosx.core.errors import (
    AgeNeeded,
    DomainError,
    NotAllowed,
    NotSignedIn,
    SecondFactorNeeded,
    TooYoung,
    VerificationNeeded,
)
from demosx.core.permissions import Actor, Grant
from demosx.core.web import Application
from demosx.journey.queries import standing
from demosx.journey.taking_part import barrier, may_take_part
from demosx.opinions.services import delete, say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import propose
from demosx.stages.support.services import support, withdraw_support
from demosx.testing import apply_examples
from tests.process.journeys import EXAMPLES

HTML = {"Accept": "text/html"}
NOON = "2019-02-02 12:00"
SUPPORT_STAGE = "[stages.support]"
Filed = Callable[..., Proposal]


@pytest.fixture
def filed(app: Application, at: Any, tmp_path: Path, make_account: Any, make_proposal: Any) -> Filed:
    """Make a proposal whose first stage says more: `filed('who = …')`; `top` stands at the top of the file."""

    def made(stage: str = "", top: str = "", by: Account | None = None) -> Proposal:
        text = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
        text = text.replace(SUPPORT_STAGE, f"{SUPPORT_STAGE}\n{stage}", 1).replace(
            "\nfirst ", f"\n{top}\nfirst ", 1
        )
        file = tmp_path / "citizen.toml"
        file.write_text(text, encoding="utf-8")
        with at("2019-02-01 09:00"):
            apply_examples([str(file)])
        with at("2019-02-01 12:00"):
            return make_proposal(by or make_account("별이"))

    return made


def kept_out(actor: Actor, proposal: Proposal, action: str) -> type[DomainError] | None:
    here = standing(proposal)
    found = barrier(actor, here.stop, action)
    return None if found is None else type(found)


def test_each_act_asks_for_its_own_roles(filed: Filed, at: Any, make_account: Any) -> None:
    proposal = filed('who = { support = ["verified"], opine = ["operator"] }')
    member = actor_of(make_account("달이").id)
    verified, operator = replace(member, verified=True), replace(member, grants=(Grant("operator"),))
    held_back = replace(member, held_back=(Grant("operator"),))
    with at(NOON):
        assert [kept_out(one, proposal, "support") for one in (Actor(), member, verified, operator)] == [
            NotSignedIn, VerificationNeeded, None, VerificationNeeded,
        ]  # fmt: skip
        assert [kept_out(one, proposal, "opine") for one in (member, verified, operator, held_back)] == [
            NotAllowed, NotAllowed, None, SecondFactorNeeded,
        ]  # fmt: skip
        assert kept_out(member, proposal, "edit") is None
        stop = standing(proposal).stop
        assert [may_take_part(one, stop, "support") for one in (Actor(), member, verified)] == [True] * 3
        assert [may_take_part(one, stop, "opine") for one in (Actor(), member, operator)] == [
            False,
            False,
            True,
        ]


def test_one_who_is_not_confirmed_is_not_sent_to_a_check(filed: Filed, at: Any, make_account: Any) -> None:
    proposal = filed('who = ["verified"]')
    with at(NOON):
        unconfirmed = replace(actor_of(make_account("달이").id), confirmed=False)
        assert kept_out(unconfirmed, proposal, "support") is NotAllowed


def test_what_one_has_given_can_always_be_taken_back(filed: Filed, at: Any, make_account: Any) -> None:
    proposal = filed('who = { support = ["verified"], opine = ["verified"] }')
    account = make_account("달이")
    member = actor_of(account.id)
    verified = replace(member, verified=True)
    with at(NOON):
        with transaction():
            assert support(db.session.merge(proposal), actor=verified)
            said = say(db.session.merge(proposal), "좋습니다", actor=verified)
        with pytest.raises(VerificationNeeded), transaction():
            say(db.session.merge(proposal), "또 좋습니다", actor=member)
        with transaction():
            assert withdraw_support(db.session.merge(proposal), actor=member)
            delete(db.session.merge(said), actor=member)
        assert db.session.get_one(Proposal, proposal.id).supports == 0


@pytest.mark.parametrize(
    ("born_on", "day", "old"),
    [
        (date(2003, 2, 2), "2019-02-02 00:00", True),  # on the birthday itself
        (date(2003, 2, 3), "2019-02-02 23:59", False),  # one minute before it
        (date(2004, 2, 29), "2020-02-29 00:00", True),
        (date(2004, 2, 29), "2020-02-28 23:59", False),
        (date(2003, 2, 28), "2019-02-28 00:00", True),
        (date(1903, 1, 1), "2019-02-02 12:00", True),
    ],
)
def test_age_is_counted_on_the_day_of_acting_in_the_sites_zone(
    filed: Filed, at: Any, make_account: Any, born_on: date, day: str, old: bool
) -> None:
    proposal = filed("minimum_age = 16")
    actor = replace(actor_of(make_account("달이").id), born_on=born_on)
    with at(day):
        assert kept_out(actor, proposal, "support") is (None if old else TooYoung)


def test_a_leap_day_child_comes_of_age_on_the_first_of_march(
    filed: Filed, at: Any, make_account: Any
) -> None:
    proposal = filed("minimum_age = 15")
    actor = replace(actor_of(make_account("달이").id), born_on=date(2004, 2, 29))
    with at("2019-02-28 23:59"):
        assert kept_out(actor, proposal, "support") is TooYoung
    with at("2019-03-01 00:00"):
        assert kept_out(actor, proposal, "support") is None


def test_an_unknown_age_is_asked_for_and_the_sentence_says_which(
    filed: Filed, at: Any, make_account: Any
) -> None:
    proposal = filed("minimum_age = 16")
    actor = actor_of(make_account("달이").id)
    with at(NOON):
        assert kept_out(actor, proposal, "support") is AgeNeeded
        assert kept_out(actor, proposal, "merge") is None  # done for the city
        assert kept_out(actor, proposal, "edit") is None  # one's own text
        young = replace(actor, born_on=date(2004, 1, 1))
        assert "16" in str(barrier(young, standing(proposal).stop, "support"))


def test_a_process_opened_by_verified_people_leads_to_the_check(
    app: Application, at: Any, tmp_path: Path, make_account: Any
) -> None:
    text = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
    text = text.replace('opened_by  = ["member"]', 'opened_by = ["verified"]\nminimum_age = 16')
    assert '"verified"' in text
    (tmp_path / "citizen.toml").write_text(text, encoding="utf-8")
    with at("2019-02-01 09:00"):
        apply_examples([str(tmp_path / "citizen.toml")])
    actor = actor_of(make_account("달이").id)
    verified = replace(actor, verified=True)
    with at(NOON):
        for who, error in ((actor, VerificationNeeded), (verified, AgeNeeded),
                           (replace(verified, born_on=date(2010, 1, 1)), TooYoung)):  # fmt: skip
            with pytest.raises(error), transaction():
                propose("막차를 늦춰 주세요", "너무 이릅니다.", actor=who)
        with transaction():
            assert propose(
                "막차를 늦춰 주세요", "너무 이릅니다.", actor=replace(verified, born_on=date(2000, 1, 1))
            ).id


def test_a_member_is_led_to_the_check_and_the_button_says_so(
    filed: Filed, at: Any, make_account: Any, sign_in: Any, client: FlaskClient
) -> None:
    proposal = filed('who = { support = ["verified"] }')
    client.set_cookie("language", "en")
    with at(NOON):
        assert (
            "This takes an account and, once, a check of who you are."
            in client.get(f"/proposals/{proposal.id}").text
        )
        member = sign_in(client, make_account("달이"))
        page = member.get(f"/proposals/{proposal.id}").text
        assert "After a check of who you are you can support this." in page
        assert f'action="/proposals/{proposal.id}/support"' in page
        answer = member.post(f"/proposals/{proposal.id}/support", headers=HTML)
        assert answer.status_code == 302
        assert answer.location.startswith("/account/verification?next=")
        assert db.session.get_one(Proposal, proposal.id).supports == 0


def test_too_young_is_told_with_the_age(
    filed: Filed, at: Any, make_account: Any, sign_in: Any, client: FlaskClient
) -> None:
    proposal = filed("minimum_age = 16")
    client.set_cookie("language", "en")
    account = make_account("달이")
    with at(NOON):
        member = sign_in(client, account)
        assert "date of birth is asked next" in member.get(f"/proposals/{proposal.id}").text
        assert member.post(f"/proposals/{proposal.id}/support", headers=HTML).location.startswith(
            "/account/birth-date?"
        )
        account = db.session.get_one(Account, account.id)
        account.born_on = date(2010, 1, 1)
        db.session.commit()
        page = member.get(f"/proposals/{proposal.id}").text
        assert "You can support this from the age of 16." in page
        assert f'action="/proposals/{proposal.id}/support"' not in page
        answer = member.post(f"/proposals/{proposal.id}/support", headers=HTML)
        assert (answer.status_code, "from the age of 16" in answer.text) == (403, True)
