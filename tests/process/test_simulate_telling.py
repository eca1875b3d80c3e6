"""What goes otherwise is said in words, in both languages, and a whole rehearsal can be read as a story."""

import re
import string
from datetime import UTC, date, datetime

import pytest

from demosx.process import Length, events
from demosx.process.acts import NotPossible
from demosx.process.simulate.happening import told_event
from demosx.process.simulate.refusals import REFUSALS
from demosx.process.simulate.story import story
from demosx.process.simulate.story_words import DONE, HAPPENED
from demosx.process.simulate.telling import Teller, differences
from demosx.process.state import Decision, DutyState, VisitState
from tests.process.journeys import example
from tests.process.rehearsals import TOP, play
from tests.process.test_simulate_running import DESIGN, step

CITIZEN = example("seoul-2019")
THEN = datetime(2019, 2, 10, 3, tzinfo=UTC)
WRONG = DESIGN.replace('"support", duties = []', '"agenda", duties = ["referral"]').replace(
    "2019-03-04 } }", "false } }"
)


def test_every_difference_is_a_line_with_its_place_its_day_and_both_values() -> None:
    assert differences(play(WRONG), "en") == [
        "story.toml:7: step 1 (2019-02-10): due day Department's answer (`department_answer`): "
        "expected none, got 2019-03-04.",
        "story.toml:12: step 2 (2019-02-20): stage: expected Agenda setting (`agenda`), got Proposal (`support`).",
        "story.toml:12: step 2 (2019-02-20): open duties: "
        "expected Result of the referral (`referral`), got none.",
    ]
    assert differences(play(WRONG), "ko")[1:] == [
        "story.toml:12: 장면 2(2019-02-20): 단계: 예상 의제 선정(`agenda`), 실제 제안(`support`).",
        "story.toml:12: 장면 2(2019-02-20): 남은 할 일: 예상 이송 결과 확인(`referral`), 실제 없음.",
    ]


def said(steps: str, lang: str = "en") -> str:
    """The only difference of a story."""
    (line,) = differences(play(steps), lang)
    return line.split("): ", 1)[1]


def test_an_act_that_could_not_be_done_says_why() -> None:
    asked = step("2019-02-10T09:30:00", 'act = { by = "operator", press = "move:agenda" }')
    assert differences(play(asked), "en") == [
        "story.toml:5: step 1 (2019-02-10 09:30): this could not be done. "
        "`move:agenda` is no button that can be pressed now; there are: none."
    ]
    assert (
        "할 수 없었습니다. `move:agenda`: 지금 누를 수 있는 버튼이 아닙니다(지금 있는 버튼: 없음)."
        in said(asked, "ko")
    )


def test_what_was_not_refused_or_otherwise_is_said() -> None:
    begun = step("2019-02-10", 'act = { press = "agenda" }', "expect = { refused = true }")
    assert said(begun) == "refusal: expected a refusal, got not refused."
    named = step("2019-02-10", 'act = { press = "agenda", gives = [] }', 'expect = { refused = "no_button" }')
    assert said(named) == (
        "refusal: expected `no_button`, got `needs`. What is needed was not given: Reason (`reason`)."
    )


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("facts = { period_over = true }", "fact `period_over`: expected yes, got no."),
        ("facts = { decision = 'vote' }", "fact `decision`: expected vote, got none."),
        ("period = { last = 2019-03-04 }", "period last day: expected 2019-03-04, got 2019-03-03."),
        ("period = false", "period: expected none, got 2019-02-01 … 2019-03-03."),
        ("ended = 'expired'", "end: expected Expired (`expired`), got none."),
        ("marks = [], allows = ['edit']",
         "what is allowed: expected `edit`, got `edit`, `merge`, `opine`, `support`."),
        ("due = { referral = 'paused' }",
         "due day Result of the referral (`referral`): expected stands still, got none."),
        ("buttons = { proposer = [] }", "buttons Proposer (`proposer`): expected none, got `end:withdrawn`."),
    ],
)  # fmt: skip
def test_values_are_said_as_people_know_them(expected: str, line: str) -> None:
    assert said(step("2019-02-10", f"expect = {{ {expected} }}")) == line


def read(text: str, top: str = TOP) -> list[str]:
    """A story in English; on which line of the rules a rule stands does not matter here."""
    return [re.sub(r", line \d+\)$", ")", line) for line in story(play(text, top=top), "en")]


def test_a_story_tells_what_was_done_what_came_of_it_and_by_which_rule() -> None:
    top = TOP + 'name = { ko = "부서의 답변", en = "Answered by the department" }\nnote = "As it was."\n'
    lines = read(DESIGN.replace("act   =", 'note  = "By letter."\nact   ='), top)
    assert lines == [
        "# Answered by the department",
        "rules: rules.toml",
        "As it was.",
        "2019-02-01  filed",
        "    2019-02-01  enters the stage “Proposal”",
        "2019-02-10  step 1  supporters 50",
        "    2019-02-10  “Department's answer” is owed by 2019-03-04 (if there are at least 50 supporters)",
        "2019-02-20  step 2  Department in charge: completes “Department's answer”",
        "    By letter.",
        "    2019-02-20  “Department's answer” is done: Declined",
        "2019-03-04  step 3  time passes",
        "    2019-03-04 00:00  ends: Answered (if the period is over and nothing is owed any more and the outcome of "
        "“Department's answer” is “Declined”)",
    ]
    assert next(story(play(DESIGN, top=top), "ko")) == "# 부서의 답변"


