"""The plan of a demonstration city: its own rules, and only the scenarios that are about rules it has."""

from pathlib import Path

from demosx.commands.demo import CITIZEN, _plan
from demosx.demo.texts import own_rules


def test_the_city_begins_with_its_own_rules(tmp_path: Path) -> None:
    files = _plan(tmp_path / "city", "ko").files()
    assert files[CITIZEN].endswith(own_rules()) and "#:schema" in files[CITIZEN].splitlines()[0]
    scenarios = {name: text for name, text in files.items() if name.startswith("scenarios/")}
    assert scenarios and all("../processes/agency.toml" in text for text in scenarios.values())
