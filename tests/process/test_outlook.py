"""What is open, until when, and when something is due next."""

from datetime import date

from demosx.process import acts
from demosx.process.lengths import parse_length
from demosx.process.outlook import all_facts, allowed, buttons, next_due, period, started
from tests.process.journeys import KOREA, Journey, example, noon, read

CITIZEN = example("seoul-2019")


def test_a_stage_allows_until_its_period_ends_not_longer() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=50)
    assert allowed(CITIZEN, journey.state, noon("2019-03-03T23:59"), KOREA) == {
        "edit",
        "support",
        "opine",
        "merge",
    }
    assert allowed(CITIZEN, journey.state, noon("2019-03-04T00:00"), KOREA) == frozenset()


def test_the_period_of_a_visit() -> None:
    journey = Journey(CITIZEN, "2019-02-01")
    assert period(CITIZEN, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 3, 3))
    journey.act(acts.force_move, "forum")
    assert period(CITIZEN, journey.state, KOREA) is None
    assert not started(journey.state.visit, journey.now, KOREA)
    journey.act(acts.open_stage, date(2019, 2, 20), ["operator"])
    assert period(CITIZEN, journey.state, KOREA) == (date(2019, 2, 20), date(2019, 3, 22))
    assert not started(journey.state.visit, journey.now, KOREA)


def test_when_something_is_due_next() -> None:
    journey = Journey(CITIZEN, "2019-02-01")
    assert next_due(CITIZEN, journey.state, KOREA) == noon("2019-03-04T00:00")
    journey.on("2019-02-10", supports=50)
    assert next_due(CITIZEN, journey.state, KOREA) == noon("2019-03-04T00:00")
    journey.on("2019-03-04")
    assert next_due(CITIZEN, journey.state, KOREA) == noon("2019-03-05T00:00")
    journey.on("2019-03-05")
    assert next_due(CITIZEN, journey.state, KOREA) is None
    journey.act(acts.force_move, "forum").act(acts.open_stage, date(2019, 3, 20), ["operator"])
    assert next_due(CITIZEN, journey.state, KOREA) == noon("2019-03-20T00:00")
    journey.on("2019-03-20")
    assert next_due(CITIZEN, journey.state, KOREA) == noon("2019-04-20T00:00")


BUTTONS = """
format = 1
key = "buttons"
name = { ko = "버튼", en = "Buttons" }
first = "a"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
[[stages.a.rules]]
by = "operator"
when = "supports >= 5 and days >= 1"
end = "closed"
[[stages.a.rules]]
by = "operator"
open = "d"
[[stages.a.rules]]
by = "operator"
mark = "hot"
[[stages.a.rules]]
when = "days >= 2"
notify = "aide"
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "operator"
[words]
hot = { ko = "뜨거움", en = "Hot" }
"""


def test_a_button_is_there_while_it_would_do_something() -> None:
    journey = Journey(read(BUTTONS), "2019-02-01")

    def shown() -> list[str]:
        found = buttons(journey.process, journey.state, ["operator"], journey.facts, journey.now, KOREA)
        return [rule.action for rule in found]

    assert shown() == ["open", "mark"]
    journey.on("2019-02-02", supports=5)
    assert shown() == ["end", "open", "mark"]
    journey.act(acts.press, "a/open:d", ["operator"]).act(acts.press, "a/mark:hot", ["operator"])
    assert shown() == ["end"]
    journey.on("2019-02-02T15:00", supports=4).act(acts.complete, "d", None)
    assert shown() == ["open"]
    assert journey.state.marks == {"hot"}


def test_midnights_matter_only_until_the_rule_that_counts_days_has_fired() -> None:
    journey = Journey(read(BUTTONS), "2019-02-01")
    assert next_due(journey.process, journey.state, KOREA) == noon("2019-02-02T00:00")
    journey.on("2019-02-02")
    assert next_due(journey.process, journey.state, KOREA) == noon("2019-02-03T00:00")
    journey.on("2019-02-03")
    assert next_due(journey.process, journey.state, KOREA) is None


def test_the_facts_of_the_engine() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=50)
    facts = all_facts(CITIZEN, journey.state, noon("2019-03-05"), journey.facts, KOREA)
    assert facts == {
        "today": "2019-03-05",
        "filed": "2019-02-01",
        "days.ever": 32,
        "supports": 50,
        "days": 32,
        "period_over": True,
        "open_duties": 1,
        "overdue.department_answer": True,
    }
    journey.act(acts.complete, "department_answer", "decline").act(acts.force_move, "agenda")
    facts = all_facts(CITIZEN, journey.state, noon("2019-02-10"), journey.facts, KOREA)
    assert facts == {"today": "2019-02-10", "filed": "2019-02-01", "days.ever": 9, "supports": 50, "days": 0,
        "open_duties": 1,
                     "outcome.department_answer": "decline", "overdue.agenda": False}  # fmt: skip
    journey.act(acts.decide, "deliberate")
    facts = all_facts(CITIZEN, journey.state, journey.now, journey.facts, KOREA)
    assert (facts["decisions.agenda"], facts["outcome.agenda"], "decision" in facts) == (
        "deliberate",
        "deliberate",
        False,
    )


def test_the_due_day_of_a_duty_is_written_down_when_it_opens() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=50)
    duty = CITIZEN.duties["department_answer"]
    assert duty.within == parse_length("20 days")
    assert [str(reminder.day(date(2019, 3, 4), KOREA)) for reminder in duty.remind] == [
        "2019-02-27",
        "2019-03-05",
    ]
    assert journey.state.duties["department_answer"].due_on == date(2019, 3, 4)
