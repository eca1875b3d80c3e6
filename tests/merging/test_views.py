"""Merging at the desk, without a script, as far as one's rights reach."""

from collections.abc import Callable

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.duties.services import open_duties
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.stages.review.agenda import assign_departments
from tests.merging.acts import WHY, joined, let_support
from tests.merging.conftest import DAY, crowd
from tests.visiting import Person

File = Callable[..., Proposal]


def test_a_proposal_is_found_previewed_and_merged(
    now: None, file: File, desk: Person, visitor: Person
) -> None:
    one, other = file("심야 버스를 늘려 주세요"), file("심야 버스를 더 다니게 해 주세요")
    (
        file("놀이터에 그늘막을", text="한낮에는 미끄럼틀이 뜨겁습니다."),
        file("도서관을 늦게까지", text="밤에 공부할 곳"),
    )
    people = crowd(60)
    let_support(one, *people[:35])
    let_support(other, *people[30:])
    staff = desk.open(f"/desk/proposals/{one.id}")
    address = staff.main.one("a", href=f"/desk/proposals/{one.id}/merge").attributes["href"]
    choose = desk.open(address)
    assert [link.text for link in choose.main.all("h3", css="card-title")] == [other.title]
    preview = desk.open(choose.main.one("h3", css="card-title").one("a").attributes["href"])
    preview.shows(
        "두 제안에 모두 공감한 5명은 한 번만 셉니다.",
        "“부서 답변” 요청이 생깁니다. 기한은 2월 22일(금)까지입니다.",
    )
    assert [[cell.text for cell in row.all("td")] for row in preview.main.one("tbody").all("tr")] == [
        ["30", "60"], ["30", "60"], ["30", "60"],
    ]  # fmt: skip
    again = desk.send(preview.form("병합"), status=422)
    again.shows("사유")
    done = desk.send(again.form("병합"), reason=WHY)
    assert done.path == f"/desk/proposals/{other.id}"
    done.shows("제안을 병합했습니다.", "이 제안에 병합된 제안", one.title)
    assert [duty.name for duty in open_duties(other.id)] == ["department_answer"]
    page = visitor.open(f"/proposals/{one.id}")
    page.shows("다른 제안에 병합되었습니다", other.title, WHY)
    goes_on = visitor.open(f"/proposals/{other.id}")
    goes_on.shows(
        "이 제안에 병합된 제안",
        one.title,
        "공감 35명",
        "병합된 제안: “심야 버스를 늘려 주세요” (공감 30명 늘어남)",
    )


def test_the_preview_says_what_comes_true(now: None, file: File, desk: Person) -> None:
    one, other, people = file(), file(), crowd(500)
    let_support(one, *people[:480])
    let_support(other, *people[450:])
    preview = desk.open(f"/desk/proposals/{one.id}/merge?into={other.id}")
    preview.shows("다음 단계로 넘어갑니다: “의제 선정”", "부서 답변: 2월 22일(금)까지")
    desk.send(preview.form("병합"), reason=WHY)
    db.session.refresh(other)
    assert (other.stage, other.supports) == ("agenda", 500)
    assert {duty.name: str(duty.due_on) for duty in open_duties(other.id)}[
        "department_answer"
    ] == "2019-02-22"


def test_it_is_looked_for_by_words_and_by_number(now: None, file: File, turns: None, desk: Person) -> None:
    one, other = file("심야 버스"), file("놀이터 그늘막", text="한낮에는 미끄럼틀이 뜨겁습니다.")
    file("놀이터 그늘막", process_key="turns")
    for words in ("그늘막", other.number):
        page = desk.open(f"/desk/proposals/{one.id}/merge?q={words}")
        assert [
            link.attributes["href"] for link in page.main.all("a") if "into=" in link.attributes["href"]
        ] == [f"/desk/proposals/{one.id}/merge?into={other.id}"]
    desk.open(f"/desk/proposals/{one.id}/merge?q=없는말").shows("찾은 제안이 없습니다.")
    desk.open(f"/desk/proposals/{one.id}/merge").shows("제목이 비슷한 제안이 없습니다.")


def test_what_does_not_fit_is_told(now: None, file: File, turns: None, desk: Person) -> None:
    one, foreign = file(), file(process_key="turns")
    desk.open(f"/desk/proposals/{one.id}/merge?into={foreign.id}", status=422).shows(
        "같은 절차로 진행되는 제안끼리만"
    )
    desk.open(f"/desk/proposals/{one.id}/merge?into={one.id}", status=422).shows("같은 제안끼리는")
    desk.open(f"/desk/proposals/{one.id}/merge?into=999999", status=404)
    desk.open(f"/desk/proposals/{one.id}/unmerge", status=409).shows("병합되지 않은 제안입니다.")


