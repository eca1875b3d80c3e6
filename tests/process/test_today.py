"""Rules that wait for a day of the calendar."""

from datetime import date

import pytest

from demosx.process import acts, clock_acts, events
from demosx.process.outlook import next_due, period
from tests.process.journeys import KOREA, noon
from tests.process.small import process, rule


def test_a_rule_that_waits_for_a_day_fires_at_its_first_instant() -> None:
    journey = process(rule("a", when="\"today >= '2019-04-01'\"", end='"expired"'), ways="a")
    assert next_due(journey.process, journey.state, KOREA) == noon("2019-04-01T00:00")
    assert journey.on("2019-03-31T23:59").ended is None
    assert journey.on("2019-12-31").end == ("expired", noon("2019-04-01T00:00"))


def test_a_day_that_has_passed_is_no_reason_to_wait() -> None:
    journey = process(rule("a", when="\"today >= '2018-04-01'\"", end='"expired"'), ways="a")
    assert journey.end == ("expired", noon("2019-02-01"))


@pytest.mark.parametrize(("condition", "day"), [("today > '2019-02-05'", "06"), ("today == '2019-02-05'", "05"),
                                                ("'2019-02-04' < today", "05"), ("today > filed", "02")])  # fmt: skip
def test_every_comparison_is_looked_at_on_its_day(condition: str, day: str) -> None:
    journey = process(rule("a", when=f'"{condition}"', mark='"come"'), ways="a").on("2019-06-01")
    assert journey.happened(events.Marked)[0].at == noon(f"2019-02-{day}T00:00")


def test_a_day_can_close_a_button() -> None:
    shown = rule("a", by='["lead"]', when="\"today <= '2019-02-10'\"", end='"withdrawn"')
    journey = process(shown, ways="a").on("2019-02-10T23:59")
    journey.act(acts.press, "a/end:withdrawn", ["lead"])
    assert journey.ended == "withdrawn"


def test_the_day_of_filing_tells_rounds_apart() -> None:
    rounds = rule("a", when="\"filed >= '2019-02-01' and filed < '2019-03-01'\"", mark='"first_round"')
    assert process(rounds, ways="a").state.marks == {"first_round"}


def test_a_period_may_last_until_a_day() -> None:
    until = 'period = "until 2019-03-31"\n' + rule("a", when='"period_over"', end='"expired"')
    journey = process(until, ways="a")
    assert period(journey.process, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 3, 31))
    assert journey.on("2019-06-01").end == ("expired", noon("2019-04-01T00:00"))
    assert process(until.replace("2019-03-31", "2019-01-31"), ways="a").end == ("expired", noon("2019-02-01"))


def test_a_duty_may_be_due_on_a_day() -> None:
    owed = rule("a", open='"d"') + '[duties.d]\nname = { ko = "일", en = "D" }\nowner = "operator"\n'
    journey = process(owed + 'within = "until 2019-03-31"\npause = ["hearing"]\n', ways="a")
    assert journey.due("d") == "2019-04-01"  # the 31st is a Sunday
    journey.on("2019-03-01").act(clock_acts.pause, "d", "hearing").on("2019-03-03")
    assert journey.act(clock_acts.resume, "d").due("d") == "2019-04-03"


def test_days_since_filing_are_counted_whatever_the_stage() -> None:
    late = rule("", when='"days.ever >= 90"', end='"expired"')
    journey = process(rule("a", when='"days >= 10"', move='"b"'), late).on("2019-12-31")
    assert journey.stage == "b"
    assert journey.end == ("expired", noon("2019-05-02T00:00"))
