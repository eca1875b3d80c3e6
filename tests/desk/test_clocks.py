"""Stopping clocks, letting them run on, extending and handing over: by whom, with what words, and once."""

import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db, transaction
from demosx.core.errors import Conflict
from demosx.core.web import Application
from demosx.desk import clock_services
from demosx.desk.clocks import clock_of, stage_clock
from demosx.duties.models import Duty
from demosx.duties.reminders import remind
from demosx.journey.models import Visit
from demosx.journey.queries import standing
from demosx.journey.travel import NotPossibleNow, moment
from demosx.ledger.queries import timeline as entries_of
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.history import timeline
from demosx.proposals.models import Proposal

from .conftest import At, gather, lead

DeskOf = Callable[[Account], FlaskClient]
RULES = str(Path(__file__).parent / "clocks.toml")
SEEN = re.compile(r'name="seen" type="hidden" value="([^"]+)"')


@pytest.fixture
def bus(city: SimpleNamespace, at: At) -> Proposal:
    """A proposal whose answer is asked of transport on 10 February 2019, due on Monday 4 March."""
    with at("2019-02-01 09:00"):
        testing.apply_examples([RULES])
        made = testing.proposal(city.citizen, "버스", process_key="clocks")
        lead(made, "transport", city.operator)
    with at("2019-02-10 12:00"):
        gather(made, 60)
        testing.forget_letters()
    return made


@pytest.fixture
def duty(bus: Proposal) -> Duty:
    return owed("answer")


def owed(name: str) -> Duty:
    """The open duty of this name, as it is now."""
    query = db.select(Duty).where(Duty.name == name, Duty.closed_at.is_(None))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def seen(desk: FlaskClient, address: str) -> str:
    """How the clock stands, as a form on a page says."""
    return SEEN.findall(desk.get(address).get_data(as_text=True))[0]


def send(desk: FlaskClient, address: str, act: str, **data: Any) -> tuple[int, str]:
    """Send a form of a page, as it is on it now; the answer, and the page that is left."""
    data = {"seen": seen(desk, address), **data}
    answer = desk.post(f"{address}/{act}", data=data)
    return answer.status_code, answer.get_data(as_text=True)


def letters(to: Account) -> list[str]:
    return [letter.subject[1:].split("]")[0] for letter in testing.letters(to)]


def story(proposal: Proposal) -> list[tuple[str, str, str]]:
    told = timeline(proposal, entries_of(proposal.id))
    return [(f"{line.day:%m-%d}", line.title, line.who) for line in told]


def test_a_clock_is_stopped_and_runs_on(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At, desk_of: DeskOf, client: FlaskClient
) -> None:
    here = f"/desk/duties/{duty.id}"
    with at("2019-02-14 10:00"):
        assert send(desk_of(city.operator), here, "pause", why="hearing", note="주민 설명회가 열립니다") == (
            302,
            ANY,
        )
        page = client.get(f"/proposals/{bus.id}").get_data(as_text=True)
        assert "기한 멈춤 — 의견 청취, 2월 14일(목)부터" in page and "주민 설명회가 열립니다" in page
        assert (owed("answer").due_on, owed("answer").paused_since) == (None, date(2019, 2, 14))
    with at("2019-02-20 10:00"):
        form = desk_of(city.transport).get(here).get_data(as_text=True)
        assert "새 기한은 3월 11일(월)입니다." in form
        assert send(desk_of(city.transport), here, "resume", why="hearing")[0] == 302
    # The 14th to the 20th are seven days: Saturday 2 March becomes Saturday the 9th, and so Monday.
    assert (owed("answer").last_day, owed("answer").due_on) == (date(2019, 3, 9), date(2019, 3, 11))
    assert story(bus)[-2:] == [
        ("02-14", "‘부서 답변’ 기한이 멈췄습니다. 사유: 의견 청취", "운영자"),
        ("02-20", "‘부서 답변’ 기한이 다시 흐릅니다. 새 기한: 2019년 3월 11일(월)", "담당부서"),
    ]
    assert letters(city.transport) == ["기한 멈춤"]


class _Anything:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


ANY = _Anything()


