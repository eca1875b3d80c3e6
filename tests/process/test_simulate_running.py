"""Stories run through the engine as they are told, and every kind of act does what it does on a site."""

from datetime import date

import pytest

from demosx.process.definition import REPORT
from tests.process.rehearsals import TOP, play, refusals, unmet

DESIGN = """
[[steps]]
on    = 2019-02-10
facts = { supports = 50 }
expect = { stage = "support", duties = ["department_answer"], due = { department_answer = 2019-03-04 } }   # Monday

[[steps]]
on    = 2019-02-20
act   = { by = "department", complete = "department_answer", outcome = "decline" }
expect = { stage = "support", duties = [] }

[[steps]]
on    = 2019-03-04                # the 30 days are over: nothing but the calendar has moved
expect = { ended = "answered", ended_on = 2019-03-04 }
"""
AGENDA = """
[[steps]]
on = 2019-02-10
facts = { supports = 500 }
expect = { stage = "agenda", duties = ["agenda", "department_answer"] }
"""
FORUM = (
    AGENDA
    + """
[[steps]]
on = 2019-03-04
act = { by = "planning_panel", decide = "deliberate" }
[[steps]]
on = 2019-03-05
act = [
  { by = "drawn_panel", decide = "vote" },
  { by = "department", complete = "department_answer", outcome = "later" },
]
expect = { stage = "forum", duties = [], allows = [], period = false }
"""
)


def step(on: str, *lines: str) -> str:
    """A step on a day."""
    return "\n".join(["[[steps]]", f"on = {on}", *lines, ""])


def test_the_rehearsal_of_the_design_holds_as_it_is_written() -> None:
    top = TOP + "population = 9_700_000\n"
    found = play(DESIGN, top=top)
    assert found.holds
    assert len(found.results) == 3


def test_every_difference_of_a_step_is_found_and_the_steps_after_it_go_on() -> None:
    wrong = DESIGN.replace('"support", duties = []', '"agenda", duties = ["referral"]')
    wrong = wrong.replace("ended_on = 2019-03-04", "ended_on = 2019-03-05").replace(
        "2019-03-04 } }", "2019-03-02 } }"
    )
    found = play(wrong)
    assert unmet(found) == [
        (1, "due.department_answer", "2019-03-02", "2019-03-04"),
        (2, "stage", "agenda", "support"),
        (2, "duties", ["referral"], []),
        (3, "ended_on", "2019-03-05", "2019-03-04"),
    ]
    assert not found.holds
    assert [one.line for result in found.results for one in result.differences] == [7, 12, 12, 16]


def test_an_act_that_cannot_be_done_ends_the_rehearsal() -> None:
    found = play(
        step(
            "2019-02-10",
            'act = { complete = "department_answer", outcome = "accept" }',
            "expect = { duties = [] }",
        )
        + step("2019-02-11", 'expect = { stage = "support" }')
    )
    assert unmet(found) == [(1, "act", "complete", "duty_not_open")]
    assert len(found.results) == 1
    assert found.results[0].stopped


def test_what_is_expected_to_be_refused_changes_nothing_and_goes_on() -> None:
    found = play(
        step(
            "2019-02-10",
            'act = { complete = "department_answer", outcome = "accept" }',
            'expect = { refused = "duty_not_open", stage = "support" }',
        )
        + step("2019-02-11", 'act = { by = "lead", press = "move:agenda" }', "expect = { refused = true }")
        + step("2019-02-12", 'expect = { stage = "support" }')
    )
    assert found.holds
    assert refusals(found) == ["duty_not_open", "no_button", None]


def test_a_refusal_that_does_not_come_or_comes_for_another_reason_is_a_difference() -> None:
    found = play(
        step("2019-02-10", 'act = { by = "planning_panel", press = "agenda", gives = [] }',
             'expect = { refused = "no_button" }')
        + step("2019-02-11", 'act = { by = "planning_panel", press = "agenda" }', "expect = { refused = true }")
    )  # fmt: skip
    assert unmet(found) == [(1, "refused", "no_button", "needs"), (2, "refused", True, None)]


