"""A rehearsal as data, in a shape that others can rely on."""

import json

from demosx.process.simulate.data import as_data
from tests.process.rehearsals import play
from tests.process.test_simulate_running import DESIGN, step


def test_the_data_says_what_happened_what_differs_and_where_it_stands() -> None:
    data = as_data(play(DESIGN.replace('"support", duties = []', '"agenda", duties = []')))
    assert json.loads(json.dumps(data)) == data
    assert (data["process"], data["filed"], data["steps_in_all"]) == (
        "citizen",
        "2019-02-01T12:00:00+09:00",
        3,
    )
    first, second, third = data["steps"]
    assert (first["number"], first["line"], first["on"], first["holds"]) == (
        1,
        4,
        "2019-02-10T12:00:00+09:00",
        True,
    )
    opened = first["events"][1]
    assert (opened["what"], opened["rule"]) == ("duty_opened", "support/open:department_answer")
    assert opened["duty"]["due_on"] == "2019-03-04"
    assert first["then"] == {
        "stage": "support", "visit": 1, "duties": {"department_answer": "2019-03-04"}, "overdue": [], "paused": [],
        "marks": [], "ended": None, "version": 1,
    }  # fmt: skip
    (difference,) = second["differences"]
    assert {key: difference[key] for key in ("what", "line", "expected", "got")} == {
        "what": "stage", "line": 12, "expected": "agenda", "got": "support",
    }  # fmt: skip
    assert difference["message"].keys() == {"ko", "en"}
    assert (third["then"]["ended"], third["events"][-1]["at"]) == ("answered", "2019-03-04T00:00:00+09:00")


def test_a_refusal_is_named_and_explained() -> None:
    data = as_data(play(step("2019-02-10", 'act = { press = "move:agenda", gives = [] }')))
    (only,) = data["steps"]
    assert (only["holds"], only["refused"]) == (False, "needs")
    assert only["why"] == {
        "ko": "필요한 것을 내지 않았습니다: 사유(`reason`).",
        "en": "What is needed was not given: Reason (`reason`).",
    }
    assert data["steps_in_all"] == 1
