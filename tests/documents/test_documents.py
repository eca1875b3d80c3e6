"""Documents: in parts of a dossier, public when published, taken back and never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile
from demosx.core.permissions import book
from demosx.documents import errors
from demosx.documents.models import DOSSIER, PARTS, Document
from demosx.documents.queries import documents_of, materials_of, missing_parts
from demosx.documents.services import add_document, edit_document, web_address, withdraw_document
from demosx.documents.words import PART_NAMES, as_materials
from demosx.ledger.queries import timeline
from demosx.stages.review.agenda import assign_departments
from demosx.testing import department, sign_in
from tests.stages.walks import actor, bring_to, visit_of

Make = Callable[..., Any]


@pytest.fixture
def operator(make_account: Make) -> Any:
    return make_account("운영", roles=["operator"])


@pytest.fixture
def proposal(make_account: Make, make_proposal: Make) -> Any:
    return make_proposal(make_account("별이"))


def test_every_part_has_a_name_and_the_dossier_six_parts() -> None:
    assert set(PART_NAMES) == set(PARTS) and len(DOSSIER) == 6


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org", ""])
def test_links_lead_to_the_web(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "ftp://example.org", "example.org",
     "https://exam ple.org", "http://[", "JAVASCRIPT:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_and_nowhere_else(url: str) -> None:
    with pytest.raises(errors.LinkWrong):
        web_address(url)


def test_published_documents_are_public_and_drafts_are_not(proposal: Any, operator: Any) -> None:
    who = actor(operator)
    add_document(proposal, "research", "연구", "본문", publish=True, actor=who)
    add_document(proposal, "existing_policy", "정책", url="https://example.org", publish=False, actor=who)
    db.session.commit()
    assert [found.title for found in documents_of(proposal.id)] == ["연구"]
    drafts = documents_of(proposal.id, published_only=False)
    assert missing_parts(drafts) == ["similar", "position", "press", "opinion"]
    assert [shown["title"] for shown in as_materials(drafts)] == ["정책", "연구"], (
        "in the order of the dossier"
    )
    told = [entry for entry in timeline(proposal.id, False) if entry.verb == "document_added"]
    assert [entry.public for entry in told] == [True, False]


def test_materials_of_one_deliberation_are_not_those_of_another(proposal: Any, operator: Any) -> None:
    who = actor(operator)
    bring_to(proposal, "forum")
    first = visit_of(proposal).id
    add_document(proposal, "material", "첫 공론장", "본문", visit_id=first, publish=True, actor=who)
    add_document(proposal, "press", "기사", "본문", publish=True, actor=who)
    bring_to(proposal, "agenda")
    bring_to(proposal, "forum")
    second = visit_of(proposal).id
    assert [found.title for found in materials_of(proposal.id, first)] == ["첫 공론장", "기사"]
    assert [found.title for found in materials_of(proposal.id, second)] == ["기사"]


def test_a_document_taken_back_is_kept_and_shown_no_more(proposal: Any, operator: Any) -> None:
    made = add_document(proposal, "press", "기사", "본문", publish=True, actor=actor(operator))
    withdraw_document(made, "사실과 다릅니다.", actor(operator))
    withdraw_document(made, "두 번", actor(operator))
    db.session.commit()
    assert documents_of(proposal.id, published_only=False) == []
    assert db.session.query(Document).count() == 1
    told = [entry.reason for entry in timeline(proposal.id) if entry.verb == "document_withdrawn"]
    assert told == ["사실과 다릅니다."]


def test_a_change_that_somebody_has_not_seen_is_refused(proposal: Any, operator: Any) -> None:
    made = add_document(proposal, "press", "기사", "본문", actor=actor(operator))
    edit_document(made, "press", "기사", "고침", "", publish=True, revision=1, actor=actor(operator))
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        edit_document(made, "press", "기사", "또 고침", "", publish=True, revision=1, actor=actor(operator))
    db.session.rollback()
    assert (made.text, made.revision) == ("고침", 2)


def test_what_a_document_needs(proposal: Any, operator: Any) -> None:
    with pytest.raises(errors.NothingInIt):
        add_document(proposal, "press", "기사", actor=actor(operator))
    with pytest.raises(errors.UnknownPart):
        add_document(proposal, "rumour", "소문", "본문", actor=actor(operator))
    db.session.add(
        Document(proposal_id=proposal.id, part="rumour", title="소문", text="본문", at=proposal.filed_at)
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_officers_write_only_beside_what_their_department_works_on(
    proposal: Any, make_account: Make, client: FlaskClient
) -> None:
    officer = make_account("담당자", roles=["officer"], at_department="transport")
    sign_in(client, officer)
    path = f"/desk/proposals/{proposal.id}/documents"
    assert client.get(path).status_code == 403
    assert not book().can(actor(officer), "document:write", proposal)
    assign_departments(proposal, None, [department("transport").id])
    db.session.commit()
    assert client.get(path).status_code == 200
    assert (
        client.post(f"{path}/new", data={"part": "press", "title": "기사", "body": "본문"}).status_code == 302
    )


def test_the_form_keeps_what_was_typed(proposal: Any, operator: Any, client: FlaskClient) -> None:
    sign_in(client, operator)
    path = f"/desk/proposals/{proposal.id}/documents/new"
    for wrong in ({"url": "javascript:alert(1)"}, {"url": ""}, {"url": "https://example.org", "title": ""}):
        data = {"part": "press", "title": "긴 제목", "body": "", **wrong}
        response = client.post(path, data=data)
        assert response.status_code == 422 and (
            wrong.get("title") == "" or "긴 제목" in response.get_data(as_text=True)
        )
    assert db.session.query(Document).count() == 0


def test_a_document_of_another_proposal_is_not_found(
    proposal: Any, operator: Any, client: FlaskClient, make_account: Make, make_proposal: Make
) -> None:
    made = add_document(proposal, "press", "기사", "본문", actor=actor(operator))
    other = make_proposal(make_account("달이"))
    sign_in(client, operator)
    for number in (made.id, 987654, 2**70):
        assert client.get(f"/desk/proposals/{other.id}/documents/{number}").status_code == 404
    withdraw = f"/desk/proposals/{proposal.id}/documents/{made.id}/withdraw"
    assert client.post(withdraw, data={"reason": " "}).status_code == 422
    assert client.post(withdraw, data={"reason": "낡음"}).status_code == 302
    assert client.get(f"/desk/proposals/{proposal.id}/documents/{made.id}").status_code == 404