def test_a_refusal_of_an_earlier_act_of_a_step_is_not_the_expected_one() -> None:
    found = play(
        step(
            "2019-02-10",
            'act = [{ withdraw = "referral" }, { by = "lead", move = "agenda", gives = [] }]',
            'expect = { refused = "needs" }',
        )
    )
    assert unmet(found) == [(1, "act", "withdraw", "duty_not_open")]
    assert found.results[0].stopped


@pytest.mark.parametrize(
    "spelling",
    [
        "support/move:agenda#2",
        "move:agenda",
        "agenda",
        "우수제안으로 채택",
        "Adopt as an outstanding proposal",
    ],
)
def test_a_button_is_pressed_however_it_is_spelled(spelling: str) -> None:
    found = play(
        step(
            "2019-02-10",
            f'act = {{ by = "planning_panel", press = "{spelling}" }}',
            'expect = { stage = "agenda" }',
        )
    )
    assert found.holds, unmet(found)


def test_without_by_whoever_may_does_it() -> None:
    found = play(
        step("2019-02-10", 'act = { press = "agenda" }', 'expect = { stage = "agenda" }')
        + step("2019-02-11", 'act = { decide = "decline" }', 'expect = { ended = "declined" }')
    )
    assert found.holds, unmet(found)


NOT_THEIRS = [
    ('{ by = "operator", press = "agenda" }', "no_button"),
    ('{ by = "official", complete = "department_answer", outcome = "accept" }', "not_theirs"),
    ('{ by = "officer", complete = "department_answer", outcome = "accept" }', "not_theirs"),
    ('{ by = "operator", withdraw = "department_answer" }', "not_theirs"),
    ('{ by = "proposer", pause = "department_answer", reason = "supplement" }', "not_theirs"),
    ('{ by = "department", extend = "department_answer" }', "not_theirs_to_extend"),
    ('{ by = "department", hand_over = "department_answer" }', "not_theirs"),
    ('{ by = "operator", hand_over = "department_answer", gives = [] }', "needs"),
    ('{ by = "member", merge = "into" }', "not_theirs"),
    ('{ by = "admin", move = "agenda" }', "not_theirs"),
    ('{ by = "operator", end = "closed" }', "not_theirs"),
    ('{ by = "operator", start = true }', "opens_by_itself"),
]


@pytest.mark.parametrize(("act", "code"), NOT_THEIRS)
def test_nobody_does_what_is_anothers(act: str, code: str) -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 50 }")
        + step("2019-02-11", f"act = {act}", f'expect = {{ refused = "{code}", stage = "support" }}')
    )
    assert found.holds, unmet(found)


def test_a_decision_is_of_the_stages_owner_and_has_reasons() -> None:
    found = play(
        AGENDA
        + step("2019-02-11", 'act = { by = "head", decide = "decline" }', 'expect = { refused = "not_theirs" }')
        + step(
            "2019-02-12",
            'act = { by = "planning_panel", decide = "decline", gives = [] }',
            'expect = { refused = "needs" }',
        )
        + step("2019-02-13", 'act = { by = "planning_panel", decide = "vote" }',
               'expect = { refused = "unknown_decision" }')
    )  # fmt: skip
    assert found.holds, unmet(found)


def test_several_roles_are_one_person_who_holds_them_all() -> None:
    found = play(
        step(
            "2019-02-10",
            'act = { by = ["operator", "proposer"], press = "withdrawn" }',
            'expect = { ended = "withdrawn" }',
        )
    )
    assert found.holds, unmet(found)


def test_a_stage_is_begun_today_or_on_a_later_day() -> None:
    found = play(
        FORUM
        + step(
            "2019-03-10",
            'act = { by = "operator", start = 2019-03-09 }',
            'expect = { refused = "day_has_passed" }',
        )
        + step("2019-03-10", 'act = { by = "operator", start = 2019-03-20 }', "expect = { allows = [] }")
        + step(
            "2019-03-20T00:00:00", 'expect = { allows = ["opine", "vote"], period = { first = 2019-03-20 } }'
        )
        + step("2019-03-21", "act = { start = true }", 'expect = { refused = "already_open" }')
        + step("2019-04-19", 'expect = { stage = "forum", period = { last = 2019-04-19 } }')
        + step("2019-04-20", 'expect = { stage = "department_reply", entered_on = 2019-04-20 }')
    )
    assert found.holds, unmet(found)


