"""The city's own proposals: plain words, the original, and public on their day, never before, never unchecked."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile, NotAllowed
from demosx.core.permissions import Actor
from demosx.core.seen import mark
from demosx.journey.travel import StageClosed, moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import agency, errors
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import write_agenda_item
from demosx.stages.review.services import record_decision

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
DAY = date(2019, 3, 20)
WORDS = "밤에도 버스가 다닙니다. 어떻게 생각하세요?"


@pytest.fixture
def officer(app: Flask, make_account: Make) -> Account:
    return make_account("담당", roles=["officer"], at_department="transport")


@pytest.fixture
def operator(app: Flask, make_account: Make) -> Account:
    return make_account("운영", roles=["operator"])


@pytest.fixture
def draft(officer: Account, at: At) -> Proposal:
    with at("2019-03-01 12:00"):
        office = testing.department("transport").id
        return testing.proposal(
            officer, "심야 노선 개편", "행정 용어로 쓴 글", process_key="agency", department_id=office
        )


def send_to_check(proposal: Proposal, officer: Account) -> None:
    with moment(proposal, actor_of(officer.id)) as journey:
        journey.press(next(rule.key for rule in journey.stop.stage.rules if rule.target == "fact_check"), {})
    db.session.commit()


def check(proposal: Proposal, who: Account) -> None:
    record_decision(proposal, "publish", "자료와 맞습니다.", actor_of(who.id))
    db.session.commit()


def prepare(proposal: Proposal, who: Account, day: date | None = DAY, words: str = WORDS) -> None:
    agency.prepare(proposal, words, day, actor=actor_of(who.id))
    db.session.commit()


def test_it_becomes_public_on_its_day_whoever_looks_first(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient
) -> None:
    page = f"/proposals/{draft.id}"
    with at("2019-03-04 12:00"):
        prepare(draft, officer)
        send_to_check(draft, officer)
    with at("2019-03-05 12:00"):
        check(draft, officer)
    assert (draft.stage, draft.audience) == ("ready", "staff")
    with at("2019-03-19 23:59"):
        assert client.get(page).status_code == 404
        assert draft.title not in client.get("/ask").text and draft.title not in client.get("/").text
    with at("2019-03-20 00:00"):  # nobody has run anything at midnight
        assert draft.title in client.get("/ask").text
        shown = client.get(page)
    assert shown.status_code == 200
    assert shown.text.index(WORDS) < shown.text.index("행정 용어로 쓴 글")
    moved = [entry for entry in timeline(draft.id) if entry.data.get("to") == "forum"]
    assert (
        testing.ZONE.fromutc(moved[0].at.replace(tzinfo=testing.ZONE)).isoformat()[:16] == "2019-03-20T00:00"
    )


def test_its_page_says_under_review_where_something_is_decided_and_its_question_once(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    page, review = f"/proposals/{draft.id}", '<h2 class="panel-title">검토 중'
    sign_in(client, operator)
    with at("2019-03-04 12:00"):
        empty = client.get(page).text
        assert review not in empty and "결과가 나오면 여기에" not in empty
        write_agenda_item(draft, WORDS, "", "", revision=0, actor=actor_of(operator.id))
        db.session.commit()
        assert client.get(page).text.count(f'<p class="lead">{WORDS}') == 1
        send_to_check(draft, officer)
        checked = client.get(page).text
    assert review in checked and checked.count(f'<p class="lead">{WORDS}') == 1


def test_its_page_alone_lets_it_become_public(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient
) -> None:
    with at("2019-03-04 12:00"):
        prepare(draft, officer)
        send_to_check(draft, officer)
        check(draft, officer)
    with at("2019-03-20 00:00"):
        assert client.get(f"/proposals/{draft.id}").status_code == 200


def test_without_its_fact_check_it_stays_with_the_staff(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient
) -> None:
    with at("2019-03-04 12:00"):
        prepare(draft, officer)
        send_to_check(draft, officer)
    with at("2019-03-25 12:00"):
        assert client.get(f"/proposals/{draft.id}").status_code == 404
        assert draft.title not in client.get("/ask").text
        check(draft, officer)
        assert draft.audience == "everyone"  # the day had come already


def test_without_a_day_it_is_public_with_its_fact_check(
    draft: Proposal, officer: Account, operator: Account, at: At
) -> None:
    with at("2019-03-04 12:00"):
        send_to_check(draft, officer)
        check(draft, officer)
    assert (draft.stage, draft.audience) == ("forum", "everyone")


def test_what_was_checked_stays_and_only_the_day_can_be_moved(
    draft: Proposal, officer: Account, operator: Account, at: At
) -> None:
    with at("2019-03-04 12:00"):
        prepare(draft, officer)
        send_to_check(draft, officer)
        check(draft, officer)
        with pytest.raises(StageClosed):
            prepare(draft, officer, words="다른 말")
        db.session.rollback()
        prepare(draft, officer, date(2019, 3, 4))
        assert draft.audience == "everyone"  # today: at once
        with pytest.raises(errors.PublicAlready):
            prepare(draft, officer, date(2019, 4, 1))


@pytest.mark.parametrize("day", [date(2019, 3, 3), date(2022, 1, 1), date(1, 1, 1)])
def test_a_day_that_does_not_fit_is_refused(draft: Proposal, officer: Account, at: At, day: date) -> None:
    with at("2019-03-04 12:00"), pytest.raises(errors.DayWrong):
        prepare(draft, officer, day)


def test_only_the_department_and_who_runs_the_site_prepare_it(
    draft: Proposal, operator: Account, make_account: Make, at: At
) -> None:
    other = make_account("공원", roles=["officer"], at_department="parks")
    with at("2019-03-04 12:00"):
        for stranger in (Actor(), actor_of(make_account("별이").id), actor_of(other.id)):
            with pytest.raises(NotAllowed):
                agency.prepare(draft, WORDS, DAY, actor=stranger)
        with pytest.raises(errors.EasyTextWrong):
            agency.prepare(draft, "가" * 20_001, DAY, actor=actor_of(operator.id))


def test_of_two_at_the_same_form_the_second_is_told(draft: Proposal, officer: Account, at: At) -> None:
    with at("2019-03-04 12:00"):
        seen = mark(agency.shown(draft))
        agency.prepare(draft, WORDS, DAY, actor=actor_of(officer.id), seen=seen)
        with pytest.raises(ChangedMeanwhile):
            agency.prepare(draft, "다른 말", None, actor=actor_of(officer.id), seen=seen)


def test_the_desk_says_what_is_missing(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    address = f"/desk/proposals/{draft.id}/publication"
    with at("2019-03-04 12:00"):
        desk = sign_in(client, officer)
        page = desk.get(address).text
        assert address in desk.get(f"/desk/proposals/{draft.id}").text
        assert "이것 없이는 공개되지 않습니다" in page
        token, seen = (
            TOKEN.findall(page)[0],
            re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)[0],
        )
        sent = {"csrf_token": token, "seen": seen, "easy_text": "쉬운 <말>", "day": "2019-03-20"}
        wrong = desk.post(address, data={**sent, "day": "2019-03-01"})
        assert wrong.status_code == 422 and "쉬운 &lt;말&gt;" in wrong.text
        assert desk.post(address, data=sent).status_code == 302
        assert "3월 20일(수)" in desk.get(address).text
        send_to_check(draft, officer)
        check(draft, officer)
        assert "담당" in desk.get(address).text
    assert "publication_set" not in [entry.verb for entry in timeline(draft.id)]


def test_the_original_is_attached_and_shown_with_the_proposal(
    draft: Proposal, officer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-03-04 12:00"):
        desk = sign_in(client, officer)
        address = f"/desk/proposals/{draft.id}"
        token = TOKEN.findall(desk.get(f"{address}/publication").text)[0]
        data = {"csrf_token": token, "file": (BytesIO("결재한 그대로의 글".encode()), "원문.txt")}
        assert desk.post(f"{address}/original", data=data).status_code == 302
        assert desk.post(f"{address}/original", data={"csrf_token": token}).status_code == 422
        assert "원문.txt" in desk.get(f"{address}/publication").text
        send_to_check(draft, officer)
        check(draft, officer)
        assert "원문.txt" in client.application.test_client().get(f"/proposals/{draft.id}").text


def test_a_draft_of_the_city_is_not_received_but_saved_and_leads_to_what_is_missing(
    officer: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    with at("2019-03-01 12:00"):
        form = {
            "title": "심야 노선 개편", "body": "글", "process_key": "agency",
            "department_id": testing.department("transport").id,
        }  # fmt: skip
        sent = sign_in(client, officer).post("/proposals/new", data=form)
        proposal = db.session.scalars(db.select(Proposal)).one()
        assert sent.location == f"/desk/proposals/{proposal.id}/publication"
        page = client.get(sent.location).text
        assert "초안을 저장했습니다" in page and "접수되었습니다" not in page
        page = client.get(f"/proposals/{proposal.id}").text
    assert "아직 정해지지 않음" not in page


def test_the_desk_leads_through_the_steps(
    draft: Proposal, officer: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    page = f"/desk/proposals/{draft.id}"
    with at("2019-03-04 12:00"):
        desk = sign_in(client, officer)
        steps = steps_in(desk.get(page).text)
        assert list(steps) == ["draft", "easy_text", "original", "day", "check"]
        assert "쉬운 글 쓰기" in steps["easy_text"] and "다음" in steps["easy_text"]
        assert f'href="{page}#buttons"' in steps["check"] and "사실 확인 요청" in steps["check"]
        prepare(draft, officer)
        send_to_check(draft, officer)
        steps = steps_in(desk.get(page).text)
        assert "3월 20일(수)" in steps["day"] and "다음" in steps["original"]
        assert "transport 과" in steps["check"] and "3월 18일(월)" in steps["check"]
        assert f'href="{page}#stage"' in steps["check"]
        check(draft, officer)
        steps = steps_in(desk.get(page).text)
        assert "담당" in steps["check"] and "href" not in steps["check"] and "href" not in steps["original"]


def test_who_runs_the_site_asks_for_the_check_and_does_not_make_it(
    draft: Proposal, make_account: Make, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    official = make_account("추진", roles=["official"])
    with at("2019-03-04 12:00"):
        desk = sign_in(client, official)
        steps = steps_in(desk.get(f"/desk/proposals/{draft.id}").text)
        assert "사실 확인 요청" in steps["check"]  # who runs the site may ask for it, and not decide
        send_to_check(draft, official)
        assert "href" not in steps_in(desk.get(f"/desk/proposals/{draft.id}").text)["check"]


def steps_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-step="(\w+)">(.*?)</li>', page, re.S))
