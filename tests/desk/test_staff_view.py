"""The staff's page of a proposal: the buttons are the process's, and what is internal stays internal."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.desk.models import StaffNote
from demosx.journey.queries import standing
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide

from .conftest import ROLES, At, gather, lead

DeskOf = Callable[[Account], FlaskClient]
ADOPT = "support/move:agenda"


@pytest.fixture
def filed(city: SimpleNamespace, at: At) -> Proposal:
    """A proposal of 2 February 2019."""
    with at("2019-02-02 09:00"):
        return testing.proposal(
            city.citizen, "밤 11시 이후에도 버스를", text="막차가 **너무** 이릅니다. <script>"
        )


def buttons_on(page: str) -> list[str]:
    """The rules whose buttons stand on a page."""
    return [part.split('"')[0] for part in page.split('name="rule" value="')[1:]]


@pytest.mark.parametrize("supports", [0, 500])
def test_the_buttons_are_those_of_the_process(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf, supports: int
) -> None:
    expected = {
        0: {"planning_panel": 1},
        500: {},
    }[supports]
    with at("2019-02-10 12:00"):
        if supports:
            gather(filed, supports)
        for role in ROLES:
            who = getattr(city, role)
            page = desk_of(who).get(f"/desk/proposals/{filed.id}").get_data(as_text=True)
            ruled = [rule.key for rule in standing(filed).buttons(actor_of(who.id))]
            assert buttons_on(page) == ruled, role
            assert len(ruled) == expected.get(role, 0), role


def test_a_button_does_what_it_says_with_its_reason_in_public(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    (adopt,) = standing_buttons(filed, city.planning_panel, at)
    desk = desk_of(city.planning_panel)
    address = f"/desk/proposals/{filed.id}/press"
    with at("2019-02-10 12:00"):
        assert "의제 선정" in desk.get(f"/desk/proposals/{filed.id}").get_data(as_text=True)
        refused = desk.post(address, data={"rule": adopt, "reason": "  "})
        assert refused.status_code == 422
        assert desk.post(address, data={"rule": adopt, "reason": "여러 구에서 같은 제안"}).status_code == 302
    db.session.refresh(filed)
    assert filed.stage == "agenda"
    moved = next(entry for entry in timeline(filed.id) if entry.verb == "moved")
    assert (moved.reason, moved.actor_id) == ("여러 구에서 같은 제안", city.planning_panel.id)


def standing_buttons(proposal: Proposal, who: Account, at: At) -> list[str]:
    """The keys of the buttons that somebody has on 10 February 2019."""
    with at("2019-02-10 12:00"):
        return [rule.key for rule in standing(proposal).buttons(actor_of(who.id))]


def test_nobody_presses_the_button_of_another(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    (adopt,) = standing_buttons(filed, city.planning_panel, at)
    given = {"rule": adopt, "reason": "내 마음"}
    with at("2019-02-10 12:00"):
        for who in (city.operator, city.lead, city.transport):
            assert desk_of(who).post(f"/desk/proposals/{filed.id}/press", data=given).status_code == 409
        for who in (city.admin, city.citizen):
            assert desk_of(who).post(f"/desk/proposals/{filed.id}/press", data=given).status_code == 403
    db.session.refresh(filed)
    assert filed.stage == "support"


def test_a_rule_that_needs_a_document_takes_one_of_this_proposal(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    official = desk_of(city.official)
    with at("2019-02-10 12:00"):
        moved = desk_of(city.lead).post(
            f"/desk/proposals/{filed.id}/override",
            data={"what": "move", "target": "execution", "reason": "이미 시작된 일"},
        )
        assert moved.status_code == 302
        page = official.get(f"/desk/proposals/{filed.id}").get_data(as_text=True)
        (done,) = buttons_on(page)
        assert "/documents/new" in page and 'name="document"' not in page
        for wrong in ("", "999", "x", "٣"):
            answer = official.post(
                f"/desk/proposals/{filed.id}/press", data={"rule": done, "document": wrong}
            )
            assert answer.status_code == 422, wrong
        official.post(
            f"/desk/proposals/{filed.id}/documents/new",
            data={"part": "existing_policy", "title": "준공 보고", "body": "마쳤습니다.", "url": ""},
        )
        page = official.get(f"/desk/proposals/{filed.id}").get_data(as_text=True)
        assert "준공 보고" in page
        number = page.split('<option value="')[2].split('"')[0]
        pressed = official.post(f"/desk/proposals/{filed.id}/press", data={"rule": done, "document": number})
        assert pressed.status_code == 302
    db.session.refresh(filed)
    assert filed.ended == "carried_out"
    assert timeline(filed.id)[-1].data["document"] == int(number)


def test_notes_are_never_public(city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf) -> None:
    words = "부서와 전화로 이야기함"
    with at("2019-02-10 12:00"):
        lead(filed, "transport", city.operator)
        wrote = desk_of(city.operator).post(f"/desk/proposals/{filed.id}/notes", data={"note": words})
        assert wrote.status_code == 302
        for who, reads in (
            (city.operator, True), (city.transport, True), (city.aide, True),
            (city.parks, False), (city.drawn_panel, False), (city.head, False), (city.admin, False),
        ):  # fmt: skip
            page = desk_of(who).get(f"/desk/proposals/{filed.id}")
            assert page.status_code == 200
            assert (words in page.get_data(as_text=True)) is reads, who.nickname
        for who in (city.operator, city.citizen):
            for address in (f"/proposals/{filed.id}", f"/desk/proposals/{filed.id}/history", "/proposals"):
                assert words not in desk_of(who).get(address).get_data(as_text=True)
        refused = desk_of(city.parks).post(f"/desk/proposals/{filed.id}/notes", data={"note": "나도"})
        assert refused.status_code == 403
    assert db.session.scalars(db.select(StaffNote.text)).all() == [words]
    assert all(words not in str(entry.data) + entry.reason for entry in timeline(filed.id, public_only=False))


def test_an_empty_note_is_asked_for_again(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-10 12:00"):
        answer = desk_of(city.operator).post(f"/desk/proposals/{filed.id}/notes", data={"note": " \u200b "})
    assert answer.status_code == 422 and "error-summary" in answer.get_data(as_text=True)


def test_only_the_lead_acts_outside_of_the_rules(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    address = f"/desk/proposals/{filed.id}/override"
    given = {"what": "end", "target": "closed", "reason": "시의 일이 아님"}
    with at("2019-02-10 12:00"):
        for role in ROLES:
            if role != "lead":
                assert desk_of(getattr(city, role)).post(address, data=given).status_code == 403, role
        desk = desk_of(city.lead)
        assert desk.post(address, data={**given, "reason": ""}).status_code == 422
        assert desk.post(address, data={**given, "target": "nonsense"}).status_code == 422
        assert desk.post(address, data={**given, "what": "explode"}).status_code == 422
        assert desk.post(address, data=given).status_code == 302
        db.session.refresh(filed)
        assert filed.ended == "closed"
        assert timeline(filed.id)[-1].reason == "시의 일이 아님"
        again = desk.post(address, data={"what": "reopen", "target": "support", "reason": "잘못 마침"})
        assert again.status_code == 302
    db.session.refresh(filed)
    assert filed.ended is None and filed.stage == "support"


def test_what_somebody_may_not_see_is_not_there(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-10 12:00"):
        lead(filed, "transport", city.operator)
        hide(filed, "개인정보가 있음", actor_of(city.operator.id))
        db.session.commit()
        for who, status in (
            (city.operator, 200), (city.official, 200), (city.lead, 200),
            (city.transport, 404), (city.parks, 404), (city.aide, 404), (city.head, 404), (city.admin, 404),
            (city.citizen, 403),
        ):  # fmt: skip
            assert desk_of(who).get(f"/desk/proposals/{filed.id}").status_code == status, who.nickname
        for page in ("/desk/board", "/desk/board/citizen/support?day=set"):
            assert "밤 11시" not in desk_of(city.transport).get(page).get_data(as_text=True)
            assert "밤 11시" in desk_of(city.operator).get(page).get_data(as_text=True)
        assert desk_of(city.operator).get("/desk/proposals/999").status_code == 404
        assert desk_of(city.operator).get(f"/desk/proposals/{2**70}").status_code == 404


def test_a_draft_of_the_city_is_for_its_department_and_the_staff(
    city: SimpleNamespace, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-02 09:00"):
        draft = testing.proposal(city.transport, "버스 차고지 초안", process_key="agency")
        assert draft.audience == "staff"
        for who, sees in (
            (city.transport, True), (city.operator, True), (city.official, True),
            (city.parks, False), (city.aide, False), (city.planning_panel, False), (city.admin, False),
        ):  # fmt: skip
            board = desk_of(who).get("/desk/board").get_data(as_text=True)
            assert ("버스 차고지 초안" in board) is sees, who.nickname
            status = desk_of(who).get(f"/desk/proposals/{draft.id}").status_code
            assert status == (200 if sees else 404), who.nickname


def test_what_people_wrote_is_shown_as_text(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-10 12:00"):
        desk = desk_of(city.operator)
        desk.post(f"/desk/proposals/{filed.id}/notes", data={"note": "<img src=x onerror=alert(1)>"})
        page = desk.get(f"/desk/proposals/{filed.id}").get_data(as_text=True)
    assert "<script>" not in page and "<img src=x" not in page
    assert "<strong>너무</strong>" in page


def test_the_history_of_the_staff_has_what_is_internal(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 60)
        lead(filed, "transport", city.operator)
        duty_id = standing(filed).duties[0].id
        desk_of(city.operator).post(f"/desk/duties/{duty_id}/assign", data={"account_id": city.transport.id})
        internal = desk_of(city.operator).get(f"/desk/proposals/{filed.id}/history").get_data(as_text=True)
        public = desk_of(city.head).get(f"/desk/proposals/{filed.id}/history").get_data(as_text=True)
    count = len(timeline(filed.id, public_only=False))
    assert internal.count('class="timeline-when"') == count
    assert public.count('class="timeline-when"') == len(timeline(filed.id)) == count - 1


def test_a_reason_stands_with_what_was_done_not_with_the_duty_it_left_behind(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 500)
        ended = desk_of(city.lead).post(
            f"/desk/proposals/{filed.id}/override",
            data={"what": "end", "target": "closed", "reason": "같은 일이 이미 결정됨"},
        )
        assert ended.status_code == 302
    reasons = {entry.verb: entry.reason for entry in timeline(filed.id) if entry.reason}
    assert reasons == {"ended": "같은 일이 이미 결정됨"}


def test_staff_say_which_area_it_belongs_to(
    city: SimpleNamespace, filed: Proposal, at: At, desk_of: DeskOf
) -> None:
    address = f"/desk/proposals/{filed.id}/classify"
    with at("2019-02-10 12:00"):
        assert desk_of(city.transport).post(address, data={"area": "transport"}).status_code == 403
        assert desk_of(city.operator).post(address, data={"area": "nonsense"}).status_code == 422
        saved = desk_of(city.operator).post(address, data={"area": "transport", "district": ""})
        assert saved.status_code == 302
    db.session.refresh(filed)
    assert filed.area == "transport" and filed.district is None
