"""The log of a day writes itself once, and is edited by people."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile
from demosx.core.permissions import Actor
from demosx.ledger.services import record
from demosx.people.queries import actor_of
from demosx.proposals import services as proposals
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support, SupportOrigin
from demosx.stages.support.services import support
from demosx.triage import day_log, queries
from demosx.triage.models import DayLog
from demosx.triage.sorting import sort
from tests.counting import at_once
from tests.visiting import Page

File = Callable[..., Proposal]
FIRST, NEXT = "2019-02-02 12:00", "2019-02-03 00:30"
DAY = date(2019, 2, 2)


@pytest.fixture
def lived(file: File, operating: Actor) -> Proposal:
    """A day on which something happened."""
    with testing.at(FIRST):
        one, other = file("막차를 [늦춰](//evil) 주세요"), file("가로등")
        for number in range(3):
            support(one, actor=actor_of(testing.account(f"이웃 {number}").id))
        sort(other, "complaint", operating, reason="민원")
        db.session.commit()
    return one


def test_a_day_is_written_when_it_is_over_and_only_once(
    lived: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with testing.at(NEXT):
        assert day_log.write_due() == 0, "a day was written on which nothing had happened here yet"
    monkeypatch.setattr(queries, "first_entry", lambda: lived.filed_at)
    with testing.at(FIRST):
        assert day_log.write_due() == 0
        assert queries.log_of(DAY) is None
    with testing.at(NEXT):
        assert day_log.write_due() == 1
        assert day_log.write_due() == 0
    log = queries.log_of(DAY)
    assert log is not None and log.facts["filed"] == {"online": 2} and log.facts["sorted"] == {"complaint": 1}
    assert "새 제안: 2건" in log.text and "가로등" in log.text


def test_what_was_supported_most_is_a_link_that_its_title_does_not_end(lived: Proposal) -> None:
    today = clock.wall().date()  # the origins of supports are noted by the machine's clock
    db.session.add_all(
        SupportOrigin(support_id=one.id, block="b", account_hours=1, noted_on=today)
        for one in db.session.query(Support)
    )
    assert queries.supported_most(today) == [(lived, 3)]
    facts = {**day_log.facts_of(DAY), "supported": [[lived.id, 3]]}
    assert f"[막차를 늦춰 //evil 주세요](/proposals/{lived.id}) (+3)" in day_log.words(DAY, facts)


def test_what_not_everybody_may_see_is_called_by_its_number(lived: Proposal, operating: Actor) -> None:
    proposals.hide(lived, "이름이 있습니다", operating)
    facts = {**day_log.facts_of(DAY), "proposal_hidden": [lived.id]}
    said = day_log.words(DAY, facts)
    assert f"[{lived.number}](/proposals/{lived.id})" in said and "막차" not in said


def test_two_that_write_at_once_write_one(lived: Proposal, app: Flask) -> None:
    db.session.rollback()
    with testing.at(NEXT):
        written = at_once(app, [lambda: day_log.words(DAY, day_log.facts_of(DAY))] * 2)
        assert written[0] == written[1]
        assert [day_log.write(DAY), day_log.write(DAY)] == [True, False]
    assert db.session.query(DayLog).count() == 1


def test_a_quiet_day_says_so(app: Flask) -> None:
    with testing.at(NEXT):
        day_log.write(DAY)
    found = queries.log_of(DAY)
    assert found is not None and found.text == "조용한 하루였습니다."


def test_it_is_edited_and_the_second_is_told(lived: Proposal, operating: Actor, desk: FlaskClient) -> None:
    with testing.at(NEXT):
        day_log.write(DAY)
        day_log.edit(DAY, "막차 이야기가 많았다.", 1, operating)
        db.session.commit()
        with pytest.raises(ChangedMeanwhile):
            day_log.edit(DAY, "다른 글", 1, operating)
        db.session.rollback()
        page = Page(desk.get("/desk/triage/log/2019-02-02"))
        assert "막차 이야기가 많았다." in page.text
        late = desk.post("/desk/triage/log/2019-02-02", data={"words": "늦은 글", "revision": "1"})
        assert late.status_code == 409 and "늦은 글" in Page(late).text and "막차 이야기" in Page(late).text
        saved = desk.post("/desk/triage/log/2019-02-02", data={"words": "고친 글", "revision": "2"})
        assert saved.status_code == 302
        assert "고친 글" in Page(desk.get("/desk/triage/log")).text
        for wrong in ("2019-02-30", "x", "2018-01-01"):
            assert desk.get(f"/desk/triage/log/{wrong}").status_code == 404


def test_a_busy_day_names_the_first_and_counts_the_others(file: File, app: Flask) -> None:
    with testing.at(FIRST):
        for number in range(day_log.NAMED + 3):
            made = file(f"가로등 {number}")
            for verb in ("merged", "merged", "answered"):
                record(verb, proposal_id=made.id, public=True)
        db.session.commit()
    with testing.at(NEXT):
        day_log.write(DAY)
    found = queries.log_of(DAY)
    assert found is not None and len(found.facts["merged"]) == day_log.NAMED + 3
    line = next(line for line in found.text.splitlines() if line.startswith("- 병합됨:"))
    assert line.count("/proposals/") == day_log.NAMED and line.endswith(" 외 3건")
    with testing.at("2019-02-04 00:30"):
        assert day_log.facts_of(DAY)["answered"] and not day_log.facts_of(date(2019, 2, 3))["answered"]
