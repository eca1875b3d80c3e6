"""Former versions of a text: kept, compared, taken away, and shown to nobody who could not read them before."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotFound
from demosx.core.permissions import Actor
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import errors, services, versions
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import FormerText
from tests.counting import at_once

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
FIXED = Path(__file__).with_name("fixed.toml")


@pytest.fixture
def proposer(app: Flask, make_account: Make) -> Account:
    return make_account("별이")


@pytest.fixture
def operator(app: Flask, make_account: Make) -> Account:
    return make_account("운영", roles=["operator"])


@pytest.fixture
def filed(proposer: Account, at: At) -> Proposal:
    with at("2019-02-01 12:00"):
        return testing.proposal(
            proposer, "막차를 늦춰 주세요", "전화 010-1234-5678로 알려 주세요.", place="역 앞"
        )


def change(proposal: Proposal, by: Account, text: str, title: str = "막차를 늦춰 주세요") -> None:
    services.edit(proposal, title, text, actor=actor_of(by.id), revision=proposal.revision, place="역 앞")
    db.session.commit()


def former(proposal: Proposal) -> list[FormerText]:
    query = db.select(FormerText).where(FormerText.proposal_id == proposal.id).order_by(FormerText.revision)
    return list(db.session.scalars(query))


def test_an_edit_keeps_what_was_there_and_whose_it_was(filed: Proposal, proposer: Account, at: At) -> None:
    with at("2019-02-02 12:00"):
        change(filed, proposer, "밤 열두 시까지 다니게 해 주세요.")
    with at("2019-02-03 12:00"):
        change(filed, proposer, "새벽 한 시까지요.", title="막차를 더 늦춰 주세요")
    first, second = former(filed)
    assert (first.revision, first.title, first.place) == (1, "막차를 늦춰 주세요", "역 앞")
    assert first.text == "전화 010-1234-5678로 알려 주세요."
    assert second.text == "밤 열두 시까지 다니게 해 주세요." and second.until > first.until
    assert {first.account_id, second.account_id} == {proposer.id}
    assert filed.revision == 3


def test_of_two_at_once_one_is_kept_and_the_other_is_told(
    app: Flask, filed: Proposal, proposer: Account, at: At
) -> None:
    actor, number = actor_of(proposer.id), filed.id

    def act(text: str) -> Callable[[], object]:
        def run() -> object:
            found = db.session.get_one(Proposal, number)
            try:
                with at("2019-02-02 12:00"):
                    services.edit(found, "막차", text, actor=actor, revision=1)
            except errors.EditedMeanwhile as refused:
                return type(refused)
            return None

        return run

    db.session.rollback()
    results = at_once(app, [act("하나"), act("둘")])
    assert sorted(map(str, results)) == sorted(["None", str(errors.EditedMeanwhile)])
    assert len(former(filed)) == 1


def test_a_visitor_compares_any_two_versions(
    filed: Proposal, proposer: Account, at: At, client: FlaskClient
) -> None:
    address = f"/proposals/{filed.id}/versions"
    with at("2019-02-01 13:00"):
        assert "고치지 않았습니다" in client.get(address).get_data(as_text=True)
    with at("2019-02-02 12:00"):
        change(filed, proposer, "전화 번호는 지웠습니다. <script>alert(1)</script>")
    with at("2019-02-03 12:00"):
        change(filed, proposer, "알려 주세요.")
        page = client.get(f"{address}?from=1&to=2").get_data(as_text=True)
        assert re.search(
            r"<del><span class=\"visually-hidden\">[^<]+</span>010-1234-5678로 알려 주세요\.<", page
        )
        assert "<ins><span" in page and "<script>alert" not in page
        other_way = client.get(f"{address}?from=2&to=1").get_data(as_text=True)
        assert "010-1234-5678로 알려 주세요.<" in other_way.split('class="difference"')[1].split("</div>")[0]
        for wrong in (
            "?from=99&to=77",
            "?from=x",
            "?from=1&to=1",
            "?to=1",
            "?from=-1",
            "?from=99999999999999999999",
        ):
            assert client.get(address + wrong).status_code == 200


def test_staff_take_a_version_away_and_the_reason_stays(
    filed: Proposal, proposer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-02-02 12:00"):
        change(filed, proposer, "번호를 지웠습니다.")
        desk = sign_in(client, operator)
        address = f"/proposals/{filed.id}/versions/1/remove"
        token = re.findall(
            r'name="csrf_token" value="([^"]+)"', desk.get(f"/proposals/{filed.id}/versions").text
        )[0]
        assert desk.post(address, data={"csrf_token": token}).status_code == 422
        done = desk.post(address, data={"csrf_token": token, "reason": "전화번호가 있었습니다."})
        assert done.status_code == 302
        assert desk.post(address, data={"csrf_token": token, "reason": "또"}).status_code == 409
        page = client.application.test_client().get(f"/proposals/{filed.id}/versions").get_data(as_text=True)
    assert "010-1234-5678" not in page and "전화번호가 있었습니다." in page
    assert [(one.title, one.text, one.place) for one in former(filed)] == [("", "", "")]
    entry = timeline(filed.id)[-1]
    assert (entry.verb, entry.reason, entry.data) == (
        "version_removed",
        "전화번호가 있었습니다.",
        {"revision": 1},
    )
    assert "010" not in str(entry.data)


def test_what_is_not_there_or_has_no_reason_is_not_taken_away(
    filed: Proposal, operator: Account, at: At
) -> None:
    actor = actor_of(operator.id)
    with at("2019-02-02 12:00"):
        with pytest.raises(errors.ReasonNeeded):
            versions.take_away(filed, 1, "  ", actor)
        with pytest.raises(NotFound):
            versions.take_away(filed, 1, "까닭", actor)


def test_versions_of_what_is_hidden_are_hidden(
    filed: Proposal, proposer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-02-02 12:00"):
        change(filed, proposer, "고쳤습니다.")
        services.hide(filed, "까닭", actor_of(operator.id))
        db.session.commit()
        assert client.get(f"/proposals/{filed.id}/versions").status_code == 404
        assert "010-1234" in sign_in(client, proposer).get(f"/proposals/{filed.id}/versions").get_data(
            as_text=True
        )


def test_drafts_of_the_city_stay_with_the_staff(
    app: Flask, make_account: Make, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    officer = make_account("담당", roles=["officer"], at_department="transport")
    office = testing.department("transport").id
    with at("2019-02-01 12:00"):
        made = testing.proposal(
            officer, "초안 제목", "아직 비밀인 글", process_key="agency", department_id=office
        )
    with at("2019-02-02 12:00"):
        change(made, officer, "둘째 글", title="둘째 제목")
        with moment(made, Actor(id=operator.id)) as journey:
            journey.force("move", "forum", "시험")
        db.session.commit()
        address = f"/proposals/{made.id}/versions"
        seen = client.get(address)
        assert seen.status_code == 200 and "비밀" not in seen.get_data(as_text=True)
        assert "초안 제목" not in client.get(f"{address}?from=1&to=2").get_data(as_text=True)
        assert "비밀" in sign_in(client, officer).get(address).get_data(as_text=True)


def test_beyond_a_number_of_supports_only_additions_are_possible(
    app: Flask, proposer: Account, at: At
) -> None:
    with at("2019-02-01 09:00"):
        testing.apply_examples([str(FIXED)])
    with at("2019-02-01 12:00"):
        made = testing.proposal(proposer, process_key="fixed")
        change(made, proposer, "아직 고칠 수 있습니다.")
        made.supports = made.supports_site = 3
        db.session.commit()
        with pytest.raises(errors.TextFixed):
            change(made, proposer, "이제는 안 됩니다.")
        db.session.rollback()
        assert made.text == "아직 고칠 수 있습니다." and len(former(made)) == 1
        made.supports = made.supports_site = 2
        db.session.commit()
        change(made, proposer, "공감을 거두어 다시 고칩니다.")


def test_the_page_of_a_fixed_text_says_so_to_its_proposer(
    app: Flask, proposer: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-02-01 09:00"):
        testing.apply_examples([str(FIXED)])
        made = testing.proposal(proposer, process_key="fixed")
        made.supports = made.supports_site = 3
        db.session.commit()
        page = sign_in(client, proposer).get(f"/proposals/{made.id}").get_data(as_text=True)
    assert f"/proposals/{made.id}/edit" not in page and f"/proposals/{made.id}/additions" in page