def test_reminders_follow_the_day_that_holds(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At
) -> None:
    """Five days before and one after; none while the clock stands still, and none twice."""
    with at("2019-02-14 10:00"), moment(bus, actor_of(city.operator.id)) as journey:
        journey.pause("answer", "hearing")
    db.session.commit()
    with at("2019-03-06 09:00"):
        assert remind() == 0
    with at("2019-03-11 10:00"), moment(bus, actor_of(city.operator.id)) as journey:
        journey.resume("answer")
    db.session.commit()
    assert (owed("answer").due_on, owed("answer").remind) == (date(2019, 3, 28), ["2019-03-23", "2019-03-29"])
    with at("2019-03-23 09:00"):
        assert (remind(), remind()) == (1, 0)
    with at("2019-03-25 09:00"), moment(bus, actor_of(city.official.id)) as journey:
        journey.extend("answer", None, {"reason": "자료를 더 모읍니다"})
    db.session.commit()
    assert owed("answer").due_on == date(2019, 5, 27)
    with at("2019-03-29 09:00"):
        assert remind() == 0
    with at("2019-05-22 09:00"):
        assert (remind(), remind()) == (1, 0)
    with at("2019-05-28 09:00"):
        assert (remind(), remind()) == (1, 0)
    assert letters(city.transport) == [
        "기한 멈춤",
        "기한 다시 시작",
        "기한 임박",
        "기한 연장",
        "기한 임박",
        "기한 지남",
    ]


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({}, 422, "사유를 골라 주세요"),
        ({"why": "weather", "note": "비가 옵니다"}, 422, "비가 옵니다"),
        ({"why": "hearing", "note": "가" * 5001}, 422, "5000"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    city: SimpleNamespace, duty: Duty, at: At, desk_of: DeskOf, data: dict[str, str], status: int, said: str
) -> None:
    with at("2019-02-14 10:00"):
        answer = send(desk_of(city.operator), f"/desk/duties/{duty.id}", "pause", **data)
    assert (answer[0], said in answer[1]) == (status, True)
    assert owed("answer").paused_since is None


def test_the_second_of_two_is_told_and_keeps_what_was_typed(
    city: SimpleNamespace, duty: Duty, at: At, desk_of: DeskOf
) -> None:
    here = f"/desk/duties/{duty.id}"
    with at("2019-02-14 10:00"):
        before = seen(desk_of(city.operator), here)
        assert send(desk_of(city.lead), here, "pause", why="hearing")[0] == 302
        late = {"seen": before, "why": "transfer", "note": "다른 부서에 묻습니다"}
        answer = desk_of(city.operator).post(f"{here}/pause", data=late)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409 and "다른 사람이 먼저 바꾸어" in page
        assert "다른 부서에 묻습니다" in page and before not in SEEN.findall(page)
        assert len(owed("answer").pauses) == 1
        again = {**late, "seen": SEEN.findall(page)[0]}
        assert desk_of(city.operator).post(f"{here}/pause", data=again).status_code == 302
    assert [pause[0] for pause in owed("answer").pauses] == ["hearing", "transfer"]


def test_what_is_overdue_is_neither_stopped_nor_extended(
    city: SimpleNamespace, duty: Duty, at: At, desk_of: DeskOf
) -> None:
    here = f"/desk/duties/{duty.id}"
    with at("2019-03-04 23:00"):
        before = seen(desk_of(city.official), here)
    with at("2019-03-05 09:00"):
        page = desk_of(city.official).get(here).get_data(as_text=True)
        assert "기한이 지났습니다" in page and f"{here}/pause" not in page
        answer = desk_of(city.official).post(f"{here}/pause", data={"seen": before, "why": "hearing"})
        assert answer.status_code == 409
        assert "기한이 지난 일은 멈추거나 연장할 수 없습니다" in answer.get_data(as_text=True)
        answer = desk_of(city.official).get(f"{here}/extend")
        assert answer.status_code == 409 and "기한이 이미 지났습니다" in answer.get_data(as_text=True)


