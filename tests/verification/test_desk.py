"""The desk: codes are issued and printed, checks are seen and undone, and never an identifier."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.people import reasons
from demosx.people.looks import AccessLog
from demosx.people.models import Account
from demosx.plugins import Verified
from demosx.verification import marks, services
from demosx.verification.models import IssuedCode, Verification
from demosx.verification.services import answers

from .conftest import NUMBER, a_code, verified

pytestmark = pytest.mark.usefixtures("offer")
MARK = re.compile(r'name="mark" value="([^"]+)"')
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture
def official(client: FlaskClient, make_account: Callable[..., Account], sign_in: Any) -> FlaskClient:
    """The browser of an official."""
    client.set_cookie("language", "en")
    return sign_in(client, make_account("추진", roles=["official"]))


def sheet(browser: FlaskClient, references: str, **more: str) -> dict[str, str]:
    """The form for codes, as its page carries it."""
    page = browser.get("/desk/verification").text
    return {"references": references, "mark": MARK.findall(page)[0], **more}


def states() -> list[str]:
    """How each code stands that was issued, the oldest first."""
    db.session.rollback()
    codes = db.session.scalars(select(IssuedCode).order_by(IssuedCode.id)).all()
    return [one.state(clock.wall()) for one in codes]


def test_loading_the_letters_again_issues_nothing_and_ends_nothing(official: FlaskClient) -> None:
    typed = sheet(official, "A-1\nB-2")
    first = official.post("/desk/verification/codes", data=typed)
    again = official.post("/desk/verification/codes", data=typed)
    assert len(CODE.findall(first.text)) == 2
    assert again.status_code == 422
    assert "These codes are issued already." in again.text
    assert not CODE.search(again.text)
    assert states() == ["usable", "usable"]
    with transaction():
        assert services.redeem(CODE.findall(first.text)[0]).key
    # Not even where somebody says on the sheet that was sent that codes are replaced.
    assert official.post("/desk/verification/codes", data={**typed, "replace": "y"}).status_code == 422
    assert states() == ["used", "usable"]


def test_a_code_that_can_be_used_is_replaced_only_where_somebody_says_so(official: FlaskClient) -> None:
    a_code("A 1")
    asked = official.post("/desk/verification/codes", data=sheet(official, "a  1\nB 2"))
    assert asked.status_code == 422
    assert "can still be used for: a 1." in asked.text
    assert 'name="replace"' in asked.text
    assert 'name="replace"' not in official.get("/desk/verification").text
    assert states() == ["usable"]
    mark = MARK.findall(asked.text)[0]
    answer = official.post(
        "/desk/verification/codes", data={"references": "a 1\nB 2", "mark": mark, "replace": "y"}
    )
    assert answer.status_code == 200
    assert states() == ["voided", "usable", "usable"]


@pytest.mark.parametrize("mark", ["", "made.up.elsewhere"])
def test_a_sheet_without_a_mark_of_ours_issues_nothing(official: FlaskClient, mark: str) -> None:
    answer = official.post("/desk/verification/codes", data={"references": "A-1", "mark": mark})
    assert answer.status_code == 422
    assert states() == []


def test_a_sheet_is_too_old_before_its_use_is_forgotten(
    official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = sheet(official, "A-1")
    monkeypatch.setattr(marks, "LASTS", timedelta(seconds=-1))
    assert official.post("/desk/verification/codes", data=typed).status_code == 422
    monkeypatch.undo()
    assert marks.LASTS < answers.KEPT


def test_letters_are_shown_once_and_the_codes_work(official: FlaskClient, member: Account) -> None:
    answer = official.post("/desk/verification/codes", data=sheet(official, "A-1\n\n B  2 \nA-1"))
    assert answer.status_code == 200
    codes = CODE.findall(answer.text)
    assert len(codes) == 2  # one for each reference
    assert answer.text.count('class="letter"') == 2
    assert "A-1" in answer.text
    assert "Cache-Control" in answer.headers
    page = official.get("/desk/verification").text
    assert not CODE.search(page)
    assert "A-1" not in page
    assert page.count("can be used") >= 2
    with transaction():
        services.verify(db.session.merge(member), "code", services.redeem(codes[0]))
    held = db.session.scalars(select(Verification)).one()
    assert held.by is not None
    assert held.by.nickname == "추진"


def test_a_reference_is_found_by_typing_it_and_is_in_no_address(official: FlaskClient) -> None:
    a_code("A 1")
    a_code("B 2")
    mark = db.session.scalars(select(IssuedCode.reference_key).order_by(IssuedCode.id)).all()
    page = official.post("/desk/verification/find", data={"reference": " a  1"}).text
    assert mark[0][:8] in page
    assert mark[1][:8] not in page
    assert "Nobody with this reference is verified." in page
    assert mark[0] not in page
    assert 'value="a 1"' not in page.lower()


@pytest.mark.parametrize("text", [NUMBER, f"A 1\n{NUMBER}", "900101\n1234567", "９００１０１１２３４５６７"])
def test_a_resident_number_is_no_reference(official: FlaskClient, text: str) -> None:
    for path, field in (("codes", "references"), ("find", "reference")):
        answer = official.post(f"/desk/verification/{path}", data={field: text})
        if path == "find" and "\n" in text and "-" not in text:
            continue  # one line there: two halves beside each other are one number
        assert answer.status_code == 422
        assert "1234567" not in answer.text
        assert "What you typed is still here." not in answer.text
        assert "What you typed was deleted here." in answer.text
    assert db.session.scalars(select(IssuedCode)).all() == []


def test_too_many_at_once_are_refused(official: FlaskClient) -> None:
    many = "\n".join(f"R-{n}" for n in range(201))
    assert official.post("/desk/verification/codes", data={"references": many}).status_code == 422
    assert db.session.scalars(select(IssuedCode)).all() == []


def test_staff_see_that_somebody_is_verified_and_may_undo_it(
    client: FlaskClient, make_account: Callable[..., Account], sign_in: Any, member: Account
) -> None:
    client.set_cookie("language", "en")
    admin = sign_in(client, make_account("관리", roles=["admin"]))
    with admin.session_transaction() as session:
        session[reasons.KEY] = ["inquiry", "", int(clock.wall().timestamp())]
    with transaction():
        services.verify(db.session.merge(member), "claim", Verified(identifier="CI-OF-BYEOL", kind="ci"))
    path = f"/desk/people/{member.id}/verification"
    page = admin.get(path).text
    key = db.session.scalars(select(Verification.identity_key)).one()
    assert "By signing in" in page
    assert "BYEOL" not in page
    assert key[:8] not in page
    assert db.session.scalars(select(AccessLog.person_id)).all() == [member.id]
    assert admin.post(f"{path}/undo", data={"reason": " "}).status_code == 422
    assert admin.post(f"{path}/undo", data={"reason": f"그는 {NUMBER}"}).status_code == 422
    assert verified(member)
    assert admin.post(f"{path}/undo", data={"reason": "다른 사람의 번호로 발급했습니다"}).status_code == 302
    assert not verified(member)
    assert "This account is not verified." in admin.get(path).text
    assert admin.get("/desk/people/999999/verification").status_code == 404


def test_an_official_undoes_by_the_reference_and_does_not_learn_the_account(
    official: FlaskClient, member: Account
) -> None:
    with transaction():
        services.verify(db.session.merge(member), "code", services.redeem(services.issue(["A 1"])[0][1]))
    assert official.get(f"/desk/people/{member.id}/verification").status_code == 403
    page = official.post("/desk/verification/find", data={"reference": "a 1"}).text
    assert "Somebody with this reference is verified." in page
    assert member.nickname not in page
    answer = official.post("/desk/verification/undo", data={"reference": "A 2", "reason": "아닙니다"})
    assert answer.status_code == 422
    assert (
        official.post("/desk/verification/undo", data={"reference": "A 1", "reason": ""}).status_code == 422
    )
    assert verified(member)
    answer = official.post(
        "/desk/verification/undo", data={"reference": " a 1", "reason": "창구에서 확인했습니다"}
    )
    assert answer.status_code == 302
    assert not verified(member)


@pytest.mark.parametrize("role", ["operator", "officer", "lead", "aide"])
def test_others_of_the_staff_do_not(client: FlaskClient, make_account: Any, sign_in: Any, role: str) -> None:
    where = {"at_department": "transport"} if role == "officer" else {}
    staff = sign_in(client, make_account("직원", roles=[role], **where))
    assert staff.get("/desk/verification").status_code == 403
    assert staff.post("/desk/verification/codes", data={"references": "A"}).status_code == 403