def test_clocks_stop_run_on_and_are_extended() -> None:
    found = play(
        step(
            "2019-02-10", "facts = { supports = 50 }", "expect = { due = { department_answer = 2019-03-04 } }"
        )
        + step(
            "2019-02-11",
            'act = { by = "department", pause = "department_answer", reason = "supplement" }',
            'expect = { paused = ["department_answer"], due = { department_answer = "paused" } }',
        )
        + step("2019-02-12", "expect = { due = { department_answer = false }, overdue = [] }")
        + step(
            "2019-02-15",
            'act = { by = "operator", resume = "department_answer" }',
            "expect = { paused = [], due = { department_answer = 2019-03-07 } }",
        )
        + step(
            "2019-02-16",
            'act = { by = "official", extend = "department_answer", length = "10 days" }',
            "expect = { due = { department_answer = 2019-03-18 } }",
        )
        + step(
            "2019-02-17",
            'act = { extend = "department_answer" }',
            'expect = { refused = "extended_already" }',
        )
        + step("2019-03-19", 'expect = { overdue = ["department_answer"] }')
        + step(
            "2019-03-20",
            'act = { by = "department", pause = "department_answer", reason = "transfer" }',
            'expect = { refused = "overdue" }',
        )
    )
    assert found.holds, unmet(found)


def test_an_extension_needs_its_reason_and_is_no_longer_than_the_file_allows() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 50 }")
        + step("2019-02-11", 'act = { extend = "department_answer", gives = [] }', 'expect = { refused = "needs" }')
        + step("2019-02-11", 'act = { extend = "department_answer", length = "61 days" }',
               'expect = { refused = "too_long" }')
    )  # fmt: skip
    assert found.holds, unmet(found)


def test_a_duty_is_handed_over_and_waits_for_the_other_department() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 50 }")
        + step(
            "2019-02-11",
            'act = { by = "operator", hand_over = "department_answer", to = "roads" }',
            'expect = { paused = ["department_answer"] }',
        )
        + step(
            "2019-02-12", 'act = { by = "lead", withdraw = "department_answer" }', "expect = { duties = [] }"
        )
    )
    assert found.holds, unmet(found)


def test_the_lead_goes_beyond_the_rules_with_a_reason() -> None:
    found = play(
        step(
            "2019-02-10",
            'act = { by = "lead", move = "method", gives = [] }',
            'expect = { refused = "needs" }',
        )
        + step("2019-02-10", 'act = { by = "lead", move = "method" }', 'expect = { stage = "method" }')
        + step("2019-02-11", 'act = { by = "lead", end = "closed" }', 'expect = { ended = "closed" }')
        + step(
            "2019-02-12", 'act = { by = "proposer", press = "withdrawn" }', 'expect = { refused = "ended" }'
        )
        + step(
            "2019-02-12",
            'act = { by = "lead", reopen = "agenda" }',
            'expect = { stage = "agenda", ended = false }',
        )
    )
    assert found.holds, unmet(found)


def test_merging_away_ends_it_and_takes_what_is_owed_along() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 50 }")
        + step(
            "2019-02-11",
            'act = { by = "operator", merge = "into" }',
            'expect = { ended = "merged", duties = [], ended_on = 2019-02-11 }',
        )
    )
    assert found.holds, unmet(found)


def test_what_a_stage_does_not_let_be_merged_only_the_lead_merges() -> None:
    found = play(
        AGENDA
        + step(
            "2019-02-11", 'act = { by = "operator", merge = "into" }', 'expect = { refused = "not_theirs" }'
        )
        + step(
            "2019-02-11",
            'act = { by = "lead", merge = "into", gives = [] }',
            'expect = { refused = "needs" }',
        )
        + step("2019-02-11", 'act = { by = "lead", merge = "into" }', 'expect = { ended = "merged" }')
    )
    assert found.holds, unmet(found)


