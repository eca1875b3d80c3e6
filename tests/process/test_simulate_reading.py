"""Scenario files are read as written, and what is wrong with them is said with its line and what would be right."""

from datetime import UTC, datetime

import pytest

from demosx.process import Calendar
from demosx.process.problems import LANGUAGES
from demosx.process.simulate import read
from demosx.process.simulate.messages import EXPECTED, HINTS, MESSAGES
from tests.process.rehearsals import TOP, problems, scenario, setting

STEP = "[[steps]]\non = 2019-02-10\n"
RULES = 'first = "s"\n[stages.s]\nkind = "support"\nname = { en = "S" }\nperiod = "30 days"\n'
END = '[[stages.s.rules]]\nwhen = "period_over"\nend = "expired"\n'


def small(key: str) -> str:
    """A small process file."""
    return f'format = 1\nkey = "{key}"\nname = {{ en = "P" }}\n{RULES}{END}'


WRONG = [
    (TOP, "missing_key", 1, "steps"),
    (TOP + "steps = []\n", "no_steps", 3, ""),
    ("filed = 2019-02-01\n" + STEP, "missing_key", 1, "process"),
    (TOP.replace("rules.toml", "ruls.toml") + STEP, "no_such_process", 1, "ruls.toml"),
    (TOP + "popluation = 5\n" + STEP, "scenario_key", 3, "population"),
    (TOP + 'population = "5"\n' + STEP, "wrong_type", 3, "whole number"),
    (TOP + "population = -5\n" + STEP, "wrong_type", 3, "whole number"),
    (TOP.replace("2019-02-01", '"2019-02-01"') + STEP, "wrong_type", 2, "without quotes"),
    (TOP + STEP.replace("2019-02-10", "9999-12-31"), "day_far", 4, "9000"),
    (TOP.replace("2019-02-01", "0019-02-01") + STEP, "day_far", 2, "1000"),
    (TOP + STEP + "act = { start = 9999-12-31 }", "day_far", 5, "9000"),
    (TOP + STEP + 'act = { merge = "from", duties = { referral = 0001-01-01 } }', "day_far", 5, "1000"),
    (TOP + STEP.replace("2019-02-10", "2019-01-31"), "before_filing", 4, "2019-02-01 12:00"),
    (TOP + STEP + STEP.replace("10", "09"), "out_of_order", 6, "2019-02-10 12:00"),
    (TOP + STEP.replace("on", "day"), "missing_key", 3, "on"),
    (TOP + "[steps]\non = 2019-02-10\n", "header_brackets", 3, "Write `[[steps]]`"),
    (TOP + "[[steps]\non = 2019-02-10\n", "header_brackets", 3, "Write `[[steps]]`"),
    (TOP + "steps = 5\n", "wrong_type", 3, "[[steps]]"),
    ("", "empty_file", 1, "another scenario"),
    ('{"process": "rules.toml"}', "other_format", 1, "filed = 2019-02-01"),
    (TOP + STEP + "on = 2019-02-11\n", "key_twice", 5, "line 4"),
    (TOP + STEP + "facts = { supports = 5", "open_bracket", 5, "facts = { supports = 5 }"),
    (TOP + 'timezone = "Seoul"\n' + STEP, "unknown_zone", 3, "Asia/Seoul"),
    (TOP + 'country = "XX"\n' + STEP, "unknown_country", 3, "XX"),
    (TOP + 'country = "Korea"\n' + STEP, "unknown_country", 3, '"KR"'),
    (TOP + '[calendar]\nroll = "yes"\n' + STEP, "wrong_type", 4, "true or false"),
    (TOP + "[calendar]\nadd = 2019-03-01\n" + STEP, "wrong_type", 4, "list of dates"),
    (TOP + '[calendar]\nmonths = "short"\n' + STEP, "not_one_of", 4, "same number"),
    (TOP + 'origin = "citzen"\n' + STEP, "unknown_word", 3, "citizen"),
    (TOP + "name = 5\n" + STEP, "wrong_type", 3, "text"),
    (TOP + STEP + "facts = { supports = 5,000 }", "number_form", 5, "supports = 5000"),
    (TOP + STEP.replace("2019-02-10", "2019/02/10"), "day_form", 4, "2019-02-10"),
    (TOP + STEP + "expect = { stage = support }", "no_quotes", 5, '"support"'),
    (TOP + STEP + 'expect = { stage = "support", }', "trailing_comma", 5, '"support" }'),
    (TOP + STEP + 'expect = { 단계 = "support" }', "scenario_key", 5, "stage"),
    (TOP + STEP + 'expect = { stage = "의제 선정" }', "unknown_stage", 5, "agenda"),
    (TOP + STEP + 'act = { by = "기획단", start = true }', "unknown_role", 5, "planning_panel"),
    (TOP + STEP + "facts = { 공감 = 50 }", "unknown_fact", 5, "supports"),
    (TOP + STEP + 'act = "press"', "wrong_type", 5, "table"),
    (TOP + STEP + 'act = { by = "department" }', "no_verb", 5, "`press`"),
    (TOP + STEP + 'act = { press = "x", decide = "deliberate" }', "two_verbs", 5, "[{ … }, { … }]"),
    (TOP + STEP + 'act = { by = "departmnt", start = true }', "unknown_role", 5, "department"),
    (TOP + STEP + 'act = { press = "move:agnda" }', "unknown_button", 5, "move:agenda"),
    (TOP + STEP + 'act = { decide = "deliberat" }', "unknown_decision_word", 5, "deliberate"),
    (TOP + STEP + 'act = { complete = "department_answr" }', "unknown_duty", 5, "department_answer"),
    (
        TOP + STEP + 'act = { complete = "department_answer", outcome = "declien" }',
        "unknown_outcome_word", 5, "decline",
    ),
    (TOP + STEP + 'act = { complete = "department_answer" }', "missing_beside", 5, 'outcome = "accept"'),
    (TOP + STEP + 'act = { pause = "department_answer" }', "missing_beside", 5, "reason"),
    (TOP + STEP + 'act = { pause = "department_answer", reason = "rain" }', "unknown_pause", 5, "supplement"),
    (TOP + STEP + 'act = { extend = "department_answer", length = "60 dayz" }', "length", 5, "60 dayz"),
    (TOP + STEP + 'act = { start = "2019-03-01" }', "wrong_type", 5, "or true"),
    (TOP + STEP + 'act = { start = true, outcome = "accept" }', "key_beside", 5, "outcome"),
    (TOP + STEP + 'act = { merge = "in" }', "merge_how", 5, "into"),
    (TOP + STEP + 'act = { merge = "from", duties = { referal = 2019-03-01 } }', "unknown_duty", 5, "referral"),
    (TOP + STEP + 'act = { merge = "from", duties = { referral = "soon" } }', "wrong_type", 5, "days"),
    (TOP + STEP + 'act = { press = "move:agenda", gives = ["reasons"] }', "unknown_need", 5, "reason"),
    (TOP + STEP + 'act = { move = "agend" }', "unknown_stage", 5, "agenda"),
    (TOP + STEP + 'act = { end = "expird" }', "unknown_end_word", 5, "expired"),
    (TOP + STEP + 'act = { apply_version = "new.toml" }', "no_such_process", 5, "new.toml"),
    (TOP + STEP + 'act = { apply_version = "other.toml" }', "other_process", 5, "citizen"),
    (TOP + STEP + 'act = { apply_version = "rules.toml", by = "admin" }', "key_beside", 5, "apply_version"),
    (TOP + STEP + "facts = { suports = 50 }", "unknown_fact", 5, "supports"),
    (TOP + STEP + 'facts = { supports = "50" }', "fact_type", 5, "whole number"),
    (TOP + STEP + "facts = { supports = 50.5 }", "fact_type", 5, "whole number"),
    (TOP + STEP + "facts = { supports = true }", "fact_type", 5, "whole number"),
    (TOP + STEP + "facts = { supports = -1 }", "fact_below_nothing", 5, "supports"),
    (TOP + STEP + "facts = { supports = nan }", "wrong_type", 5, "a number"),
    (TOP + STEP + "facts = { supports = [5] }", "wrong_type", 5, "a number"),
    (TOP + STEP + "facts = { days = 5 }", "computed_fact", 5, "days"),
    (TOP + STEP + 'facts = { "outcome.referral" = "taken" }', "computed_fact", 5, "outcome.referral"),
    (TOP + STEP + "facts = { population = 5 }", "fact_at_the_top", 5, "population"),
    (TOP + STEP + 'facts = { votes = { yes = 5 }, "votes.yes" = 6 }', "fact_twice", 5, "votes.yes"),
    (TOP + STEP + 'facts = { "votes.maybe" = 5 }', "unknown_fact", 5, "votes.maybe"),
    (TOP + STEP + 'expect = { stage = "agend" }', "unknown_stage", 5, "agenda"),
    (TOP + STEP + 'expect = { stages = "agenda" }', "scenario_key", 5, "stage"),
    (TOP + STEP + 'expect = { duties = ["department_answr"] }', "unknown_duty", 5, "department_answer"),
    (TOP + STEP + 'expect = { due = { referal = 2019-03-01 } }', "unknown_duty", 5, "referral"),
    (TOP + STEP + 'expect = { due = { referral = "2019-03-01" } }', "wrong_type", 5, "days by duty"),
    (TOP + STEP + 'expect = { paused = ["forun"] }', "unknown_duty", 5, "forum"),
    (TOP + STEP + 'expect = { ended = "expird" }', "unknown_end_word", 5, "expired"),
    (TOP + STEP + "expect = { ended = true }", "wrong_type", 5, "or false"),
    (TOP + STEP + 'expect = { ended_on = "2019-03-04" }', "wrong_type", 5, "date"),
    (TOP + STEP + 'expect = { marks = ["budget"] }', "unknown_mark", 5, "budget"),
    (TOP + STEP + 'expect = { allows = ["suport"] }', "unknown_offer", 5, "support"),
    (TOP + STEP + 'expect = { notified = ["oficial"] }', "unknown_role", 5, "official"),
    (TOP + STEP + 'expect = { buttons = ["move:agenda"] }', "wrong_type", 5, "by role"),
    (TOP + STEP + 'expect = { buttons = { planing_panel = [] } }', "unknown_role", 5, "planning_panel"),
    (TOP + STEP + 'expect = { buttons = { proposer = ["withdraw"] } }', "unknown_button", 5, "end:withdrawn"),
    (TOP + STEP + 'expect = { period = "2019-03-03" }', "wrong_type", 5, "last"),
    (TOP + STEP + 'expect = { period = { from = 2019-03-03 } }', "wrong_type", 5, "first"),
    (TOP + STEP + "expect = { version = 1.5 }", "wrong_type", 5, "whole number"),
    (TOP + STEP + "expect = { refused = true }", "refused_without_act", 5, "act"),
    (TOP + STEP + 'act = { start = true }\nexpect = { refused = "ovrdue" }', "unknown_refusal", 6, "overdue"),
    (TOP + STEP + 'expect = { facts = { "outcome.referral" = "yes" } }', "unknown_word", 5, "taken"),
    (TOP + STEP + "expect = { facts = { suports = 5 } }", "unknown_fact", 5, "supports"),
    (TOP + STEP + "expect = { facts = { period_over = 1 } }", "fact_type", 5, "true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "says"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_file_is_explained_where_it_is_wrong(text: str, code: str, line: int, says: str) -> None:
    files = {"other.toml": small("other")}
    found = [problem for problem in problems(text, files) if problem.level == "error"]
    wrong = next(problem for problem in found if problem.code == code)
    assert wrong.line == line
    assert says in wrong.text("en")
    assert wrong.text("ko") != wrong.text("en")
    assert read(text, "story.toml", setting(files))[0] is None


def test_a_mistake_is_reported_once_and_all_of_them_at_once() -> None:
    text = (
        TOP
        + STEP
        + 'facts = { suports = 5 }\nact = { decide = "deliberat" }\nexpect = { stage = "agend", duties = ["x"] }'
    )
    codes = [problem.code for problem in problems(text)]
    assert codes == ["unknown_fact", "unknown_decision_word", "unknown_stage", "unknown_duty"]


def test_names_are_left_alone_where_the_rules_cannot_be_read() -> None:
    text = TOP.replace("rules", "ruls") + STEP + 'expect = { stage = "agend", duties = 5 }'
    assert [problem.code for problem in problems(text)] == ["no_such_process", "wrong_type"]


def test_what_tests_nothing_is_warned_of() -> None:
    found = problems(TOP + STEP + STEP)
    assert [(problem.level, problem.code, problem.line) for problem in found] == [
        ("warning", "step_empty", 3),
        ("warning", "nothing_expected", 3),
        ("warning", "step_empty", 5),
    ]
    assert read(TOP + STEP, "story.toml", setting())[0] is not None


def test_a_word_that_is_expected_to_be_refused_is_no_mistake() -> None:
    asked = STEP + 'act = { decide = "maybe" }\nexpect = { refused = '
    assert [problem.code for problem in problems(TOP + asked + "true }")] == ["unknown_decision_word"]
    assert problems(TOP + asked + '"unknown_decision" }') == []


def test_days_are_noon_and_times_are_local_unless_they_have_a_zone() -> None:
    found = scenario(
        "[[steps]]\non = 2019-02-10\n[[steps]]\non = 2019-02-11T09:30:00\n[[steps]]\non = 2019-02-11T09:30:00Z\n"
    )
    assert found.filed_at == datetime(2019, 2, 1, 3, tzinfo=UTC)
    assert [step.at for step in found.steps] == [
        datetime(2019, 2, 10, 3, tzinfo=UTC),
        datetime(2019, 2, 11, 0, 30, tzinfo=UTC),
        datetime(2019, 2, 11, 9, 30, tzinfo=UTC),
    ]


def test_steps_may_be_at_the_same_time_and_on_the_day_of_filing() -> None:
    assert not [
        one
        for one in problems(TOP + (STEP.replace("10", "01") + "expect = {}\n") * 2)
        if one.level == "error"
    ]


def test_a_proposal_is_filed_as_on_a_site() -> None:
    assert scenario(STEP).steady == {"origin": "citizen", "channel": "online"}
    top = TOP.replace("rules", "agency") + 'population = 5\nchannel = "paper"\n'
    agency = small("agency").replace("first", 'opened_by = ["officer"]\nfirst')
    found = scenario(STEP, {"agency.toml": agency}, top)
    assert found.steady == {"origin": "agency", "channel": "paper", "population": 5}


def test_the_calendar_is_the_settings_unless_the_file_says_otherwise() -> None:
    assert scenario(STEP).calendar == setting().calendar
    assert scenario(STEP, top=TOP + 'timezone = "Europe/Madrid"\n').calendar.rolls
    british = scenario(STEP, top=TOP + 'country = "GB"\ntimezone = "Europe/London"\n').calendar
    assert (british.country, british.rolls, british.same_number) == ("GB", False, True)
    own = scenario(
        STEP, top=TOP + '[calendar]\nroll = false\nmonths = "same number"\nadd = [2019-02-11]\n'
    ).calendar
    assert (own.country, own.rolls, own.same_number, len(own.add)) == ("KR", False, True, 1)


def test_a_country_of_its_own_has_nothing_of_the_sites_own_days() -> None:
    site = Calendar(setting().calendar.tz, "KR", True, add=frozenset({datetime(2019, 2, 11).date()}))
    found, _wrong = read(TOP + 'country = "DE"\n' + STEP, "story.toml", setting(calendar=site))
    assert found is not None
    assert (found.calendar.country, found.calendar.rolls, found.calendar.add) == ("DE", False, frozenset())


def test_rules_that_are_applied_may_be_named_from_then_on() -> None:
    new = small("citizen").replace("stages.s", "stages.later").replace('"s"', '"later"')
    before = STEP + 'expect = { stage = "later" }\n'
    after = STEP.replace("10", "11") + 'act = { apply_version = "new.toml" }\nexpect = { stage = "later" }\n'
    assert [one.line for one in problems(TOP + before + after, {"new.toml": new})] == [5]


def test_every_sentence_is_there_in_both_languages() -> None:
    for sentences in (MESSAGES, HINTS, EXPECTED):
        for code, by_language in sentences.items():
            assert by_language.keys() >= set(LANGUAGES), code
            assert all(by_language[lang].strip() for lang in LANGUAGES), code


def test_a_population_that_is_read_and_not_given_is_warned_of() -> None:
    reads = small("citizen").replace("period_over", "supports >= 0.01 * population")
    files = {"share.toml": reads}
    top = TOP.replace("rules", "share")
    found = problems(top + STEP + "expect = {}\n", files)
    assert [(problem.level, problem.code, problem.line) for problem in found] == [
        ("warning", "no_population", 1)
    ]
    assert problems(top + "population = 5\n" + STEP + "expect = {}\n", files) == []


def test_what_is_no_toml_is_mended_so_that_the_rest_is_checked_too() -> None:
    text = (
        TOP
        + STEP
        + 'expect = { stage = "agend"\n'
        + STEP.replace("10", "11")
        + "facts = { supports = 5,000 }\n"
    )
    found = problems(text + 'expect = { stage = "agendaa" }')
    assert [(one.code, one.line) for one in found] == [
        ("open_bracket", 5),
        ("number_form", 8),
        ("unknown_stage", 9),
    ]


def test_of_a_line_of_which_nothing_can_be_made_nothing_more_is_said() -> None:
    found = problems(TOP + STEP.replace("on", "그날에") + "= = 5\n")
    assert len({one.line for one in found}) == len(found)


def test_a_text_over_several_lines_may_speak_of_steps() -> None:
    text = TOP + 'note = """\n[steps]\n"""\n' + STEP + 'expect = { stage = "support" }\n'
    assert problems(text) == []


def test_where_there_are_errors_nothing_else_is_said() -> None:
    assert [one.code for one in problems(TOP + STEP + STEP.replace("on", "oan"))] == [
        "missing_key",
        "scenario_key",
    ]
