"""Clocks that people stop, let run and lengthen."""

from datetime import date

import pytest

from demosx.process import NotPossible, acts, clock_acts, events
from demosx.process.lengths import parse_length
from demosx.process.outlook import over_at
from tests.process.journeys import Journey, noon
from tests.process.small import process, rule

STOPPABLE = """
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "operator"
within = "10 days"
outcomes = ["yes", "no"]
pause = ["hearing", "transfer", "supplement"]
extend = { times = 1, up_to = "10 days", by = ["official"], needs = ["reason"] }
[duties.supplement]
name = { ko = "보완", en = "Supplement" }
owner = "proposer"
within = "5 days"
"""


def owing() -> Journey:
    """A duty of ten days, opened on Friday 1 February 2019: due on the 11th."""
    return process(rule("a", open='"d"') + STOPPABLE, ways="a")


def refused(journey: Journey, act: object, *args: object, **more: object) -> str:
    before = journey.state
    with pytest.raises(NotPossible) as refusal:
        journey.act(act, *args, **more)  # type: ignore[arg-type]
    assert journey.state == before
    return refusal.value.code


def test_a_day_touched_by_a_pause_does_not_count() -> None:
    journey = owing()
    assert journey.due("d") == "2019-02-11"
    journey.on("2019-02-04").act(clock_acts.pause, "d", "hearing")
    assert journey.due("d") == "None"
    assert journey.state.duties["d"].paused
    journey.on("2019-02-11").act(clock_acts.resume, "d")
    # The 4th to the 11th are eight days: the 11th becomes the 19th, a Tuesday.
    assert journey.due("d") == "2019-02-19"


def test_a_pause_of_an_hour_costs_its_day() -> None:
    journey = owing().on("2019-02-06T09:00").act(clock_acts.pause, "d", "hearing")
    journey.on("2019-02-06T10:00").act(clock_acts.resume, "d", reason="hearing")
    assert journey.due("d") == "2019-02-12"


def test_on_the_starting_day_a_pause_costs_nothing() -> None:
    journey = owing().on("2019-02-01T13:00").act(clock_acts.pause, "d", "hearing")
    journey.on("2019-02-01T14:00").act(clock_acts.resume, "d")
    assert journey.due("d") == "2019-02-11"


def test_overlapping_pauses_count_once() -> None:
    journey = owing().on("2019-02-04").act(clock_acts.pause, "d", "hearing")
    journey.on("2019-02-06").act(clock_acts.pause, "d", "transfer")
    journey.on("2019-02-08").act(clock_acts.resume, "d", reason="hearing")
    assert journey.due("d") == "None"
    journey.on("2019-02-10").act(clock_acts.resume, "d", reason="transfer")
    assert journey.due("d") == "2019-02-18"


def test_a_clock_that_stands_still_never_runs_out() -> None:
    journey = owing().on("2019-02-11").act(clock_acts.pause, "d", "hearing").on("2019-12-31")
    assert not journey.happened(events.DutyClosed)
    journey.act(clock_acts.resume, "d")
    assert journey.due("d") == "2020-01-02"  # one day is left, and New Year's Day is off


def test_what_is_overdue_is_neither_stopped_nor_lengthened() -> None:
    journey = owing().on("2019-02-12")
    assert refused(journey, clock_acts.pause, "d", "hearing") == "overdue"
    assert refused(journey, clock_acts.extend, "d", ["official"], gives=["reason"]) == "overdue"
    journey.act(clock_acts.hand_over, "d")
    assert journey.due("d") == "2019-02-11"


def test_a_duty_that_is_a_reason_stops_the_clock_while_it_is_open() -> None:
    journey = owing().on("2019-02-04").act(clock_acts.pause, "d", "supplement")
    assert (journey.owed, journey.due("d"), journey.due("supplement")) == (
        ["d", "supplement"],
        "None",
        "2019-02-11",
    )
    assert refused(journey, clock_acts.resume, "d") == "waits_for_duty"
    journey.on("2019-02-08").act(acts.complete, "supplement", None)
    assert (journey.owed, journey.due("d")) == (["d"], "2019-02-18")  # 11 + 5 = Saturday the 16th


def test_a_duty_opened_while_its_reason_is_open_stands_still_from_the_beginning() -> None:
    both = rule("a", open='"supplement"') + rule("a", when='"supports >= 5"', open='"d"') + STOPPABLE
    journey = process(both, ways="a").on("2019-02-03", supports=5)
    assert journey.due("d") == "None"
    journey.on("2019-02-05").act(acts.complete, "supplement", None)
    assert journey.due("d") == "2019-02-15"  # the 6th is the first day that counts


