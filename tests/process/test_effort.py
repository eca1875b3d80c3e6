"""How much the engine does: each look reads each rule once, however many there are."""

import pytest

from demosx.process import Condition, Value, advance, begin, react
from tests.process.journeys import KOREA, noon, read
from tests.process.small import END, HEAD, STAGE, rule


@pytest.mark.parametrize("many", [10, 100, 1000])
def test_a_look_reads_every_rule_once(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = "".join(
        rule("a", when=f'"supports >= {1000 + number}"', mark=f'"m{number}"') for number in range(many)
    )
    process = read(HEAD + STAGE.format("a") + waiting + END.format("a"))
    read_rules: list[str] = []
    holds = Condition.holds
    monkeypatch.setattr(
        Condition, "holds", lambda one, facts: read_rules.append(one.text) or holds(one, facts)
    )
    counts: dict[str, Value] = {"supports": 3}
    state, _ = begin(process, noon("2019-02-01"), lambda state: counts, KOREA)
    assert len(read_rules) == many
    state, _ = react(process, state, noon("2019-02-02"), lambda state: counts, KOREA)
    assert len(read_rules) == 2 * many
    advance(process, state, noon("2029-02-02"), lambda state: counts, KOREA)
    assert len(read_rules) == 2 * many  # nothing waits for the calendar, so ten years are one step


def test_rules_that_all_fire_are_read_again_after_each() -> None:
    """Twenty rules that fire one after the other in one moment: what each has done is a fact for the next."""
    chain = "".join(
        rule("a", when=f'"mark.m{number}"', mark=f'"m{number + 1}"') for number in reversed(range(20))
    )
    process = read(
        HEAD + STAGE.format("a") + rule("a", when='"supports >= 1"', mark='"m0"') + chain + END.format("a")
    )
    state, _ = begin(process, noon("2019-02-01"), lambda state: {"supports": 1}, KOREA)
    assert state.marks == {f"m{number}" for number in range(21)}
