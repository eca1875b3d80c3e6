"""Whatever stands in a scenario, it is read or its mistakes are named; and whatever can be read can be rehearsed."""

import tomllib
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.process.problems import LANGUAGES
from demosx.process.simulate import rehearse
from demosx.process.simulate.data import as_data
from demosx.process.simulate.notes import Notes
from demosx.process.simulate.reading import EXPECT, read_tables
from demosx.process.simulate.reading_acts import BESIDE, VERBS
from demosx.process.simulate.refusals import REFUSALS
from demosx.process.simulate.story import story
from tests.process.journeys import example
from tests.process.kinds import KINDS
from tests.process.rehearsals import RIGHTS, setting

SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"
SEOUL = [
    tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal) | {"process": "rules.toml"}
    for file in sorted(SCENARIOS.glob("seoul-2019-*.toml"))
]
RULES = example("seoul-2019")
WORDS = st.sampled_from(
    [
        *RULES.stages, *RULES.duties, *RULES.ends, "proposer", "department", "lead", "operator", "move:agenda",
        "paused", "supplement", "transfer", "into", "from", "accept", "decline", "vote", "10 days", "", "{", "없음",
        *REFUSALS,
    ]
)  # fmt: skip
SINGLE = st.one_of(
    WORDS,
    st.booleans(),
    st.integers(-5, 10_000),
    st.dates(),
    st.datetimes(),
    st.decimals(allow_nan=True, allow_infinity=True),
)
ANYTHING = st.recursive(
    SINGLE,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)
KEYS = st.one_of(
    WORDS, st.sampled_from([*EXPECT, *VERBS, *BESIDE, "on", "facts", "act", "expect", "supports"])
)


def changed(draw: st.DrawFn, node: Any) -> Any:
    """A value with something in it replaced, added or left out."""
    if isinstance(node, list) and node and draw(st.integers(0, 9)):
        place = draw(st.integers(0, len(node) - 1))
        node[place] = changed(draw, node[place])
        return node
    if isinstance(node, dict) and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(node)) if node and draw(st.booleans()) else KEYS)
        if key in node and not draw(st.integers(0, 5)):
            del node[key]
        else:
            node[key] = changed(draw, node[key]) if key in node else draw(ANYTHING)
        return node
    return draw(ANYTHING)


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario of Seoul in which several things are otherwise."""
    raw = deepcopy(draw(st.sampled_from(SEOUL)))
    for _ in range(draw(st.integers(1, 4))):
        found = changed(draw, raw)
        raw = found if isinstance(found, dict) else raw
    return raw


@settings(max_examples=200, deadline=None)
@given(scenarios())
def test_anything_is_read_or_explained_and_what_is_read_can_be_rehearsed(raw: dict[str, Any]) -> None:
    notes = Notes("story.toml")
    scenario = read_tables(raw, notes, setting())
    assert all(problem.text(lang) for problem in notes.problems for lang in LANGUAGES)
    if scenario is None or any(problem.level == "error" for problem in notes.problems):
        assert notes.problems
        return
    found = rehearse(scenario, KINDS, RIGHTS, frozenset())
    assert as_data(found)["steps"]
    assert all(list(story(found, lang)) for lang in LANGUAGES)
