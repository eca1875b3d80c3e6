"""What a file becomes once it is read."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from demosx.process import duty_names
from demosx.process.definition import Extension
from demosx.process.lengths import parse_length
from tests.process.journeys import EXAMPLES, example, read

CITIZEN = example("seoul-2019")
SMALL = """
format = 1
key = "small"
name = { ko = "작은", en = "Small" }
opened_by = "member"
first = "a"
who = ["verified"]
minimum_age = 16
goes_to = { old = "b" }
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
region_minimum = { narae = 10, badaram = 5 }
who = ["member"]
minimum_age = 14
pause = ["supplement"]
period = "1 month"
extend = { times = 2, up_to = "60 days", by = "lead" }
[[stages.a.rules]]
when = "supports >= 0.01 * population and regions_reached >= 2"
mark = "hot"
set = { weight = 1.5, hot = true, label = "x", many = 9_000 }
[[stages.a.rules]]
when = "period_over"
move = "b"
[[stages.a.rules]]
when = "days > 9 and hot and weight >= 1"
mark = "hot"
[[stages.a.rules]]
when = "supports >= 9"
notify = ["aide", "head"]
label = { ko = "곧 의제가 됩니다", en = "Soon on the agenda" }
[stages.b]
kind = "execution"
name = { ko = "나", en = "B" }
owner = ["department", "operator"]
report_every = "2 months"
remind = ["3 days before"]
count_within = "7 days"
[[stages.b.rules]]
by = "official"
end = "closed"
[duties.report]
name = { ko = "분기 소식", en = "Quarterly news" }
needs = ["document"]
outcomes = ["on_time", "late"]
[words]
hot = { ko = "뜨거움", en = "Hot" }
on_time = { ko = "제때", en = "On time" }
late = { ko = "늦게", en = "Late" }
"""


def test_rules_have_stable_readable_keys() -> None:
    keys = [rule.key for rule in CITIZEN.every_rule]
    assert keys[:7] == [
        "/move:execution",
        "/end:withdrawn",
        "support/open:department_answer",
        "support/move:agenda",
        "support/move:agenda#2",
        "support/end:answered",
        "support/end:expired",
    ]
    assert len(set(keys)) == len(keys)
    rule = CITIZEN.rule("support/move:agenda#2")
    assert rule is not None
    assert (rule.by, rule.needs, rule.scope, rule.target) == (
        ("planning_panel",),
        ("reason",),
        "support",
        "agenda",
    )
    assert CITIZEN.source.splitlines()[rule.line - 1].startswith("[[stages.support.rules]]")
    assert CITIZEN.rule("support/move:nowhere") is None


def test_rules_are_read_with_those_outside_first() -> None:
    assert [rule.key for rule in CITIZEN.rules_in("execution")] == [
        "/move:execution",
        "/end:withdrawn",
        "execution/end:carried_out",
    ]


def test_the_head_of_a_file() -> None:
    assert (CITIZEN.key, CITIZEN.first, CITIZEN.opened_by) == ("citizen", "support", ("member",))
    assert (CITIZEN.effective, CITIZEN.applies_to) == (date(2019, 1, 1), "new")
    assert (CITIZEN.name["ko"], list(CITIZEN.stages)[:2]) == ("시민제안", ["support", "agenda"])


def test_stages_and_the_options_of_their_kind() -> None:
    agenda, forum = CITIZEN.stages["agenda"], CITIZEN.stages["forum"]
    assert (agenda.decides, agenda.owner) == (("deliberate", "refer", "decline"), ("planning_panel",))
    assert dict(agenda.options)["quorum"] == Fraction(1, 2)
    assert (forum.choices, forum.opened_by, forum.period) == (
        ("yes", "no", "other"),
        ("operator",),
        parse_length("30 days"),
    )
    assert CITIZEN.stages["head_answer"].outcomes == ("accept", "partly", "later", "decline")


def test_the_duties_of_a_file_and_of_its_stages() -> None:
    answer = CITIZEN.duties["department_answer"]
    assert (answer.owner, answer.within, answer.public) == (("department",), parse_length("20 days"), True)
    assert answer.extend == Extension(1, parse_length("60 days"), ("official",), ("reason",))
    own = CITIZEN.duty("agenda")
    assert own is not None
    assert (own.owner, own.within, own.outcomes) == (
        ("planning_panel",),
        parse_length("90 days"),
        ("deliberate", "refer", "decline"),
    )
    assert CITIZEN.duty("support") is None
    assert CITIZEN.stages["execution"].duty is None
    assert duty_names(CITIZEN) == (
        "department_answer", "referral", "agenda", "method", "head_answer", "department_reply", "report",
    )  # fmt: skip


def test_a_report_takes_what_the_file_says_of_reports() -> None:
    small = read(SMALL)
    report, plain = small.duty("report", "b"), CITIZEN.duty("report", "execution")
    assert report is not None and plain is not None
    assert (report.owner, report.needs, report.outcomes) == (
        ("department", "operator"),
        ("document",),
        ("on_time", "late"),
    )
    assert [str(reminder) for reminder in report.remind] == ["3 days before"]
    assert (plain.owner, plain.outcomes) == (("department",), ())
    assert small.words.text("report", "en") == "Quarterly news"
    assert duty_names(small) == ("report",)


def test_what_comes_later_is_read_already() -> None:
    small = read(SMALL)
    stage = small.stages["a"]
    assert (small.who, small.minimum_age, small.goes_to) == (("verified",), 16, {"old": "b"})
    assert (stage.who, stage.minimum_age, stage.pause) == (("member",), 14, ("supplement",))
    assert stage.extend == Extension(2, parse_length("60 days"), ("lead",))
    assert dict(stage.options)["region_minimum"] == {"narae": 10, "badaram": 5}
    assert small.stages["b"].count_within == parse_length("7 days")


def test_who_may_do_what_is_said_for_each_act_or_for_all() -> None:
    base = (EXAMPLES / "seoul-2019.toml").read_text(encoding="utf-8")
    head, support = 'first      = "support"', "[stages.support]"
    file = read(
        base.replace(
            head, f'{head}\nwho = {{ vote = ["verified"], support = "member" }}\nminimum_age = 14'
        ).replace(support, f"{support}\nwho = {{ opine = ['operator', 'lead'] }}\nminimum_age = 0")
    )
    stage, forum = file.stages["support"], file.stages["forum"]
    assert file.who == {"vote": ("verified",), "support": ("member",)}
    assert (file.who_may(stage, "opine"), file.who_may(stage, "support")) == (
        ("operator", "lead"),
        ("member",),
    )
    assert (file.who_may(stage, "edit"), file.who_may(forum, "opine")) == ((), ())
    assert file.who_may(forum, "vote") == ("verified",)
    assert (file.age_in(stage), file.age_in(forum)) == (0, 14)


def test_a_list_of_a_stage_takes_the_place_of_what_the_file_says() -> None:
    small = read(SMALL)
    assert small.who_may(small.stages["a"], "support") == ("member",)
    assert small.who_may(small.stages["b"], "support") == ("verified",)


def test_what_rules_set_keeps_its_exact_type() -> None:
    (rule, *_) = read(SMALL).stages["a"].rules
    assert dict(rule.set) == {"weight": Decimal("1.5"), "hot": True, "label": "x", "many": 9000}


def test_whom_a_rule_notifies_and_what_a_button_says() -> None:
    small = read(SMALL)
    told = small.rule("a/notify:aide+head")
    assert told is not None
    assert (told.notified, small.label(told, "ko")) == (("aide", "head"), "곧 의제가 됩니다")
    close = small.rule("b/end:closed")
    assert close is not None
    assert [small.label(close, lang) for lang in ("ko", "en", "vi")] == ["종료", "Closed", "종료"]
    assert small.ends == ("closed", "merged", "withdrawn", "complaint", "outside", "spam")
    assert small.marks == ("hot",)


def test_a_file_may_begin_with_a_byte_order_mark_and_have_any_line_ends() -> None:
    assert read("\ufeff" + SMALL.replace("\n", "\r\n")).stages["b"].line == read(SMALL).stages["b"].line