def test_a_merger_is_made_and_taken_back_only_as_one() -> None:
    found = play(
        step("2019-02-10", 'act = { by = "operator", merge = "undo" }', 'expect = { refused = "not_merged" }')
        + step(
            "2019-02-10", 'act = { by = "lead", end = "merged" }', 'expect = { refused = "only_by_merging" }'
        )
        + step("2019-02-11", 'act = { by = "operator", merge = "into" }', 'expect = { ended = "merged" }')
        + step(
            "2019-02-12",
            'act = { by = "lead", reopen = "support" }',
            'expect = { refused = "only_by_merging" }',
        )
        + step("2019-02-12", 'act = { by = "member", merge = "undo" }', 'expect = { refused = "not_theirs" }')
        + step(
            "2019-02-12",
            'act = { by = "operator", merge = "undo" }',
            'expect = { ended = false, stage = "support", entered_on = 2019-02-12 }',
        )
    )
    assert found.holds, unmet(found)


def test_merging_another_in_brings_its_people_and_what_it_owes_in_one_moment() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 30 }")
        + step(
            "2019-02-20",
            "facts = { supports = 60 }",
            'act = { merge = "from", duties = { department_answer = 2019-03-04 } }',
            'expect = { duties = ["department_answer"], due = { department_answer = 2019-03-04 } }',
        )
        + step("2019-02-21", 'act = { pause = "department_answer", reason = "supplement" }')
        + step(
            "2019-02-23",
            'act = { resume = "department_answer" }',
            "expect = { due = { department_answer = 2019-03-07 } }",
        )
    )
    assert found.holds, unmet(found)
    brought = found.results[1].outcome.state.duties["department_answer"]
    assert brought.number == 1
    assert found.scenario.calendar.day_of(brought.opened_at) == date(2019, 2, 12)


def test_a_duty_that_comes_with_a_day_no_length_gives_keeps_that_day() -> None:
    found = play(
        step(
            "2019-02-20",
            'act = { merge = "from", duties = { department_answer = 2019-03-03 } }',
            "expect = { due = { department_answer = 2019-03-03 } }",
        )
        + step("2019-02-21", 'act = { pause = "department_answer", reason = "supplement" }',
               'expect = { refused = "no_length" }')
    )  # fmt: skip
    assert found.holds, unmet(found)


def test_counts_of_a_visit_begin_anew_in_the_next() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 500, opinions = 7, participants = 520 }")
        + step(
            "2019-02-11",
            "expect = { stage = 'agenda', facts = { supports = 500, 'supports.here' = 0, participants = 0, "
            "'participants.ever' = 520, opinions = 0, 'opinions.ever' = 7 } }",
        )
    )
    assert found.holds, unmet(found)


VERSION = """
format = 1
key = "citizen"
name = {{ ko = "시민제안", en = "Citizen proposal" }}
first = "support"
applies_to = "{applies_to}"
{effective}
[stages.support]
kind = "support"
name = {{ ko = "제안", en = "Proposal" }}
period = "{period}"
[[stages.support.rules]]
when = "period_over"
end = "expired"
"""


def version(applies_to: str = "all", effective: str = "", period: str = "40 days") -> str:
    """A short process of the same key."""
    return VERSION.format(applies_to=applies_to, effective=effective, period=period)


APPLY = 'act = { apply_version = "new.toml" }'


def test_rules_for_all_hold_at_once() -> None:
    found = play(
        step("2019-02-10", APPLY, "expect = { version = 2, period = { last = 2019-03-13 } }")
        + step("2019-03-14", 'expect = { ended = "expired" }'),
        {"new.toml": version()},
    )
    assert found.holds, unmet(found)


def test_rules_for_new_proposals_change_nothing_for_one_under_way() -> None:
    found = play(
        step("2019-02-10", APPLY, "expect = { version = 1, period = { last = 2019-03-03 } }"),
        {"new.toml": version("new")},
    )
    assert found.holds, unmet(found)


OLD = {"old.toml": version("new", period="30 days")}
BY_OLD = TOP.replace("rules.toml", "old.toml")


