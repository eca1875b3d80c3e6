"""The log of looks: who may read it, how it is found, downloaded, summed up and inspected every month."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.csv_files import cell
from demosx.core.db import db, transaction
from demosx.core.errors import DomainError
from demosx.ledger.models import Entry
from demosx.oversight import queries, services
from demosx.oversight.errors import AlreadyInspected, MonthNotOver
from demosx.oversight.models import Inspection
from demosx.oversight.monthly import MANY, Look, summary
from demosx.oversight.months import Month, month_of, months_between, read_month
from demosx.people.looks import AccessLog
from demosx.people.models import Account
from demosx.people.queries import actor_of

HTML = {"Accept": "text/html", "Accept-Language": "en"}
LONG_AGO = "2026-01"


@pytest.fixture
def office(app: Flask, make_account: Callable[..., Account]) -> SimpleNamespace:
    """The person in charge, an administrator who looks, and somebody who is looked at."""
    lead, admin = make_account("총괄하는이", roles=["lead"]), make_account("관리하는이", roles=["admin"])
    lead.language = "en"
    db.session.commit()
    return SimpleNamespace(lead=lead, admin=admin, kim=make_account("별이"), other=make_account("나리"))


@pytest.fixture
def desk(client: FlaskClient, office: SimpleNamespace) -> FlaskClient:
    return testing.sign_in(client, office.lead)


def add(at: datetime, who: int | None, **more: object) -> None:
    """A look of the past."""
    values = {"what": "person", "reason": "inquiry", "many": 1} | more
    with transaction():
        db.session.add(AccessLog(at=at, account_id=who, **values))


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=testing.ZONE).astimezone(UTC)


def test_the_log_is_found_by_staff_person_month_and_kind(desk: FlaskClient, office: SimpleNamespace) -> None:
    add(seoul("2026-01-05 10:00"), office.admin.id, person_id=office.kim.id, detail="전화로 물음")
    add(seoul("2026-02-01 00:00"), office.admin.id, what="people", many=30)
    add(seoul("2026-01-31 23:59"), office.lead.id, person_id=office.other.id)
    found = {
        "": 3, "staff=관리하는이": 2, f"staff={office.admin.id}": 2, f"staff={office.admin.email}": 0,
        f"person={office.kim.id}": 1,
        "month=2026-01": 2, "month=2026-02": 1, "what=people": 1, "staff=nobody": 0, "month=2026-13": 3,
        "what=everything": 3, "month=2026-01&staff=관리하는이&person=별이": 1, "staff=%00": 3,
    }  # fmt: skip
    for query, number in found.items():
        page = desk.get(f"/desk/looks?{query}", headers=HTML)
        readings = (
            page.text.count("The log of looks itself") - 1
        )  # lines of reading the log; one stands in the form
        rows = page.text.count('<th scope="row">') - readings
        assert page.status_code == 200 and rows == number, query
    assert "전화로 물음" in desk.get("/desk/looks", headers=HTML).text
    assert office.kim.email not in desk.get("/desk/looks", headers=HTML).text


def test_the_log_pages_by_key(desk: FlaskClient, office: SimpleNamespace) -> None:
    with transaction():
        for number in range(queries.SIZE + 3):
            at = seoul("2026-01-05 10:00") + timedelta(minutes=number)
            db.session.add(AccessLog(at=at, account_id=office.admin.id, what="people", reason="roles"))
    first = queries.looks(queries.Filters(), None)
    second = queries.looks(queries.Filters(), first.next)
    assert (len(first.items), len(second.items), second.next) == (queries.SIZE, 3, None)


def test_a_download_is_a_look_as_well(desk: FlaskClient, office: SimpleNamespace) -> None:
    add(seoul("2026-01-05 10:00"), office.admin.id, person_id=office.kim.id, detail="=HYPERLINK(1)")
    add(seoul("2026-02-05 10:00"), office.admin.id)
    answer = desk.get("/desk/looks.csv?month=2026-01", headers=HTML)
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 2 and rows[1][2] == "관리하는이" and rows[1][8] == "'=HYPERLINK(1)"
    last = db.session.scalars(select(AccessLog).order_by(AccessLog.id.desc())).first()
    assert last is not None and (last.what, last.account_id, last.many) == ("looks", office.lead.id, 1)


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_becomes_a_formula(hostile: str) -> None:
    assert cell(hostile) == "'" + hostile
    assert cell("별이") == "별이" and cell(None) == "" and cell(3) == "3"


@pytest.mark.parametrize("role", ["operator", "official", "aide", "head", "planning_panel"])
def test_only_who_is_in_charge_reads_it(
    client: FlaskClient, make_account: Callable[..., Account], role: str
) -> None:
    testing.sign_in(client, make_account("다른이", roles=[role]))
    for page in ("/desk/looks", "/desk/looks.csv", "/desk/looks/months/2026-01"):
        assert client.get(page, headers=HTML).status_code == 403
    assert client.post("/desk/looks/months/2026-01", data={"note": "x"}, headers=HTML).status_code == 403


def test_months_are_those_of_the_site(app: Flask) -> None:
    january = read_month("2026-01")
    assert january is not None and january.begins == datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert month_of(datetime(2025, 12, 31, 15, tzinfo=UTC)) == january
    assert str(Month(2025, 12).next) == "2026-01" and january.over and january.late
    assert not month_of(clock.wall()).over
    assert [read_month(x) for x in ("2026-13", "2026-1", "9999-12", "x", "2026-01\n")] == [None] * 5
    assert len(months_between(Month(2024, 11), Month(2026, 2))) == 16


def test_the_summary_tells_what_may_be_worth_a_question(app: Flask) -> None:
    noon, night = seoul("2026-01-05 12:00"), seoul("2026-01-05 22:00")
    saturday = seoul("2026-01-10 12:00")
    rows = [
        Look(noon, 1, 7, "person", 1),
        Look(night, 1, 8, "person", 1),
        Look(saturday, 1, None, "people", MANY),
        Look(noon, 2, 2, "person", 1),
        *[Look(noon, 3, 100 + n, "person", 1) for n in range(MANY)],
        Look(noon, None, None, "export", 1),
    ]
    offices = {1: frozenset({4}), 7: frozenset({4, 5}), 8: frozenset({6}), 2: frozenset({4})}
    by_number = {tally.account_id: tally for tally in summary(rows, offices, testing.ZONE)}
    one = by_number[1]
    assert (one.looks, one.people, one.unusual, one.many, one.colleagues, one.own) == (
        3,
        2 + MANY,
        2,
        1,
        1,
        0,
    )
    assert one.kinds == {"person": 2, "people": 1} and one.striking
    assert (by_number[2].own, by_number[2].colleagues) == (1, 0)
    assert by_number[3].many == 1, "one by one, many on one day"
    assert not by_number[None].striking
    assert next(x.account_id for x in summary(rows, offices, testing.ZONE)) == 3


def test_a_month_is_inspected_once_and_the_history_knows(desk: FlaskClient, office: SimpleNamespace) -> None:
    add(seoul("2026-01-05 22:00"), office.admin.id, person_id=office.kim.id)
    page = desk.get(f"/desk/looks/months/{LONG_AGO}", headers=HTML).text
    assert "관리하는이" in page and "in the evening" in page and "overdue" in page
    assert desk.post(f"/desk/looks/months/{LONG_AGO}", data={"note": " "}, headers=HTML).status_code == 422
    note = {"note": "민원 때문이었습니다."}
    assert desk.post(f"/desk/looks/months/{LONG_AGO}", data=note, headers=HTML).status_code == 302
    again = desk.post(f"/desk/looks/months/{LONG_AGO}", data=note, headers=HTML)
    assert again.status_code == 409 and "already" in again.text
    (done,) = db.session.scalars(select(Inspection))
    assert (done.month, done.account_id, done.note) == (LONG_AGO, office.lead.id, note["note"])
    entry = db.session.scalars(select(Entry).where(Entry.verb == "looks_inspected")).one()
    assert (entry.actor_id, entry.role, entry.data, entry.public) == (
        office.lead.id, "lead", {"month": LONG_AGO}, False
    )  # fmt: skip
    assert note["note"] in desk.get(f"/desk/looks/months/{LONG_AGO}", headers=HTML).text


def test_a_month_that_goes_on_is_not_inspected(app: Flask, office: SimpleNamespace) -> None:
    refusals: list[tuple[Month, type[DomainError]]] = [
        (month_of(clock.wall()), MonthNotOver),
        (Month(2026, 1), AlreadyInspected),
    ]
    with transaction():
        services.inspect(Month(2026, 1), "좋음", actor=actor_of(office.lead.id))
    for month, refusal in refusals:
        with pytest.raises(refusal):
            services.inspect(month, "좋음", actor=actor_of(office.lead.id))


def test_who_is_in_charge_is_reminded_on_the_desk(
    desk: FlaskClient, app: Flask, office: SimpleNamespace
) -> None:
    assert "wait for their inspection" not in desk.get("/desk", headers=HTML).text
    add(seoul("2026-01-05 22:00"), office.admin.id, person_id=office.kim.id)
    waiting = queries.waiting_months()
    assert str(waiting[0]) == LONG_AGO and str(waiting[-1].next) == str(month_of(clock.wall()))
    page = desk.get("/desk", headers=HTML).text
    assert "wait for their inspection" in page and "It is overdue." in page
    for month in waiting:
        with transaction():
            services.inspect(month, "좋음", actor=actor_of(office.lead.id))
    assert "for their inspection" not in desk.get("/desk", headers=HTML).text


def test_a_month_before_the_first_look_is_not_late_and_needs_no_inspection(
    desk: FlaskClient, office: SimpleNamespace
) -> None:
    add(seoul("2026-01-05 22:00"), office.admin.id, person_id=office.kim.id)
    page = desk.get("/desk/looks/months/2019-01", headers=HTML).text
    assert "is overdue" not in page and "<textarea" not in page
    assert "January 2019" in page