def test_an_extension_follows_the_last_day_before_it_was_rolled() -> None:
    journey = owing().on("2019-02-05").act(clock_acts.extend, "d", ["official"], gives=["reason"])
    assert str(journey.state.duties["d"].last_day) == "2019-02-21"
    assert refused(journey, clock_acts.extend, "d", ["official"], gives=["reason"]) == "extended_already"


def test_an_extension_from_a_rolled_day_does_not_gain_the_roll() -> None:
    journey = process(rule("a", open='"d"') + STOPPABLE.replace('"10 days"\nout', '"8 days"\nout'), ways="a")
    assert (str(journey.state.duties["d"].last_day), journey.due("d")) == ("2019-02-09", "2019-02-11")
    journey.on("2019-02-10")
    journey.act(clock_acts.extend, "d", ["official"], length=parse_length("3 days"), gives=["reason"])
    assert journey.due("d") == "2019-02-12"


@pytest.mark.parametrize(
    ("roles", "length", "gives", "code"),
    [
        (["operator"], None, ["reason"], "not_theirs_to_extend"),
        (["official"], "11 days", ["reason"], "too_long"),
        (["official"], "1 month", ["reason"], "too_long"),
        (["official"], "10 days", [], "needs"),
    ],
)
def test_an_extension_is_as_the_file_says(
    roles: list[str], length: str | None, gives: list[str], code: str
) -> None:
    wanted = parse_length(length) if length else None
    assert refused(owing(), clock_acts.extend, "d", roles, length=wanted, gives=gives) == code


def test_extending_and_pausing_give_the_same_in_either_order() -> None:
    first = owing().on("2019-02-04").act(clock_acts.extend, "d", ["official"], gives=["reason"])
    first.act(clock_acts.pause, "d", "hearing").on("2019-02-06").act(clock_acts.resume, "d")
    then = owing().on("2019-02-04").act(clock_acts.pause, "d", "hearing").on("2019-02-06")
    then.act(clock_acts.resume, "d").act(clock_acts.extend, "d", ["official"], gives=["reason"])
    assert first.due("d") == then.due("d") == "2019-02-25"  # 11 + 10 + 3 = Sunday the 24th


def test_handing_over_stops_the_clock_only_where_the_file_says_so() -> None:
    journey = owing().on("2019-02-04").act(clock_acts.hand_over, "d")
    assert journey.happened(events.HandedOver)[0].name == "d"
    assert journey.due("d") == "None"
    journey.on("2019-02-07").act(clock_acts.resume, "d", reason="transfer")
    assert journey.due("d") == "2019-02-15"
    plain = process(rule("a", open='"d"') + STOPPABLE.replace('"transfer", ', ""), ways="a").on("2019-02-04")
    assert plain.act(clock_acts.hand_over, "d").due("d") == "2019-02-11"


def test_a_duty_without_a_length_has_no_clock() -> None:
    journey = process(rule("a", open='"d"') + STOPPABLE.replace('within = "10 days"\nout', "out").replace(
        'pause = ["hearing", "transfer", "supplement"]\n', "").replace("extend = ", "# "), ways="a")  # fmt: skip
    assert refused(journey, clock_acts.pause, "d", "hearing") == "no_length"
    assert refused(journey, clock_acts.pause, "e", "hearing") == "duty_not_open"


HEARING = """
[duties.hearing]
name = { ko = "공청", en = "Hearing" }
owner = "operator"
"""
STAGE = (
    """period = "10 days"
allows = ["support"]
pause = ["hearing"]
extend = { times = 2, up_to = "1 month", by = ["operator"] }
"""
    + rule("a", when='"period_over"', end='"expired"')
    + HEARING
)


def test_a_stage_is_stopped_and_lengthened_as_duties_are() -> None:
    journey = process(STAGE, ways="a").on("2019-02-05").act(clock_acts.pause, "a", "hearing")
    assert journey.owed == ["hearing"]
    assert journey.on("2019-05-01").ended is None
    journey.act(acts.complete, "hearing", None)
    # Three of ten days had counted: the other seven are 2 to 8 May.
    journey.on("2019-05-08").act(clock_acts.extend, "a", ["operator"]).on("2019-06-08T23:59")
    assert journey.ended is None
    assert journey.on("2019-07-01").end == ("expired", noon("2019-06-09T00:00"))


def test_days_do_not_count_while_the_stage_stands_still() -> None:
    journey = process(STAGE + rule("", when='"days >= 5"', mark='"late"'), ways="a")
    journey.on("2019-02-04").act(clock_acts.pause, "a", "hearing").on("2019-02-20")
    assert not journey.state.marks
    journey.act(acts.complete, "hearing", None).on("2019-02-22")
    assert not journey.state.marks
    journey.on("2019-02-23")
    assert journey.happened(events.Marked)[0].at == noon("2019-02-23T00:00")


