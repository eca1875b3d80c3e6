"""Days on which a file lets stages rest."""

from datetime import date

import pytest

from demosx.process import NotPossible, acts
from demosx.process.outlook import all_facts, allowed, next_due, period
from tests.process.journeys import KOREA, Journey, noon, read
from tests.process.small import END, HEAD, STAGE, rule

REST = """
[[pauses]]
from = 2019-02-10
to = 2019-02-14
reason = { ko = "선거 기간", en = "Election" }
stages = ["a"]
[[pauses]]
from = 2019-02-13
to = 2019-02-16
reason = "election"
[words]
election = { ko = "선거", en = "An election" }
"""
PERIOD = 'period = "10 days"\nallows = ["support"]\n'


def resting(stage: str = PERIOD, more: str = "") -> Journey:
    """A stage of ten days that begins on 1 February 2019; 10 to 16 February do not count."""
    source = HEAD + STAGE.format("a") + stage + END.format("a") + more + REST
    return Journey(read(source), "2019-02-01")


def test_a_period_passes_over_the_days_of_rest() -> None:
    journey = resting(PERIOD + rule("a", when='"period_over"', end='"expired"'))
    # Eight days, 2 to 9 February, have counted; the other two are the 17th and the 18th.
    assert period(journey.process, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 2, 18))
    assert journey.on("2019-02-18T23:59").ended is None
    assert journey.on("2019-02-20").end == ("expired", noon("2019-02-19T00:00"))


def test_a_stage_allows_nothing_while_it_rests() -> None:
    journey = resting()
    for day, open_actions in (("09", {"support"}), ("10", set()), ("16", set()), ("17", {"support"})):
        assert allowed(journey.process, journey.state, noon(f"2019-02-{day}"), KOREA) == open_actions


def test_days_of_rest_are_not_counted_days() -> None:
    journey = resting()
    days = [
        all_facts(journey.process, journey.state, noon(f"2019-02-{day}"), journey.facts, KOREA)["days"]
        for day in ("01", "09", "10", "16", "17")
    ]
    assert days == [0, 8, 8, 8, 9]


def test_the_stage_s_own_duty_rests_and_those_of_the_proposal_do_not() -> None:
    duty = '[duties.d]\nname = { ko = "일", en = "D" }\nowner = "operator"\nwithin = "10 days"\n'
    owned = 'owner = "operator"\nwithin = "10 days"\n' + rule("a", open='"d"')
    journey = resting(owned, duty)
    assert (journey.due("d"), journey.due("a")) == ("2019-02-11", "2019-02-18")


def test_months_lengthen_by_as_many_days() -> None:
    journey = resting('period = "1 month"\n')
    assert period(journey.process, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 3, 8))


def test_a_rest_of_another_stage_is_none_here() -> None:
    source = HEAD + STAGE.format("a") + PERIOD + rule("a", by='["operator"]', move='"b"') + STAGE.format("b")
    process = read(source + 'period = "14 days"\n' + END.format("b") + REST)
    journey = Journey(process, "2019-02-01").act(acts.press, "a/move:b", ["operator"])
    # Only the 13th to the 16th concern every stage: eleven days have counted before them, the 17th is the twelfth.
    assert period(process, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 2, 19))
    assert next_due(process, journey.state, KOREA) == noon("2019-02-20T00:00")
    freeze = process.freeze_on("b", date(2019, 2, 13))
    assert freeze is not None
    assert (freeze.reason["ko"], process.freeze_on("b", date(2019, 2, 12))) == ("선거", None)


def test_the_work_of_a_resting_stage_waits_and_that_of_the_proposal_does_not() -> None:
    duty = '[duties.d]\nname = { ko = "일", en = "D" }\nowner = "operator"\nwithin = "10 days"\n'
    owned = 'owner = "operator"\nwithin = "10 days"\n' + rule("a", open='"d"')
    journey = resting(owned, duty).on("2019-02-10")
    with pytest.raises(NotPossible) as refusal:
        journey.act(acts.complete, "a", None)
    assert (refusal.value.code, refusal.value.facts["until"]) == ("frozen", date(2019, 2, 14))
    assert journey.act(acts.complete, "d", None).owed == ["a"]
    assert journey.on("2019-02-17").act(acts.complete, "a", None).owed == []


def test_nothing_is_decided_while_a_stage_rests() -> None:
    review = STAGE.format("a").replace("support", "review") + 'owner = "operator"\ndecides = ["yes", "no"]\n'
    words = "\n".join(f'{word} = {{ ko = "{word}", en = "{word}" }}' for word in ("yes", "no"))
    journey = Journey(read(HEAD + review + END.format("a") + REST + words), "2019-02-01").on("2019-02-12")
    with pytest.raises(NotPossible, match="frozen"):
        journey.act(acts.decide, "yes")
    journey.on("2019-02-17").act(acts.decide, "yes")
    assert journey.state.decisions["a"].value == "yes"
