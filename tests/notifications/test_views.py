"""The pages: what is new, what I follow, how I am told. Each works without JavaScript."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.consent.models import Answer
from demosx.consent.services import answer
from demosx.core import jobs
from demosx.core.db import db
from demosx.duties.models import Duty
from demosx.notifications.models import Follow, Notice
from demosx.notifications.queries import choices_of
from demosx.people.models import Account
from demosx.people.models import SignIn as SignInRow
from demosx.people.queries import actor_of
from demosx.proposals.services import hide
from tests.counting import queries
from tests.notifications.conftest import At, step

SignIn = Callable[[FlaskClient, Account], FlaskClient]


@pytest.fixture
def mine(client: FlaskClient, town: SimpleNamespace, sign_in: SignIn, at: At) -> FlaskClient:
    """The follower's browser, after a step."""
    with at("2019-02-10 12:00"):
        step(town.proposal)
        jobs.run_due()
    return sign_in(client, town.follower)


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "ko"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_what_is_new_stands_in_the_head_and_in_the_list(mine: FlaskClient, town: SimpleNamespace) -> None:
    assert 'href="/me/notices"' in text(mine, "/") and "새 알림 1건" in text(mine, "/")
    page = text(mine, "/me/notices")
    assert "밤 11시 이후에도 버스를" in page and "‘의제 선정’ 단계로 넘어갔습니다" in page
    newest = re.findall(r'name="up_to" value="(\d+)"', page)[0]
    assert mine.post("/me/notices/read", data={"up_to": newest}).status_code == 302
    assert "모두 읽음" not in text(mine, "/me/notices").split("</form>")[-1]
    assert "새 알림 1건" not in text(mine, "/")


def test_what_came_since_stays_new(mine: FlaskClient, town: SimpleNamespace, at: At) -> None:
    newest = re.findall(r'name="up_to" value="(\d+)"', text(mine, "/me/notices"))[0]
    with at("2019-02-11 12:00"):
        town.proposal.title = "다른 제목"
        db.session.add(
            Notice(account_id=town.follower.id, kind="followed", what="step", key="later", pace="never",
                   proposal_id=town.proposal.id, data=_data(town), mail=False, push=False, text=False,
                   created_at=town.proposal.filed_at)
        )  # fmt: skip
        db.session.commit()
    mine.post("/me/notices/read", data={"up_to": newest})
    assert "새 알림 1건" in text(mine, "/")


def _data(town: SimpleNamespace) -> dict[str, object]:
    query = db.select(Notice.data).where(Notice.account_id == town.follower.id)
    return dict(db.session.scalars(query).first() or {})


def test_opening_one_reads_it_and_nobody_elses(mine: FlaskClient, town: SimpleNamespace) -> None:
    others = db.session.scalars(db.select(Notice.id).where(Notice.account_id == town.supporter.id)).one()
    own = db.session.scalars(db.select(Notice.id).where(Notice.account_id == town.follower.id)).one()
    for number in (others, own):
        assert mine.post(f"/me/notices/{number}/read").status_code == 204
    db.session.expire_all()
    assert db.session.get_one(Notice, own).read_at is not None
    assert db.session.get_one(Notice, others).read_at is None


def test_what_is_hidden_is_in_neither_list_nor_count(mine: FlaskClient, town: SimpleNamespace) -> None:
    hide(town.proposal, "개인정보", actor_of(town.operator.id))
    db.session.commit()
    assert "버스" not in text(mine, "/me/notices") and "버스" not in text(mine, "/me/following")
    assert "새 알림" not in text(mine, "/")


