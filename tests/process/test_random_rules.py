"""The engine's properties hold for any rules that the check lets through, not only for those we thought of."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from demosx.process import Process, Vocabulary, examine
from demosx.process.messages import GRAPH
from tests.process.kinds import KINDS
from tests.process.plans import Plan, Traveller, hours, steps
from tests.process.test_properties import keeps_its_promises

HEAD = 'format = 1\nkey = "r"\nname = { ko = "아무", en = "Any" }\nfirst = "a"\n'
TAIL = """
[duties.d]
name = { ko = "일", en = "D" }
owner = "department"
within = "6 days"
outcomes = ["yes", "no"]
pause = ["e", "hearing"]
extend = { times = 1, up_to = "1 month", by = ["official"] }
[duties.e]
name = { ko = "보완", en = "E" }
owner = "proposer"
within = "3 working days, first day counted"
[words]
m = { ko = "표시", en = "Mark" }
over = { ko = "끝", en = "Over" }
on = { ko = "계속", en = "On" }
back = { ko = "되돌림", en = "Back" }
"""
CONDITIONS = (
    "supports >= 10", "supports >= 20 and not period_over", "supports.here >= 3", "days >= 4", "days == 2",
    "period_over", "period_over and open_duties == 0", "outcome.d == 'yes'", "outcome.d != 'yes'", "overdue.d",
    "overdue.e or supports >= 30", "open_duties > 0", "mark.m", "not mark.m and days >= 1", "decision == 'on'",
    "decision != ''", "today >= '2019-02-20'", "today == '2019-02-10'", "today > filed", "given >= 2",
    "outcome.e == 'done'", "participants < 3", "votes * 2 >= participants + 4", "overdue.b",
)  # fmt: skip
STAGES = "abc"

lengths = st.sampled_from(
    ["3 days", "9 days", "2 weeks", "1 month", "5 working days", "9 days, first day counted"]
)
actions = st.sampled_from(
    ['move = "a"', 'move = "b"', 'move = "c"', 'open = "d"', 'open = "e"', 'end = "over"', 'mark = "m"',
     'notify = "lead"', 'drop = ["d"]\nmark = "m"', 'set = { given = 2 }\nopen = "e"']
)  # fmt: skip
triggers = st.one_of(
    st.sampled_from(CONDITIONS).map(lambda when: f'when = "{when}"'),
    st.sampled_from(['by = ["official"]', 'by = ["proposer"]\nwhen = "supports >= 5"', ""]),
)
rules = st.lists(st.tuples(triggers, actions), max_size=5)
outside = st.lists(
    st.tuples(
        st.sampled_from([one for one in CONDITIONS if "decision" not in one]).map('when = "{}"'.format),
        actions,
    ),
    max_size=2,
)
freezes = st.lists(
    st.tuples(
        st.integers(1, 20), st.integers(0, 8), st.sampled_from(["", 'stages = ["a"]', 'stages = ["b", "c"]'])
    ),
    max_size=2,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A process file of three stages, with whatever rules."""
    parts = [HEAD]
    parts += [_rule("", *one) for one in draw(outside)]
    for key in STAGES:
        kind = "review" if key == "b" else "support"
        parts.append(f'[stages.{key}]\nkind = "{kind}"\nname = {{ ko = "{key}", en = "{key}" }}\n')
        if kind == "review":
            parts.append(f'owner = "official"\nwithin = "{draw(lengths)}"\ndecides = ["on", "back"]\n')
        period = draw(st.booleans())
        if period:
            parts.append(f'period = "{draw(lengths)}"\npause = ["hearing", "e"]\n')
        if draw(st.booleans()):
            parts.append('opened_by = ["operator"]\n')
        parts += [_rule(key, *one) for one in draw(rules) if _fits(one[0], kind, period)]
        parts.append(_rule(key, 'by = ["operator"]', 'end = "over"'))
    for begin, more, stages in draw(freezes):
        first, last = f"2019-02-{begin:02}", f"2019-02-{begin + more:02}"
        parts.append(
            f'[[pauses]]\nfrom = {first}\nto = {last}\nreason = {{ ko = "쉼", en = "Rest" }}\n{stages}\n'
        )
    return "".join(parts) + TAIL


def _fits(trigger: str, kind: str, period: bool) -> bool:
    """Whether what a rule reads can be read in a stage of this kind, with or without a period."""
    return (period or "period_over" not in trigger) and (kind == "review" or "decision" not in trigger)


def _rule(stage: str, trigger: str, action: str) -> str:
    table = f"stages.{stage}.rules" if stage else "rules"
    return f"[[{table}]]\n{trigger}\n{action}\n"


def readable(source: str) -> Process:
    """The rules of a file that can be read, also where the check says that some of them lead nowhere."""
    process, problems = examine(source, filename="r.toml", kinds=KINDS, vocabulary=Vocabulary())
    wrong = {problem.code for problem in problems if problem.level == "error"}
    assume(not wrong - set(GRAPH))
    assert process is not None
    return process


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(files(), steps, st.frozensets(hours, max_size=20))
def test_any_rules_are_looked_at_alike_however_often(source: str, plan: Plan, looks: frozenset[int]) -> None:
    process = readable(source)
    seldom = Traveller(process).travel(plan)
    often = Traveller(process, looks).travel(plan)
    assert (often.state, often.events) == (seldom.state, seldom.events)
    keeps_its_promises(seldom)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(files(), files(), steps, hours, st.frozensets(hours, max_size=20))
def test_any_change_of_rules_keeps_what_there_is(
    before: str, after: str, plan: Plan, hour: int, looks: frozenset[int]
) -> None:
    old, new = readable(before), readable(after)
    seldom = Traveller(old, change=(hour, new)).travel(plan)
    often = Traveller(old, looks, change=(hour, new)).travel(plan)
    assert (often.state, often.events) == (seldom.state, seldom.events)
    keeps_its_promises(seldom)