def test_where_the_stage_does_not_allow_it_there_is_no_form(
    file: File, desk: Person, app: Application
) -> None:
    one, other, people = file(), file(), crowd(50)
    with testing.at(DAY):
        let_support(one, *people)
        let_support(other, *people)
    lead = Person(app, testing.account("총괄", roles=["lead"]).id)
    with testing.at("2019-03-04 12:00"):
        desk.open(f"/desk/proposals/{one.id}/merge").shows("이 제안을 병합할 수 없거나")
        page = desk.open(f"/desk/proposals/{one.id}/merge?into={other.id}")
        assert not page.offers(f"/{one.id}/merge")
        page = lead.open(f"/desk/proposals/{one.id}/merge?into={other.id}")
        page.shows("규칙 밖에서 처리하는 것이며")
        lead.send(page.form("병합"), reason=WHY).shows("제안을 병합했습니다.")


def test_undoing_is_previewed_and_done(
    now: None, file: File, desk: Person, visitor: Person, operator: Actor
) -> None:
    one, other, people = file("심야 버스"), file("밤 버스"), crowd(3)
    let_support(one, *people[:2])
    let_support(other, *people[1:])
    joined(one, other, operator)
    page = desk.open(f"/desk/proposals/{other.id}")
    undo = desk.open(page.main.one("section", id="merged").all("a")[1].attributes["href"])
    assert [[cell.text for cell in row.all("td")] for row in undo.main.one("tbody").all("tr")] == [
        ["3", "2"],
        ["2", "2"],
    ]
    back = desk.send(undo.form("병합 취소"), reason="다른 이야기였습니다.")
    assert back.path == f"/desk/proposals/{one.id}"
    visitor.open(f"/proposals/{other.id}").hides("이 제안에 병합된 제안")
    page = visitor.open(f"/proposals/{one.id}")
    page.shows("병합이 취소되어 따로 진행됨", "다른 이야기였습니다.")
    page.hides("다른 제안에 병합되었습니다")


def test_a_role_that_sees_nothing_hidden_merges_into_nothing_hidden(
    make_app: Callable[..., Application],
) -> None:
    role = {"name": {"ko": "정리 담당"}, "permissions": ["desk:see", "proposal:merge"]}
    app = make_app(roles={"tidier": role})
    with app.app_context(), testing.at(DAY):
        by = testing.account("별이")
        one, other = testing.proposal(by, "심야 버스"), testing.proposal(by, "심야 버스를")
        other.hidden_at, other.hidden_reason = one.filed_at, "이름이 있습니다"
        db.session.commit()
        tidier = Person(app, testing.account("정리", roles=["tidier"]).id)
        tidier.open(f"/desk/proposals/{one.id}/merge").hides("심야 버스를")
        tidier.open(f"/desk/proposals/{one.id}/merge?into={other.id}", status=404)
        page = tidier.open(f"/desk/proposals/{one.id}")
        token = page.root.one("input", name="csrf_token").attributes["value"]
        sent = [("csrf_token", token), ("into", str(other.id)), ("reason", WHY)]
        tidier.post(f"/desk/proposals/{one.id}/merge", sent, status=404)
        db.session.refresh(one)
        assert one.ended is None


def test_a_right_for_one_department_reaches_only_what_both_have_in_common(
    make_app: Callable[..., Application],
) -> None:
    tidier = {"name": {"ko": "정리 담당"}, "permissions": ["desk:see", "proposal:merge"]}
    app = make_app(roles={"tidier": tidier})
    with app.app_context(), testing.at(DAY):
        by, boss = testing.account("별이"), actor_of(testing.account("운영", roles=["operator"]).id)
        one, other = testing.proposal(by, "심야 버스"), testing.proposal(by, "밤 버스")
        assign_departments(one, testing.department("transport").id, actor=boss)
        db.session.commit()
        who = Person(app, testing.account("정리", roles=["tidier"], at_department="transport").id)
        who.open(f"/desk/proposals/{one.id}/merge?into={other.id}", status=403)
        who.open(f"/desk/proposals/{other.id}/merge", status=403)
        db.session.commit()
        assign_departments(other, testing.department("transport").id, actor=boss)
        db.session.commit()
        page = who.open(f"/desk/proposals/{one.id}/merge?into={other.id}")
        who.send(page.form("병합"), reason=WHY).shows("제안을 병합했습니다.")


def test_it_reads_in_english_too(now: None, app: Application, file: File, operator: Actor) -> None:
    one, other, (a,) = file("Night buses"), file("More night buses"), crowd(1)
    let_support(one, a)
    desk = Person(app, operator.id, language="en")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET language = 'en'")
    preview = desk.open(f"/desk/proposals/{one.id}/merge?into={other.id}")
    preview.shows("This ends as merged", "No rule acts at once: no number that matters is reached.")
    desk.send(preview.form("Merge"), reason=WHY).shows("The proposal is merged. Both histories say so.")
    page = Person(app, language="en").open(f"/proposals/{other.id}")
    page.shows("“Night buses” was merged into it: 1 supporter more", "Merged into this proposal")
