"""The pages of the stages, walked by people: what they show, to whom, and what they do when two are at work."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from demosx.ballots.models import Vote
from demosx.core.db import db
from demosx.core.resources import shipped
from demosx.documents.models import Document
from demosx.documents.services import add_document
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from demosx.stages.answer.models import Answer, Commitment
from demosx.stages.deliberation.models import Deliberation
from demosx.stages.deliberation.services import vote
from demosx.stages.execution.models import Update
from demosx.stages.review.agenda import assign_departments, write_agenda_item
from demosx.stages.review.models import AgendaItem, ReviewVote
from demosx.testing import account, apply_examples, at, department, sign_in
from demosx.testing import proposal as file_proposal
from tests.stages.walks import QUESTION, actor, bring_to, open_forum, visit_of

Make = Callable[..., Any]
BROWSER = {"Accept": "text/html"}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def operator(make_account: Make) -> Any:
    return make_account("운영", roles=["operator"])


@pytest.fixture
def proposal(make_account: Make, make_proposal: Make) -> Any:
    with at("2019-03-01 10:00"):
        yield make_proposal(make_account("별이"))


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    client.set_cookie("language", "en")
    response = client.get(path)
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return unescape(response.get_data(as_text=True))


def post(client: FlaskClient, path: str, status: int = 302, **data: Any) -> str:
    client.set_cookie("language", "en")
    response = client.post(path, data=data)
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return unescape(response.get_data(as_text=True))


def test_a_deliberation_from_preparation_to_result(
    client: FlaskClient, proposal: Proposal, operator: Any, make_account: Make
) -> None:
    bring_to(proposal, "forum")
    visit_id = visit_of(proposal).id
    url, desk = f"/deliberations/{visit_id}", f"/desk/proposals/{proposal.id}"
    assert "preparing the question" in page(client, url)
    assert proposal.title in page(client, "/deliberations?when=coming")
    sign_in(client, operator)
    assert "Prepare the deliberation" in page(client, f"{desk}/deliberation")
    post(client, f"{desk}/deliberation", question=QUESTION, summary="두 노선을 시험합니다.", revision=1)
    assert QUESTION not in page(client, url), "a draft is not public"
    assert "must be today or later" in post(client, f"{desk}/opening", 422, first_day="2019-02-01")
    for far in ("9999-12-31", "2021-03-02"):
        assert "within the next two years" in post(client, f"{desk}/opening", 422, first_day=far)
    post(client, f"{desk}/opening", first_day="2019-03-02")
    assert "It opens on" in page(client, url)
    with at("2019-03-02 00:00"):
        visitor = client.application.test_client()
        assert QUESTION in page(visitor, url) and "What you have chosen is kept." in page(visitor, url)
        assert QUESTION in page(visitor, "/deliberations") and QUESTION in page(
            visitor, f"/proposals/{proposal.id}"
        )
        member = sign_in(client.application.test_client(), make_account("하나"))
        assert "when voting is over" in page(member, url)
        post(member, f"{url}/vote", choice="yes")
        own = page(member, url)
        assert "Change my vote" in own and 'value="yes" required checked' in own
        for who in (member, visitor, client):
            for path in (url, f"/proposals/{proposal.id}", *([desk] if who is client else [])):
                shown = page(who, path)
                assert "100.0%" not in shown and 'class="bar' not in shown, (
                    "nobody sees how votes are divided"
                )
        assert "1 vote so far" in own
    with at("2019-04-02 00:00"):
        after = page(visitor, url)
        assert "100.0%" in after and "Most people chose “Yes”" in after and "/vote" not in after
        assert QUESTION in page(visitor, "/deliberations?when=finished")
        assert "100.0%" in page(visitor, f"/proposals/{proposal.id}")
        assert "was not counted" in post(member, f"{url}/vote", 409, choice="no")
    assert db.session.query(Vote).one().choice == "yes"


def test_a_visitor_is_asked_to_sign_in_and_a_stranger_finds_nothing(
    client: FlaskClient, proposal: Proposal, operator: Any
) -> None:
    visit_id = open_forum(proposal, actor(operator), "2019-03-01")
    response = client.post(f"/deliberations/{visit_id}/vote", data={"choice": "yes"}, headers=BROWSER)
    assert response.status_code == 302 and "/sign-in" in response.location
    page(client, "/deliberations/987654", 404)
    page(client, f"/deliberations/{2**70}", 404)
    hide(proposal, "광고", actor(operator))
    db.session.commit()
    page(client, f"/deliberations/{visit_id}", 404)
    assert QUESTION not in page(client, "/deliberations")
    assert QUESTION in page(sign_in(client, operator), f"/deliberations/{visit_id}")


def test_a_deliberation_that_its_stage_keeps_to_staff_is_not_there(make_app: Make, tmp_path: Path) -> None:
    rules = (shipped("examples/processes") / "seoul-2018.toml").read_text(encoding="utf-8")
    file = tmp_path / "quiet.toml"
    file.write_text(
        rules.replace('kind      = "deliberation"', 'kind = "deliberation"\nshown_to = "staff"'),
        encoding="utf-8",
    )
    app = make_app(())
    with app.app_context(), at("2019-03-01 10:00"):
        apply_examples([str(file)])
        made, operator = file_proposal(account("별이")), account("운영", roles=["operator"])
        visit_id = open_forum(made, actor(operator), "2019-03-01")
        assert made.listed
        client = app.test_client()
        page(client, f"/deliberations/{visit_id}", 404)
        public, kept_back = page(client, f"/proposals/{made.id}"), "This stage is not public"
        assert QUESTION not in page(client, "/deliberations") + public and kept_back in public
        assert QUESTION in page(sign_in(client, operator), f"/deliberations/{visit_id}")
        assert kept_back not in page(client, f"/proposals/{made.id}")


def test_materials_and_dossier_stand_beside_a_deliberation(
    client: FlaskClient, proposal: Proposal, operator: Any
) -> None:
    visit_id = open_forum(proposal, actor(operator), "2019-03-01")
    for title, publish in (("조례 제3조", True), ("내부 메모", False)):
        add_document(proposal, "existing_policy", title, "본문", publish=publish, actor=actor(operator))
    add_document(
        proposal, "material", "다른 공론장의 자료", "본문", visit_id=None, publish=True, actor=actor(operator)
    )
    db.session.commit()
    shown = page(client, f"/deliberations/{visit_id}")
    assert "조례 제3조" in shown and "내부 메모" not in shown
    assert "내부 메모" not in page(client, f"/proposals/{proposal.id}")


def test_two_staff_at_one_text_see_both(client: FlaskClient, proposal: Proposal, operator: Any) -> None:
    bring_to(proposal, "forum")
    sign_in(client, operator)
    path = f"/desk/proposals/{proposal.id}/deliberation"
    post(client, path, question="먼저 쓴 질문", summary="먼저 쓴 요약", revision=1)
    both = post(client, path, 409, question="나중에 쓴 질문", summary="나중에 쓴 요약", revision=1)
    assert "먼저 쓴 질문" in both and "나중에 쓴 질문" in both and 'name="revision" value="2"' in both
    assert db.session.query(Deliberation).one().question == "먼저 쓴 질문"
    path = f"/desk/proposals/{proposal.id}/agenda"
    post(client, path, question="먼저", context="가", summary="나", revision=0)
    both = post(client, path, 409, question="나중", context="다", summary="라", revision=0)
    assert "먼저" in both and "나중" in both
    assert db.session.query(AgendaItem).one().question == "먼저"
    path = f"/desk/proposals/{proposal.id}/documents"
    post(client, f"{path}/new", part="press", title="기사", body="가", url="", publish="y")
    number = db.session.query(Document).one().id
    post(
        client,
        f"{path}/{number}",
        part="press",
        title="기사",
        body="먼저 고침",
        url="",
        publish="y",
        revision=1,
    )
    both = post(
        client, f"{path}/{number}", 409, part="press", title="기사", body="나중 고침", url="", revision=1
    )
    assert "먼저 고침" in both and "나중 고침" in both


def test_a_panel_at_the_desk(client: FlaskClient, proposal: Proposal, make_account: Make) -> None:
    members = [make_account(f"기획단 {n}", roles=["planning_panel"]) for n in range(4)]
    bring_to(proposal, "agenda")
    desk = f"/desk/proposals/{proposal.id}"
    clients = [sign_in(client.application.test_client(), who) for who in members]
    assert "My vote in the panel" in page(clients[0], desk)
    assert "Please fill this in." in post(
        clients[0], f"{desk}/decision", 422, choice="deliberate", reasons=""
    )
    post(clients[0], f"{desk}/decision", choice="deliberate", reasons=f"까닭 {HOSTILE}")
    assert "1 of 4" in page(clients[1], desk)
    assert "까닭" not in page(client, f"/proposals/{proposal.id}"), (
        "votes are not public while the panel votes"
    )
    assert "You have voted in this round" in page(clients[0], desk)
    assert "Let the panel vote again" not in page(clients[1], desk)
    assert "Not everybody has voted" in post(clients[1], f"{desk}/round", 409)
    operator = sign_in(client.application.test_client(), make_account("운영", roles=["operator"]))
    assert "every member votes anew" in page(operator, desk)
    assert "Please say why" in post(operator, f"{desk}/round", 422, reason="")
    aide = sign_in(client.application.test_client(), make_account("보좌관", roles=["aide"]))
    post(aide, f"{desk}/round", 403, reason="다시 정합시다.")
    post(clients[2], f"{desk}/recusal", reason="이해관계가 있습니다.")
    assert db.session.get_one(Proposal, proposal.id, populate_existing=True).stage == "agenda"
    post(clients[1], f"{desk}/decision", choice="deliberate", reasons="공감이 많습니다.")
    assert db.session.get_one(Proposal, proposal.id, populate_existing=True).stage == "method"
    shown = client.get(f"/proposals/{proposal.id}").get_data(as_text=True)
    assert "공감이 많습니다." in shown and HOSTILE not in shown
    assert not any(who.nickname in shown for who in members), "reasons are public, names are not"
    assert db.session.query(ReviewVote).count() == 2


def test_only_those_whom_the_process_names_decide(
    client: FlaskClient, proposal: Proposal, operator: Any, make_account: Make
) -> None:
    bring_to(proposal, "agenda")
    path = f"/desk/proposals/{proposal.id}/decision"
    for who, status in (
        (operator, 403),
        (make_account("하나"), 403),
        (make_account("추첨", ["drawn_panel"]), 403),
    ):
        post(
            sign_in(client.application.test_client(), who), path, status, choice="deliberate", reasons="까닭"
        )
    assert "/sign-in" in client.post(path, data={"choice": "deliberate"}, headers=BROWSER).location


def test_an_answer_with_promises_and_sides(
    client: FlaskClient, proposal: Proposal, operator: Any, make_account: Make
) -> None:
    visit_id = open_forum(proposal, actor(operator), "2019-03-01")
    vote(proposal, visit_id, "no", actor(make_account("하나")))
    bring_to(proposal, "head_answer")
    sign_in(client, make_account("시장", roles=["head"]))
    path = f"/desk/proposals/{proposal.id}/answers/head_answer"
    assert "To those who chose “No”" in page(client, path)
    data = {"verdict": "accept", "body": f"하겠습니다. {HOSTILE}", "title": "한들시장", "format": "video",
            "video_url": "https://example.org/answer", "commitments-0-title": "보건소 세 곳",
            "commitments-0-due_on": "2019-05-31", "commitments-1-title": "", "commitments-2-title": "예산"}  # fmt: skip
    more = post(client, path, 200, more="1", **data)
    assert 'name="commitments-5-title"' in more and "보건소 세 곳" in more
    assert "Please fill this in." in post(client, path, 422, **data), (
        "the side that was chosen is to be answered"
    )
    data["sides-no"] = "안전을 먼저 살핍니다."
    assert "address of the video" in post(client, path, 422, **{**data, "video_url": ""})
    assert "in a few words" in post(client, path, 422, **{**data, "commitments-1-body": "제목이 없습니다"})
    post(client, path, **data)
    assert db.session.query(Answer).one().sides == {"no": "안전을 먼저 살핍니다."}
    assert [kept.title for kept in db.session.query(Commitment).order_by("position")] == [
        "보건소 세 곳",
        "예산",
    ]
    visitor = client.application.test_client()
    raw = visitor.get(f"/proposals/{proposal.id}").get_data(as_text=True)
    assert (
        "한들시장" in raw and "안전을 먼저 살핍니다." in raw and "보건소 세 곳" in raw and HOSTILE not in raw
    )
    assert "시장</" not in raw.replace("한들시장</", ""), "who typed it is not shown"
    assert proposal.title in page(visitor, "/results") and "보건소 세 곳" in page(
        visitor, "/results?show=promises"
    )
    assert "answered already" in post(client, path, 409, **data)


def test_carrying_out_at_the_desk(client: FlaskClient, proposal: Proposal, make_account: Make) -> None:
    assign_departments(proposal, department("transport").id)
    bring_to(proposal, "execution")
    officer = make_account("담당자", roles=["officer"], at_department="transport")
    desk = f"/desk/proposals/{proposal.id}"
    sign_in(client, officer)
    post(client, f"{desk}/commitments", title="노선 두 개", body="", department_id="", due_on="2019-03-31")
    far = {"title": "먼 훗날", "body": "", "department_id": "", "due_on": "9999-12-31"}
    assert "within the next twenty years" in post(client, f"{desk}/commitments", 422, **far)
    number = db.session.query(Commitment).one().id
    form = page(client, f"{desk}/updates?commitment={number}")
    assert "This is the report that is due" in form
    assert "in percent" in post(
        client,
        f"{desk}/updates",
        422,
        body="시작",
        commitment_id=str(number),
        state="doing",
        progress="",
        revision=1,
    )
    data = {
        "body": "시작했습니다.",
        "commitment_id": str(number),
        "state": "doing",
        "progress": 30,
        "revision": 1,
    }
    post(client, f"{desk}/updates", **data, report="y")
    assert db.session.query(Update).one().duty_id is not None
    both = post(client, f"{desk}/updates", 409, **data)
    assert "30%" in both and "시작했습니다." in both
    visitor = client.application.test_client()
    shown = page(visitor, f"/proposals/{proposal.id}")
    assert "노선 두 개" in shown and "시작했습니다." in shown and "Next report by" in shown
    with at("2019-04-01 00:00"):
        assert "노선 두 개" in page(visitor, "/results?show=late")
    other = make_account("다른 과", roles=["officer"], at_department="welfare")
    post(sign_in(client.application.test_client(), other), f"{desk}/updates", 403, body="남의 일")


def test_departments_at_the_desk(
    client: FlaskClient, proposal: Proposal, operator: Any, make_account: Make
) -> None:
    lead, help_ = department("transport").id, department("welfare").id
    db.session.commit()
    path = f"/desk/proposals/{proposal.id}/departments"
    sign_in(client, operator)
    assert "Responsible department" in page(client, path)
    post(client, path, lead=str(lead), assist=[str(help_)])
    assert db.session.get_one(Proposal, proposal.id, populate_existing=True).lead_department_id == lead
    assert re.search(rf'<input[^>]* checked[^>]* value="{help_}"', page(client, path))
    post(client, path, 422, lead="987654")
    aide = sign_in(client.application.test_client(), make_account("보좌관", roles=["aide"]))
    post(aide, path, 403, lead=str(lead))


def test_the_agenda_item_prepares_the_deliberation(proposal: Proposal, operator: Any) -> None:
    bring_to(proposal, "agenda")
    write_agenda_item(proposal, "질문 하나", "맥락", "쉬운 요약", revision=0, actor=actor(operator))
    bring_to(proposal, "forum")
    prepared = db.session.query(Deliberation).one()
    assert (prepared.question, prepared.summary) == ("질문 하나", "쉬운 요약")


def test_empty_pages_say_what_to_do(client: FlaskClient) -> None:
    for path in ("/deliberations", "/deliberations?when=coming", "/deliberations?when=finished", "/ask", "/results",
                 "/results?show=promises", "/results?show=late", "/results?verdict=accept"):  # fmt: skip
        assert 'class="empty"' in page(client, path), path


@pytest.mark.parametrize(
    "query", ["page=x", "page=" + "A" * 500, "when=<b>", "verdict=';--", "show=%00", "page=W10="]
)
def test_nonsense_in_the_address_gives_the_first_page(client: FlaskClient, query: str) -> None:
    for path in ("/deliberations", "/ask", "/results"):
        page(client, f"{path}?{query}")
