"""Several proposals in one go: each wholly or not at all."""

from collections.abc import Callable

from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.desk.services import override
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.triage import labels, queries, replies
from demosx.triage.bulk import Wish, handle
from tests.counting import queries as counted
from tests.triage.conftest import DAY
from tests.visiting import Page

File = Callable[..., Proposal]


def test_many_get_what_they_need_at_once(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        numbers = [file(f"제안 {number}").id for number in range(12)]
        label = labels.add("night", {"ko": "심야"}, True, operating)
        office = testing.department("transport")
        wish = Wish(found="proposal", area="transport", department_id=office.id, put=[label])
        outcome = handle(numbers, wish, operating)
    assert outcome.done == numbers and outcome.refused == {}
    for one in db.session.query(Proposal):
        assert (one.area, one.lead_department_id, one.sorted_as) == ("transport", office.id, "proposal")
    assert all(found == [label] for found in queries.labels_of(numbers).values())


def test_one_that_cannot_be_handled_keeps_none_from_it(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        good, over = file("하나"), file("둘")
        over_id, good_id = over.id, good.id
        override(over, "end", "closed", "끝", actor_of(testing.account("총괄", ["lead"]).id))
        db.session.commit()
        outcome = handle(
            [over_id, good_id], Wish(found="outside", reason="권한 밖", area="welfare"), operating
        )
    assert outcome.done == [good_id] and list(outcome.refused) == [over_id]
    assert db.session.get_one(Proposal, over_id).area is None, "half of it was done"
    assert db.session.get_one(Proposal, good_id).ended == "outside"


def test_the_blanks_of_a_template_are_filled_for_each(file: File, operating: Actor) -> None:
    with testing.at(DAY):
        one, other = file("가로등 <b>"), file("벤치 {number}")
        wish = Wish(found="complaint", reason="「{title}」({number})은 민원입니다.")
        handle([one.id, other.id], wish, operating)
        assert replies.filled(wish.reason, one) == f"「가로등 <b>」({one.number})은 민원입니다."


def test_who_may_not_sort_sorts_nothing(file: File, app: object) -> None:
    officer = actor_of(testing.account("담당", ["officer"], "parks").id)
    with testing.at(DAY):
        one = file()
        outcome = handle([one.id], Wish(found="spam", reason="광고"), officer)
    assert outcome.done == [] and list(outcome.refused) == [one.id] and one.sorted_as is None


def test_the_screen_handles_what_is_chosen_and_keeps_what_was_typed(file: File, desk: FlaskClient) -> None:
    with testing.at(DAY):
        first, second = file("하나"), file("둘")
        db.session.commit()
        numbers = [first.id, second.id]
        page = Page(desk.get("/desk/triage"))
        assert [row.one("h2").text for row in page.root.all("li", "triage-row")] == ["하나", "둘"]
        refused = desk.post(
            "/desk/triage", data={"numbers": numbers, "found": "complaint", "to_body": "민원실"}
        )
        assert refused.status_code == 422
        assert Page(refused).root.one("input", name="to_body").attributes["value"] == "민원실"
        assert [box.attributes.get("checked") for box in Page(refused).root.all("input", name="numbers")] == [
            "",
            "",
        ]
        done = desk.post(
            "/desk/triage",
            data={"numbers": numbers, "found": "complaint", "reason": "민원입니다", "to_body": "민원실"},
        )
        assert done.status_code == 302
        gone = Page(desk.get("/desk/triage?show=complaint"))
        assert [row.one("h2").text for row in gone.root.all("li", "triage-row")] == ["둘", "하나"]
        assert "민원실" in gone.text and "민원입니다" in gone.text


def test_the_second_of_two_windows_is_told(file: File, desk: FlaskClient) -> None:
    with testing.at(DAY):
        one, office = file(), testing.department("transport")
        db.session.commit()
        page = Page(desk.get("/desk/triage"))
        seen = page.root.one("input", name="seen").attributes["value"]
        form = {"numbers": [one.id], "seen": [seen]}
        assert desk.post("/desk/triage", data={**form, "department": office.id}).status_code == 302
        late = desk.post("/desk/triage", data={**form, "found": "proposal", "area": "welfare"})
        assert late.status_code == 422
        db.session.refresh(one)
    assert (one.area, one.lead_department_id) == (None, office.id)


def test_what_waits_is_searched(file: File, desk: FlaskClient) -> None:
    with testing.at(DAY):
        file("코인 투자 안내"), file("가로등이 어두워요")
        db.session.commit()
        found = Page(desk.get("/desk/triage?q=코인"))
    assert [row.one("h2").text for row in found.root.all("li", "triage-row")] == ["코인 투자 안내"]


def test_nothing_chosen_or_nothing_asked_is_told(file: File, desk: FlaskClient) -> None:
    with testing.at(DAY):
        one = file()
        db.session.commit()
        assert desk.post("/desk/triage", data={"found": "proposal"}).status_code == 422
        assert desk.post("/desk/triage", data={"numbers": [one.id]}).status_code == 422
        assert desk.post("/desk/triage", data={"numbers": ["x"], "found": "proposal"}).status_code == 422


def test_the_queue_asks_as_often_for_fifty_as_for_two(file: File, desk: FlaskClient) -> None:
    def asked() -> int:
        with counted() as sent:
            assert desk.get("/desk/triage").status_code == 200
        return len(sent)

    with testing.at(DAY):
        file("하나"), file("둘")
        db.session.commit()
        few = asked()
        for number in range(45):
            file(f"제안 {number}")
        db.session.commit()
        assert asked() == few
