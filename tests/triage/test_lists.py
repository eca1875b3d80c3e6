"""The lists of what came in: what waits to be sorted, what waits for a department, and how much of both."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.merging.queries import open_candidates
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import MergeCandidate
from demosx.triage.bulk import Wish, handle
from tests.triage.conftest import DAY
from tests.visiting import Page

File = Callable[..., Proposal]
ALONE = "/desk/triage?show=unassigned"


def waits(desk: FlaskClient) -> dict[str, str]:
    """What the first page of the desk says how much of waits, by the address of its list."""
    page = desk.get("/desk").get_data(as_text=True)
    found = re.findall(r'<dt><a href="([^"]+)">[^<]+</a></dt>\s*<dd><span class="stat-value">([^<]+)<', page)
    return dict(found)


def titles(desk: FlaskClient, address: str) -> list[str]:
    """The titles in a list."""
    return [row.one("h2").text for row in Page(desk.get(address)).root.all("li", "triage-row")]


def test_what_was_sorted_without_a_department_gets_one_in_one_go(
    file: File, desk: FlaskClient, operating: Actor
) -> None:
    with testing.at(DAY):
        numbers = [file(f"제안 {number}").id for number in range(3)]
        file("아직 아무도 보지 않은 제안")
        office = testing.department("transport").id
        handle(numbers, Wish(found="proposal"), operating)
        assert titles(desk, ALONE) == ["제안 0", "제안 1", "제안 2"]
        sent = {"numbers": numbers, "department": office, "back": ALONE}
        assert desk.post(ALONE, data=sent).location == ALONE
        assert titles(desk, ALONE) == []
    assert {db.session.get_one(Proposal, number).lead_department_id for number in numbers} == {office}


def test_the_first_page_of_the_desk_says_how_much_waits(
    file: File, desk: FlaskClient, operating: Actor
) -> None:
    with testing.at(DAY):
        one, other, _third = (file(f"제안 {number}") for number in range(3))
        db.session.add(MergeCandidate(
            proposal_id=other.id, other_id=one.id, score=0.3, found_at=one.filed_at,
        ))  # fmt: skip
        db.session.commit()
        handle([one.id], Wish(found="proposal"), operating)
        assert waits(desk) == {"/desk/triage": "2", ALONE: "1", "/desk/merge-candidates": "1"}
        officer = testing.account("담당 나리", ["officer"], "parks")
        assert waits(testing.sign_in(desk.application.test_client(), officer)) == {}


def test_a_proposal_says_of_how_many_like_it_somebody_should_decide(file: File, desk: FlaskClient) -> None:
    """Those that stand under “merge candidates”, no others."""
    with testing.at(DAY):
        one, other, third = (file(f"제안 {number}") for number in range(3))
        for later, score in ((other, 0.25), (third, 0.2)):
            pair = {"proposal_id": later.id, "other_id": one.id, "found_at": one.filed_at}
            db.session.add(MergeCandidate(score=score, **pair))
        db.session.commit()
        assert [pair.proposal_id for pair in open_candidates(None).items] == [other.id]
        page = desk.get("/desk/triage").get_data(as_text=True)
    chosen = re.findall(r'href="/desk/proposals/(\d+)/merge"', page)
    assert chosen == [str(one.id), str(other.id)]


def test_searching_keeps_what_the_list_is_narrowed_down_to(file: File, desk: FlaskClient) -> None:
    with testing.at(DAY):
        file("막차를 늦춰 주세요", area="transport")
        file("막차에 벤치를", area="welfare")
        page = desk.get("/desk/triage?area=transport").get_data(as_text=True)
        search = page[page.index('aria-label="이 목록에서 찾기"') - 400 :][:400]
        assert 'name="area" value="transport"' in search
        nothing = desk.get("/desk/triage?area=transport&q=없는말없는말").get_data(as_text=True)
    assert "조건에 맞는 것이 없습니다" in nothing and "분류할 것이 없습니다" not in nothing


def test_what_was_taken_for_a_proposal_is_found_from_its_page_and_sorted_anew(
    file: File, desk: FlaskClient, operating: Actor
) -> None:
    with testing.at(DAY):
        wrong, right = file("가로등이 나갔어요"), file("막차를 늦춰 주세요")
        office = testing.department("transport").id
        handle([wrong.id, right.id], Wish(found="proposal", department_id=office), operating)
        page = Page(desk.get(f"/desk/proposals/{wrong.id}"))
        (link,) = [link for link in page.root.all("a") if link.text == "분류하거나 라벨 붙이기"]
        address = link.attributes["href"]
        assert titles(desk, address) == ["가로등이 나갔어요"]
        sent = {"numbers": [wrong.id], "found": "complaint", "reason": "민원입니다.", "back": address}
        assert desk.post(address, data=sent).status_code == 302
        assert titles(desk, "/desk/triage?show=proposal") == ["막차를 늦춰 주세요"]
        assert titles(desk, f"/desk/triage?show=complaint&q={wrong.number}") == ["가로등이 나갔어요"]
