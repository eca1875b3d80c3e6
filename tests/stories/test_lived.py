"""Every scenario is lived as it is rehearsed: on a database, step by step, the same state and the same history."""

from dataclasses import replace

import pytest

from demosx.core.resources import shipped
from demosx.core.web import Application
from tests.stories.living import OF_ROLE, REFUSED, Life, in_place_of, rehearsed, scenario, told

SCENARIOS = sorted(file.stem for file in shipped("examples/scenarios").glob("*.toml"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_lived_as_rehearsed(name: str, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    story = scenario(name)
    rehearsal = rehearsed(story)
    with in_place_of(story, monkeypatch):
        life = Life(story)
        assert life.history() == told(rehearsal.filed)
        for result in rehearsal.results:
            refusal, step = result.outcome.refusal, result.step
            if refusal is not None and refusal.code in OF_ROLE:
                # Who may is asked at the door, which this story does not go through.
                life.step(
                    replace(step, acts=tuple(act for act in step.acts if act is not result.outcome.refused))
                )
            elif refusal is not None:
                with pytest.raises(REFUSED):
                    life.step(step)
            else:
                life.step(step)
            assert life.state == result.outcome.now.state, f"line {result.step.line}"
            assert life.history() == told(result.outcome.events), f"line {result.step.line}"
