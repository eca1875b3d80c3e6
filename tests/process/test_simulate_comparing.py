"""Everything that a step can expect is compared with what there is."""

import pytest

from tests.process.rehearsals import play, unmet

RULES = """
format = 1
key = "t"
name = { en = "T" }
first = "a"
[[rules]]
when = "supports >= 10"
mark = "budget"
[[rules]]
when = "supports >= 10"
notify = ["operator", "department"]
[stages.a]
kind = "support"
name = { en = "A" }
period = "30 days"
allows = ["support"]
pause = ["hearing"]
[[stages.a.rules]]
by = ["proposer", "operator"]
end = "withdrawn"
[[stages.a.rules]]
by = ["operator"]
open = "answer"
set = { asked = true, round = 2, who = "panel" }
[[stages.a.rules]]
by = ["operator"]
when = "supports >= 20"
move = "b"
[[stages.a.rules]]
when = "supports >= 99"
move = "b"
[stages.b]
kind = "review"
name = { en = "B" }
owner = "head"
within = "10 days"
decides = ["yes", "no"]
[[stages.b.rules]]
when = "decision == 'yes' or decision == 'no'"
end = "decided"
[duties.answer]
name = { en = "Answer" }
owner = "department"
within = "5 days"
outcomes = ["good", "bad"]
[words]
budget = { en = "Budget" }
decided = { en = "Decided" }
"""
TOP = 'process = "t.toml"\nfiled = 2019-02-01\n'


def look(*steps: str) -> list[tuple[str, object, object]]:
    """The differences of the last of some steps, on consecutive days from 11 February."""
    text = "".join(f"[[steps]]\non = 2019-02-{11 + number}\n{step}\n" for number, step in enumerate(steps))
    found = play(text, {"t.toml": RULES}, TOP)
    return [(what, expected, got) for number, what, expected, got in unmet(found) if number == len(steps)]


SETS = [
    ("facts = { supports = 10 }", 'marks = ["budget"]', "marks = []", [("marks", [], ["budget"])]),
    (
        "facts = { supports = 10 }",
        'notified = ["department", "operator"]',
        'notified = ["operator"]',
        [("notified", ["operator"], ["department", "operator"])],
    ),
    ("", 'allows = ["support"]', "allows = []", [("allows", [], ["support"])]),
    ("", "duties = []", 'duties = ["answer"]', [("duties", ["answer"], [])]),
    ("", 'stage = "a"', 'stage = "b"', [("stage", "b", "a")]),
    ("", "entered_on = 2019-02-01", "entered_on = 2019-02-11", [("entered_on", "2019-02-11", "2019-02-01")]),
    ("", "ended = false", 'ended = "withdrawn"', [("ended", "withdrawn", False)]),
    ("", "version = 1", "version = 2", [("version", 2, 1)]),
    (
        'act = { press = "end:withdrawn" }',
        'ended = "withdrawn", ended_on = 2019-02-11, stage = "a"',
        "ended = false, ended_on = 2019-02-12",
        [("ended", False, "withdrawn"), ("ended_on", "2019-02-12", "2019-02-11")],
    ),
    ("", "ended = false", "ended_on = 2019-02-12", [("ended_on", "2019-02-12", None)]),
    (
        "",
        "period = { first = 2019-02-01, last = 2019-03-03 }",
        "period = { first = 2019-02-02, last = 2019-03-02 }",
        [("period.first", "2019-02-02", "2019-02-01"), ("period.last", "2019-03-02", "2019-03-03")],
    ),
    ("", "period = { last = 2019-03-03 }", "period = false", [("period", False, "2019-02-01 … 2019-03-03")]),
    (
        'act = { pause = "a", reason = "hearing" }',
        'period = false, paused = ["a"]',
        "period = { last = 2019-03-03 }, paused = []",
        [("period.last", "2019-03-03", None), ("paused", [], ["a"])],
    ),
    (
        'act = { press = "open:answer" }',
        "due = { answer = 2019-02-18 }, overdue = []",
        'due = { answer = "paused" }, overdue = ["answer"]',
        [("due.answer", "paused", "2019-02-18"), ("overdue", ["answer"], [])],
    ),
    ("", "duties = []", "due = { answer = false }", [("due.answer", False, None)]),
    (
        'act = { press = "open:answer" }',
        "facts = { asked = true, round = 2, who = 'panel', days = 10, period_over = false, open_duties = 1 }",
        "facts = { asked = false, round = 3, who = '', days = 9.5, 'outcome.answer' = 'good', period_over = true }",
        [
            ("facts.asked", False, True),
            ("facts.round", 3, 2),
            ("facts.who", "", "panel"),
            ("facts.days", "9.5", 10),
            ("facts.outcome.answer", "good", None),
            ("facts.period_over", True, False),
        ],
    ),
    ("", "facts = { asked = false, who = '', decision = '', 'mark.budget' = false }", "facts = { round = 0 }",
     [("facts.round", 0, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("step", "right", "wrong", "found"), SETS)
def test_what_is_expected_holds_or_is_shown_beside_what_there_is(
    step: str, right: str, wrong: str, found: list[tuple[str, object, object]]
) -> None:
    assert look(f"{step}\nexpect = {{ {right} }}") == []
    assert look(f"{step}\nexpect = {{ {wrong} }}") == found


BUTTONS = [
    ('proposer = ["withdrawn"], operator = ["open:answer", "a/end:withdrawn"], head = []', []),
    ('proposer = []', [("buttons.proposer", [], ["end:withdrawn"])]),
    ('operator = ["Withdrawn", "answer", "move:b"]',
     [("buttons.operator", ["end:withdrawn", "move:b", "open:answer"], ["end:withdrawn", "open:answer"])]),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "found"), BUTTONS)
def test_buttons_are_all_that_a_person_has_however_they_are_spelled(
    expected: str, found: list[tuple[str, object, object]]
) -> None:
    assert look(f"expect = {{ buttons = {{ {expected} }} }}") == found


def test_a_button_shows_while_its_condition_holds_and_none_after_the_end() -> None:
    more = 'facts = { supports = 20 }\nexpect = { buttons = { operator = ["withdrawn", "answer", "b"] } }'
    ended = 'act = { press = "withdrawn" }\nexpect = { buttons = { operator = [], proposer = [] } }'
    assert look(more) == []
    assert look(more, ended) == []


def test_a_late_duty_is_overdue_from_the_day_after() -> None:
    asked = 'act = { press = "answer" }\nexpect = { due = { answer = 2019-02-18 } }'
    waits = [f"expect = {{ overdue = [{late}] }}" for late in ["", "", "", "", "", "", "", '"answer"']]
    assert look(asked, *waits) == []
    assert look(asked, *waits[:-1]) == []


def test_the_notified_are_those_since_the_step_before() -> None:
    told = 'facts = { supports = 10 }\nexpect = { notified = ["operator", "department"] }'
    assert look(told, "expect = { notified = [] }") == []


def test_the_department_sees_what_its_officers_see() -> None:
    rules = RULES.replace('by = ["proposer", "operator"]', 'by = ["officer"]')
    seen = '[[steps]]\non = 2019-02-11\nexpect = { buttons = { department = ["withdrawn"], member = [] } }\n'
    assert unmet(play(seen, {"t.toml": rules}, TOP)) == []