BOTH = """period = "5 days"
owner = "operator"
within = "20 days"
pause = ["hearing"]
extend = { times = 1, up_to = "5 days", by = ["operator"] }
""" + HEARING.replace("hearing]", "other]")


def test_a_period_that_is_over_stays_over_when_the_duty_of_its_stage_goes_on() -> None:
    journey = process(BOTH, ways="a").on("2019-02-10")
    over = over_at(journey.process, journey.state.visit, journey.calendar)
    journey.act(clock_acts.pause, "a", "hearing").on("2019-02-11").act(clock_acts.resume, "a")
    journey.act(clock_acts.extend, "a", ["operator"])
    assert journey.due("a") == "2019-02-28"
    assert over_at(journey.process, journey.state.visit, journey.calendar) == over
    assert (journey.state.visit.pauses, journey.state.visit.extended) == ((), ())


def test_how_far_an_extension_may_reach_is_measured_from_the_day_it_follows() -> None:
    journey = process(
        rule("a", open='"d"') + STOPPABLE.replace('up_to = "10 days"', 'up_to = "5 working days"'), ways="a"
    )
    # Five working days from Monday the 11th are the 12th to the 18th: seven days, however early it is granted.
    journey.on("2019-02-05")
    assert refused(journey, clock_acts.extend, "d", ["official"], length=parse_length("8 days"), gives=["reason"]) == (
        "too_long"
    )  # fmt: skip
    journey.act(clock_acts.extend, "d", ["official"], length=parse_length("7 days"), gives=["reason"])
    assert journey.due("d") == "2019-02-18"


SUPPLEMENTED = """
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "operator"
within = "10 days"
pause = ["hearing", "supplement"]
[duties.e]
name = { ko = "다른 일", en = "Other duty" }
owner = "operator"
within = "10 days"
"""


def asked() -> Journey:
    """Two duties of ten days, both opened on Friday 1 February 2019; only the first stops for a supplement."""
    return process(rule("a", open='"d"') + rule("a", open='"e"') + SUPPLEMENTED, ways="a")


def test_what_is_held_up_to_a_day_is_due_on_a_known_later_one() -> None:
    journey = asked().on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 8))
    assert (journey.due("d"), journey.due("e")) == ("2019-02-18", "2019-02-11")  # 11 + 5 = Saturday the 16th
    assert [event.name for event in journey.happened(events.Paused)] == ["d"]


def test_what_is_held_runs_on_by_the_calendar_alone() -> None:
    looked = asked().on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 8))
    for day in ("2019-02-08T23:59:59", "2019-02-09T00:00", "2019-02-17"):
        looked.on(day)
    late = asked().on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 8)).on("2019-02-17")
    assert looked.due("d") == late.due("d") == "2019-02-18"
    assert looked.state == late.state


def test_what_is_released_early_counts_again_from_the_next_day() -> None:
    journey = asked().on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 20))
    journey.on("2019-02-05").act(clock_acts.release, "supplement")
    assert journey.due("d") == "2019-02-13"
    before = journey.state
    assert journey.act(clock_acts.release, "supplement").state.duties == before.duties


def test_a_hold_and_another_pause_count_once() -> None:
    journey = asked().on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 8))
    journey.on("2019-02-06").act(clock_acts.pause, "d", "hearing")
    journey.on("2019-02-11").act(clock_acts.resume, "d", reason="hearing")
    assert journey.due("d") == "2019-02-19"  # the 4th to the 11th do not count


def test_nothing_is_held_where_the_file_does_not_say_so_or_the_day_has_passed() -> None:
    journey = asked().on("2019-02-12")
    before = journey.state
    assert journey.act(clock_acts.hold, "supplement", date(2019, 2, 20)).state.duties == before.duties
    assert not journey.happened(events.Paused)


def test_a_period_is_held_and_released_with_its_stage() -> None:
    stage = 'period = "10 days"\npause = ["supplement"]\n'
    journey = process(stage, ways="a")
    over = over_at(journey.process, journey.state.visit, journey.calendar)
    journey.on("2019-02-04").act(clock_acts.hold, "supplement", date(2019, 2, 8))
    held = over_at(journey.process, journey.state.visit, journey.calendar)
    assert over is not None and held is not None and (held - over).days == 5
    journey.on("2019-02-05").act(clock_acts.release, "supplement")
    released = over_at(journey.process, journey.state.visit, journey.calendar)
    assert released is not None and (released - over).days == 2
