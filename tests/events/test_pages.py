"""The pages of events, as visitors, members and staff use them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.events import queries, services
from demosx.events.models import Event, Registration
from demosx.files.models import StoredFile
from demosx.ledger.models import Entry
from demosx.people.looks import AccessLog
from tests.counting import queries as counted
from tests.events.conftest import AFTER, BEFORE, DURING
from tests.files.making import picture
from tests.visiting import Page, Person

Plan = Callable[..., Event]
HOSTILE = "<script>alert(1)</script>"


def test_a_visitor_registers_and_takes_it_back_by_the_link(planned: Plan, app: Application) -> None:
    event = planned(capacity=1)
    db.session.commit()
    visitor = Person(app)
    with testing.at(BEFORE):
        page = visitor.open(f"/events/{event.id}")
        page.shows("나래동 워크숍", "나래도서관", "1자리 남음")
        wrong = visitor.send(page.form("신청하기"), 422, name="", contact="손전화", people="1")
        wrong.shows("고칠 곳이 1군데")
        done = visitor.send(page.form("신청하기"), name="손님", contact="010-1234-5678", people="1")
        done.shows("1명으로 신청되었습니다.")
        later = Person(app).open(f"/events/{event.id}")
        later.shows("자리가 모두 찼습니다")
        gone = visitor.send(done.form("신청 취소"))
        gone.shows("취소한 신청입니다.")
        assert queries.places(event.id) == (0, 0, 0)
        Person(app).open("/events/registration/nothing", 404)


def test_who_leaves_only_a_telephone_number_reads_that_no_letter_comes(
    planned: Plan, app: Application, desk: FlaskClient
) -> None:
    event = planned(capacity=1)
    db.session.commit()
    with testing.at(BEFORE):
        page = Person(app).open(f"/events/{event.id}")
        page.shows("전화번호만 적으면 편지가 가지 않습니다")
        told = {}
        for contact in ("010-1234-5678", "010-9999-8888", "son@example.org"):
            told[contact] = Person(app).send(page.form("신청하기"), name="손님", contact=contact, people="1")
        told["010-1234-5678"].shows("이메일을 남기지 않아 편지가 가지 않습니다")
        told["010-9999-8888"].shows("자리가 나면 담당자가 전화로 알려 드립니다")
        told["son@example.org"].shows("자리가 나면 알려 드립니다")
        told["son@example.org"].hides("전화로")
        rows = Page(desk.get(f"/desk/events/{event.id}/people")).root.one("ul", css="check-in").all("li")
        assert ["편지 없음: 전화" in one.text for one in rows] == [True, True, False]


def test_a_sheet_to_put_up_says_when_and_where_and_leads_there(
    planned: Plan, app: Application, desk: FlaskClient, operating: Actor
) -> None:
    event, draft = planned(text="의자를 옮겨요.", contact="시민과 000-120"), planned(published=False)
    db.session.commit()
    with testing.at(BEFORE):
        sheet = Person(app).open(f"/events/{event.id}/poster")
        sheet.shows(
            "나래동 워크숍", "2월 9일(토) 14:00–17:00", "나래도서관", "의자를 옮겨요.", "시민과 000-120"
        )
        code = sheet.root.one("div", css="poster-code")
        assert code.all("svg") and code.attributes["aria-label"].startswith(f"localhost/events/{event.id}")
        link = f"/events/{event.id}/poster"
        assert Page(desk.get(f"/desk/events/{event.id}")).root.all("a", href=link)
        assert not Page(desk.get(f"/desk/events/{draft.id}")).root.all("a", href=f"/events/{draft.id}/poster")
        Person(app).open(f"/events/{draft.id}/poster", 404)
        services.cancel(event, "비가 옵니다", operating)
        db.session.commit()
        Person(app).open(link, 404)


def test_a_member_registers_with_one_press(planned: Plan, app: Application) -> None:
    event, member = planned(), testing.account("나리")
    db.session.commit()
    person = Person(app, member.id)
    with testing.at(BEFORE):
        done = person.send(person.open(f"/events/{event.id}").form("신청하기"))
        done.shows("내 신청")
        person.open("/me").shows("내가 신청한 행사", "나래동 워크숍")
        person.send(done.form("신청 취소")).shows("신청을 취소했습니다.")


def test_what_is_hidden_from_everybody_is_not_there(planned: Plan, app: Application) -> None:
    draft, shown = planned(published=False, title="비밀 계획"), planned()
    shown.notes = "진행자만 아는 것"
    db.session.commit()
    with testing.at(BEFORE):
        visitor = Person(app)
        for path in (f"/events/{draft.id}", f"/events/{draft.id}/calendar.ics", "/events/99"):
            visitor.open(path, 404)
        visitor.open("/events").hides("비밀 계획")
        visitor.open(f"/events/{shown.id}").hides("진행자만 아는 것")


def test_hostile_words_are_only_words(planned: Plan, app: Application) -> None:
    event = planned(title=HOSTILE, place=HOSTILE, text=HOSTILE, invited=f"[x](javascript:alert(1)) {HOSTILE}")
    db.session.commit()
    with testing.at(BEFORE):
        for path in ("/events", f"/events/{event.id}"):
            page = Person(app).open(path)
            page.hides(HOSTILE, 'href="javascript')
            assert HOSTILE in page.text
        file = app.test_client().get(f"/events/{event.id}/calendar.ics").text
    assert "BEGIN:VEVENT" in file and "STATUS:CONFIRMED" in file


def test_calendars_learn_of_another_line_only_from_us(planned: Plan, app: Application) -> None:
    event = planned(place="시청\r\nBEGIN:VALARM")
    db.session.commit()
    assert "\nBEGIN:VALARM" not in app.test_client().get(f"/events/{event.id}/calendar.ics").text


def test_the_desk_makes_publishes_and_ends_an_event(app: Flask, desk: FlaskClient) -> None:
    form = {"kind": "field", "title": "나래시장 장날", "starts_at": "2019-02-09T10:00", "ends_at": "2019-02-09T12:00",
            "place": "나래시장", "goal": "40", "registration": "y", "capacity": "2"}  # fmt: skip
    with testing.at(BEFORE):
        assert desk.post("/desk/events/new", data={**form, "ends_at": "2019-02-09T09:00"}).status_code == 422
        made = desk.post("/desk/events/new", data=form)
        assert made.status_code == 302, Page(made).text[:3000]
        event = db.session.query(Event).one()
        assert event.starts_at.astimezone(testing.ZONE).hour == 10
        assert desk.post(f"/desk/events/{event.id}/publish").status_code == 302
        changed = {**form, "title": "새 이름", "revision": str(event.revision)}
        assert desk.post(f"/desk/events/{event.id}/edit", data=changed).status_code == 302
        late = desk.post(f"/desk/events/{event.id}/edit", data={**changed, "title": "늦은 이름"})
        assert late.status_code == 409 and "새 이름" in Page(late).text and "늦은 이름" in late.text
    with testing.at(AFTER):
        db.session.refresh(event)
        notes = {"came": "38", "notes": "비가 왔다", "revision": str(event.revision)}
        assert desk.post(f"/desk/events/{event.id}/notes", data=notes).status_code == 302
        db.session.refresh(event)
        result = {"result": "서른여덟 분", "public": "y", "revision": str(event.revision)}
        assert desk.post(f"/desk/events/{event.id}/result", data=result).status_code == 302
        assert desk.post(f"/desk/events/{event.id}/cancel", data={"reason": ""}).status_code == 422
        Page(desk.get(f"/events/{event.id}")).shows("서른여덟 분")


def test_people_are_checked_in_and_each_look_at_their_names_is_logged(
    planned: Plan, app: Application, desk: FlaskClient
) -> None:
    event = planned()
    with testing.at(BEFORE):
        registration = Registration(
            event_id=event.id, digest="d", name="손님", contact="010-1234-5678", at=event.created_at
        )
        db.session.add(registration)
        db.session.commit()
    with testing.at(DURING):
        page = Page(desk.get(f"/desk/events/{event.id}/people"))
        page.shows("손님", "010-1234-5678")
        came = desk.post(f"/desk/events/{event.id}/people/{registration.id}/came")
        assert came.status_code == 302
        assert queries.places(event.id) == (1, 0, 1)
        assert desk.post(f"/desk/events/{event.id}/people/999/came").status_code == 404
    assert db.session.query(AccessLog).filter_by(what="offline").count() == 1
    assert db.session.query(Entry).filter(Entry.reason.contains("손님")).count() == 0


@pytest.mark.parametrize("path", ["/events", "/desk/events"])
def test_a_list_asks_as_often_for_many(planned: Plan, desk: FlaskClient, path: str) -> None:
    def asked() -> int:
        with counted() as sent:
            assert desk.get(path).status_code == 200
        return len(sent)

    with testing.at(BEFORE):
        planned()
        db.session.commit()
        few = asked()
        for number in range(15):
            planned(title=f"행사 {number}")
        db.session.commit()
        assert asked() == few


def test_the_desk_registers_calls_and_takes_back(planned: Plan, desk: FlaskClient) -> None:
    event = planned(capacity=1)
    address = f"/desk/events/{event.id}/people"
    with testing.at(BEFORE):
        for name, contact in (("박나리", "010-1234-5678"), ("김다온", "010-9999-8888")):
            sent = {"name": name, "contact": contact, "people": "1"}
            assert desk.post(address, data=sent).status_code == 302
        again = desk.post(address, data={"name": "또 박나리", "contact": "01012345678", "people": "1"})
        assert again.status_code == 422
        refused = Page(again)
        assert refused.root.one("input", name="name").attributes["value"] == "또 박나리"
        assert "김다온" not in refused.text, "names are shown without a look at them being noted"
        first, second = db.session.scalars(db.select(Registration).order_by(Registration.id))
        assert desk.post(f"{address}/{first.id}/take-off").status_code == 302
        page = Page(desk.get(address))
        assert "박나리" not in page.text and "자리가 났거나" in page.text
        assert "전화할 사람" in desk.get("/desk").get_data(as_text=True)
        assert "전화할 사람 1" in desk.get("/desk/events").get_data(as_text=True)
        assert desk.post(f"{address}/{second.id}/called").status_code == 302
        assert "자리가 났거나" not in Page(desk.get(address)).text
        assert "전화할 사람" not in desk.get("/desk").get_data(as_text=True)


def test_a_refused_form_is_told_once_and_not_among_the_pictures(planned: Plan, desk: FlaskClient) -> None:
    event = planned()
    with testing.at(AFTER):
        sent = {"number": "2019-999999"}
        refused = desk.post(f"/desk/events/{event.id}/proposals", data=sent)
    assert refused.status_code == 422
    assert Page(refused).root.one("div", "uploads-wrong").text == ""


def test_a_photo_that_was_chosen_goes_along_with_the_result(planned: Plan, desk: FlaskClient) -> None:
    """Where there is no script: nobody has to know that it is added by a button of its own."""
    event = planned()
    address = f"/desk/events/{event.id}"
    with testing.at(AFTER):
        page = Page(desk.get(address))
        changing = [link.attributes["href"] for link in page.root.all("a") if link.text == "행사 고치기"]
        assert changing == [f"{address}/edit"]
        box = page.root.one("input", id="upload-file").attributes
        (form,) = [one for one in page.root.all("form") if one.attributes.get("id") == box.get("form")]
        assert form.attributes["enctype"] == "multipart/form-data"
        revision = form.one("input", name="revision").attributes["value"]
        sent = {"result": "좋은 자리였습니다.", "public": "y", "revision": revision}
        kept = desk.post(form.attributes["action"], data=sent | {"file": (BytesIO(picture()), "자리.jpg")})
        assert kept.status_code == 302
        broken = sent | {"revision": str(int(revision) + 1), "file": (BytesIO(bytes(range(256))), "자리.jpg")}
        refused = desk.post(form.attributes["action"], data=broken)
        assert refused.status_code == 422 and Page(refused).root.one("div", "uploads-wrong").text
    stored = db.session.scalars(db.select(StoredFile)).one()
    assert (stored.event_id, stored.kind) == (event.id, "picture")
    assert db.session.get_one(Event, event.id).result == "좋은 자리였습니다."