def test_reading_writes_nothing(mine: FlaskClient) -> None:
    with queries() as sent:
        text(mine, "/me/notices")
    assert not [one for one in sent if one.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_a_list_pages_by_key(mine: FlaskClient, town: SimpleNamespace) -> None:
    for number in range(45):
        db.session.add(
            Notice(account_id=town.follower.id, kind="followed", what="step", key=f"more:{number}", pace="never",
                   proposal_id=town.proposal.id, data=_data(town), mail=False, push=False, text=False,
                   created_at=town.proposal.filed_at)
        )  # fmt: skip
    db.session.commit()
    seen, address = 0, "/me/notices"
    while address:
        page = text(mine, address)
        seen += page.count('class="notice-row')
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == 46


def test_following_is_one_button(client: FlaskClient, town: SimpleNamespace, sign_in: SignIn, at: At) -> None:
    with at("2019-02-05 12:00"):
        _follow_and_stop(client, town, sign_in)


def _follow_and_stop(client: FlaskClient, town: SimpleNamespace, sign_in: SignIn) -> None:
    address = f"/proposals/{town.proposal.id}"
    page = text(client, address)
    assert f'action="{address}/follow"' in page
    visitor = client.post(f"{address}/follow", headers={"Accept": "text/html"})
    assert visitor.status_code == 302
    assert db.session.scalar(db.select(db.func.count(Follow.id))) == 2, "a visitor signs in first"
    sign_in(client, town.stranger)
    for _twice in range(2):
        visitor = client.post(f"{address}/follow", headers={"Accept": "text/html"})
    assert visitor.status_code == 302
    assert db.session.scalar(db.select(db.func.count(Follow.id))) == 3
    assert f'action="{address}/unfollow"' in text(client, address)
    assert "버스" in text(client, "/me/following") and "버스" in text(client, "/me")
    assert (
        client.post(f"{address}/unfollow", data={"back": "/me/following"}).headers["Location"]
        == "/me/following"
    )
    assert client.post(f"{address}/unfollow", data={"back": "//evil"}).headers["Location"] == address
    assert "버스" not in text(client, "/me/following")


def test_nobody_follows_what_they_may_not_see(
    client: FlaskClient, town: SimpleNamespace, sign_in: SignIn
) -> None:
    hide(town.proposal, "개인정보", actor_of(town.operator.id))
    db.session.commit()
    assert sign_in(client, town.stranger).post(f"/proposals/{town.proposal.id}/follow").status_code == 404


def test_how_i_am_told(client: FlaskClient, town: SimpleNamespace, sign_in: SignIn) -> None:
    sign_in(client, town.follower)
    page = text(client, "/account/notifications")
    assert page.count("<fieldset") == 5 and "mail-mine" in page and "(선택)" not in page
    assert "push-mine" not in page and "text-mine" not in page, "this site has neither"
    paces = dict.fromkeys(("mine", "supported", "followed", "replies"), "weekly")
    data = {f"pace-{kind}": pace for kind, pace in paces.items()} | {"pace-news": "never", "mail-mine": "y"}
    assert client.post("/account/notifications", data=data).status_code == 302
    chosen = choices_of(town.follower.id)
    assert {kind: chosen[kind].pace for kind in paces} == paces
    assert (chosen["mine"].mail, chosen["followed"].mail, chosen["mine"].push) == (True, False, True)
    assert client.post("/account/notifications", data=data | {"pace-mine": "hourly"}).status_code == 422


@pytest.mark.parametrize(
    "who", ["citizen", "staff", "staff without a factor", "proposer who owes", "given to"]
)
def test_duties_are_offered_to_whom_they_can_come(
    client: FlaskClient, town: SimpleNamespace, sign_in: SignIn, app: Flask, who: str
) -> None:
    """A choice of theirs that is not on the page stays as it is."""
    person = town.operator if who.startswith("staff") else town.proposer
    owed = (
        {"owners": ["proposer"]}
        if who == "proposer who owes"
        else {"owners": ["x"], "assignee_id": person.id}
    )
    if who in ("proposer who owes", "given to"):
        now = town.proposal.filed_at
        db.session.add(Duty(proposal_id=town.proposal.id, name="x", number=1, opened_at=now, **owed))
        db.session.commit()
    sign_in(client, person)
    if who == "staff without a factor":
        db.session.execute(db.update(SignInRow).values(factor_at=None))
        db.session.commit()
    page = text(client, "/account/notifications")
    assert ("내가 할 일" in page) is (who != "citizen")
    data = {f"pace-{kind}": "never" for kind in choices_of(person.id)}
    assert client.post("/account/notifications", data=data).status_code == 302
    db.session.rollback()
    assert choices_of(person.id)["duties"].pace == ("immediately" if who == "citizen" else "never")


def test_an_answer_on_news_is_noted_only_where_it_is_another(
    client: FlaskClient, town: SimpleNamespace, sign_in: SignIn
) -> None:
    who = town.follower.id
    answer(who, {"news": None})
    db.session.commit()
    sign_in(client, town.follower)
    for pace in ("never", "weekly", "weekly", "daily", "never", "never"):
        data = {f"pace-{kind}": choice.pace for kind, choice in choices_of(who).items()} | {"pace-news": pace}
        assert client.post("/account/notifications", data=data).status_code == 302
        db.session.rollback()
    query = db.select(Answer.given).where(Answer.account_id == who, Answer.what == "news")
    said = list(db.session.scalars(query.order_by(Answer.id)))
    assert said[-3:] == [False, True, False], "one for each change"


def test_news_follow_the_agreement_both_ways(
    client: FlaskClient, town: SimpleNamespace, sign_in: SignIn
) -> None:
    who = town.follower.id
    answer(who, {"news": ""})
    db.session.commit()
    assert choices_of(who)["news"].pace == "weekly"
    answer(who, {"news": None})
    db.session.commit()
    assert choices_of(who)["news"].pace == "never"
    data = {f"pace-{kind}": choice.pace for kind, choice in choices_of(who).items()} | {"pace-news": "daily"}
    assert sign_in(client, town.follower).post("/account/notifications", data=data).status_code == 302
    assert "news" in actor_of(who).agreed


def test_the_script_for_push_is_at_the_top_of_the_site(app: Flask) -> None:
    answer = app.test_client().get("/push-worker.js")
    assert answer.mimetype == "text/javascript" and "showNotification" in answer.get_data(as_text=True)


def test_a_browser_is_not_taken_where_push_is_not_offered(
    client: FlaskClient, town: SimpleNamespace, sign_in: SignIn
) -> None:
    data = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "x", "auth": "x"}
    assert sign_in(client, town.follower).post("/account/notifications/browser", data=data).status_code == 422


def test_my_page_is_whole(client: FlaskClient, town: SimpleNamespace, sign_in: SignIn) -> None:
    page = text(sign_in(client, testing.account("새사람")), "/me")
    for part in ("my-notices", "my-proposals", "my-supports", "my-following", "my-opinions", "my-votes"):
        assert f'id="{part}"' in page
    assert "/account/notifications" in page
