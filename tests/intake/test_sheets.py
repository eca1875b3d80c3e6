"""A spreadsheet on its way in: every problem in words, corrected, left out, taken in once and whole."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.errors import ChangedMeanwhile
from demosx.core.permissions import Actor
from demosx.core.seen import mark
from demosx.core.web import Application
from demosx.events.models import Event
from demosx.intake import codes, queries, sheets
from demosx.intake.checking import checked
from demosx.intake.errors import NothingToTake, SheetEmpty, SheetTwice
from demosx.intake.models import Entry, Sheet
from demosx.intake.reading import read
from demosx.people.looks import AccessLog
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from tests.counting import at_once
from tests.counting import queries as sent
from tests.intake.conftest import Say, made_event
from tests.visiting import Person

HEAD = "번호,구분,제목,내용,접수번호,자치구,동의,코드,연락처"
Upload = Callable[..., Sheet]


@pytest.fixture
def upload(app: Flask, event: Event, operator: Actor) -> Upload:
    def send(*lines: str, at: Event | None = event) -> Sheet:
        with transaction():
            return sheets.upload("표.csv", "\n".join((HEAD, *lines)).encode(), at, actor=operator)

    return send


def problems(sheet: Sheet) -> dict[int, str]:
    return {row.number: " ".join(row.problems) for row in checked(sheet)}


def test_every_problem_is_said(app: Flask, upload: Upload, operator: Actor) -> None:
    hidden = testing.proposal(testing.account("제안자"))
    hide(hidden, "개인정보", operator)
    db.session.commit()
    sheet = upload(
        "1,,의자,오래 서 있기 힘듭니다,,나래구,예,,",
        "2,,,글,,,예,,",
        "3,,제목,,,,예,,",
        "4,,제목,글,,강남구,예,,",
        "5,,제목,글,,,아니오,,",
        "6,의견,,찬성,,,예,,",
        f"7,의견,,찬성,{hidden.number},,예,,",
        "1,,의자,오래  서 있기 힘듭니다,,,예,,",
        "9,,제목,900101-1234567 입니다,,,예,,010-1234-5678",
        "10,,제목,글,,,예,ABCD-EFGH-JKMN,",
        f"11,,{'가' * 400},글,,,예,,",
        "12,청원,제목,글,,,예,,",
    )
    with app.test_request_context():
        found = problems(sheet)
    assert found[2] == ""
    assert [number for number in range(3, 14) if not found[number]] == []
    assert "900101" not in str(sheet.rows) and "010-1234-5678" not in str(sheet.rows)


def test_good_rows_are_taken_in_once_and_the_others_stay_to_be_put_right(
    app: Flask, event: Event, upload: Upload, operator: Actor
) -> None:
    on = testing.proposal(testing.account("제안자"))
    sheet = upload("1,,의자,글,,나래구,예,,", f"1,의견,,찬성합니다,{on.number},,O,,", "2,,,글,,,예,,")
    with app.test_request_context(), transaction():
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (2, 1)
    entries = db.session.scalars(db.select(Entry).order_by(Entry.id)).all()
    assert [(one.kind, one.channel, one.row_number, one.sheet_id) for one in entries] == [
        ("proposal", "paper", 2, sheet.id), ("opinion", "paper", 3, sheet.id),
    ]  # fmt: skip
    assert queries.entered_at(event.id, event.created_at) == (2, 1)
    assert ([row["number"] for row in sheet.rows], sheet.entries, on.opinions) == ([4], 2, 1)
    with app.test_request_context(), pytest.raises(NothingToTake):
        sheets.take_in(sheet, "paper", event, actor=operator)
    with app.test_request_context(), transaction():
        sheets.change(sheet, 4, {**sheet.rows[0]["cells"], "title": "가로등"}, skip=False, seen=None)
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (1, 0)
    assert (sheet.rows, sheet.entries) == ([], 3)
    with app.test_request_context(), pytest.raises(SheetTwice):
        sheets.take_in(sheet, "paper", event, actor=operator)
    with pytest.raises(SheetTwice):
        upload("1,,의자,글,,나래구,예,,", f"1,의견,,찬성합니다,{on.number},,O,,", "2,,,글,,,예,,")


def test_what_says_the_same_as_a_row_that_was_taken_in_is_not_taken_in_later(
    app: Flask, event: Event, upload: Upload, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "PART", 1)
    sheet = upload("1,,의자,글,,,예,,", "1,,의자,글,,,예,,", "2,,가로등,글,,,예,,")
    with app.test_request_context(), transaction():
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (1, 1)
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (1, 0)
    assert [one.row_number for one in db.session.scalars(db.select(Entry).order_by(Entry.id))] == [2, 4]


def test_a_second_row_of_the_same_slip_is_put_right_after_the_first_was_taken_in(
    app: Flask, event: Event, upload: Upload, operator: Actor
) -> None:
    code = codes.new_code()
    sheet = upload(f"1,,의자,글,,,예,{code},", f"1,,,글,,,예,{code},", f"2,,벤치,글,,,아니오,{code},")
    with app.test_request_context(), transaction():
        sheets.change(sheet, 4, {}, skip=True, seen=None)
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (1, 1)
        sheets.change(sheet, 3, {**sheet.rows[0]["cells"], "title": "가로등"}, skip=False, seen=None)
        sheets.change(sheet, 4, {**sheet.rows[1]["cells"], "consent": "예"}, skip=False, seen=None)
        assert [(row.number, row.good) for row in checked(sheet)] == [(3, False), (4, False)]
        sheets.change(sheet, 4, {}, skip=True, seen=None)
        assert [(row.number, row.good) for row in checked(sheet)] == [(3, True), (4, False)]
        assert sheets.take_in(sheet, "paper", event, actor=operator) == (1, 0)


def test_the_same_file_waiting_twice_is_taken_in_once(
    app: Flask, event: Event, upload: Upload, operator: Actor
) -> None:
    ids = [upload("1,,의자,글,,,예,,").id for _ in range(2)]

    def take(number: int) -> str:
        with app.test_request_context():
            try:
                sheets.take_in(db.session.get_one(Sheet, number), "paper", event, actor=operator)
            except SheetTwice:
                db.session.rollback()
                return "twice"
            return "taken"

    assert sorted(at_once(app, [lambda number=number: take(number) for number in ids])) == ["taken", "twice"]
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 1


def test_the_same_file_is_taken_in_once_also_for_another_event_or_for_none(
    app: Flask, event: Event, upload: Upload, operator: Actor
) -> None:
    lines = ("1,,의자,글,,,예,,",)
    first, alone = upload(*lines), upload(*lines, at=None)
    with app.test_request_context(), transaction():
        sheets.take_in(first, "paper", event, actor=operator)
    with app.test_request_context(), pytest.raises(SheetTwice), transaction():
        sheets.take_in(alone, "paper", None, actor=operator)
    for other in (None, made_event("다른 행사")):
        with pytest.raises(SheetTwice):
            upload(*lines, at=other)
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 1


def test_a_row_is_put_right_or_left_out_and_the_second_is_told(app: Flask, upload: Upload) -> None:
    sheet = upload("1,,,글,,,예,,", "2,,제목,글,,,아니오,,")
    seen = mark(sheets.shown(sheet.rows[0]))
    with app.test_request_context():
        sheets.change(
            sheet, 2, {"title": "의자", "text": "글", "consent": "예", "id": "1"}, skip=False, seen=seen
        )
        sheets.change(sheet, 3, {}, skip=True, seen=None)
        db.session.commit()
        assert [(row.good, row.skipped) for row in checked(sheet)] == [(True, False), (False, True)]
        with pytest.raises(ChangedMeanwhile):
            sheets.change(sheet, 2, {"title": "다르게"}, skip=False, seen=seen)


def test_nothing_good_is_nothing_to_take(app: Flask, event: Event, upload: Upload, operator: Actor) -> None:
    sheet = upload("1,,,글,,,예,,")
    with app.test_request_context(), pytest.raises(NothingToTake):
        sheets.take_in(sheet, "paper", event, actor=operator)


def test_what_looks_like_a_proposal_is_hinted_at(app: Flask, upload: Upload) -> None:
    there = testing.proposal(testing.account("제안자"), title="버스 정류장에 의자를 놓아 주세요")
    sheet = upload("1,,버스 정류장에 의자를,글,,,예,,")
    with app.test_request_context():
        (row,) = checked(sheet)
    assert row.good and there.number in row.hints[0]


def test_the_template_reads_back_with_its_own_columns(app: Application, desk: Person) -> None:
    for path in ("/desk/intake/sheet.xlsx", "/desk/intake/sheet.csv"):
        content = desk.client.get(path, headers=desk.headers).data
        with app.test_request_context(), pytest.raises(SheetEmpty):
            read(content)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(desk.client.get("/desk/intake/sheet.xlsx", headers=desk.headers).data)
    )
    assert book.sheet_names[0] == "입력 목록"
    explained = book.get_sheet_by_name("적는 방법").to_python()
    assert len(explained) == 13


def test_through_the_pages(app: Application, event: Event, desk: Person) -> None:
    page = desk.open(f"/desk/intake/sheets?event={event.id}")
    form = page.form(to="/desk/intake/sheets")
    lines = f"{HEAD}\n1,,의자,글,,나래구,예,,\n2,,<script>alert(1)</script>,글,,없는구,예,,\n"
    data = {name: value for name, value in form.filled() if name != "file"}
    data["file"] = (io.BytesIO(lines.encode("cp949")), "=표<b>.csv")  # type: ignore[assignment]
    response = desk.client.post(form.action, data=data, headers=desk.headers, follow_redirects=True)
    assert response.status_code == 200
    page = desk.open(response.request.path)
    page.shows("없는구", "문제 있는 줄")
    page.hides("<script>alert", "표<b>")
    page = desk.send(page.form(to="/rows/3?show=wrong"), district="나래구", title="가로등")
    page.shows("2행 등록하기")
    page = desk.send(page.form(to="/take"), channel="paper")
    page.shows("2행을 등록했습니다", "의자", "가로등")


def test_a_number_that_stands_at_the_event_already_is_pointed_out(
    app: Application, event: Event, say: Say, upload: Upload, desk: Person
) -> None:
    say(event_id=event.id, person="1")
    sheet = upload("1,,의자,글,,,예,,", "2,,가로등,글,,,예,,")
    with app.test_request_context():
        assert [(row.good, len(row.notes)) for row in checked(sheet)] == [(True, 1), (True, 0)]
    desk.open(f"/desk/intake/sheets/{sheet.id}").shows("두 분이면")


def test_each_look_at_names_and_contacts_in_rows_is_logged(
    app: Application, upload: Upload, desk: Person
) -> None:
    sheet = upload(
        "1,,의자,글,,,예,,010-1111-2222", "2,,가로등,글,,,예,,", "3,,벤치,글,,,아니오,,010-3333-4444"
    )
    good, wrong = (f"/desk/intake/sheets/{sheet.id}?show={which}" for which in ("good", "wrong"))
    page = desk.open(good)
    assert "010-1111-2222" in page.html
    typed = dict(page.form(to="/rows/2?show=good").filled(contact="010-5555-6666"))
    desk.open(wrong)
    db.session.rollback()
    looks = [(one.what, one.many) for one in db.session.scalars(db.select(AccessLog).order_by(AccessLog.id))]
    assert looks == [("offline", 1), ("offline", 1)]
    desk.post(f"/desk/intake/sheets/{sheet.id}/rows/2?show=good", list((typed | {"title": "걸상"}).items()))
    page = desk.post(f"/desk/intake/sheets/{sheet.id}/rows/2?show=wrong", list(typed.items()), 409)
    assert "010-5555-6666" in page.html and "010-3333-4444" not in page.html
    with desk.client.session_transaction() as session:
        session.pop("looking")
    asked = desk.open(good)
    assert asked.path == "/desk/reason" and "010-" not in asked.html


def test_many_rows_are_taken_in_part_by_part_and_a_copy_of_the_file_is_not(
    app: Flask, event: Event, upload: Upload, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "PART", 20)
    lines = [f"{number},,제목 {number},글 {number},,나래구,예,," for number in range(30)]
    sheet, copy = upload(*lines), upload(*lines)
    with app.test_request_context():
        with sent() as few:
            checked(sheet)
        assert len(few) <= 3
        with transaction():
            assert sheets.take_in(sheet, "paper", event, actor=operator) == (20, 10)
        with pytest.raises(SheetTwice), transaction():
            sheets.take_in(copy, "paper", event, actor=operator)
        with transaction():
            assert sheets.take_in(sheet, "paper", event, actor=operator) == (10, 0)
    assert db.session.scalar(db.select(db.func.count(Proposal.id))) == 30
    assert (sheet.entries, sheet.rows) == (30, [])
