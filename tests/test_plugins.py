"""The contract for extensions: what a plugin brings is taken in, and two cannot bring the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.journey.travel import moment
from demosx.plugins import Plugin, Registry, StageKind
from demosx.process import FactType, ProcessErrors, Value
from demosx.process.common_facts import COMMON

RULES = """
format = 1
key    = "rain"
name   = { ko = "비", en = "Rain" }
first  = "gathering"

[stages.gathering]
kind   = "support"
name   = { ko = "모음", en = "Gathering" }
allows = ["support"]

[[stages.gathering.rules]]
when = "rainfall >= 12.5 and not drought"
move = "answer"

[[stages.gathering.rules]]
by  = ["operator"]
end = "closed"

[stages.answer]
kind   = "answer"
name   = { ko = "답변", en = "Answer" }
owner  = "head"
within = "10 days"

[[stages.answer.rules]]
when = "outcome.answer != '' or drought"
end  = "answered"
"""
weather: dict[str, Value] = {}


def measure(proposal: Any, now: datetime) -> Mapping[str, Value]:
    weather["asked"] = int(weather.get("asked", 0)) + 1
    return {name: value for name, value in weather.items() if name != "asked"}


RAIN = Plugin(name="rain", facts={"rainfall": FactType.NUMBER, "drought": FactType.FLAG}, measure=measure)


@pytest.fixture
def rainy(tmp_path: Path) -> Iterator[Flask]:
    """A city with a plugin that measures the weather."""
    app = testing.application(tmp_path)
    app.extensions["demosx_registry"].add(RAIN)
    weather.clear()
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def put_in_force(folder: Path, rules: str) -> None:
    file = folder / "rain.toml"
    file.write_text(rules, encoding="utf-8")
    testing.apply_examples([str(file)])


def test_rules_read_what_a_plugin_measures_whatever_the_stage(rainy: Flask, tmp_path: Path) -> None:
    put_in_force(tmp_path, RULES)
    made = testing.proposal(testing.account("나래"), process_key="rain")
    weather.update(rainfall=12, drought=False)
    with moment(made):
        pass
    assert made.stage == "gathering"
    weather.update(rainfall=Decimal("12.5"), something="else")
    with moment(made):
        pass
    assert made.stage == "answer"
    weather.update(drought=True)
    with moment(made):
        pass
    db.session.commit()
    assert made.ended == "answered"


def test_what_is_not_measured_is_not_there_yet(rainy: Flask, tmp_path: Path) -> None:
    put_in_force(tmp_path, RULES)
    made = testing.proposal(testing.account("나래"), process_key="rain")
    with moment(made):
        pass
    assert made.stage == "gathering"


def test_it_is_asked_only_where_a_rule_asks(rainy: Flask, tmp_path: Path) -> None:
    put_in_force(
        tmp_path,
        RULES.replace("rainfall >= 12.5 and not drought", "supports >= 9").replace(" or drought", ""),
    )
    testing.proposal(testing.account("나래"), process_key="rain")
    assert "asked" not in weather


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rainfall >=", "rainfal >=", "Did you mean `rainfall`?"),
        ("rainfall >= 12.5", "rainfall == 'much'", "they cannot be compared"),
        ("not drought", "drought == 1", "is a yes/no"),
        ('move = "answer"', 'move = "answer"\nset = { rainfall = 1 }', "means something already"),
    ],
)
def test_the_check_knows_its_facts(rainy: Flask, tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ProcessErrors, match=said):
        put_in_force(tmp_path, RULES.replace(old, new, 1))


def facts(*names: str) -> dict[str, FactType]:
    return dict.fromkeys(names, FactType.NUMBER)


@pytest.mark.parametrize("name", ["rain.fall", "Rainfall", "비", "", "a" * 51, "rain fall", "votes.*"])
def test_a_fact_has_a_simple_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a fact"):
        Registry().add(Plugin(name="rain", facts=facts(name)))


@pytest.mark.parametrize("name", sorted({fact.name.partition(".")[0] for fact in COMMON}))
def test_a_fact_does_not_hide_a_common_one(name: str) -> None:
    with pytest.raises(ValueError, match=f"brings the fact {name}, which exists already"):
        Registry().add(Plugin(name="rain", facts=facts(name)))


def test_two_plugins_do_not_bring_the_same() -> None:
    registry = Registry()
    kind = StageKind(name="costing", facts=facts("cost", "share.*"))
    registry.add(Plugin(name="rain", facts=facts("rainfall")))
    registry.add(Plugin(name="costs", stage_kinds=[kind]))
    for other in (
        Plugin(name="rain"),
        Plugin(name="weather", facts=facts("rainfall")),
        Plugin(name="weather", facts=facts("cost")),
        Plugin(name="weather", facts=facts("share")),
        Plugin(name="weather", stage_kinds=[kind]),
        Plugin(name="weather", stage_kinds=[StageKind(name="wet", facts=facts("rainfall"))]),
        Plugin(name="weather", facts=facts("wind"), stage_kinds=[StageKind(name="wet", facts=facts("wind"))]),
    ):
        with pytest.raises(ValueError):
            registry.add(other)
    assert [plugin.name for plugin in registry.plugins] == ["rain", "costs"]
    assert registry.facts == facts("rainfall")
    registry.add(Plugin(name="weather", stage_kinds=[StageKind(name="wet", facts=facts("cost"))]))