def test_an_extension_shows_the_new_day_before_it_is_done(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At, desk_of: DeskOf, client: FlaskClient
) -> None:
    here = f"/desk/duties/{duty.id}/extend"
    with at("2019-02-14 10:00"):
        desk = desk_of(city.official)
        first = desk.get(here).get_data(as_text=True)
        assert "지금 기한" in first and "60일" in first and "새 기한은 5월 1일(수)입니다." in first
        data = {"seen": SEEN.findall(first)[0], "amount": "14", "reason": "현장을 봅니다"}
        assert "사유" in desk.post(here, data={**data, "reason": ""}).get_data(as_text=True)
        shown = desk.post(here, data=data).get_data(as_text=True)
        assert "새 기한은 3월 18일(월)입니다." in shown and owed("answer").extended == []
        data["foreseen"] = "2019-03-18"
        # Another number than the one whose day was shown is shown first as well.
        other = desk.post(here, data={**data, "amount": "20", "confirm": "1"}).get_data(as_text=True)
        assert "3월 22일(금)" in other and owed("answer").extended == []
        assert desk.post(here, data={**data, "confirm": "1"}).status_code == 302
        assert (owed("answer").due_on, owed("answer").extended) == (date(2019, 3, 18), ["14 days"])
        page = client.get(f"/proposals/{bus.id}").get_data(as_text=True)
        assert "기한 연장 — 현장을 봅니다" in page and "3월 18일(월)" in page
        # The same form again: somebody has been faster, if only oneself.
        again = desk.post(here, data={**data, "confirm": "1"})
        assert again.status_code in (200, 409) and owed("answer").extended == ["14 days"]
    assert story(bus)[-1] == (
        "02-14",
        "‘부서 답변’ 기한이 연장되었습니다. 새 기한: 2019년 3월 18일(월)",
        "추진반",
    )
    assert letters(city.transport) == ["기한 연장"]


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({"last_day": "2019-03-15"}, 200, "새 기한은 3월 15일(금)입니다."),
        ({"last_day": "2019-03-16"}, 200, "새 기한은 3월 18일(월)입니다."),
        ({"last_day": "2019-03-02"}, 422, "지금 기한보다 뒤의 날짜"),
        ({"last_day": "2019-05-02"}, 409, "한도: 60일"),
        ({"amount": "61"}, 409, "한도: 60일"),
        ({"amount": "0"}, 422, "amount"),
        ({"amount": "x"}, 422, "amount"),
        ({"amount": "3", "last_day": "2019-03-15"}, 422, "하나만"),
    ],
)
def test_how_far_an_extension_may_go(
    city: SimpleNamespace, duty: Duty, at: At, desk_of: DeskOf, wanted: dict[str, str], status: int, said: str
) -> None:
    with at("2019-02-14 10:00"):
        here = f"/desk/duties/{duty.id}/extend"
        answer = desk_of(city.official).post(here, data={"seen": "", "reason": "까닭", **wanted})
        page = answer.get_data(as_text=True)
    assert (answer.status_code, said in page) == (status, True)
    assert "까닭" in page


