"""The plan of a demonstration city: its own rules, and only the scenarios that are about rules it has."""

from datetime import date
from pathlib import Path

import pytest

from demosx.commands.demo import CITIZEN, _plan
from demosx.demo.lawbook import written

TODAY = date(2026, 3, 15)


def test_the_city_begins_with_its_own_rules(tmp_path: Path) -> None:
    plan = _plan(tmp_path / "city", "ko", TODAY)
    files = plan.files()
    assert files[CITIZEN] == plan.rules()[CITIZEN] == written("rules/citizen.toml", TODAY)
    assert files[CITIZEN].startswith("#:schema ./process.schema.json\n")


@pytest.mark.parametrize("key", ["citizen", "agency"])
def test_scenarios_are_about_its_own_rules(tmp_path: Path, key: str) -> None:
    files = _plan(tmp_path / "city", "ko", TODAY).files()
    scenarios = {name: text for name, text in files.items() if name.startswith("scenarios/")}
    about = [name for name, text in scenarios.items() if f'"../processes/{key}.toml"' in text]
    assert len(about) > 4 and all(name.startswith(f"scenarios/{key}-") for name in about)