def test_a_story_says_what_goes_otherwise_and_what_was_refused_as_expected() -> None:
    lines = read(WRONG)
    assert lines[lines.index("2019-02-10  step 1  supporters 50") + 2].startswith("story.toml:7: step 1")
    refused = step(
        "2019-02-10",
        'act = { by = "lead", move = "method", gives = [], reason = "-" }',
        "expect = { refused = true }",
    )
    pressed = step("2019-02-11", 'act = { by = "proposer", press = "withdrawn" }')
    assert read(refused + pressed)[4:] == [
        "2019-02-10  step 1  Lead: moves it outside the rules to “Choosing the method” (-)",
        "    refused, as expected: What is needed was not given: Reason (`reason`).",
        "2019-02-11  step 2  Proposer: presses “withdrawn”",
        "    2019-02-11  ends: Withdrawn (the button “Withdraw”)",
    ]


DUTY = DutyState("department_answer", 1, THEN, due_on=THEN.date())
VISIT = VisitState(2, "agenda", THEN, starts_on=THEN.date())
EVENTS = [
    events.Moved(at=THEN, from_stage="support", visit=VISIT),
    events.Scheduled(at=THEN, visit=VISIT),
    events.Started(at=THEN, visit=VISIT),
    events.DutyOpened(at=THEN, duty=DUTY),
    events.DutyOpened(at=THEN, duty=DutyState("referral", 1, THEN)),
    *(
        events.DutyClosed(at=THEN, name="referral", number=1, how=how)
        for how in ("done", "withdrawn", "dropped")
    ),  # type: ignore[arg-type]
    *(events.DutyClosed(at=THEN, name="referral", number=1, how=how) for how in ("left", "merged")),  # type: ignore[arg-type]
    events.Paused(at=THEN, name="agenda", reason="supplement", visit=VISIT),
    events.Resumed(at=THEN, name="agenda", reason="supplement", visit=VISIT),
    events.Resumed(at=THEN, name="department_answer", reason="supplement", duty=DUTY),
    events.Extended(at=THEN, name="agenda", length=Length(3, "days"), visit=VISIT),
    events.Extended(at=THEN, name="department_answer", length=Length(3, "days"), duty=DUTY),
    events.HandedOver(at=THEN, name="department_answer", number=1),
    events.DutyMoved(at=THEN, duty=DUTY),
    events.RulesChanged(at=THEN, from_stage="support", to_stage="agenda"),
    events.Marked(at=THEN, key="budget"),
    events.Given(at=THEN, facts={"asked": True, "round": 2}),
    events.Notified(at=THEN, to=("operator", "department"), key="support/notify"),
    events.Decided(at=THEN, decision=Decision("agenda", "refer", 1, 2)),
    events.Ended(at=THEN, key="answered"),
    events.Reopened(at=THEN, key="answered"),
]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_event_can_be_told(lang: str) -> None:
    lines = [told_event(event, Teller(CITIZEN, lang)) for event in EVENTS]
    assert len(set(lines)) == len(lines)
    assert all(line and "{" not in line and "None" not in line for line in lines)
    known = {
        event
        for event in vars(events).values()
        if isinstance(event, type) and event.__module__ == events.__name__
    }
    assert {type(event) for event in EVENTS} == known - {events.Fired, events._Happened}


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_has_the_same_facts_in_both_languages(code: str) -> None:
    parts = {
        lang: {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        for lang, sentence in REFUSALS[code].items()
    }
    assert parts["ko"] == parts["en"]
    facts: dict[str, object] = {**dict.fromkeys(parts["ko"], "vote"), "up_to": "60 days"}
    assert Teller(CITIZEN, "ko").why(NotPossible(code, **facts))


def test_what_a_refusal_is_about_is_said_in_the_language() -> None:
    long = NotPossible("too_long", up_to="60 days")
    rests = NotPossible(
        "frozen", stage="forum", reason={"ko": "선거", "en": "Election"}, until=date(2022, 6, 1)
    )
    assert Teller(CITIZEN, "ko").why(long) == "60일보다 길게 늘릴 수 없습니다."
    assert "선거" in Teller(CITIZEN, "ko").why(rests)
    assert "Election" in Teller(CITIZEN, "en").why(rests)
    assert "2022-06-01" in Teller(CITIZEN, "en").why(rests)


def test_every_act_and_event_has_its_sentences_in_both_languages() -> None:
    for sentences in (DONE, HAPPENED):
        assert all(sentence["ko"] and sentence["en"] for sentence in sentences.values())