def test_only_those_whom_the_file_names_extend(
    city: SimpleNamespace, duty: Duty, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-14 10:00"):
        here = f"/desk/duties/{duty.id}"
        for who in (city.operator, city.lead, city.transport, city.head):
            assert desk_of(who).get(f"{here}/extend").status_code == 403
            assert f"{here}/extend" not in desk_of(who).get(here).get_data(as_text=True)
        assert f"{here}/extend" in desk_of(city.official).get(here).get_data(as_text=True)


def test_a_duty_is_handed_over_and_taken_up(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At, desk_of: DeskOf, client: FlaskClient
) -> None:
    here, parks = f"/desk/duties/{duty.id}", testing.department("parks")
    answers = f"/desk/proposals/{bus.id}/answers/answer"
    with at("2019-02-14 10:00"):
        assert desk_of(city.transport).post(f"{here}/hand-over").status_code == 403
        wrong = send(desk_of(city.operator), here, "hand-over", department_id=parks.id)
        assert wrong[0] == 422 and owed("answer").department_id != parks.id
        own = testing.department("transport").id
        assert send(desk_of(city.operator), here, "hand-over", department_id=own, reason="그대로")[0] == 422
        done = send(
            desk_of(city.operator), here, "hand-over", department_id=parks.id, reason="공원 안의 길입니다"
        )
        assert done[0] == 302
        assert (owed("answer").department_id, owed("answer").due_on) == (parks.id, None)
        page = client.get(f"/proposals/{bus.id}").get_data(as_text=True)
        assert "parks 과" in page and "기한 멈춤 — 다른 부서로 이송" not in page
        assert "공원 안의 길입니다" in page
        assert desk_of(city.transport).get(answers).status_code == 403
        assert desk_of(city.parks).get(answers).status_code == 200
        assert desk_of(city.transport).post(f"{here}/resume").status_code == 403
    with at("2019-02-18 10:00"):
        assert "넘겨받기" in desk_of(city.parks).get(here).get_data(as_text=True)
        assert send(desk_of(city.parks), here, "resume", why="transfer")[0] == 302
    assert owed("answer").due_on == date(2019, 3, 7)
    assert bus.lead_department_id == own
    assert letters(city.parks) == ["넘겨받음"] and letters(city.transport) == ["다른 부서로 넘김"]
    assert story(bus)[-3:] == [
        ("02-14", "‘부서 답변’ 담당부서가 바뀌었습니다: parks 과", "운영자"),
        ("02-14", "‘부서 답변’ 기한이 멈췄습니다. 사유: 이송", "운영자"),
        ("02-18", "‘부서 답변’ 기한이 다시 흐릅니다. 새 기한: 2019년 3월 7일(목)", "담당부서"),
    ]


def test_the_responsible_department_changes_as_it_is_handed_over(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At
) -> None:
    with at("2019-02-14 10:00"):
        lead(bus, "parks", city.operator)
    assert owed("answer").department_id == testing.department("parks").id
    assert [pause[0] for pause in owed("answer").pauses] == ["transfer"]


def test_the_stage_s_own_duty_takes_the_responsibility_along(
    city: SimpleNamespace, bus: Proposal, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-14 10:00"):
        gather(bus, 500)
        review = owed("review")
        number = testing.department("parks").id
        here = f"/desk/duties/{review.id}"
        assert (
            send(desk_of(city.operator), here, "hand-over", department_id=number, reason="공원 일")[0] == 302
        )
        assert (owed("review").department_id, bus.lead_department_id) == (number, number)
        assert owed("answer").department_id == testing.department("transport").id
        assert desk_of(city.parks).get(f"/desk/proposals/{bus.id}/decision").status_code == 200
        assert desk_of(city.transport).get(f"/desk/proposals/{bus.id}/decision").status_code == 403


def test_the_period_of_a_stage_is_stopped_and_extended(
    city: SimpleNamespace, bus: Proposal, at: At, desk_of: DeskOf, client: FlaskClient
) -> None:
    here = f"/desk/proposals/{bus.id}"
    with at("2019-02-14 10:00"):
        assert desk_of(city.transport).post(f"{here}/pause").status_code == 403
        assert send(desk_of(city.operator), here, "pause", why="hearing", note="설명회")[0] == 302
        page = client.get(f"/proposals/{bus.id}").get_data(as_text=True)
        assert "기한 멈춤 — 의견 청취, 2월 14일(목)부터" in page and "설명회" in page
        assert page.count("일 남음") == 1  # that of the answer, whose clock runs
        assert bus.closes_on is None
    with at("2019-02-20 10:00"):
        assert send(desk_of(city.operator), here, "resume", why="hearing")[0] == 302
        db.session.refresh(bus)
        assert bus.closes_on == date(2019, 3, 10)
        desk = desk_of(city.operator)
        data = {
            "seen": seen(desk, here),
            "reason": "설날이 있었습니다",
            "foreseen": "2019-03-20",
            "confirm": "1",
        }
        assert desk.post(f"{here}/extend", data=data).status_code == 302
        db.session.refresh(bus)
        assert bus.closes_on == date(2019, 3, 20)
        page = client.get(f"/proposals/{bus.id}").get_data(as_text=True)
        assert "이 단계의 기간이 3월 20일(수)까지 연장되었습니다." in page and "설날이 있었습니다" in page
    assert [line[1] for line in story(bus)[-3:]] == [
        "‘모으기’ 기간이 멈췄습니다. 사유: 의견 청취",
        "‘모으기’ 기간이 다시 흐릅니다. 마지막 날: 2019년 3월 10일(일)",
        "‘모으기’ 기한이 연장되었습니다. 새 기한: 2019년 3월 20일(수)",
    ]


def test_a_supplement_is_asked_of_the_proposer_and_lets_the_clock_run_on(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At, desk_of: DeskOf
) -> None:
    own = f"/proposals/{bus.id}"
    with at("2019-02-14 10:00"):
        assert send(desk_of(city.transport), f"/desk/duties/{duty.id}", "pause", why="supplement")[0] == 302
        page = desk_of(city.transport).get(f"/desk/duties/{duty.id}").get_data(as_text=True)
        assert "이 일을 마치면 기한이 저절로 다시 흐릅니다: 보완" in page and "/resume" not in page
        assert "제안자에게 요청한 일: 보완" in desk_of(city.citizen).get(own).get_data(as_text=True)
        assert "제안자에게 요청한 일" not in desk_of(city.operator).get(own).get_data(as_text=True)
        asked = owed("supplement")
        assert bus.closes_on is None
    with at("2019-02-18 10:00"):
        done = f"{own}/duties/{asked.id}"
        assert desk_of(city.operator).post(done, data={"done": "대신"}).status_code == 403
        assert desk_of(city.citizen).post(done, data={"done": "  "}).status_code == 422
        other = desk_of(city.citizen).post(f"{own}/duties/{duty.id}", data={"done": "부서 일"})
        assert other.status_code == 409
        assert desk_of(city.citizen).post(done, data={"done": "정류장 사진을 더했습니다"}).status_code == 302
        assert desk_of(city.citizen).post(done, data={"done": "또"}).status_code == 409
    assert owed("answer").due_on == date(2019, 3, 7)
    db.session.refresh(bus)
    assert bus.closes_on == date(2019, 3, 8)
    assert "정류장 사진을 더했습니다" in [line.text for line in timeline(bus, entries_of(bus.id))]


def test_the_staff_complete_for_a_proposer_who_writes_on_paper(
    city: SimpleNamespace, bus: Proposal, duty: Duty, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-14 10:00"):
        send(desk_of(city.operator), f"/desk/duties/{duty.id}", "pause", why="supplement")
        done = f"/desk/duties/{owed('supplement').id}/complete"
        assert desk_of(city.transport).post(done).status_code == 403
        assert desk_of(city.operator).post(done).status_code == 302
    assert owed("answer").paused_since is None


def test_nobody_votes_or_supports_while_a_stage_rests(
    city: SimpleNamespace, at: At, client: FlaskClient, desk_of: DeskOf
) -> None:
    with at("2020-03-01 09:00"):
        testing.apply_examples([RULES])
        made = testing.proposal(city.citizen, "쉬는 제안", process_key="clocks")
    with at("2020-03-06 09:00"):
        page = client.get(f"/proposals/{made.id}").get_data(as_text=True)
        assert "이 단계는 3월 10일(화)까지 쉽니다. 사유: 선거 기간" in page
        assert f"/proposals/{made.id}/support" not in page
        refused = desk_of(city.operator).post(f"/proposals/{made.id}/support")
        assert refused.status_code == 409 and "선거 기간" in refused.get_data(as_text=True)
    with at("2020-03-11 09:00"):
        assert f"/proposals/{made.id}/support" in client.get(f"/proposals/{made.id}").get_data(as_text=True)


def test_two_who_stop_at_once_stop_once(app: Application, city: SimpleNamespace, duty: Duty, at: At) -> None:
    with at("2019-02-14 10:00"):
        before = clock_of(standing(duty.proposal), "answer", duty).seen
        db.session.commit()
    number, people = duty.id, [city.operator.id, city.lead.id, city.official.id]
    gate, ends = threading.Barrier(len(people)), []

    def stop(account_id: int) -> None:
        with app.app_context(), at("2019-02-14 10:00"):
            gate.wait()
            try:
                with transaction():
                    found = db.session.get_one(Duty, number)
                    clock = clock_of(standing(found.proposal), "answer", found)
                    clock_services.pause(clock, "hearing", "", before, actor_of(account_id))
                ends.append("done")
            except Conflict as refusal:
                ends.append(refusal.code)

    threads = [threading.Thread(target=stop, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["clock_changed", "clock_changed", "done"]
    db.session.rollback()
    assert len(owed("answer").pauses) == 1


def test_a_code_of_the_rules_is_a_sentence(app: Flask, bus: Proposal, at: At) -> None:
    with at("2019-02-14 10:00"), pytest.raises(NotPossibleNow) as refusal, moment(bus) as journey:
        journey.resume("answer")
    assert refusal.value.facts["code"] == "not_paused"
    assert str(refusal.value) == "기한이 이미 흐르고 있습니다: 부서 답변"


def test_the_clock_of_a_stage_is_that_of_its_own_duty_too(bus: Proposal, at: At) -> None:
    with at("2019-02-14 10:00"):
        gather(bus, 500)
        clock = stage_clock(standing(bus))
        assert (clock.name, clock.period, clock.duty is not None) == ("review", False, True)
        visit = db.session.scalars(db.select(Visit).where(Visit.number == 2)).one()
        assert visit.stage == "review"
