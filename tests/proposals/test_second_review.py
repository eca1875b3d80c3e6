"""After a refusal: asking once for a second review (재심사), until its last day, with a reason that who decides sees.

By the rules of Korea's decree on public suggestions (국민 제안 규정 art. 8 and 12): within 15 days."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.journey.queries import standing
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import co_proposers
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from demosx.stages.review.services import record_decision

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
RULE = re.compile(r'name="rule" value="([^"]+)"')


@pytest.fixture
def proposer(app: Flask, make_account: Make) -> Account:
    return make_account("별이")


@pytest.fixture
def refused(proposer: Account, make_account: Make, at: At) -> Proposal:
    """Not adopted on Monday 6 March 2023: a second review can be asked for until Tuesday 21 March."""
    operator = actor_of(make_account("운영", roles=["operator"]).id)
    officer = actor_of(make_account("담당", roles=["officer"], at_department="transport").id)
    with at("2023-03-02 12:00"):
        testing.apply_examples(["suggestion-rules"])
        made = testing.proposal(proposer, process_key="suggestion")
        assign_departments(made, testing.department("transport").id, actor=operator)
        db.session.commit()
    with at("2023-03-06 12:00"):
        record_decision(made, "not_adopt", "예산이 없습니다.", officer)
        db.session.commit()
    return made


def test_the_button_says_its_last_day_and_asks_for_the_reason(
    refused: Proposal, proposer: Account, make_account: Make, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    page = f"/proposals/{refused.id}"
    with at("2023-03-21 23:00"):
        home = sign_in(client, proposer)
        shown = home.get(page).text
        part = shown.split("재심사 요청")[1].split("</details>")[0]
        assert "3월 21일(화)까지" in part and 'name="reason"' in part
        data = {"csrf_token": TOKEN.findall(shown)[0], "rule": RULE.findall(part)[0]}
        assert home.post(f"{page}/press", data=data).status_code == 422
        sent = home.post(f"{page}/press", data={**data, "reason": "다른 도시는 <b>하고</b> 있습니다."})
        assert sent.status_code == 302
        assert home.post(f"{page}/press", data={**data, "reason": "또"}).status_code == 409  # once
        panel = sign_in(client.application.test_client(), make_account("위원", roles=["planning_panel"]))
        desk = panel.get(f"/desk/proposals/{refused.id}").text
        assert "다른 도시는" in desk and "<b>하고" not in desk
    assert refused.stage == "second_review"


def test_after_its_last_day_there_is_no_button(
    refused: Proposal, proposer: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2023-03-22 00:00"):
        page = sign_in(client, proposer).get(f"/proposals/{refused.id}").text
    assert "재심사 요청" not in page.split("<aside")[-1]
    assert refused.ended == "declined"


def test_withdrawing_says_that_it_cannot_be_taken_back_and_leaves_all_readable(
    app: Flask, proposer: Account, make_account: Make, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    friend = make_account("달이")
    with at("2019-02-01 12:00"):
        made = testing.proposal(proposer)
        secret = co_proposers.invite(made, actor=actor_of(proposer.id))
        co_proposers.join(secret, actor=actor_of(friend.id))
        db.session.commit()
        page = f"/proposals/{made.id}"
        home = sign_in(client, proposer)
        shown = home.get(page).text
        part = shown.split('<summary class="button button-quiet">철회')[1].split("</details>")[0]
        assert "되돌릴 수 없습니다" in part and "함께 제안한" in part
        data = {"csrf_token": TOKEN.findall(shown)[0], "rule": RULE.findall(part)[0]}
        friends = sign_in(client.application.test_client(), friend)
        theirs = {**data, "csrf_token": TOKEN.findall(friends.get(page).text)[0]}
        assert friends.post(f"{page}/press", data=theirs).status_code == 403
        assert home.post(f"{page}/press", data=data).status_code == 302
        after = client.application.test_client().get(page).text
    assert standing(made).state.ended is not None and made.ended == "withdrawn"
    assert (made.text in after and "그대로 읽을 수 있습니다" in after) or "철회" in after