def test_rules_hold_from_the_midnight_of_their_day() -> None:
    found = play(
        step("2019-02-10", APPLY, "expect = { version = 1 }")
        + step("2019-02-19T23:59:00", "expect = { version = 1 }")
        + step("2019-02-20T00:00:00", "expect = { version = 2, period = { last = 2019-03-13 } }"),
        OLD | {"new.toml": version(effective="effective = 2019-02-20")},
        BY_OLD,
    )
    assert found.holds, unmet(found)


def test_what_was_applied_before_what_holds_is_skipped() -> None:
    files = {
        "new.toml": version(effective="effective = 2019-02-20", period="50 days"),
        "newer.toml": version(),
    }
    found = play(
        step("2019-02-10", APPLY)
        + step("2019-02-11", APPLY.replace("new.toml", "newer.toml"), "expect = { version = 3 }")
        + step("2019-02-21", "expect = { version = 3, period = { last = 2019-03-13 } }"),
        OLD | files,
        BY_OLD,
    )
    assert found.holds, unmet(found)


def test_rules_without_a_place_for_the_proposal_are_refused() -> None:
    found = play(
        AGENDA
        + step("2019-02-11", APPLY, 'expect = { refused = "stage_gone", version = 1, stage = "agenda" }'),
        {"new.toml": version()},
    )
    assert found.holds, unmet(found)


def test_rules_of_a_later_day_need_a_place_for_whatever_can_happen_until_then() -> None:
    found = play(
        step("2019-02-10", APPLY, 'expect = { refused = "stage_gone", version = 1 }')
        + step("2019-02-21", 'expect = { stage = "support", version = 1 }'),
        {"new.toml": version(effective="effective = 2019-02-20")},
    )
    assert found.holds, unmet(found)


RENAMED = version(effective="effective = 2019-02-20").replace("support]", "gathering]").replace(
    'first = "support"', 'first = "gathering"'
).replace("stages.support.rules", "stages.gathering.rules")  # fmt: skip


def test_a_stage_that_is_gone_is_left_for_where_the_rules_say() -> None:
    goes = RENAMED.replace("[stages", '[goes_to]\nsupport = "gathering"\n[stages', 1)
    found = play(
        step("2019-02-09", APPLY)
        + step(
            "2019-02-20T00:00:00", 'expect = { version = 2, stage = "gathering", entered_on = 2019-02-20 }'
        )
        + step("2019-04-01", 'expect = { ended = "expired", ended_on = 2019-04-01 }'),
        OLD | {"new.toml": goes},
        BY_OLD,
    )
    assert found.holds, unmet(found)


def test_a_proposal_for_which_rules_have_no_place_any_more_keeps_its_own() -> None:
    goes = RENAMED.replace("[stages", '[goes_to]\nsupport = "gathering"\n[stages', 1)
    files = {"new.toml": goes, "newer.toml": version(effective="effective = 2019-02-25")}
    found = play(
        step("2019-02-09", APPLY)
        + step("2019-02-10", APPLY.replace("new.toml", "newer.toml"))
        + step("2019-02-26", 'expect = { version = 2, stage = "gathering" }'),
        OLD | files,
        BY_OLD,
    )
    assert found.holds, unmet(found)


def test_an_ended_proposal_keeps_its_rules_until_it_is_reopened() -> None:
    found = play(
        step("2019-02-10", 'act = { by = "lead", end = "closed" }')
        + step("2019-02-11", APPLY, 'expect = { ended = "closed", version = 1 }')
        + step("2019-02-12", 'act = { by = "lead", reopen = "support" }', "expect = { version = 1 }")
        + step("2019-02-12", "expect = { version = 2, period = { first = 2019-02-12, last = 2019-03-24 } }"),
        OLD | {"new.toml": version()},
        BY_OLD,
    )
    assert found.holds, unmet(found)


def test_reports_come_on_their_rhythm() -> None:
    found = play(
        step("2019-02-10", "facts = { supports = 50 }")
        + step("2019-02-20", 'act = { complete = "department_answer", outcome = "accept" }',
               'expect = { stage = "execution", duties = ["report"], due = { report = 2019-05-20 } }')
        + step("2019-05-10", f'act = {{ complete = "{REPORT}" }}', "expect = { due = { report = 2019-08-20 } }")
    )  # fmt: skip
    assert found.holds, unmet(found)
